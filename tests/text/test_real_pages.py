"""The same laws on real scraped pages, which are longer than anything a random search tries."""

import json
import random

import pytest

from reader.text.apply import apply_fixes
from reader.text.fix import Kind, Safety
from reader.text.ledger import Ledger
from reader.text.offsets import Side
from tests.builders import fix
from tests.text.naive import clean_places, naive_apply, raw_places

WRITTEN = {Kind.BREAK: "\n", Kind.PUNCTUATION: "。", Kind.OCR: "字", Kind.VARIANT: "異體", Kind.MANUAL: "手写"}


def strewn(raw, count, seed):
    """Fixes of all kinds, many of them across each other."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    found = {}
    for _ in range(count):
        kind = chance.choice(list(Kind))
        at = chance.randrange(len(raw))
        size = chance.randrange(40) if kind.removes else chance.randrange(3)
        written = WRITTEN.get(kind, "")
        if size or written:
            confidence, safety = chance.random(), chance.choice(list(Safety))
            one = fix(kind, (at, min(len(raw), at + size), written), confidence=confidence, safety=safety)
            found[one.key] = one
    return list(found.values())


@pytest.mark.shared
@pytest.mark.parametrize("name", ["seed/seed-000", "pages_dev/page-000", "pages_dev/page-017", "speech_dev/speech-000"])
def test_a_real_page(shared, name):
    page = json.loads((shared / "bench" / f"{name}.json").read_text(encoding="utf-8"))
    raw = page["raw"][:1_200]  # the naive account takes time in the square of the length
    found = strewn(raw, 120, seed=name)
    cleaned, naive = apply_fixes(raw, found), naive_apply(raw, found)
    assert cleaned.text == naive.text
    fates = {f.key for f in cleaned.applied}, {f.key for f, _ in cleaned.asleep}, {f.key for f, _ in cleaned.set_aside}
    assert fates == (naive.applied, naive.asleep, naive.set_aside)
    assert all(fates)
    assert Ledger.of(raw, cleaned).adds_up
    for side, there, back in zip(Side, clean_places(naive, len(raw)), raw_places(naive, len(raw)), strict=True):
        assert [cleaned.offsets.to_clean(at, side) for at in range(len(raw) + 1)] == there
        assert [cleaned.offsets.to_raw(at, side) for at in range(len(cleaned.text) + 1)] == back
    assert apply_fixes(raw, []).text == raw
