"""Finds the files under ``resources/``, installed or in a source checkout."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

_unpacked = ExitStack()
"""Holds what had to be unpacked (a wheel read as a zip) until the process ends."""


def resources() -> Traversable:
    """The folder of resources: inside the installed package, else beside it.

    ``resources/README.md`` is the marker: an empty folder left behind by an uninstalled version must not be taken
    for the resources.
    """
    installed = files("reader").joinpath("resources")
    checkout = Path(__file__).resolve().parent.parent / "resources"
    for place in (installed, checkout):
        if place.joinpath("README.md").is_file():
            return place
    raise FileNotFoundError(f"no resources at {installed} or {checkout}")


def read_text(name: str) -> str:
    """The text of one resource, named by its path below ``resources/``."""
    return resources().joinpath(name).read_text(encoding="utf-8")


@cache
def resource_path(name: str) -> Path:
    """A real path of one resource file or folder, for what must be memory-mapped.

    In a checkout or an unpacked installation nothing is copied; from a zipped wheel the resource is unpacked once.
    Raises FileNotFoundError, naming the resource, if there is none of that name.
    """
    place = resources().joinpath(name)
    if not (place.is_file() or place.is_dir()):
        raise FileNotFoundError(f"no resource {name!r} under {resources()}")
    return _unpacked.enter_context(as_file(place))
