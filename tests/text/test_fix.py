"""Well-formedness, and what a key depends on."""

from dataclasses import replace

import pytest

from reader.text.fix import Edit, Fix, Kind, Layer, Level, Option, Safety
from reader.text.message import Message
from reader.text.span import Span
from tests.builders import fix, options

BASE = options("ocr", 4, 5, "又", "叉")
SAME_KEY = {
    "surer": replace(BASE, confidence=0.1),
    "other rule": replace(BASE, rule="other"),
    "other words": replace(BASE, reason=Message("other")),
    "other safety": replace(BASE, safety=Safety.SHOW),
    "doubtful": replace(BASE, level=Level.DOUBTFUL),
    "protected": replace(BASE, protected=True),
    "other option meant": BASE.choosing(1),
    "other alternatives": replace(BASE, options=BASE.options[:1]),
}
OTHER_KEY = {
    "other place": options("ocr", 5, 6, "又", "叉"),
    "longer": options("ocr", 4, 6, "又", "叉"),
    "other kind": options("variant", 4, 5, "又", "叉"),
    "other first repair": options("ocr", 4, 5, "叉", "又"),
    "no repair": options("ocr", 4, 5),
    "about more": replace(BASE, spans=(Span(4, 5), Span(7, 8))),
}


def test_the_key_is_the_same_in_every_run_and_version():
    # Sidecar files of readers hold these: a change of the form loses their decisions.
    assert BASE.key == "e051a0983126bfeb"
    assert fix("watermark", (1, 3, ""), (7, 9, "")).key == "4866d53ae30b034c"
    assert options("ocr", 0, 1).key == "457140a8899c5063"
    assert fix("ocr", (0, 1, "\ud800")).key == "3fc9a0ab72750357"


@pytest.mark.parametrize("other", SAME_KEY.values(), ids=SAME_KEY)
def test_the_key_stays(other):
    assert replace(other).key == BASE.key


@pytest.mark.parametrize("other", OTHER_KEY.values(), ids=OTHER_KEY)
def test_the_key_tells_apart(other):
    assert other.key != BASE.key


def test_choosing_means_another_option_of_the_same_decision():
    meant = BASE.choosing(1)
    assert (meant.replacement, meant.edits) == ("叉", (Edit(Span(4, 5), "叉"),))
    assert (BASE.replacement, BASE.chosen) == ("又", 0)
    assert meant.choosing(1) is meant
    assert meant.choosing(0) == BASE


def test_a_fault_without_a_repair_has_no_edits():
    bare = options("ocr", 4, 5)
    assert (bare.edits, bare.replacement, bare.span) == ((), "", Span(4, 5))


def test_span_and_observed_reach_over_what_is_hidden():
    cut = fix("ocr", (0, 1, "闻"), (3, 4, "提"))
    assert cut.span == Span(0, 4)
    assert cut.observed("问某网题") == "问题"
    assert cut.replacement == "闻提"


MALFORMED = {
    "no edit": lambda: Option("", 0.5, ()),
    "too sure": lambda: Option("", 1.1, (Edit(Span(0, 1), ""),)),
    "below nothing": lambda: Option("", -0.1, (Edit(Span(0, 1), ""),)),
    "out of order": lambda: fix("ocr", (3, 4, ""), (0, 1, "")),
    "overlapping": lambda: fix("ocr", (0, 3, ""), (2, 4, "")),
    "twice the same": lambda: fix("ocr", (0, 3, ""), (0, 3, "")),
    "insertion inside": lambda: fix("ocr", (0, 3, ""), (1, 1, "x")),
    "insertion behind what begins there": lambda: fix("ocr", (1, 3, ""), (1, 1, "x")),
    "no span": lambda: Fix((), Kind.OCR, "r", (), Safety.SHOW, 0.5, Message("m")),
    "no such option": lambda: options("ocr", 0, 1, "a", chosen=1),
    "option before the first": lambda: options("ocr", 0, 1, "a", chosen=-1),
    "unsure of nothing": lambda: Fix((Span(0, 1),), Kind.OCR, "r", (), Safety.SHOW, 1.5, Message("m")),
    "backwards": lambda: Span(3, 2),
    "before the text": lambda: Span(-1, 2),
}


@pytest.mark.parametrize("make", MALFORMED.values(), ids=MALFORMED)
def test_malformed(make):
    with pytest.raises(ValueError):  # noqa: PT011  (each case can be malformed in one way only)
        make()


@pytest.mark.parametrize(
    "edits", [((1, 1, "x"), (1, 1, "y")), ((1, 1, "x"), (1, 3, "")), ((1, 3, ""), (3, 3, "x"), (3, 4, ""))]
)
def test_edits_may_touch(edits):
    assert len(fix("ocr", *edits).edits) == len(edits)


def test_layers_are_peeled_in_this_order():
    layers = {
        Layer.INVISIBLE: {Kind.INVISIBLE},
        Layer.REMOVAL: {Kind.MARKUP, Kind.BOILERPLATE, Kind.WATERMARK, Kind.DUPLICATE},
        Layer.SPACING: {Kind.SPACING, Kind.BREAK},
        Layer.PUNCTUATION: {Kind.PUNCTUATION, Kind.VARIANT},
        Layer.CHARACTER: {Kind.OCR, Kind.HEADING},
        Layer.MANUAL: {Kind.MANUAL},
    }
    assert {kind: kind.layer for kind in Kind} == {kind: layer for layer, kinds in layers.items() for kind in kinds}
    assert {kind for kind in Kind if kind.removes} == layers[Layer.REMOVAL]


CONTAINS = [((2, 5), (2, 5), True), ((2, 5), (2, 3), True), ((2, 5), (1, 3), False), ((2, 5), (4, 6), False)]
CONTAINS += [((2, 5), (2, 2), False), ((2, 5), (5, 5), False), ((2, 5), (3, 3), True), ((2, 2), (2, 2), False)]
OVERLAPS = [((2, 5), (4, 6), True), ((2, 5), (5, 6), False), ((2, 5), (0, 2), False), ((2, 5), (3, 4), True)]
OVERLAPS += [((2, 5), (2, 2), False), ((2, 5), (5, 5), False), ((2, 5), (3, 3), True), ((2, 2), (2, 2), False)]


@pytest.mark.parametrize(("a", "b", "inside"), CONTAINS)
def test_contains(a, b, inside):
    assert Span(*a).contains(Span(*b)) is inside


@pytest.mark.parametrize(("a", "b", "both"), OVERLAPS)
def test_overlaps(a, b, both):
    assert Span(*a).overlaps(Span(*b)) is both
    assert Span(*b).overlaps(Span(*a)) is both
