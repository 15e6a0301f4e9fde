"""Names of kinds, states and proposals in reports and comments."""

from __future__ import annotations

from reader.language import tr
from reader.review.decision import State
from reader.text.fix import Fix, Kind
from reader.text.section import NoticeKind

PROGRAM = "Jiaodu"
"""Who decided what no person did."""


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
    names = {
        NoticeKind.TRUNCATED: tr("Cut off"),
        NoticeKind.MASKED: tr("Masked"),
        NoticeKind.GAP: tr("Passage cut out"),
        NoticeKind.NUMBERING: tr("Numbering"),
        NoticeKind.NOT_A_SPEECH: tr("Not a speech"),
        NoticeKind.ENCODING: tr("Encoding"),
        NoticeKind.SEVERAL_TEXTS: tr("Several texts"),
        NoticeKind.REWRITTEN: tr("Rewritten wording"),
        NoticeKind.LOST_NUMBER: tr("Number lost"),
        NoticeKind.TRADITIONAL: tr("Traditional characters"),
        NoticeKind.PLUGIN: tr("Plug-in"),
    }
    return names[kind]


def share(confidence: float) -> str:
    """A confidence in whole hundredths, never more than it is: 0.999 is not certain."""
    return f"{int(confidence * 100 + 1e-6)}%"


def state_name(state: State) -> str:
    names = {
        State.PENDING: tr("To decide"),
        State.ACCEPTED: tr("Accepted"),
        State.KEPT: tr("Original kept"),
        State.ASLEEP: tr("Inside a removed stretch"),
        State.SET_ASIDE: tr("Set aside"),
    }
    return names[state]


def change_name(fix: Fix, original: str) -> str:
    """What the chosen repair of a finding does, or would do, to the characters that it is about."""
    if not fix.options:
        return tr("No repair known")
    if fix.kind is Kind.HEADING:
        return tr("Mark")
    if not fix.replacement:
        return tr("Remove")
    return tr("Replace") if original else tr("Insert")
