"""Names of kinds and states as the reader sees them."""

from __future__ import annotations

from datetime import datetime

from reader.language import tr
from reader.review.decision import State
from reader.text.fix import Fix, Kind, Level
from reader.text.section import NoticeKind


def kind_name(kind: Kind) -> str:
    names = {
        Kind.INVISIBLE: tr("Invisible characters"),
        Kind.MARKUP: tr("Markup"),
        Kind.BOILERPLATE: tr("Site furniture"),
        Kind.WATERMARK: tr("Watermark"),
        Kind.DUPLICATE: tr("Printed twice"),
        Kind.SPACING: tr("Spacing"),
        Kind.BREAK: tr("Paragraph break"),
        Kind.PUNCTUATION: tr("Punctuation"),
        Kind.VARIANT: tr("Variant form"),
        Kind.OCR: tr("Misread character"),
        Kind.HEADING: tr("Heading"),
        Kind.MANUAL: tr("Edited by hand"),
    }
    return names[kind]


def notice_name(kind: NoticeKind) -> str:
    """What is marked and never filled in."""
    names = {
        NoticeKind.TRUNCATED: tr("Cut-off end"),
        NoticeKind.MASKED: tr("Masked words"),
        NoticeKind.GAP: tr("Missing passage"),
        NoticeKind.NUMBERING: tr("Numbering"),
        NoticeKind.NOT_A_SPEECH: tr("Doubtful removal"),
        NoticeKind.ENCODING: tr("Encoding"),
        NoticeKind.SEVERAL_TEXTS: tr("Several texts"),
        NoticeKind.REWRITTEN: tr("Rewritten by the site"),
        NoticeKind.LOST_NUMBER: tr("Lost number"),
        NoticeKind.TRADITIONAL: tr("Traditional characters"),
        NoticeKind.PLUGIN: tr("Plug-in"),
    }
    return names[kind]


def level_name(level: int | None) -> str:
    """What a heading of this level is called; None is no heading."""
    if level is None:
        return tr("No heading")
    return tr("Title") if level == 0 else tr("Heading of level {level}", level=level)


def state_name(state: State) -> str:
    names = {
        State.PENDING: tr("To decide"),
        State.ACCEPTED: tr("Accepted"),
        State.KEPT: tr("Original kept"),
        State.ASLEEP: tr("Inside a removed stretch"),
        State.SET_ASIDE: tr("Set aside"),
    }
    return names[state]


def state_sign(state: State, fix: Fix) -> str:
    """A sign for the list, so that the state shows without colour."""
    if state is State.PENDING:
        return "◇" if fix.level is Level.DOUBTFUL or not fix.options else "◆"
    if state is State.ACCEPTED:
        if fix.kind is Kind.MANUAL:
            return "✎"
        return "⌫" if fix.kind.removes else "✓"
    return {State.KEPT: "○", State.ASLEEP: "☾", State.SET_ASIDE: "⊘"}[state]


def moment(when: datetime) -> str:
    """A time as this computer's clock shows it; without the day if that is today."""
    local, now = when.astimezone(), datetime.now().astimezone()
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%Y-%m-%d %H:%M}"
