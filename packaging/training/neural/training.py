"""Trains the network in steps that can be stopped and resumed; the same code for two cores and for an accelerator."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from neural.bigrams import Bigrams
from neural.misreading import NOTHING, Misreader
from neural.network import Network, Shape
from reader.lm.vocabulary import BOUNDARY, UNKNOWN, Symbols

VALIDATION = 200
"""One row in so many is never trained on."""
VALIDATION_ROWS = 256
KEPT_AVERAGE = 0.998
"""The weights that are used are a running average over some 500 steps."""


@dataclass(frozen=True)
class Plan:
    """How much is trained, and how."""

    characters: int = 60_000_000
    """Symbols to see in all; the learning rate falls to zero at their end."""
    rows: int = 32
    length: int = 256
    scored: int = 2048
    """Places of each step at which all common characters are scored: all wrong ones, and others by chance."""
    common: int = 4096
    rate: float = 3e-3
    warm_up: int = 200
    unit: float = 0.01
    """Weight of the square of the logarithm that the scores' exponentials add up to: it keeps them near
    log-probabilities, so that nothing needs to be added up where the network is used."""
    seed: int = 1

    @property
    def steps(self) -> int:
        """Steps to take in all."""
        return self.characters // (self.rows * self.length)


@dataclass(frozen=True, eq=False)
class Places:
    """The places of a step that are scored."""

    states: Tensor
    observed: Tensor
    truth: Tensor
    left: Tensor
    right: Tensor
    wrong: Tensor


def hardware() -> torch.device:
    """An accelerator if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def half_precision(device: torch.device) -> bool:
    """Whether sixteen-bit products are quick here."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    return torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001 (there is no public question)


class Trainer:
    """Takes steps, writes checkpoints and the curves."""

    def __init__(self, folder: Path, symbols: Symbols, misreader: Misreader, bigrams: Bigrams, shape: Shape, plan: Plan,
                 *, compiled: bool = False) -> None:
        self.folder, self.misreader, self.plan = folder, misreader, plan
        self.device = hardware()
        self.bigrams = bigrams.to(self.device)
        count = len(symbols) // plan.length
        rows = symbols[:count * plan.length].reshape(count, plan.length)
        self.validation = rows[::VALIDATION][:VALIDATION_ROWS]
        self.rows = rows[np.arange(count) % VALIDATION != 0]
        torch.manual_seed(plan.seed)
        self.network = Network(shape).to(self.device)
        self.average = Network(shape).to(self.device)
        self.average.load_state_dict(self.network.state_dict())
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=plan.rate, betas=(0.9, 0.98),
                                           weight_decay=0.01, fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)
        self.read = torch.compile(self.network.read) if compiled else self.network.read
        self.step, self.seconds = 0, 0.0
        if (folder / "last.pt").exists():
            self._resume(torch.load(folder / "last.pt", map_location=self.device))

    def _rate(self, step: int) -> float:
        """Rises evenly, then falls evenly to zero."""
        left = max(0.0, 1 - step / max(1, self.plan.steps))
        return min(1.0, (step + 1) / self.plan.warm_up) * left

    def _resume(self, kept: dict[str, object]) -> None:
        self.network.load_state_dict(kept["network"])
        self.average.load_state_dict(kept["average"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.schedule.load_state_dict(kept["schedule"])
        self.step, self.seconds = kept["step"], kept["seconds"]

    def save(self) -> None:
        """Writes ``last.pt``; a crash in between leaves the one before."""
        kept = {"network": self.network.state_dict(), "average": self.average.state_dict(),
                "optimizer": self.optimizer.state_dict(), "schedule": self.schedule.state_dict(),
                "step": self.step, "seconds": self.seconds, "plan": asdict(self.plan)}
        torch.save(kept, self.folder / "new.pt")
        (self.folder / "new.pt").replace(self.folder / "last.pt")

    def save_average(self, name: str) -> None:
        """Writes the averaged weights alone, with the shape they belong to."""
        torch.save({"shape": asdict(self.average.shape), "characters": self.characters,
                    "weights": self.average.state_dict()}, self.folder / name)

    @property
    def characters(self) -> int:
        """Symbols seen so far."""
        return self.step * self.plan.rows * self.plan.length

    def batch(self, step: int) -> tuple[NDArray[np.uint16], np.random.Generator]:
        """The rows of a step: those that come next in an order that is drawn anew whenever all have been seen."""
        per_round = max(1, len(self.rows) // self.plan.rows)
        order = np.random.default_rng([self.plan.seed, step // per_round]).permutation(len(self.rows))
        start = step % per_round * self.plan.rows
        return self.rows[order[start:start + self.plan.rows]], np.random.default_rng([self.plan.seed, 1 << 30, step])

    def places(self, network: Network, read: Callable[[Tensor], Tensor], rows: Symbols, random: np.random.Generator,
               scored: int) -> Places:
        """Reads damaged rows and chooses the places to score."""
        damaged = self.misreader.damage(rows, random)
        observed, truth = damaged.observed, damaged.truth
        edge = np.full((len(rows), 1), BOUNDARY, dtype=np.uint16)
        left = np.concatenate([edge, observed[:, :-1]], axis=1)
        right = np.concatenate([observed[:, 1:], edge], axis=1)
        wrong = (observed != truth).ravel()
        usable = ((truth != NOTHING) & (truth != UNKNOWN)).ravel()
        order = np.where(usable, random.random(wrong.size) + ~wrong, 3.0)
        chosen = np.argsort(order)[:min(scored, int(usable.sum()))]

        def tensor(values: NDArray[np.generic]) -> Tensor:
            return torch.from_numpy(values.ravel()[chosen].astype(np.int64)).to(self.device)

        states = read(torch.from_numpy(observed.astype(np.int64)).to(self.device))
        at = torch.from_numpy(chosen).to(self.device)
        return Places(states.reshape(-1, network.shape.width)[at], tensor(observed), tensor(truth), tensor(left),
                      tensor(right), tensor(wrong))

    def scores(self, network: Network, places: Places) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of the truth and of what stands there, and the logarithm of the sum over all characters."""
        common = min(self.plan.common, network.shape.symbols)
        gates = network.gates(places.states).float()
        scores = functional.linear(network.state(places.states), network.vectors.weight[:common],
                                   network.bias[:common]).float()
        scores = (scores + gates[:, :1] * self.bigrams.after[places.left, :common].float()
                  + gates[:, 1:] * self.bigrams.before[places.right, :common].float())
        both = torch.stack([places.truth, places.observed], dim=1)
        two = network.score(places.states, both, self.bigrams.of(places.left, both, places.right)).float()
        rare = torch.where(places.truth < common, torch.full_like(two[:, 0], -torch.inf), two[:, 0])
        return two[:, 0], two[:, 1], torch.logaddexp(torch.logsumexp(scores, dim=1), rare)

    def losses(self, network: Network, places: Places) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Loss of the characters, departure of their sum from one, loss of the doubt, and the doubt itself."""
        truth, observed, total = self.scores(network, places)
        doubt = network.wrong(places.states, places.observed, observed).float()
        return ((total - truth).mean(), (total ** 2).mean(),
                functional.binary_cross_entropy_with_logits(doubt, places.wrong.float()), doubt)

    def take_step(self) -> tuple[float, float]:
        """One step; the losses of characters and of doubt."""
        rows, random = self.batch(self.step)
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=half_precision(self.device)):
            places = self.places(self.network, self.read, rows, random, self.plan.scored)
            characters, unit, doubt, _ = self.losses(self.network, places)
        loss = characters + self.plan.unit * unit + doubt
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        kept = min(KEPT_AVERAGE, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.network.parameters()),
                                 1 - kept)
        self.step += 1
        return characters.item(), doubt.item()

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Figures of the averaged weights on rows that are not trained on, with errors that are always the same."""
        losses, right, doubts, wrongs = [], [], [], []
        for start in range(0, len(self.validation), self.plan.rows):
            rows = self.validation[start:start + self.plan.rows]
            places = self.places(self.average, self.average.read, rows, np.random.default_rng([9, start]), rows.size)
            truth, observed, total = self.scores(self.average, places)
            losses.append(total - truth)
            right.append((truth > observed)[places.wrong.bool()])
            doubts.append(self.average.wrong(places.states, places.observed, observed))
            wrongs.append(places.wrong)
        doubt, wrong = torch.cat(doubts), torch.cat(wrongs).bool()
        hits = wrong[torch.argsort(-doubt)].cumsum(0)
        precision = hits / torch.arange(1, len(hits) + 1, device=hits.device)
        found = torch.where(precision >= 0.95, hits, 0).max() / max(1, int(wrong.sum()))
        return {"nats": float(torch.cat(losses).mean()), "truth_above_observed": float(torch.cat(right).float().mean()),
                "recall_at_95": float(found)}

    def run(self, minutes: float, say: Callable[[str], None], every: int = 400) -> bool:
        """Trains for so long at most; whether all steps are taken. The curves go on in ``curve.csv``."""
        start, began, spent = time.monotonic(), time.process_time(), self.seconds
        marks = {round(self.plan.steps * share): f"average-{share:g}.pt" for share in (0.0625, 0.125, 0.25, 0.5, 1)}
        recent: list[tuple[float, float]] = []
        while self.step < self.plan.steps and time.monotonic() - start < 60 * minutes:
            recent.append(self.take_step())
            self.seconds = spent + time.process_time() - began
            if self.step in marks:
                self.save_average(marks[self.step])
            if self.step % every == 0 or self.step == self.plan.steps:
                self._note(recent, say)
                recent = []
        self.save()
        return self.step >= self.plan.steps

    def _note(self, recent: list[tuple[float, float]], say: Callable[[str], None]) -> None:
        """Adds a line to the curves."""
        characters, doubt = np.mean(recent, axis=0)
        line = {"step": self.step, "characters": self.characters, "seconds": self.seconds,
                "loss_characters": float(characters), "loss_doubt": float(doubt), **self.validate()}
        path = self.folder / "curve.csv"
        new = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, line, lineterminator="\n")
            if new:
                writer.writeheader()
            writer.writerow({key: round(value, 4) for key, value in line.items()})
        say("  ".join(f"{key} {value:.4g}" for key, value in line.items()))


def load_average(path: Path) -> tuple[Network, int]:
    """The network of averaged weights that :meth:`Trainer.save_average` wrote, and how many symbols it has seen."""
    kept = torch.load(path, map_location="cpu")
    shape = Shape(**kept["shape"])
    network = Network(replace(shape, dilations=tuple(shape.dilations)))
    network.load_state_dict(kept["weights"])
    return network.eval(), kept["characters"]
