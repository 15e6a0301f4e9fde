"""Cleaning a cleaned text changes nothing: what a second run would change, the first one should have, or nobody."""

import json

import pytest

from reader.library import clean
from tests.quality.gate import SETS


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_a_cleaned_page_stays_as_it_is(shared, name):
    changed = []
    for path in sorted((shared / "bench" / name).glob("*.json")):
        once = clean(json.loads(path.read_text("utf-8"))["raw"], suspects=False).text
        if clean(once, suspects=False).text != once:
            changed.append(path.stem)
    assert not changed
