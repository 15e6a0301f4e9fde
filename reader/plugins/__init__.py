"""Detectors of others, found by entry points and run in a process apart; a failing one is reported and skipped.

A plug-in is an installed package that names a detector under the entry point group ``jiaodu.detectors``::

    [project.entry-points."jiaodu.detectors"]
    red-head = "jiaodu_red_head"

What is named is a ``Detector``: an object, or a module, with ``layer`` and ``find``; a class is called once without
arguments. It reads the text as the layers above its own leave it and returns fixes and notices in places of the raw
text, as the program's own detectors do. ``resources/manual/plugins.md`` shows how to write one.

What a plug-in finds is asked, never applied unasked and never decided in a batch, unless the user trusts it by name:
its confidence was not measured by us. The rule of its findings begins with its name.

Nothing of a plug-in is loaded into the program. It runs in another process, which is ended when it takes too long or
too much memory; what comes back is data that is checked. A plug-in that cannot be loaded, raises, hangs, ends the
process or returns what is no finding gets one notice a text, and what it found there is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from reader.text.fix import Fix, Layer
from reader.text.projection import Projection
from reader.text.section import Notice

GROUP = "jiaodu.detectors"
"""The group of entry points that plug-ins name their detectors in."""


@runtime_checkable
class Detector(Protocol):
    """What a plug-in offers. ``layer`` says what is peeled off before it looks, and what its fixes may be about."""

    layer: Layer

    def find(self, seen: Projection) -> Iterable[Fix | Notice]:
        """What is wrong in ``seen.text``.

        ``seen.spans`` and ``seen.edits`` turn places of the text into those of the raw text, which fixes are in. The
        kinds of the fixes belong to ``layer``; no two fixes are about the same characters. The same text must give the
        same findings, whatever was looked at before.
        """
        ...
