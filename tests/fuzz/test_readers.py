"""A short run of what ``python -m tests.fuzz`` does at length, and whether that would see what it looks for."""

import sys

import pytest

from reader.store.readers import pdf
from tests.fuzz.inputs import SEEDS, document, seeds
from tests.fuzz.running import run
from tests.fuzz.trial import outcome, read_pdfs_here

COUNT = 120
"""Of each kind."""


@pytest.fixture
def pdfs_here(monkeypatch):
    monkeypatch.setattr(pdf, "_read_apart", pdf._read_apart)
    read_pdfs_here()


@pytest.mark.usefixtures("pdfs_here", "language_kept")
@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_documents_give_a_text_or_a_sentence(kind):
    said = [outcome(kind, document(kind, number)) for number in range(COUNT)]
    # Damage that nobody notices, or that nothing survives, would try nothing.
    assert said.count("text") > COUNT // 20
    assert said.count("refused") > COUNT // 20 or kind in ("text", "markdown", "web", "clipboard", "mhtml")


@pytest.mark.usefixtures("pdfs_here", "language_kept")
@pytest.mark.parametrize("kind", SEEDS)
def test_whole_documents_are_read(kind):
    assert {outcome(kind, seed) for seed in seeds(kind)} <= {"text"} or kind == "web"


def test_a_document_comes_back_by_its_number():
    for kind in SEEDS:
        assert document(kind, 7) == document(kind, 7)
        assert document(kind, 7) != document(kind, 8)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on processes there")
def test_hangs_crashes_errors_and_memory_are_seen(tmp_path):
    tally = run("web", 12, tmp_path, child="tests.fuzz.bad_child")
    assert [number for number, _ in tally.ended] == [3, 5]
    assert tally.ended[0][1] == "too long"
    assert (tally.text, tally.errors, tally.total) == (8, 2, 12)
