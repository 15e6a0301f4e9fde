"""Random raw texts and random well-formed fixes, crowded enough that most of them get in each other's way."""

from hypothesis import strategies as st

from reader.text.fix import Edit, Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.span import Span

# Each is one thing that has broken programs for text: wide characters, two-character line ends, combining marks, NUL.
PIECES = (
    "文",
    "字",
    "题",
    "，",
    "。",
    " ",
    "\u3000",
    "a",
    "7",
    "\r\n",
    "\n",
    "\r",
    "𠮷",
    "\U0010fffd",
    "\0",
    "e\u0301",
)
WRITTEN = ("", "", "字", "新的", "。", "\n", "”\n", "𠮷", "甲乙丙")
REASON = Message("because")


def raw_texts(max_pieces: int = 12) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES), max_size=max_pieces).map("".join)


@st.composite
def edit_tuples(draw: st.DrawFn, raw: str, *, most: int = 3, removes: bool = False) -> tuple[Edit, ...]:
    """One to ``most`` edits in text order that do not overlap; several may insert at one place."""
    if removes and draw(st.booleans()):
        # Wide enough that other fixes lie in it.
        start, end = draw(st.integers(0, len(raw) // 2)), draw(st.integers((len(raw) + 1) // 2, len(raw)))
        return (Edit(Span(start, end), "" if start < end else "补"),)
    count = draw(st.integers(1, most))
    place = st.integers(0, len(raw))
    cuts = sorted(draw(st.lists(place, min_size=2 * count, max_size=2 * count)))
    # A removal is mostly that, but a rule may leave something in place of what it takes.
    written = st.sampled_from(("", "", "", "\n")) if removes else st.sampled_from(WRITTEN)
    spans = [Span(cuts[2 * n], cuts[2 * n + 1]) for n in range(count)]
    # Nothing in place of nothing is no edit that a detector would make.
    return tuple(Edit(span, draw(written) or ("" if span.length else "补")) for span in spans)


@st.composite
def fixes(draw: st.DrawFn, raw: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> Fix:
    """A fix of any kind with none to three options, each made of one to three edits."""
    kind = draw(st.sampled_from(kinds))
    safety = draw(st.sampled_from(Safety))
    count = draw(st.integers(0 if safety is Safety.SHOW else 1, 3))
    tried = draw(st.lists(edit_tuples(raw, removes=kind.removes), min_size=count, max_size=count, unique=True))
    options = tuple(Option("".join(e.replacement for e in edits), draw(CONFIDENCES), edits) for edits in tried)
    spans = tuple(e.span for e in options[0].edits) if options else tuple(e.span for e in draw(edit_tuples(raw)))
    return Fix(
        spans,
        kind,
        draw(st.sampled_from(("rule", "other-rule"))),
        options,
        safety,
        draw(CONFIDENCES),
        REASON,
        level=draw(st.sampled_from(Level)),
        protected=draw(st.sampled_from((False, False, False, True))),
    )


CONFIDENCES = st.sampled_from((0.3, 0.9, 0.99))


@st.composite
def damaged(draw: st.DrawFn, *, most: int = 6, max_pieces: int = 12) -> tuple[str, tuple[Fix, ...]]:
    """A raw text and some fixes of it, all different decisions."""
    raw = draw(raw_texts(max_pieces))
    found = draw(st.lists(fixes(raw), max_size=most, unique_by=lambda fix: fix.key))
    return raw, tuple(found)


@st.composite
def chosen(draw: st.DrawFn, found: tuple[Fix, ...]) -> tuple[Fix, ...]:
    """The same fixes, each with any of its options."""
    return tuple(fix.choosing(draw(st.integers(0, max(0, len(fix.options) - 1)))) for fix in found)
