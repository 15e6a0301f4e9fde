"""The command line: ``jiaodu clean PATH...`` cleans without a window, ``jiaodu [FILE...]`` opens one.

Everything heavy is imported where it is used, so that ``--help`` and mistakes answer at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.cli.arguments import clean_parser, window_parser
from reader.cli.status import INTERRUPTED, SOME_FAILED
from reader.language import LANGUAGES, use

__all__ = ["SOME_FAILED", "main"]


def main(arguments: Sequence[str], open_window: Callable[[list[str]], int]) -> int:
    """Do what the command line says; ``open_window`` opens files in a window and returns an exit status."""
    arguments = list(arguments)
    _speak(arguments)
    if arguments[:1] == ["clean"]:
        from reader.cli.clean import clean

        args = clean_parser().parse_args(arguments[1:])
        try:
            return clean(args)
        except KeyboardInterrupt:  # before the first document
            return INTERRUPTED
    return open_window(window_parser().parse_args(arguments).files)


def _speak(arguments: Sequence[str]) -> None:
    """Choose the language before the parser is made, for its help speaks too."""
    for at, argument in enumerate(arguments):
        name = argument.removeprefix("--language=") if "=" in argument else "".join(arguments[at + 1 : at + 2])
        if argument.startswith("--language") and name in LANGUAGES:
            use(name)
