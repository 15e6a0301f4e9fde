"""The original as a Word file in which every decision is a tracked change and every open question a comment.

Accepting all changes gives the cleaned text, rejecting all gives the original, one line a paragraph. A paragraph end
that was put in or taken out is a tracked paragraph mark: ``w:ins`` or ``w:del`` in the run properties of the paragraph
that it ends (ECMA-376 part 1, 17.13.5). What the program did by itself is by "Jiaodu", what a person decided by that
person. What was rejected leaves no trace: the text stands as it was, and that is what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from reader.language import tr
from reader.review.session import ReviewSession
from reader.store.writers.comments import Comment, comments_part, open_questions
from reader.store.writers.package import word_file
from reader.store.writers.paragraphs import LINE_END
from reader.store.writers.stretches import Fate, Stretch, stretches
from reader.store.writers.stylesheet import PLAIN_FONTS, PLAIN_STYLES, fonts_part, styles_part
from reader.store.writers.wordml import EASTERN, escaped, part, run
from reader.store.writers.words import PROGRAM
from reader.text.span import Span

_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"'
    ' w:header="851" w:footer="851" w:gutter="0"/></w:sectPr>'
)
"""A4 with margins of one inch; lengths are twentieths of a point."""

_SETTINGS = (
    '<w:zoom w:percent="100"/><w:trackRevisions/><w:defaultTabStop w:val="420"/><w:autoHyphenation w:val="0"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def to_tracked(session: ReviewSession, *, author: str = "", when: datetime) -> bytes:
    """The Word file; ``author`` names the person whose decisions these are, ``when`` is the date of the changes."""
    moment = f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    comments = open_questions(session)
    row = stretches(session.raw, session.cleaned, lambda fix: session.decision(fix).by_reader)
    body = _Body(comments, (PROGRAM, author or tr("Reader")), moment)
    parts = {
        "styles": styles_part(PLAIN_STYLES),
        "settings": part("settings", _SETTINGS),
        "fontTable": fonts_part(PLAIN_FONTS),
    }
    if comments:
        parts["comments"] = comments_part(comments, moment)
    return word_file(body.written(row) + _PAGE, parts, title=session.source.name, author=author, created=moment)


class _Body:
    """Writes stretches as paragraphs; every change gets a number that nothing else in the file has."""

    def __init__(self, comments: Sequence[Comment], authors: tuple[str, str], moment: str) -> None:
        self._authors = tuple(f'w:author="{escaped(name)}" w:date="{moment}"' for name in authors)
        self._changes = len(comments)
        self._anchors = sorted(
            (anchor for number, comment in enumerate(comments) for anchor in _anchors(comment.span, number)),
            key=lambda anchor: anchor[:2],
            reverse=True,
        )
        self._paragraphs: list[str] = []
        self._inside: list[str] = []

    def written(self, row: Iterator[Stretch]) -> str:
        """The paragraphs of a document; the last one ends with the document and not with a line end."""
        for stretch in row:
            start = 0
            for match in LINE_END.finditer(stretch.text):
                self._put(stretch, start, match.start())
                self._anchor(stretch.at + match.start(), starts=stretch.fate is not Fate.PUT_IN)
                self._end_paragraph(stretch)
                start = match.end()
            self._put(stretch, start, len(stretch.text))
        self._anchor(_BEYOND, starts=True)
        self._paragraphs.append(f"<w:p>{''.join(self._inside)}</w:p>")
        return "".join(self._paragraphs)

    def _put(self, stretch: Stretch, start: int, end: int) -> None:
        """A part of a stretch that lies in one line, cut where a comment begins or ends."""
        if stretch.fate is Fate.PUT_IN:
            self._anchor(stretch.at, starts=False)
            if start < end:
                self._inside.append(self._marked(stretch, stretch.text[start:end]))
            return
        while start < end:
            self._anchor(stretch.at + start, starts=True)
            following = self._anchors[-1][0] if self._anchors else _BEYOND
            stop = min(end, following - stretch.at)
            self._inside.append(self._marked(stretch, stretch.text[start:stop]))
            start = stop

    def _anchor(self, raw_offset: int, *, starts: bool) -> None:
        """Write the ends of comments up to here and, if characters of the original follow, what starts here."""
        while self._anchors and self._anchors[-1][:2] <= (raw_offset, starts):
            self._inside.append(self._anchors.pop()[2])

    def _marked(self, stretch: Stretch, text: str) -> str:
        if stretch.fate is Fate.KEPT:
            return run(text)
        if stretch.fate is Fate.STRUCK:
            return f"<w:del {self._change(stretch)}>{run(text, deleted=True)}</w:del>"
        return f"<w:ins {self._change(stretch)}>{run(text)}</w:ins>"

    def _end_paragraph(self, stretch: Stretch) -> None:
        properties = ""
        if stretch.fate is not Fate.KEPT:
            tag = "del" if stretch.fate is Fate.STRUCK else "ins"
            properties = f"<w:pPr><w:rPr><w:{tag} {self._change(stretch)}/>{EASTERN}</w:rPr></w:pPr>"
        self._paragraphs.append(f"<w:p>{properties}{''.join(self._inside)}</w:p>")
        self._inside = []

    def _change(self, stretch: Stretch) -> str:
        self._changes += 1
        return f'w:id="{self._changes}" {self._authors[stretch.by_reader]}'


_BEYOND = 1 << 62
"""Further than any text reaches."""


def _anchors(span: Span, number: int) -> Iterator[tuple[int, bool, str]]:
    """Where a comment begins and ends: raw offset, whether characters follow that it is about, and what to write."""
    start, end = (f'<w:commentRange{edge} w:id="{number}"/>' for edge in ("Start", "End"))
    properties = '<w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
    end += f'<w:r>{properties}<w:commentReference w:id="{number}"/></w:r>'
    if span.length:
        yield span.start, True, start
        yield span.end, False, end
    else:
        yield span.start, False, start + end
