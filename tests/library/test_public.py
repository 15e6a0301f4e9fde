"""What ``import reader`` offers, and what it costs."""

import subprocess
import sys
from pathlib import Path

import pytest

import reader

PUBLIC = {
    "Accept", "Edit", "Fix", "Format", "Kind", "Layer", "Ledger", "Level", "Message", "NotSaved", "Notice",
    "NoticeKind", "Option", "Projection", "Review", "Rule", "RuleKind", "Safety", "Saved", "Section", "Span", "State",
    "UnreadableDocument", "clean", "open",
}  # fmt: skip

OF_A_REVIEW = {
    "accept", "accept_all", "applied", "fix", "fixes", "keep", "ledger", "notices", "observed", "of", "pending", "raw",
    "redo", "reopen", "save", "sections", "session", "state", "text", "to_dict", "to_json", "undo",
}  # fmt: skip
"""Programs of others call these: taking one away, or giving it another meaning, is a new main version."""


def test_the_public_names_are_these():
    assert set(reader.__all__) == PUBLIC
    assert sorted(reader.__all__) == reader.__all__
    assert set(reader.__all__) <= set(dir(reader))


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_is_there_and_described(name):
    assert getattr(reader, name).__doc__


def test_a_review_offers_these():
    assert {name for name in dir(reader.Review) if not name.startswith("_")} == OF_A_REVIEW
    assert all(getattr(reader.Review, name).__doc__ for name in OF_A_REVIEW)


def test_no_other_name_is_made_up():
    with pytest.raises(AttributeError, match="'reader' has no attribute 'wash'"):
        _ = reader.wash


def test_importing_loads_nothing():
    program = "import sys, reader; print(*(name for name in sys.modules if name.startswith(('reader.', 'numpy'))))"
    command = [sys.executable, "-c", program]
    root = Path(reader.__file__).resolve().parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
