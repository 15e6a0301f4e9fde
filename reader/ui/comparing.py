"""What differs between two states of a review, as a page to be read. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from reader.language import tr, tr_n
from reader.review.checkpoints import Comparison, Difference, ParagraphChange, Piece
from reader.review.words import kind_name
from reader.ui.rows import shortened, visible
from reader.ui.theme import Theme
from reader.ui.transfer import change_of, decided

MOST = 300
"""Paragraphs, and decisions, that are written out: nobody reads more, and a page of thousands takes its time."""

_AROUND = 24
"""Characters of an unchanged stretch that are shown on each side of a change."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What the two states are called."""

    before: str
    after: str


def page(comparison: Comparison, ends: Ends, raw: str, theme: Theme) -> str:
    """The page in the HTML that Qt shows; a decision is a link with the key of its finding.

    ``raw`` is the text of the document.
    """
    return "".join(_parts(comparison, ends, raw, theme))


def _parts(comparison: Comparison, ends: Ends, raw: str, theme: Theme) -> Iterator[str]:
    yield _said("h3", tr("From “{before}” to “{after}”", before=ends.before, after=ends.after))
    paragraphs, decisions = comparison.paragraphs, comparison.decisions
    if not (paragraphs or decisions):
        yield _said("p", tr("There is no difference."))
        return
    number = len(paragraphs)
    yield _said("h4", tr_n("{count} paragraph reads otherwise", "{count} paragraphs read otherwise", number))
    for change in paragraphs[:MOST]:
        yield _paragraph(change, theme)
    yield _more(number)
    number = len(decisions)
    yield _said("h4", tr_n("{count} finding is decided otherwise", "{count} findings are decided otherwise", number))
    for difference in decisions[:MOST]:
        yield _decision(difference, raw, theme)
    yield _more(number)


def _said(tag: str, words: str) -> str:
    return f"<{tag}>{escape(words)}</{tag}>"


def _more(count: int) -> str:
    left = count - MOST
    return _said("p", tr_n("and {count} more", "and {count} more", left)) if left > 0 else ""


def _paragraph(change: ParagraphChange, theme: Theme) -> str:
    number = (change.number_after if change.after is not None else change.number_before) + 1
    where = escape(tr("Paragraph {number}", number=number))
    pieces = list(change.pieces)
    words = "".join(_piece(piece, theme, place, len(pieces)) for place, piece in enumerate(pieces))
    return f'<p><span style="color:{theme.faint}">{where}</span><br>{words}</p>'


def _piece(piece: Piece, theme: Theme, place: int, count: int) -> str:
    if piece.before == piece.after:
        return escape(_abridged(piece.before, first=place == 0, last=place == count - 1))
    gone = f'<s style="color:{theme.removed.colour}">{escape(visible(piece.before))}</s>' if piece.before else ""
    came = f'<u style="color:{theme.accepted.colour}">{escape(visible(piece.after))}</u>' if piece.after else ""
    return gone + came


def _abridged(text: str, *, first: bool, last: bool) -> str:
    """An unchanged stretch without what is far from any change."""
    if first and last:
        return shortened(text, 2 * _AROUND + 1)
    if first:
        return text if len(text) <= _AROUND else f"…{text[-_AROUND:]}"
    if last:
        return text if len(text) <= _AROUND else f"{text[:_AROUND]}…"
    return shortened(text, 2 * _AROUND + 1)


def _decision(difference: Difference, raw: str, theme: Theme) -> str:
    fix = difference.fix
    observed = fix.observed(raw)
    before, after = raw[max(0, fix.span.start - 8) : fix.span.start], raw[fix.span.end : fix.span.end + 8]
    stances = [
        f"{decided(decision)} {change_of(fix, decision, observed)}"
        for decision in (difference.before, difference.after)
    ]
    place = escape(f"…{visible(before)}〔{shortened(visible(observed), 24) or '∅'}〕{visible(after)}…")
    link = f'<a href="{escape(fix.key, quote=True)}" style="color:{theme.accepted.colour}">{place}</a>'
    return f"<p>{escape(kind_name(fix.kind))}  {link}<br>{escape(stances[0])}  ⇒  {escape(stances[1])}</p>"
