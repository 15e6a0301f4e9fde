"""Which plug-ins are installed."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import NamedTuple

from reader.plugins import GROUP


class Plugin(NamedTuple):
    """A detector of others: what it is called, where it is, and which package of which version it comes from."""

    name: str
    value: str
    package: str = ""
    version: str = ""


def installed() -> tuple[Plugin, ...]:
    """The plug-ins of this environment by name; none of them is loaded.

    Of two of one name the later in the alphabet of packages is called ``name@package``. In a bundled application,
    which has no environment, there are none.
    """
    if getattr(sys, "frozen", False):
        return ()
    return _installed(tuple(sys.path))


@lru_cache(maxsize=4)
def _installed(_: tuple[str, ...]) -> tuple[Plugin, ...]:
    """Asked once for each state of the search path: looking through hundreds of packages takes a moment."""
    # Here, because it takes a part of a start that most runs do not need.
    from importlib.metadata import entry_points

    found: dict[str, Plugin] = {}
    every = {
        (point.name, point.dist.name if point.dist else "", point.dist.version if point.dist else "", point.value)
        for point in entry_points(group=GROUP)
    }
    for name, package, version, value in sorted(every):
        called = name if name not in found else f"{name}@{package}"
        found.setdefault(called, Plugin(called, value, package, version))
    return tuple(found.values())
