"""On real pages that were changed every decision goes on at its own characters or is listed."""

import pytest

from reader.pipeline import Engine
from tests.store.scraped_again import CHANGES, measure, shared_pages

LEAST = {"nothing": 1.0, "line ends": 0.97, "NFKC": 0.97, "furniture put in": 0.95, "a paragraph moved": 0.95}
"""Shares that go on where nothing but the surroundings changed; measured on all pages: decision note 0015."""

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def engine():
    return Engine()


@pytest.fixture(scope="module")
def pages(shared, engine):
    return shared_pages(shared / "bench" / "pages_dev", 5, engine)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("quotes", [False, True], ids=["with the earlier text", "with its quotes only"])
def test_no_decision_goes_on_at_another_place(engine, pages, name, quotes):
    tally = measure(engine, pages, CHANGES[name], quotes=quotes)
    assert tally["wrong"] == 0
    assert tally["right"] >= LEAST.get(name, 0.6) * tally.total() * (0.95 if quotes else 1)
