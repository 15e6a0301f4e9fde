"""Floors of removal on the shared pages. Lowering one is a decision to be written down."""

import json

import pytest

from reader.text.chars import is_han
from tests.detect.removal.seen import removal

REMOVING = {"boilerplate", "watermark", "duplicate"}

FLOORS = {"seed": (1.0, 1.0), "pages_dev": (0.995, 0.99), "speech_dev": (0.995, 0.99)}
"""F1 over Chinese characters, and the share of spans removed whole."""


def removed(raw):
    return {
        at
        for fix in removal(raw).made
        if fix.kind.value in REMOVING
        for edit in fix.edits
        for at in range(edit.span.start, edit.span.end)
        if is_han(raw[at])
    }


def pages(folder):
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


@pytest.mark.parametrize("name", FLOORS)
def test_pages(shared, name):
    hit = want = got = lost = whole = spans = 0
    for page in pages(shared / "bench" / name):
        raw = page["raw"]
        gold = [[at for at in range(s, e) if is_han(raw[at])] for s, e, _ in page["removed"]]
        wanted = {at for span in gold for at in span}
        free = {at for s, e in page.get("optional_removed", []) for at in range(s, e)}
        found = removed(raw) - free
        hit, want, got = hit + len(found & wanted), want + len(wanted), got + len(found)
        lost += len(found - wanted)
        spans += sum(bool(span) for span in gold)
        whole += sum(len(found.intersection(span)) >= 0.95 * len(span) for span in gold if span)
    f1, share = FLOORS[name]
    assert lost == 0
    assert 2 * hit / (want + got) >= f1
    assert whole / spans >= share


@pytest.mark.parametrize("name", ["clean_dev", "speech_clean_dev", "ocr_dev", "ocr_old_dev"])
def test_texts_without_furniture_lose_nothing(shared, name):
    assert {page["id"]: removed(page["raw"]) for page in pages(shared / "bench" / name) if removed(page["raw"])} == {}
