"""Lets whoever waits for a long document see how far the reading is, and end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watch = Callable[[int, int], None]
"""Takes how many pages are read, and how many there are; raises ``GivenUp`` to end the reading."""

_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


class GivenUp(Exception):  # noqa: N818  (it says what happened)
    """Nobody waits for the document any longer."""


@contextmanager
def watched(watch: Watch | None) -> Iterator[None]:
    """What is read inside, on this thread, is told to ``watch``."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def step(done: int, total: int) -> None:
    """Tell whoever watches that ``done`` of ``total`` pages are read.

    :raises GivenUp: if nobody waits any longer
    """
    watch = _watch.get()
    if watch is not None:
        watch(done, total)
