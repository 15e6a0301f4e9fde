"""Steps of a review as data and back: what a line of the journal says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.review.decision import Decision, Verdict
from reader.review.session import Step
from reader.store.journal_lines import Json, Record
from reader.text.fix import Edit, Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.span import Span

CONTEXT = 20
"""Code points quoted on each side of a place, so that a person or a later version finds it in a changed text."""


class Unusable(ValueError):  # noqa: N818  (it says what the record is)
    """A record that is whole but does not make sense here."""


@dataclass
class History:
    """What a journal adds up to: the steps of the review, how many of them hold, and the findings they are about."""

    steps: list[Step] = field(default_factory=list)
    position: int = 0
    found: dict[str, Fix] = field(default_factory=dict)
    _now: dict[str, Decision] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)

    def take(self, record: Record, characters: int) -> None:
        """Go on by one record about a text of so many code points.

        :raises Unusable: if it does not follow from what came before; nothing has changed then
        """
        try:
            match record["do"]:
                case "decide" | "add":
                    self._step(record, characters)
                case "undo" | "redo":
                    self._go(_whole(record["to"]))
                case "finding":
                    self._learn(_learned([record], characters))
                case "discarded":
                    self.steps, self.position, self.found, self._now, self._keys = [], 0, {}, {}, {}
                case other:
                    raise Unusable(f"no record is called {other}")
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise Unusable(str(error)) from error

    def _step(self, record: Record, characters: int) -> None:
        # Everything is read before anything is changed: a bad record must leave no half of itself.
        said = [_dict(entry) for entry in _list(record["decisions"])]
        fresh = _learned([entry for entry in said if "finding" in entry], characters)
        manual = self.steps[self.position - 1].manual if self.position else ()
        by_hand: dict[str, Fix] = {}
        if record["do"] == "add":
            fix = fix_of(record["fix"], characters)
            by_hand[_text(record.get("key", said[0]["key"]))] = fix
            manual = (*(old for old in manual if old.key != fix.key), fix)
        news = {}
        for entry in said:
            written = _text(entry["key"])
            decision = Decision(
                Verdict(_text(entry["verdict"])), _whole(entry["option"]), postponed=_truth(entry["postponed"])
            )
            key = self._keys.get(written, written)
            finding = by_hand.get(written) or fresh.get(written) or self.found.get(key)
            if finding is not None and decision.option >= max(1, len(finding.options)):
                raise Unusable(f"finding {written} has no option {decision.option}")
            news[key if finding is None else finding.key] = decision
        olds = {key: self._now.get(key) for key in news}
        step = Step(news, olds, manual, message_of(record["label"]))
        self._learn(fresh)
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

    def _learn(self, fresh: Mapping[str, Fix]) -> None:
        for written, fix in fresh.items():
            self.found[fix.key] = fix
            # A version that works keys out in another way goes on with its own.
            self._keys[written] = fix.key


def _learned(entries: list[Record], characters: int) -> dict[str, Fix]:
    """Findings by the keys they are written under."""
    return {_text(entry["key"]): fix_of(entry["finding"], characters) for entry in entries}


def quote(raw: str, fix: Fix) -> Record:
    """The place of a finding in words: offsets in code points, what stands there, and what stands around it."""
    span = fix.span
    return {
        "start": span.start,
        "end": span.end,
        "observed": fix.observed(raw),
        "before": raw[max(0, span.start - CONTEXT) : span.start],
        "after": raw[span.end : span.end + CONTEXT],
    }


def decision_data(key: str, decision: Decision) -> Record:
    return {
        "key": key,
        "verdict": decision.verdict.value,
        "option": decision.option,
        "postponed": decision.postponed,
    }


def fix_data(fix: Fix) -> Record:
    return {
        "kind": fix.kind.value,
        "rule": fix.rule,
        "spans": [[span.start, span.end] for span in fix.spans],
        "options": [
            {
                "text": option.text,
                "confidence": float(option.confidence),
                "edits": [[edit.span.start, edit.span.end, edit.replacement] for edit in option.edits],
            }
            for option in fix.options
        ],
        "safety": fix.safety.name.lower(),
        "confidence": float(fix.confidence),
        "reason": message_data(fix.reason),
        "level": fix.level.value,
        "protected": bool(fix.protected),
        "chosen": fix.chosen,
    }


def fix_of(data: Json, characters: int) -> Fix:
    """The finding that ``fix_data`` wrote, in a text of so many code points.

    :raises ValueError, KeyError, TypeError: if it is none
    """
    said = _dict(data)
    options = tuple(
        Option(_text(o["text"]), _share(o["confidence"]), tuple(_edit(e, characters) for e in _list(o["edits"])))
        for o in map(_dict, _list(said["options"]))
    )
    return Fix(
        tuple(_span(_list(span), characters) for span in _list(said["spans"])),
        Kind(_text(said["kind"])),
        _text(said["rule"]),
        options,
        Safety[_text(said["safety"]).upper()],
        _share(said["confidence"]),
        message_of(said["reason"]),
        Level(_text(said["level"])),
        protected=_truth(said["protected"]),
        chosen=_whole(said["chosen"]),
    )


def message_data(message: Message) -> Json:
    # Counts may come from arrays, whose numbers are none to JSON.
    plain = {name: value if isinstance(value, str | int | float) else float(value) for name, value in message.values}
    return [message.text, {**plain}]


def message_of(data: Json) -> Message:
    text, values = _list(data)
    said: Mapping[str, Json] = _dict(values)
    return Message(_text(text), tuple((name, v) for name, v in said.items() if isinstance(v, str | int | float)))


def _edit(data: Json, characters: int) -> Edit:
    *span, text = _list(data)
    return Edit(_span(span, characters), _text(text))


def _span(data: list[Json], characters: int) -> Span:
    start, end = map(_whole, data)
    if end > characters:
        raise ValueError(f"{end} lies behind a text of {characters}")
    return Span(start, end)


def _dict(data: Json) -> Record:
    if not isinstance(data, dict):
        raise TypeError(f"no object: {data!r}")
    return data


def _list(data: Json) -> list[Json]:
    if not isinstance(data, list):
        raise TypeError(f"no list: {data!r}")
    return data


def _text(data: Json) -> str:
    if not isinstance(data, str):
        raise TypeError(f"no text: {data!r}")
    return data


def _truth(data: Json) -> bool:
    if not isinstance(data, bool):
        raise TypeError(f"neither true nor false: {data!r}")
    return data


def _whole(data: Json) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or data < 0:
        raise TypeError(f"no number: {data!r}")
    return data


def _share(data: Json) -> float:
    if not isinstance(data, int | float):
        raise TypeError(f"no share: {data!r}")
    return float(data)
