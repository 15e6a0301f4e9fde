"""What kinds, notices, states and levels are called: in the window, in reports and in comments alike."""

from __future__ import annotations

from reader.language import tr
from reader.review.decision import State
from reader.text.fix import Kind
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
