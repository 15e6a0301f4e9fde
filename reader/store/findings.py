"""Findings and decisions as data and back: in a journal, and in a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, datetime

from reader.review.decision import Decision, Verdict
from reader.store.journal_lines import Json, Record
from reader.text.fix import Edit, Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.span import Span


class Shapes:
    """What findings have in common, written once: a batch is often one kind of fault found a thousand times."""

    def __init__(self) -> None:
        self.rows: list[Json] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def row(self, fix: Fix) -> list[Json]:
        """A finding as a row: the number of its shape in ``rows``, and what is its own."""
        shape = (fix.kind, fix.rule, fix.safety, fix.level, bool(fix.protected), fix.chosen, fix.reason.text)
        number = self._numbers.setdefault(shape, len(self.rows))
        if number == len(self.rows):
            kind, rule, safety, level, protected, chosen, reason = shape
            self.rows.append([kind.value, rule, safety.name.lower(), level.value, protected, chosen, reason])
        places: list[Json] = [place for span in fix.spans for place in (span.start, span.end)]
        options: list[Json] = [_option_row(fix, option) for option in fix.options]
        values = plain_values(fix.reason)
        return [number, places, options, float(fix.confidence), *([values] if values else [])]


def _option_row(fix: Fix, option: Option) -> Json:
    """An option; without its edits where they are the plain ones: the text in place of what was found."""
    row: list[Json] = [option.text, float(option.confidence)]
    if option.edits != _plain_edits(fix.spans, option.text):
        row.append([[edit.span.start, edit.span.end, edit.replacement] for edit in option.edits])
    return row


def _plain_edits(spans: tuple[Span, ...], text: str) -> tuple[Edit, ...]:
    first, *more = spans
    return (Edit(first, text), *(Edit(span, "") for span in more))


def finding_of(data: Json, shapes: Sequence[Json], characters: int | None) -> Fix:
    """The finding that ``Shapes.row`` wrote, in a text of so many code points.

    :raises ValueError, KeyError, TypeError, IndexError: if it is none
    """
    number, places, options, confidence, *values = to_list(data)
    kind, rule, safety, level, protected, chosen, reason = to_list(shapes[to_whole(number)])
    flat = to_list(places)
    spans = tuple(_span([start, end], characters) for start, end in zip(flat[::2], flat[1::2], strict=True))
    return Fix(
        spans,
        Kind(to_text(kind)),
        to_text(rule),
        tuple(_option_of(to_list(option), spans, characters) for option in to_list(options)),
        Safety[to_text(safety).upper()],
        _share(confidence),
        message_of([reason, values[0] if values else {}]),
        Level(to_text(level)),
        protected=_truth(protected),
        chosen=to_whole(chosen),
    )


def _option_of(row: list[Json], spans: tuple[Span, ...], characters: int | None) -> Option:
    text, confidence, *edits = row
    said = to_text(text)
    made = tuple(_edit(edit, characters) for edit in to_list(edits[0])) if edits else _plain_edits(spans, said)
    return Option(said, _share(confidence), made)


def decision_row(decision: Decision) -> list[Json]:
    """A decision as the end of a row; what is not said is no."""
    return [decision.verdict.value, decision.option, *([True] if decision.postponed else [])]


def decision_of(row: Sequence[Json]) -> Decision:
    """What ``decision_row`` wrote.

    :raises ValueError, TypeError: if it is none
    """
    verdict, option, *postponed = row
    return Decision(Verdict(to_text(verdict)), to_whole(option), postponed=bool(postponed) and _truth(postponed[0]))


def fix_data(fix: Fix) -> Record:
    """A finding as an object that a person can read."""
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


def fix_of(data: Json, characters: int | None) -> Fix:
    """The finding that ``fix_data`` wrote, in a text of so many code points (None: nobody knows how many).

    :raises ValueError, KeyError, TypeError: if it is none
    """
    said = to_dict(data)
    options = tuple(
        Option(to_text(o["text"]), _share(o["confidence"]), tuple(_edit(e, characters) for e in to_list(o["edits"])))
        for o in map(to_dict, to_list(said["options"]))
    )
    return Fix(
        tuple(_span(to_list(span), characters) for span in to_list(said["spans"])),
        Kind(to_text(said["kind"])),
        to_text(said["rule"]),
        options,
        Safety[to_text(said["safety"]).upper()],
        _share(said["confidence"]),
        message_of(said["reason"]),
        Level(to_text(said["level"])),
        protected=_truth(said["protected"]),
        chosen=to_whole(said["chosen"]),
    )


def message_data(message: Message) -> Json:
    return [message.text, plain_values(message)]


def plain_values(message: Message) -> Record:
    """What fills the gaps of a message; counts may come from arrays, whose numbers are none to JSON."""
    return {name: value if isinstance(value, str | int | float) else float(value) for name, value in message.values}


def message_of(data: Json) -> Message:
    text, values = to_list(data)
    said: Mapping[str, Json] = to_dict(values)
    return Message(to_text(text), tuple((name, v) for name, v in said.items() if isinstance(v, str | int | float)))


def _edit(data: Json, characters: int | None) -> Edit:
    *span, text = to_list(data)
    return Edit(_span(span, characters), to_text(text))


def _span(data: list[Json], characters: int | None) -> Span:
    start, end = map(to_whole, data)
    if characters is not None and end > characters:
        raise ValueError(f"{end} lies behind a text of {characters}")
    return Span(start, end)


def to_dict(data: Json) -> Record:
    if not isinstance(data, dict):
        raise TypeError(f"no object: {data!r}")
    return data


def to_list(data: Json) -> list[Json]:
    if not isinstance(data, list):
        raise TypeError(f"no list: {data!r}")
    return data


def to_text(data: Json) -> str:
    if not isinstance(data, str):
        raise TypeError(f"no text: {data!r}")
    return data


def to_time(data: Json) -> datetime:
    """A moment that can be compared with others and shown in any zone; where none is said it is UTC's.

    :raises TypeError, ValueError: if it is none
    """
    when = datetime.fromisoformat(to_text(data))
    if not MINYEAR < when.year < MAXYEAR:
        raise ValueError(f"a moment that not every zone has: {data!r}")
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _truth(data: Json) -> bool:
    if not isinstance(data, bool):
        raise TypeError(f"neither true nor false: {data!r}")
    return data


def to_whole(data: Json) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or data < 0:
        raise TypeError(f"no number: {data!r}")
    return data


def _share(data: Json) -> float:
    if not isinstance(data, int | float):
        raise TypeError(f"no share: {data!r}")
    return float(data)
