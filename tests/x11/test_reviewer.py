"""A reviewer who decides everything in real windows by keys alone, one key a decision."""

import json
import sys

import pytest

from reader.pipeline import Engine
from reader.review.session import ReviewSession
from reader.store.documents import read_document
from tests.x11.screen import MISSING, rests, wait_for

pytestmark = [
    pytest.mark.x11,
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

PAGES = 5


def test_five_pages_cost_one_key_a_decision(screen, shared, tmp_path):
    files = sorted((shared / "bench" / "speech_dev").glob("*.json"))[:PAGES]
    assert len(files) == PAGES
    pressed = decisions = 0
    for number, file in enumerate(files):
        page = tmp_path / f"page{number}.txt"
        page.write_bytes(json.loads(file.read_text(encoding="utf-8"))["raw"].encode("utf-8", "surrogatepass"))
        source = read_document(page)
        session = ReviewSession(source, Engine().analyse(source.raw))
        program = screen.run(sys.executable, "-m", "reader", str(page))
        window = screen.window(page.name)
        screen.hand("windowactivate", "--sync", window)
        wait_for(lambda program=program: rests(program), 120, "the analysis to end")

        keys = []
        for turn, fix in enumerate(session.pending):
            # Removals change what is found afterwards; they are kept in the text, which finds nothing new.
            if turn % 3 == 0 or not fix.options or fix.kind.removes:
                keys.append("x")
                session.keep(fix)
            else:
                keys.append("a")
                session.accept(fix)
        screen.press(*keys)
        screen.press("ctrl+s")
        saved = tmp_path / f"page{number}_校订.txt"
        wait_for(saved.exists, 20, "the saved file")
        assert read_document(saved).raw == session.cleaned.text
        screen.press("ctrl+q")
        assert program.wait(15) == 0
        pressed += len(keys)
        decisions += session.progress[0]
    print(f"{decisions} decisions, {pressed} keys")
    assert decisions
    assert pressed / decisions <= 1.05
