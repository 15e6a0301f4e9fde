"""What can be said on the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from reader.cli.status import DONE
from reader.language import LANGUAGES, tr

FORMATS = ("txt", "md", "html", "json", "docx", "docx-tracked", "report", "csv")
JSON_LINES = "jsonl"
ENCODINGS = ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def window_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "jiaodu",
        tr("Open scraped Chinese documents beside their cleaned version. To clean without a window: jiaodu clean"),
    )
    said = tr("a document to open; several, or a folder, make a queue")
    parser.add_argument("files", nargs="*", metavar=tr("FILE"), help=said)
    _common(parser)
    return parser


def clean_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "jiaodu clean",
        tr(
            "Clean scraped Chinese documents without a window: what is safe is applied, all else stays as it is. "
            "Exit status: 0 all done, 1 some files failed, 2 wrong usage, 130 interrupted."
        ),
    )
    _what(parser.add_argument_group(tr("which documents")))
    _where(parser.add_argument_group(tr("results")))
    _how(parser.add_argument_group(tr("cleaning")))
    run = parser.add_argument_group(tr("the run"))
    run.add_argument(
        "--resume", action="store_true", help=tr("leave out what an earlier run has done and what is unchanged since")
    )
    run.add_argument("--jobs", type=_count, metavar="N", help=tr("processes to use (default: as many as pay off)"))
    run.add_argument(
        "--cluster",
        metavar=tr("ADDRESS"),
        help=tr("clean on a cluster of Dask: the address of its scheduler, or local for the cores of this machine"),
    )
    run.add_argument(
        "--timeout",
        type=_seconds,
        metavar=tr("SECONDS"),
        help=tr("give a file up after this long for each megabyte of it; 0: never (default: 600)"),
    )
    run.add_argument("-q", "--quiet", action="store_true", help=tr("say only what failed"))
    run.add_argument("-v", "--verbose", action="store_true", help=tr("say what was done with each file"))
    _common(parser)
    return parser


def _what(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "paths",
        nargs="*",
        type=_path,
        metavar=tr("PATH"),
        help=tr("a file, a folder of text files, or - for a list of them on standard input"),
    )
    group.add_argument(
        "--files-from",
        type=_path,
        action="append",
        default=[],
        metavar=tr("FILE"),
        help=tr("a list of files and folders, one a line (- is standard input); results keep their folders"),
    )
    group.add_argument(
        "-0", "--null", action="store_true", help=tr("paths in lists end with a zero byte, as find -print0 writes them")
    )
    group.add_argument(
        "--include",
        action="append",
        default=[],
        metavar=tr("PATTERN"),
        help=tr("in folders take only files whose name or path fits, like 2019* or */speeches/*.txt; may be repeated"),
    )
    group.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar=tr("PATTERN"),
        help=tr("in folders leave out files and folders whose name or path fits; may be repeated"),
    )
    group.add_argument(
        "--recursive",
        action=argparse.BooleanOptionalAction,
        default=True,
        help=tr("search the folders in folders too (default)"),
    )


def _where(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--out",
        type=_path,
        metavar=tr("PLACE"),
        help=tr("folder of the results, or the one file for jsonl; without it the result goes to the terminal"),
    )
    group.add_argument(
        "--format",
        choices=(*FORMATS, JSON_LINES),
        default="txt",
        help=tr("what to write (default: txt); jsonl is one file with a line of JSON for each document"),
    )
    group.add_argument(
        "--encoding",
        choices=("source", "utf-8"),
        default="source",
        help=tr("encoding of txt and md files: that of the document (default) or UTF-8"),
    )
    group.add_argument(
        "--level",
        choices=("sure", "doubtful"),
        default="doubtful",
        help=tr("which findings results list: only sure ones, or doubtful ones too (default)"),
    )
    group.add_argument(
        "--summary",
        type=_table,
        metavar=tr("FILE"),
        help=tr("write a row for each document, those that need eyes first; .csv or .html"),
    )


def _how(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--accept",
        choices=("safe", "sure", "none"),
        default="safe",
        help=tr(
            "what is applied unasked: what is safe (default), also what is sure (never numbers, names or quotations), "
            "or nothing"
        ),
    )
    group.add_argument(
        "--threshold",
        type=_share,
        metavar="X",
        help=tr("confidence from which --accept sure applies a finding, 0 to 1 (default: 0.95)"),
    )
    group.add_argument(
        "--suspects",
        action=argparse.BooleanOptionalAction,
        default=True,
        help=tr("ask the language model for misread characters (default); without it is several times as quick"),
    )
    group.add_argument(
        "--rules",
        type=_path,
        metavar=tr("FILE"),
        help=tr("apply the rules and words of a file, as the window hands them on; mine: your own (default: none)"),
    )
    group.add_argument(
        "--plugins",
        action=argparse.BooleanOptionalAction,
        default=True,
        help=tr("ask the plug-ins that are installed (default)"),
    )
    group.add_argument(
        "--trust-plugin",
        action="append",
        default=[],
        metavar=tr("NAME"),
        help=tr("let this plug-in apply what it finds unasked; may be repeated"),
    )
    group.add_argument("--read-as", choices=ENCODINGS, help=tr("encoding of the documents (default: found out)"))


def _parser(program: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(program, description=description, add_help=False, allow_abbrev=False)
    parser.add_argument("-h", "--help", action="help", help=tr("show this and end"))
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=LANGUAGES, help=tr("language of messages (default: that of the system)"))
    parser.add_argument("--version", action=_Version, nargs=0, help=tr("show the version and end"))


class _Version(argparse.Action):
    """Looks the version up only when asked: reading the installed packages takes longer than the rest of the start."""

    def __call__(self, *_: object) -> NoReturn:
        print(f"jiaodu {version()}")
        sys.exit(DONE)


def version() -> str:
    """The installed version, or that of the checkout that runs without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("jiaodu")
    except PackageNotFoundError:
        import tomllib

        project = Path(__file__).resolve().parents[2] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def _path(text: str) -> Path:
    """A path that names something: an empty one (a shell's unset variable) would mean the current folder."""
    if not text:
        raise argparse.ArgumentTypeError(tr("the name is empty"))
    return Path(text)


def _table(text: str) -> Path:
    path = _path(text)
    if path.suffix.lower() not in (".csv", ".html"):
        raise argparse.ArgumentTypeError(tr("the name must end in .csv or .html"))
    return path


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(tr("there must be at least one"))
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(tr("it must be 0 or more"))
    return number


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(tr("it must be between 0 and 1"))
    return number
