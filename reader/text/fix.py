"""One suggested change: where it is, what it would write, how far to trust it, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

from reader.text.message import Message
from reader.text.span import Span


class Safety(IntEnum):
    """How a fix may be applied, from least to most freely."""

    SHOW = 0
    """Only point at the place: we see a fault and do not know the repair."""

    ASK = 1
    """Probably right, but a wrong guess would change what the author said."""

    AUTO = 2
    """Changes no reading of the text; applied unless the reader objects."""


class Level(StrEnum):
    """Whether a finding is shown by default or only on demand."""

    SURE = "sure"
    DOUBTFUL = "doubtful"


class Layer(IntEnum):
    """In which order damage is peeled off; a detector reads the text with the earlier layers taken away.

    The order is also that of precedence when two fixes want the same character, except that what a person wrote by
    hand (MANUAL) goes before everything.
    """

    INVISIBLE = 0
    REMOVAL = 1
    SPACING = 2
    PUNCTUATION = 3
    CHARACTER = 4
    MANUAL = 5


class Kind(StrEnum):
    """What is wrong with the raw text, never what is done about it."""

    INVISIBLE = "invisible"
    MARKUP = "markup"
    BOILERPLATE = "boilerplate"
    WATERMARK = "watermark"
    DUPLICATE = "duplicate"
    SPACING = "spacing"
    BREAK = "break"
    PUNCTUATION = "punctuation"
    VARIANT = "variant"
    OCR = "ocr"
    HEADING = "heading"
    MANUAL = "manual"

    @property
    def layer(self) -> Layer:
        return _LAYERS[self]

    @property
    def removes(self) -> bool:
        """Whether fixes of this kind take whole stretches away, hiding what lies inside them."""
        return self.layer is Layer.REMOVAL


_LAYERS = {
    Kind.INVISIBLE: Layer.INVISIBLE,
    Kind.MARKUP: Layer.REMOVAL,
    Kind.BOILERPLATE: Layer.REMOVAL,
    Kind.WATERMARK: Layer.REMOVAL,
    Kind.DUPLICATE: Layer.REMOVAL,
    Kind.SPACING: Layer.SPACING,
    Kind.BREAK: Layer.SPACING,
    Kind.PUNCTUATION: Layer.PUNCTUATION,
    Kind.VARIANT: Layer.PUNCTUATION,
    Kind.OCR: Layer.CHARACTER,
    Kind.HEADING: Layer.CHARACTER,
    Kind.MANUAL: Layer.MANUAL,
}


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put ``replacement`` where ``span`` of the raw text is."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Option:
    """One way to repair the place: what a person would read there, how likely it is right (0–1), and the edits."""

    text: str
    confidence: float
    edits: tuple[Edit, ...]

    def __post_init__(self) -> None:
        if not self.edits:
            raise ValueError("an option has at least one edit")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence out of range: {self.confidence}")
        for a, b in pairwise(edit.span for edit in self.edits):
            if b < a or a.overlaps(b):
                raise ValueError("edits must be in text order and must not overlap")


@dataclass(frozen=True)
class Fix:
    """One decision for the reader: edits that stand or fall together, with the alternatives to them.

    ``spans`` say which code points of the raw text the finding is about; they are several where a removed stretch cuts
    the place in two. ``options`` are the possible repairs, best first; there are none where a fault is seen and no
    repair is known. ``chosen`` is the option that applies when the fix is accepted.

    >>> fix = Fix.replacing(Span(2, 3), "", Kind.SPACING, "line-end", Message.of("A printed line ended here."))
    >>> fix.edits, fix.confidence
    ((Edit(span=Span(start=2, end=3), replacement=''),), 0.99)
    """

    spans: tuple[Span, ...]
    kind: Kind
    rule: str
    options: tuple[Option, ...]
    safety: Safety
    confidence: float
    reason: Message
    level: Level = Level.SURE
    protected: bool = False
    chosen: int = 0

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("a fix has at least one span")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence out of range: {self.confidence}")
        if self.options and not 0 <= self.chosen < len(self.options):
            raise ValueError(f"no option {self.chosen} of {len(self.options)}")

    @classmethod
    def replacing(
        cls,
        span: Span,
        text: str,
        kind: Kind,
        rule: str,
        reason: Message,
        *,
        safety: Safety = Safety.AUTO,
        confidence: float = 0.99,
        level: Level = Level.SURE,
        protected: bool = False,
    ) -> Fix:
        """A fix with one option that is one edit: the commonest form."""
        option = Option(text, confidence, (Edit(span, text),))
        return cls((span,), kind, rule, (option,), safety, confidence, reason, level, protected)

    @classmethod
    def editing(
        cls,
        edits: Iterable[Edit],
        kind: Kind,
        rule: str,
        reason: Message,
        *,
        safety: Safety = Safety.AUTO,
        confidence: float = 0.99,
        level: Level = Level.SURE,
        protected: bool = False,
    ) -> Fix:
        """A fix with one option that is several edits."""
        together = tuple(edits)
        text = "".join(edit.replacement for edit in together)
        spans = tuple(edit.span for edit in together)
        option = Option(text, confidence, together)
        return cls(spans, kind, rule, (option,), safety, confidence, reason, level, protected)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of the chosen option; none where no repair is known."""
        return self.options[self.chosen].edits if self.options else ()

    @property
    def replacement(self) -> str:
        """What the chosen option would put there."""
        return self.options[self.chosen].text if self.options else ""

    @property
    def span(self) -> Span:
        """From the first to the last character that the finding is about."""
        # Asked for hundreds of thousands of times in a long text, and most findings have one span.
        return self.spans[0] if len(self.spans) == 1 else Span(self.spans[0].start, self.spans[-1].end)

    @property
    def layer(self) -> Layer:
        return self.kind.layer

    def observed(self, raw: str) -> str:
        """The characters the finding is about, without what stands between its spans."""
        return "".join(span.of(raw) for span in self.spans)

    @cached_property
    def key(self) -> str:
        """Stays the same between runs, so that saved decisions find their fix again.

        Depends on the kind, the place and the first option; not on confidence, wording or the option chosen.
        """
        first = [(e.span.start, e.span.end, e.replacement) for e in self.options[0].edits] if self.options else []
        said = repr((self.kind.value, [(s.start, s.end) for s in self.spans], first))
        return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @cached_property
    def precedence(self) -> tuple[int, int, int, float, tuple[tuple[int, int, str], ...], str]:
        """Sorts fixes so that of two which want the same character the one that gets it comes first.

        What a person wrote goes first, then removals (the longer first, so that a block hides what lies in it), then
        layer by layer, the safer and more confident first; place and key only make the order whole.
        """
        rank = -2 if self.layer is Layer.MANUAL else -1 if self.kind.removes else int(self.layer)
        size = sum(edit.span.length for edit in self.edits) if self.kind.removes else 0
        places = tuple((edit.span.start, edit.span.end, edit.replacement) for edit in self.edits)
        return (rank, -size, -int(self.safety), -self.confidence, places, self.key)

    @cached_property
    def turn(self) -> tuple[bool, int, str]:
        """Sorts fixes that insert at one place by who writes first: marks before paragraph breaks, else by layer."""
        writes_break = any("\n" in edit.replacement for edit in self.edits)
        return (writes_break, int(self.layer), self.key)

    def choosing(self, option: int) -> Fix:
        """The same decision with another of its options."""
        if option == self.chosen:
            return self
        other = replace(self, chosen=option)
        other.__dict__["key"] = self.key  # the key does not depend on the option; working it out is what costs
        return other
