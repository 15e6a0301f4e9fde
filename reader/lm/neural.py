"""A second opinion on doubtful places, from a small network that reads thirty symbols to each side.

Optional: it is asked only where ``onnxruntime`` is installed (the extra ``neural``) and a folder with a network is
there, named by the environment variable ``JIAODU_NEURAL`` or shipped as ``resources/neural``. Without either everything
is as if this module did not exist. The folder holds

    rescorer.onnx           the network, made by ``packaging/training/neural``
    rescorer.json           its format, its reach and the vocabulary that it was trained with
    candidates-neural.npy   the judges that were trained with the facts it adds
    places-neural.npz

The network never sees the character that it scores. What it gives are scores near to log-probabilities; with what
recognisers confuse they say how likely a place is misread, and are facts for the judges beside all others.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.lm.model import Floats, Model
from reader.lm.proposals import REACH, Proposals
from reader.lm.vocabulary import BOUNDARY, Symbols, Vocabulary

FOLDER = "JIAODU_NEURAL"
"""The environment variable that names the folder; set but empty, no network is used."""
FORMAT = 1
CLEAN, SURE = -8.0, 12.0
"""The network is asked where gain plus channel of the best candidate lies between these: of 1,576 errors of ``ocr_dev``
twelve lie below, and of 455 places above all are errors."""
CORE = 452
"""A text is read in stretches of so many symbols, and the reach of the network on both sides."""
STRETCHES = 8
"""So many stretches are read at once."""
CANDIDATE_FACTS = ("network gain",)
PLACE_FACTS = ("network asked", "network score", "network gain", "network best gain", "network odds")


@dataclass(frozen=True, eq=False)
class Opinion:
    """What the network says of the proposals of a text; zero where it was not asked."""

    asked: NDArray[np.bool_]
    gains: Floats
    """For each place and candidate, its score less that of what stands there."""
    scores: Floats
    """The score of what stands at each place."""
    odds: Floats
    """The log-odds that it is a misreading, by the scores and the channel: how much likelier all candidates together
    are, misread as they would have been, than what stands there."""

    def place_facts(self, chosen: Floats) -> Floats:
        """:data:`PLACE_FACTS` of each place; ``chosen`` is the gain of the candidate that now comes first."""
        best = self.gains.max(axis=1)
        return np.stack([self.asked.astype(np.float32), self.scores, chosen, best, self.odds], axis=1)


def fingerprint(vocabulary: Vocabulary) -> str:
    """Tells vocabularies apart: a network knows characters by their symbols only."""
    return hashlib.sha256(vocabulary.characters.encode()).hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class Rescorer:
    """A loaded network."""

    session: Any
    """An ``onnxruntime.InferenceSession``, which has no types."""
    reach: int
    characters: str
    """The vocabulary that the network was trained with."""

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.characters)

    def opinion(self, model: Model, symbols: Symbols, proposals: Proposals) -> Opinion:
        """What the network says of the proposals of a text with these symbols of ``model``."""
        best = proposals.scores.max(axis=1)
        asked = (best > CLEAN) & (best < SURE)
        count, kept = proposals.candidates.shape
        gains = np.zeros((count, kept), dtype=np.float32)
        scores, odds = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
        rows = np.flatnonzero(asked)
        if len(rows):
            observed = proposals.windows[rows, REACH, None]
            shown = np.concatenate([observed, proposals.candidates[rows]], axis=1)
            before, after = proposals.windows[rows, REACH - 1, None], proposals.windows[rows, REACH + 1, None]
            bigrams = np.stack([model.bigrams(np.broadcast_to(before, shown.shape), shown)[0],
                                model.bigrams(shown, np.broadcast_to(after, shown.shape))[0]], axis=2)
            if model.vocabulary.characters != self.characters:
                symbols, shown = self._own(model, symbols), self._own(model, shown)
            said = self._read(symbols, proposals.places[rows], shown, bigrams)
            scores[rows] = said[:, 0]
            gains[rows] = said[:, 1:] - said[:, :1]
            odds[rows] = np.logaddexp.reduce(gains[rows] + proposals.rates[rows], axis=1)
        return Opinion(asked, gains, scores, odds)

    def _own(self, model: Model, symbols: Symbols) -> Symbols:
        """Symbols of another model in the network's own vocabulary."""
        table = np.arange(len(model.vocabulary), dtype=np.uint16)
        table[BOUNDARY + 3:] = self._vocabulary.symbols_of(model.vocabulary.characters)
        own: Symbols = table[symbols]
        return own

    def _read(self, symbols: Symbols, places: NDArray[np.int64], candidates: Symbols, bigrams: Floats) -> Floats:
        """Scores of the candidates at each place; places in rising order."""
        core = min(CORE, max(32, len(symbols)))
        count = -(-len(symbols) // core)
        padded = np.full(count * core + 2 * self.reach, BOUNDARY, dtype=np.int64)
        padded[self.reach:self.reach + len(symbols)] = symbols
        stretches = np.lib.stride_tricks.sliding_window_view(padded, core + 2 * self.reach)[::core]
        which = places // core
        wanted = np.unique(which)
        scores = np.empty(candidates.shape, dtype=np.float32)
        for start in range(0, len(wanted), STRETCHES):
            batch = wanted[start:start + STRETCHES]
            rows = np.flatnonzero((which >= batch[0]) & (which <= batch[-1]))
            at = (np.searchsorted(batch, which[rows]) * stretches.shape[1] + places[rows] % core + self.reach)
            (scores[rows],) = self.session.run(["scores"], {
                "symbols": stretches[batch], "at": at, "candidates": candidates[rows].astype(np.int64),
                "bigrams": np.ascontiguousarray(bigrams[rows], dtype=np.float32)})
        return scores


def load(folder: Path, vocabulary: Vocabulary) -> Rescorer:
    """Opens the network of a folder; it runs on one thread, as pages are spread over processes.

    Raises FileNotFoundError if a file is missing, ImportError without ``onnxruntime``, ValueError if the network is of
    another format or was trained with another vocabulary.
    """
    facts = json.loads((folder / "rescorer.json").read_text(encoding="utf-8"))
    if facts["format"] != FORMAT:
        raise ValueError(f"{folder} holds a network of format {facts['format']}; this version reads format {FORMAT}")
    if facts["vocabulary"] != fingerprint(vocabulary):
        raise ValueError(f"the network in {folder} was trained with another vocabulary; run its export again")
    runtime = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = runtime.InferenceSession((folder / "rescorer.onnx").read_bytes(), options,
                                       providers=["CPUExecutionProvider"])
    return Rescorer(session, int(facts["reach"]), vocabulary.characters)


@cache
def installed() -> Path | None:
    """The folder of the network to use; None if there is none or nothing to run it with.

    Raises FileNotFoundError if the environment variable names a folder without a network.
    """
    named = os.environ.get(FOLDER)
    if named == "" or find_spec("onnxruntime") is None:
        return None
    if named is not None:
        folder = Path(named)
        if not (folder / "rescorer.onnx").is_file():
            raise FileNotFoundError(f"{FOLDER} names {folder}, where no rescorer.onnx is")
        return folder
    try:
        return resource_path("neural")
    except FileNotFoundError:
        return None
