"""What is still open about a text, as comments of a Word file: findings that wait for a decision, and notices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.language import say, tr
from reader.review.session import ReviewSession
from reader.review.words import kind_name, notice_name
from reader.store.encodings import encoding_notices
from reader.store.writers.paragraphs import LINE_END
from reader.store.writers.wordml import escaped, part, run
from reader.store.writers.words import PROGRAM, share
from reader.text.fix import Fix
from reader.text.span import Span

_MOST_OPTIONS = 5
"""Readings that a comment names; the others are in the program."""

_LONGEST = 60
"""Code points of the original or of a reading that a comment repeats."""


@dataclass(frozen=True, slots=True)
class Comment:
    """Lines about a stretch of the raw text."""

    span: Span
    lines: tuple[str, ...]


def open_questions(session: ReviewSession) -> list[Comment]:
    """In text order; each about at least one character where there is one, so that Word shows where it belongs."""
    raw = session.raw
    said = [Comment(fix.span, _about(raw, session, fix)) for fix in session.pending]
    notices = (*encoding_notices(session.source), *session.notices)
    said += (Comment(notice.span, (notice_name(notice.kind), say(notice.message))) for notice in notices)
    said += (Comment(Span(0, 0), (say(remark),)) for remark in session.source.remarks)
    anchored = [Comment(_anchor(raw, comment.span), comment.lines) for comment in said]
    return sorted(anchored, key=lambda comment: (comment.span.start, comment.span.end))


def comments_part(comments: Sequence[Comment], moment: str) -> bytes:
    """The part ``comments`` of a Word file; a comment's id is its place in the row. ``moment`` is W3CDTF."""
    return part("comments", "".join(_comment(number, comment, moment) for number, comment in enumerate(comments)))


def _about(raw: str, session: ReviewSession, fix: Fix) -> tuple[str, ...]:
    chosen = fix.choosing(session.decision(fix).option) if fix.options else fix
    lines = [kind_name(fix.kind)]
    original = _short(fix.observed(raw))
    for option in (*chosen.options[chosen.chosen :], *chosen.options[: chosen.chosen])[:_MOST_OPTIONS]:
        trust = share(option.confidence)
        if not option.text:
            lines.append(tr("Remove “{original}”? ({share})", original=original, share=trust))
        elif original:
            reading = _short(option.text)
            lines.append(tr("“{original}” → “{reading}”? ({share})", original=original, reading=reading, share=trust))
        else:
            lines.append(tr("Put in “{reading}”? ({share})", reading=_short(option.text), share=trust))
    if not fix.options:
        lines.append(tr("“{original}” looks wrong; no repair is known.", original=original))
    return (*lines, say(fix.reason))


def _short(text: str) -> str:
    shown = LINE_END.sub("↵", text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _anchor(raw: str, span: Span) -> Span:
    """An empty span widened to the character before it or, at the start of a line, to the one after."""
    if span.length:
        return span
    if span.start and raw[span.start - 1] not in "\r\n\f":
        return Span(span.start - 1, span.start)
    if span.start < len(raw) and raw[span.start] not in "\r\n\f":
        return Span(span.start, span.start + 1)
    return span


def _comment(number: int, comment: Comment, moment: str) -> str:
    first = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    lines = _lines(comment.lines)
    paragraphs = (
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{"" if n else first}{run(line)}</w:p>'
        for n, line in enumerate(lines)
    )
    who = f'w:author="{escaped(PROGRAM)}" w:date="{moment}" w:initials="{escaped(PROGRAM[0])}"'
    return f'<w:comment w:id="{number}" {who}>{"".join(paragraphs)}</w:comment>'


def _lines(said: Iterable[str]) -> list[str]:
    return [line for text in said for line in LINE_END.split(text)]
