"""Small engines for tests of everything around the engine: quick, and able to fail in every way."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from reader.pipeline import Cancelled, Engine
from reader.text.analysis import Analysis, Standing
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

UNDECIDED = Standing()


class PlayedEngine(Engine):
    """Takes out every space; some words in the text make it fail."""

    def __init__(self) -> None:
        self.texts = 0

    def analyse(
        self, raw: str, standing: Standing = UNDECIDED, *, cancelled: Callable[[], bool] = lambda: False
    ) -> Analysis:
        self.texts += 1
        if "raise" in raw:
            raise RuntimeError("the text asked for it")
        if "memory" in raw:
            raise MemoryError
        if "die" in raw:
            os._exit(9)
        if "torn:" in raw:
            Path(raw.split("torn:")[1].strip()).write_text("half")
            os._exit(9)
        if "once:" in raw:
            mark = Path(raw.split("once:")[1].strip())
            if not mark.exists():
                mark.touch()
                os._exit(9)
        if "slow" in raw:
            for _ in range(600):
                if cancelled():
                    raise Cancelled
                time.sleep(0.05)
        if "deaf" in raw:  # does not listen
            time.sleep(60)
        if "second" in raw and self.texts > 1:
            raise AssertionError("this engine has seen another text")
        why = Message.of("A space at {place}.", place=0)
        places = [at for at, char in enumerate(raw) if char == " "]
        fixes = (Fix.replacing(Span(at, at + 1), "", Kind.SPACING, "space", why) for at in places)
        holes = (Notice(NoticeKind.GAP, Span(at, at + 1), why) for at, char in enumerate(raw) if char == "…")
        return Analysis(tuple(fixes), (), tuple(holes))


class Exploding:
    """Something that ends every process that is given it, before it can take work."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return _explode, (os.getpid(),)

    def __call__(self) -> PlayedEngine:
        return PlayedEngine()


def _explode(first: int) -> None:
    if os.getpid() != first:
        os._exit(9)
