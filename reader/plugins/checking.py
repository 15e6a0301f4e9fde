"""What the findings of a plug-in must be like to stand beside the program's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from reader.text.fix import Fix, Layer, Safety
from reader.text.message import Message
from reader.text.section import Notice
from reader.text.span import Span


class Unfit(Exception):  # noqa: N818  (it says what is wrong with a finding)
    """A finding that cannot be taken."""


def taken(
    name: str, layer: Layer, raw: str, fixes: Sequence[Fix], notices: Iterable[Notice], *, trusted: bool
) -> tuple[list[Fix], list[Notice]]:
    """The findings as they go into the review: under the plug-in's name, and asked unless it is trusted.

    :raises Unfit: if any of them is outside of the text, of another layer, changes nothing, or overlaps another
    """
    for fix in fixes:
        _check(fix, layer, raw)
    _check_apart(fixes)
    said = list(notices)
    for notice in said:
        if notice.span.end > len(raw):
            raise Unfit(f"a notice ends at {notice.span.end} in a text of {len(raw)} characters")
    return [_named(name, fix, trusted=trusted) for fix in fixes], [
        replace(notice, message=_by(name, notice.message)) for notice in said
    ]


def _check(fix: Fix, layer: Layer, raw: str) -> None:
    if fix.layer is not layer:
        raise Unfit(f"a fix of the kind {fix.kind} does not belong to the layer {layer.name}")
    if fix.span.end > len(raw):
        raise Unfit(f"a fix ends at {fix.span.end} in a text of {len(raw)} characters")
    if any(b < a or a.overlaps(b) for a, b in pairwise(fix.spans)):
        raise Unfit("the spans of a fix are not in text order")
    for option in fix.options:
        for edit in option.edits:
            if not (fix.span.start <= edit.span.start and edit.span.end <= fix.span.end):
                raise Unfit(f"an edit at {edit.span.start} lies outside of its fix")
            if any("\ud800" <= char <= "\udfff" for char in edit.replacement):
                raise Unfit("a replacement holds half of a character")
        if all(edit.span.of(raw) == edit.replacement for edit in option.edits):
            raise Unfit(f"a fix at {fix.span.start} changes nothing")


def _check_apart(fixes: Iterable[Fix]) -> None:
    """Two fixes about one place are alternatives: they must be options of one fix, for a reader decides once."""
    claims = sorted((span, number) for number, fix in enumerate(fixes) for span in _claimed(fix))
    reach, owner = Span(0, 0), -1
    for span, number in claims:
        if owner not in (-1, number) and reach.overlaps(span):
            raise Unfit(f"two fixes are about the place {span.start}")
        if span.end >= reach.end:
            reach, owner = span, number


def _claimed(fix: Fix) -> Iterable[Span]:
    return {*fix.spans, *(edit.span for edit in fix.edits)}


def _named(name: str, fix: Fix, *, trusted: bool) -> Fix:
    named = replace(fix, rule=f"{name}/{fix.rule}", reason=_by(name, fix.reason))
    return named if trusted else replace(named, safety=min(fix.safety, Safety.ASK), protected=True)


def _by(name: str, message: Message) -> Message:
    """A plug-in's own words, in whatever language it speaks."""
    return Message.of("Plug-in {name}: {what}", name=name, what=message.filled())
