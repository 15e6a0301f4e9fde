"""Small engines for tests of everything around the engine: quick, and able to fail in every way."""

import os
import time
from collections.abc import Callable

from reader.pipeline import Cancelled, Engine
from reader.text.analysis import Analysis, Standing
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.span import Span

UNDECIDED = Standing()


class PlayedEngine(Engine):
    """Takes out every space; some words in the text make it fail."""

    def __init__(self) -> None:
        self.texts = 0

    def analyse(
        self, raw: str, standing: Standing = UNDECIDED, *, cancelled: Callable[[], bool] = lambda: False
    ) -> Analysis:
        if "raise" in raw:
            raise RuntimeError("the text asked for it")
        if "die" in raw:
            os._exit(9)
        if "slow" in raw:
            for _ in range(600):
                if cancelled():
                    raise Cancelled
                time.sleep(0.05)
        why = Message.of("A space at {place}.", place=0)
        places = [at for at, char in enumerate(raw) if char == " "]
        fixes = (Fix.replacing(Span(at, at + 1), "", Kind.SPACING, "space", why) for at in places)
        return Analysis(tuple(fixes), (), ())
