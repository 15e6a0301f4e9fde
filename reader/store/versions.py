"""Which version of the program writes a file."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """The version that is installed; empty in a checkout."""
    try:
        return version("jiaodu")
    except PackageNotFoundError:
        return ""
