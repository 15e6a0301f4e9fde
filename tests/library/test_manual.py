"""The examples of the manual do what they say."""

import doctest
from pathlib import Path

import pytest

from reader import language

MANUAL = Path(__file__).resolve().parents[2] / "resources" / "manual"


@pytest.mark.parametrize("page", ["library.md", "plugins.md"])
def test_the_examples_run(page):
    before = language.current()
    language.use("en")
    try:
        failed, tried = doctest.testfile(str(MANUAL / page), module_relative=False, encoding="utf-8")
    finally:
        language.use(before)
    assert tried >= 4
    assert not failed
