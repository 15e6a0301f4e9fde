"""The command line: ``jiaodu clean PATH...`` cleans without a window, ``jiaodu [FILE...]`` opens one.

Everything heavy is imported where it is used, so that ``--help`` and mistakes answer at once.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from reader.language import LANGUAGES, current, say, tr, tr_n, use

if TYPE_CHECKING:
    from tqdm import tqdm

    from reader.batch.plan import Job
    from reader.batch.work import Outcome, Settings

DONE, SOME_FAILED, WRONG_USAGE, INTERRUPTED, NOBODY_READS = 0, 1, 2, 130, 141
"""Exit statuses; the last two are those of a shell's command that Ctrl-C or a closed pipe ended."""

FORMATS = ("txt", "md", "html", "json")
ENCODINGS = ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def main(arguments: Sequence[str], open_window: Callable[[list[str]], int]) -> int:
    """Do what the command line says; ``open_window`` opens files in a window and returns an exit status."""
    arguments = list(arguments)
    _speak(arguments)
    if arguments[:1] == ["clean"]:
        return clean(_clean_parser().parse_args(arguments[1:]))
    return open_window(_window_parser().parse_args(arguments).files)


def _speak(arguments: Sequence[str]) -> None:
    """Choose the language before the parser is made, for its help speaks too."""
    for at, argument in enumerate(arguments):
        name = argument.removeprefix("--language=") if "=" in argument else "".join(arguments[at + 1 : at + 2])
        if argument.startswith("--language") and name in LANGUAGES:
            use(name)


def _window_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "jiaodu",
        tr("Open scraped Chinese documents beside their cleaned version. To clean without a window: jiaodu clean"),
    )
    parser.add_argument("files", nargs="*", metavar=tr("FILE"), help=tr("a document to open"))
    _common(parser)
    return parser


def _clean_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "jiaodu clean",
        tr(
            "Clean scraped Chinese documents without a window: what is safe is applied, all else stays as it is. "
            "Exit status: 0 all done, 1 some files failed, 2 wrong usage."
        ),
    )
    parser.add_argument(
        "paths", nargs="+", type=_path, metavar=tr("PATH"), help=tr("a file, or a folder of text files")
    )
    parser.add_argument(
        "--out", type=_path, metavar=tr("FOLDER"), help=tr("where results go; without it one file goes to the terminal")
    )
    parser.add_argument("--format", choices=FORMATS, default="txt", help=tr("what to write (default: txt)"))
    parser.add_argument(
        "--encoding",
        choices=("source", "utf-8"),
        default="source",
        help=tr("encoding of txt and md files: that of the document (default) or UTF-8"),
    )
    parser.add_argument("--read-as", choices=ENCODINGS, help=tr("encoding of the documents (default: found out)"))
    parser.add_argument("--jobs", type=_count, metavar="N", help=tr("processes to use (default: as many as pay off)"))
    parser.add_argument("-q", "--quiet", action="store_true", help=tr("say only what failed"))
    parser.add_argument("-v", "--verbose", action="store_true", help=tr("say what was done with each file"))
    _common(parser)
    return parser


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

        project = Path(__file__).resolve().parent.parent / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def _path(text: str) -> Path:
    """A path that names something: an empty one (a shell's unset variable) would mean the current folder."""
    if not text:
        raise argparse.ArgumentTypeError(tr("the name is empty"))
    return Path(text)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(tr("there must be at least one"))
    return number


