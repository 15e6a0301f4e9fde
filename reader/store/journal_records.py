"""Steps of a review as data and back: what a line of the journal says.

The first version wrote each decision as an object, with the finding and its quote; the second writes rows, and what the
findings of a batch have in common once. Both are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reader.review.checkpoints import Checkpoint
from reader.review.decision import Decision, Verdict
from reader.review.session import Step
from reader.store.carrying import Lost, Reason
from reader.store.findings import (
    Shapes,
    decision_of,
    decision_row,
    finding_of,
    fix_data,
    fix_of,
    message_of,
    to_dict,
    to_list,
    to_text,
    to_time,
    to_whole,
)
from reader.store.journal_lines import Json, Record
from reader.store.quotes import Quote
from reader.store.rules import change_of
from reader.text.fix import Fix


class Unusable(ValueError):  # noqa: N818  (it says what the record is)
    """A record that is whole but does not make sense here."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One decision of a record: the key that it is written under, and the finding and quote that came with it."""

    key: str
    decision: Decision
    finding: Fix | None = None
    quote: Quote | None = None


@dataclass
class History:
    """What a journal adds up to: the steps of the review, how many of them hold, and the findings they are about.

    ``checkpoints`` are the named states, by name, ``lost`` the decisions of an earlier version of the text that could
    not be placed, and ``quotes`` the places of findings in words where the journal has them.
    """

    steps: list[Step] = field(default_factory=list)
    position: int = 0
    found: dict[str, Fix] = field(default_factory=dict)
    checkpoints: dict[str, Checkpoint] = field(default_factory=dict)
    lost: tuple[Lost, ...] = ()
    quotes: dict[str, Quote] = field(default_factory=dict)
    _now: dict[str, Decision] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """What holds at ``position``."""
        return self._now

    @property
    def manual(self) -> tuple[Fix, ...]:
        """The changes made by hand as they are at ``position``."""
        return self.steps[self.position - 1].manual if self.position else ()

    def take(self, record: Record, characters: int) -> None:
        """Go on by one record about a text of so many code points.

        :raises Unusable: if it does not follow from what came before; nothing has changed then
        """
        try:
            match record["do"]:
                case "decide" | "add" | "set":
                    self._step(record, characters)
                case "undo" | "redo":
                    self._go(to_whole(record["to"]))
                case "finding":
                    key = to_text(record["key"])
                    self._learn([_Said(key, Decision(Verdict.PENDING), fix_of(record["finding"], characters))])
                case "checkpoint":
                    self._mark(record, characters)
                case "carried":
                    self.lost = tuple(lost_of(entry) for entry in to_list(record["lost"]))
                case "discarded":
                    self._forget()
                case other:
                    raise Unusable(f"no record is called {other}")
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise Unusable(str(error)) from error

    def _step(self, record: Record, characters: int) -> None:
        # Everything is read before anything is changed: a bad record must leave no half of itself.
        shapes = to_list(record.get("shapes", []))
        said = [_said(entry, shapes, characters) for entry in to_list(record.get("decisions", []))]
        manual, by_hand = self.manual, dict[str, Fix]()
        if record["do"] == "add":
            fix = fix_of(record["fix"], characters)
            by_hand[to_text(record.get("key", said[0].key if said else fix.key))] = fix
            manual = (*(old for old in manual if old.key != fix.key), fix)
        elif record["do"] == "set":
            by_hand = _manual(record, characters)
            manual = tuple(by_hand.values())
        fresh = {entry.key: entry.finding for entry in said if entry.finding is not None}
        news = {}
        for entry in said:
            key = self._keys.get(entry.key, entry.key)
            finding = by_hand.get(entry.key) or fresh.get(entry.key) or self.found.get(key)
            if finding is not None and entry.decision.option >= max(1, len(finding.options)):
                raise Unusable(f"finding {entry.key} has no option {entry.decision.option}")
            news[key if finding is None else finding.key] = entry.decision
        olds = {key: self._now.get(key) for key in news}
        step = Step(news, olds, manual, message_of(record["label"]), change_of(record.get("rules", {})))
        self._learn(said)
        self._keys |= {written: fix.key for written, fix in by_hand.items()}
        self.steps[self.position :] = [step]
        self._go(self.position + 1)

    def _go(self, to: int) -> None:
        if not 0 <= to <= len(self.steps):
            raise Unusable(f"no step {to} of {len(self.steps)}")
        for step in self.steps[self.position : to]:
            self._now.update(step.news)
        for step in reversed(self.steps[to : self.position]):
            for key, old in step.olds.items():
                if old is None:
                    del self._now[key]
                else:
                    self._now[key] = old
        self.position = to

    def _learn(self, said: Iterable[_Said]) -> None:
        for entry in said:
            if entry.finding is not None:
                self.found[entry.finding.key] = entry.finding
                # A version that works keys out in another way goes on with its own.
                self._keys[entry.key] = entry.finding.key
            if entry.quote is not None:
                self.quotes[self._keys.get(entry.key, entry.key)] = entry.quote

    def _forget(self) -> None:
        self.steps, self.position, self.found, self._now, self._keys = [], 0, {}, {}, {}
        self.checkpoints, self.lost, self.quotes = {}, (), {}

    def _mark(self, record: Record, characters: int) -> None:
        """A checkpoint of what holds now, or one that was made elsewhere and says what holds."""
        name, decisions, manual = to_text(record["name"]), dict(self._now), self.manual
        done, total = map(to_whole, to_list(record["progress"]))
        found = {key: self.found[key] for key in decisions if key in self.found}
        when = to_time(record.get("when", record["at"]))
        if "manual" in record:
            shapes = to_list(record.get("shapes", []))
            said = [_said(entry, shapes, characters) for entry in to_list(record.get("decisions", []))]
            by_hand = _manual(record, characters)
            manual = tuple(by_hand.values())
            fixes = {**by_hand, **{entry.key: entry.finding for entry in said if entry.finding is not None}}
            keys = {written: fix.key for written, fix in fixes.items()}
            decisions = {keys.get(entry.key, entry.key): entry.decision for entry in said}
            found = {entry.finding.key: entry.finding for entry in said if entry.finding is not None}
        self.checkpoints.pop(name, None)
        self.checkpoints[name] = Checkpoint(name, when, decisions, manual, found, (done, total))


