"""Findings as plain data, for the way out of the process that plug-ins run in; what arrives is trusted in nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, cast

from reader.text.fix import Edit, Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"

MOST = 100_000
"""Findings in one text at most; a page that deserves so many is another page."""


def plain(found: Iterable[object]) -> list[Plain]:
    """Findings as data.

    :raises TypeError: if there is something else among them, or they are too many
    """
    said: list[Plain] = []
    for finding in found:
        if len(said) == MOST:
            raise TypeError(f"more than {MOST} findings in one text")
        if isinstance(finding, Fix):
            said.append({"fix": _fix(finding)})
        elif isinstance(finding, Notice):
            span = finding.span
            said.append({"notice": [finding.kind.value, span.start, span.end, _message(finding.message)]})
        else:
            raise TypeError(f"find gives fixes and notices, not {type(finding).__name__}")
    return said


def findings(said: Plain) -> tuple[list[Fix], list[Notice]]:
    """The findings that the data stands for.

    :raises ValueError: if it stands for none
    """
    fixes: list[Fix] = []
    notices: list[Notice] = []
    for each in _list(said):
        data = _dict(each)
        if "fix" in data:
            fixes.append(_to_fix(_list(data["fix"])))
        else:
            kind, start, end, message = _list(data.get("notice"))
            notices.append(Notice(NoticeKind(_str(kind)), Span(_int(start), _int(end)), _to_message(message)))
    return fixes, notices


def _fix(fix: Fix) -> list[Plain]:
    return [
        [[span.start, span.end] for span in fix.spans],
        fix.kind.value,
        fix.rule,
        [[option.text, option.confidence, [_edit(edit) for edit in option.edits]] for option in fix.options],
        int(fix.safety),
        fix.confidence,
        _message(fix.reason),
        fix.level.value,
        fix.protected,
        fix.chosen,
    ]


def _edit(edit: Edit) -> list[Plain]:
    return [edit.span.start, edit.span.end, edit.replacement]


def _message(message: Message) -> list[Plain]:
    return [message.text, {name: value for name, value in message.values}]  # noqa: C416  (a mapping of plain values)


def _to_fix(said: list[Plain]) -> Fix:
    spans, kind, rule, options, safety, confidence, reason, level, protected, chosen = said
    return Fix(
        tuple(Span(*map(_int, _list(span))) for span in _list(spans)),
        Kind(_str(kind)),
        _str(rule),
        tuple(_to_option(_list(option)) for option in _list(options)),
        Safety(_int(safety)),
        _number(confidence),
        _to_message(reason),
        Level(_str(level)),
        bool(protected),
        _int(chosen),
    )


def _to_option(said: list[Plain]) -> Option:
    text, confidence, edits = said
    return Option(_str(text), _number(confidence), tuple(_to_edit(_list(edit)) for edit in _list(edits)))


def _to_edit(said: list[Plain]) -> Edit:
    start, end, replacement = said
    return Edit(Span(_int(start), _int(end)), _str(replacement))


def _to_message(said: Plain) -> Message:
    text, values = _list(said)
    named = _dict(values)
    for value in named.values():
        if not isinstance(value, str | int | float):
            raise ValueError(f"a message has no gap for {value!r}")  # noqa: TRY004  (one kind of error for all data)
    message = Message.of(_str(text), **cast("dict[str, str | int | float]", named))
    try:
        message.filled()
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise ValueError(f"the gaps of a message are not filled: {message.text!r}") from error
    return message


def _list(value: Plain) -> list[Plain]:
    if not isinstance(value, list):
        raise ValueError(f"not a list: {value!r}")  # noqa: TRY004
    return value


def _dict(value: Plain) -> dict[str, Plain]:
    if not isinstance(value, dict):
        raise ValueError(f"not an object: {value!r}")  # noqa: TRY004
    return value


def _str(value: Plain) -> str:
    if not isinstance(value, str):
        raise ValueError(f"not a text: {value!r}")  # noqa: TRY004
    return value


def _int(value: Plain) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"not a whole number: {value!r}")  # noqa: TRY004
    return value


def _number(value: Plain) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError(f"not a number: {value!r}")  # noqa: TRY004
    return float(value)