def clean(args: argparse.Namespace) -> int:
    """Clean what the parsed command line names; returns the exit status."""
    from reader.batch.plan import Job, Plan, is_folder, plan

    if args.out is None and (len(args.paths) > 1 or is_folder(args.paths[0])):
        return _wrong_usage(tr("Several documents need a folder for the results: add --out FOLDER."))
    if args.out is not None and os.path.lexists(args.out) and not is_folder(args.out):
        return _wrong_usage(tr("{name} is not a folder.", name=str(args.out)))

    from reader.batch.work import Settings
    from reader.store.export import Format

    encoding = None if args.encoding == "source" else args.encoding
    if args.out is None:
        todo = Plan((Job(args.paths[0], args.paths[0].name),))
        encoding = "utf-8"
    else:
        todo = plan(args.paths, args.out, args.format)
    for refusal in todo.refused:
        _tell(f"{refusal.path}: {say(refusal.message)}")
    if not args.quiet:
        for note in todo.notes:
            _tell(say(note))
    settings = Settings(Format(args.format), encoding, args.read_as, current())
    done: list[Outcome] = []
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        _work(todo.jobs, settings, args, done)
    except KeyboardInterrupt:
        _tell(tr("Stopped: {done} of {total} documents are done.", done=_good(done), total=len(todo.jobs)))
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return NOBODY_READS  # whoever read it has seen enough
    except OSError as error:  # the terminal's or pipe's other end: a full disk behind a redirection
        _drop_output()
        _tell(tr("The result could not be written: {error}", error=error.strerror or str(error)))
        return SOME_FAILED
    finally:
        signal.signal(signal.SIGTERM, before)
    failed = len(todo.refused) + len(done) - _good(done)
    if args.out is not None and not args.quiet:
        out = str(args.out)
        _tell(
            tr_n("{count} document cleaned into {out}.", "{count} documents cleaned into {out}.", _good(done), out=out)
        )
        if failed:
            _tell(tr_n("{count} failed.", "{count} failed.", failed))
    return SOME_FAILED if failed else DONE


def _good(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.failure is None for outcome in outcomes)


def _work(jobs: Sequence[Job], settings: Settings, args: argparse.Namespace, done: list[Outcome]) -> None:
    from reader.batch.run import run, workers_for

    bar = _Bar(len(jobs), shown=args.out is not None and not args.quiet and sys.stderr.isatty())
    with closing(bar), closing(run(jobs, settings, workers_for(jobs, args.jobs))) as outcomes:
        for outcome in outcomes:
            done.append(outcome)
            if outcome.data:
                _write_out(outcome.data.removeprefix(b"\xef\xbb\xbf"))
            if lines := _report(outcome, quiet=args.quiet, verbose=args.verbose):
                with bar.hidden():
                    _tell("\n".join(lines))
            bar.step()


def _report(outcome: Outcome, *, quiet: bool, verbose: bool) -> list[str]:
    """What to say about one document; nothing, usually."""
    path = outcome.job.path
    if outcome.failure is not None:
        said = [f"{path}: {say(outcome.failure)}"]
        return [*said, outcome.trace.rstrip()] if verbose and outcome.trace else said
    lines = [] if quiet else [f"{path}: {say(note)}" for note in outcome.notes]
    if verbose:
        counts = tr(
            "{characters} characters, {applied} fixes applied, {pending} to decide",
            characters=outcome.characters,
            applied=outcome.applied,
            pending=outcome.pending,
        )
        lines.append(f"{path}: {counts} → {outcome.job.target}" if outcome.job.target else f"{path}: {counts}")
    return lines


def _drop_output() -> None:
    """Let what is still buffered go nowhere; Python would fail on it once more when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Bar:
    """A progress bar on the terminal, or nothing."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._bar: tqdm[NoReturn] | None = None
        if shown:
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit=tr("documents"), file=sys.stderr)

    def step(self) -> None:
        if self._bar is not None:
            self._bar.update()

    def hidden(self) -> AbstractContextManager[None]:
        """While this lasts, lines can be written where the bar is."""
        return self._bar.external_write_mode(file=sys.stderr) if self._bar is not None else nullcontext()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _write_out(data: bytes) -> None:
    """All of ``data`` on standard output: where Python does not buffer it, a pipe may take a part only."""
    rest = memoryview(data)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def _wrong_usage(sentence: str) -> int:
    _tell(sentence)
    return WRONG_USAGE


def _tell(sentence: str) -> None:
    """A line on standard error; what the terminal cannot show is escaped rather than fatal."""
    encoding = sys.stderr.encoding or "utf-8"
    print(sentence.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """Treat a polite request to end like Ctrl-C, so that workers end too."""
    raise KeyboardInterrupt
