"""Untouched texts: what the program does by itself takes no word of them away and puts none in."""

import lzma

import pytest

from reader.pipeline import Engine
from reader.text.analysis import applies_by_itself
from reader.text.chars import count_han

SOURCES = ("gov_reports", "xi_speeches", "policies", "shenlun", "mao_works", "vcsum", "laws2")
STRETCHES, LENGTH = 12, 6_000


def stretches(path):
    """So many stretches of whole lines, evenly spread."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    for first in range(0, len(lines), max(1, len(lines) // STRETCHES)):
        taken, size = [], 0
        for line in lines[first:]:
            taken.append(line)
            size += len(line)
            if size > LENGTH:
                break
        yield "\n".join(taken)


@pytest.mark.shared
@pytest.mark.parametrize("source", SOURCES)
def test_no_word_goes_or_comes_unasked(shared, source):
    path = shared / "corpus" / f"{source}.txt.xz"
    if not path.is_file():
        pytest.skip("no such corpus here")
    changed = []
    for raw in stretches(path):
        for fix in Engine(suspects=False).analyse(raw).fixes:
            gone = sum(count_han(edit.span.of(raw)) for edit in fix.edits)
            come = sum(count_han(edit.replacement) for edit in fix.edits)
            if applies_by_itself(fix) and (gone or come) and fix.rule != "compatibility":
                changed.append((fix.rule, gone, come, fix.span.start))
    assert not changed