def _manual(record: Record, characters: int) -> dict[str, Fix]:
    """Changes made by hand, by the keys that they are written under."""
    made = [to_dict(entry) for entry in to_list(record["manual"])]
    return {to_text(entry["key"]): fix_of(entry["fix"], characters) for entry in made}


def _said(entry: Json, shapes: Sequence[Json], characters: int) -> _Said:
    """One decision in the form of either version."""
    if isinstance(entry, dict):
        decision = Decision(
            Verdict(to_text(entry["verdict"])), to_whole(entry["option"]), postponed=entry["postponed"] is True
        )
        finding = fix_of(entry["finding"], characters) if "finding" in entry else None
        quote = Quote.from_data(entry["quote"]) if "quote" in entry else None
        return _Said(to_text(entry["key"]), decision, finding, quote)
    key, said, *rest = to_list(entry)
    finding = finding_of(rest[0], shapes, characters) if rest and rest[0] is not None else None
    quote = Quote.from_data(rest[1]) if len(rest) > 1 else None
    return _Said(to_text(key), decision_of(to_list(said)), finding, quote)


def step_rows(
    step: Step, fresh: Mapping[str, Fix], shapes: Shapes, quoted: Callable[[Fix], Quote | None]
) -> Iterator[Json]:
    """The decisions of a step as rows: key, decision, then for findings in ``fresh`` the finding and its quote."""
    for key, said in step.news.items():
        row: list[Json] = [key, decision_row(said)]
        fix = fresh.get(key)
        if fix is not None:
            row.append(shapes.row(fix))
            quote = quoted(fix)
            if quote is not None:
                row.append(quote.data())
        yield row


def lost_data(lost: Lost) -> Record:
    """A decision that could not be placed, as data."""
    return {
        "fix": fix_data(lost.fix),
        "decision": decision_row(lost.decision),
        "quote": None if lost.quote is None else lost.quote.data(),
        "reason": lost.reason.value,
    }


def lost_of(data: Json) -> Lost:
    """What ``lost_data`` wrote; its offsets are those of another text.

    :raises ValueError, KeyError, TypeError: if it is none
    """
    said = to_dict(data)
    quote = said["quote"]
    return Lost(
        fix_of(said["fix"], None),
        decision_of(to_list(said["decision"])),
        None if quote is None else Quote.from_data(quote),
        Reason(to_text(said["reason"])),
    )
