"""``jiaodu clean``: settles what is meant, runs the batch, and says what came of it."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from reader.cli.arguments import JSON_LINES, version
from reader.cli.lists import listed
from reader.cli.screen import Bar, drop_output, tell, write_out
from reader.cli.status import DONE, INTERRUPTED, NOBODY_READS, SOME_FAILED, WRONG_USAGE
from reader.language import current, say, tr, tr_n

if TYPE_CHECKING:
    from reader.batch.outcome import Outcome
    from reader.batch.plan import Plan
    from reader.batch.results import Results
    from reader.batch.settings import Settings
    from reader.batch.summary import Summary
    from reader.cluster.running import NoCluster

STANDARD_INPUT = Path("-")

OWN_RULES = Path("mine")
"""Names the reader's own rules. They are never taken unasked: the same command must do the same for everybody."""


def clean(args: argparse.Namespace) -> int:
    """Clean what the parsed command line names; returns the exit status."""
    fault = _misuse(args)
    if fault is not None:
        return _wrong_usage(fault)

    from reader.batch.plan import Job, Plan, plan
    from reader.batch.search import Patterns
    from reader.store.rules import UnusableRules

    try:
        settings = _settings(args)
    except UnusableRules as error:
        return _wrong_usage(say(error.message))
    single = args.out is None and not settings.lines
    if single:
        todo = Plan((Job(args.paths[0], args.paths[0].name),))
    else:
        try:
            lists = [*filter(_is_list, args.paths), *args.files_from]
            more = [path for source in lists for path in listed(source, null=args.null)]
        except OSError as error:
            return _wrong_usage(
                tr("The list {name} cannot be read: {error}", name=str(error.filename), error=str(error.strerror))
            )
        todo = plan(
            [path for path in args.paths if not _is_list(path)],
            None if settings.lines else args.out,
            settings.format.suffix,
            listed=more,
            patterns=Patterns(tuple(args.include), tuple(args.exclude), args.recursive),
            keep_clear=[path for path in (args.summary, args.out if settings.lines else None) if path is not None],
        )
        if not todo.jobs and not todo.refused:
            tell(tr("The list names no files."))
            return SOME_FAILED
    for refusal in todo.refused:
        tell(f"{refusal.path}: {say(refusal.message)}")
    if not args.quiet:
        for note in todo.notes:
            tell(say(note))
    return _Batch(args, settings, todo).run() if todo.jobs else SOME_FAILED


def _is_list(path: Path) -> bool:
    return path == STANDARD_INPUT


def _misuse(args: argparse.Namespace) -> str | None:
    """What is wrong with the command line as a whole."""
    from reader.batch.search import is_folder

    lines = args.format == JSON_LINES
    lists = bool(args.files_from) or any(map(_is_list, args.paths))
    if not args.paths and not lists:
        return tr("Name a file or a folder, or give a list of them with --files-from.")
    if args.cluster is not None and not _has_dask():
        return tr("--cluster needs Dask. Install it with: pip install 'jiaodu[dask]'")
    if args.threshold is not None and args.accept != "sure":
        return tr("--threshold goes with --accept sure.")
    if args.out is None:
        if args.resume:
            return tr("--resume needs the place of the earlier results: add --out.")
        if not lines and (lists or len(args.paths) > 1 or is_folder(args.paths[0])):
            return tr("Several documents need a folder for the results: add --out FOLDER.")
    elif lines:
        if is_folder(args.out):
            return tr("JSON Lines go into one file, and {name} is a folder: name a file in it.", name=str(args.out))
    elif args.out.exists() and not is_folder(args.out):
        return tr("{name} is not a folder.", name=str(args.out))
    return None


def _has_dask() -> bool:
    from importlib.util import find_spec

    return find_spec("distributed") is not None


def _no_cluster(args: argparse.Namespace) -> tuple[type[NoCluster], ...]:
    """What to expect of a cluster; where none is asked for its part of the program need not be loaded."""
    if args.cluster is None:
        return ()
    from reader.cluster.running import NoCluster

    return (NoCluster,)


def _settings(args: argparse.Namespace) -> Settings:
    from reader.batch.settings import THRESHOLD, TIMEOUT, Accept, Settings
    from reader.store.export import Format
    from reader.store.rules import own_rules_path, read_rules
    from reader.text.rules import NO_RULES

    place = own_rules_path() if args.rules == OWN_RULES else args.rules
    lines = args.format == JSON_LINES
    encoding = None if args.encoding == "source" else args.encoding
    timeout = TIMEOUT if args.timeout is None else args.timeout
    return Settings(
        Format.JSON if lines else Format(args.format),
        "utf-8" if args.out is None else encoding,  # a terminal shows no other
        args.read_as,
        current(),
        lines=lines,
        rules=NO_RULES if place is None else read_rules(place),
        accept=Accept(args.accept),
        threshold=THRESHOLD if args.threshold is None else args.threshold,
        suspects=args.suspects,
        doubtful=args.level == "doubtful",
        plugins=args.plugins,
        trusted=tuple(sorted(set(args.trust_plugin))),
        timeout=timeout or None,
    )


@dataclass
class _Tally:
    good: int = 0
    unchanged: int = 0
    failed: int = 0

    def add(self, outcome: Outcome) -> None:
        if outcome.failure is not None:
            self.failed += 1
        elif outcome.unchanged:
            self.unchanged += 1
        else:
            self.good += 1

    @property
    def done(self) -> int:
        return self.good + self.unchanged


class _Batch:
    """One run, and what it says."""

    def __init__(self, args: argparse.Namespace, settings: Settings, todo: Plan) -> None:
        self._args = args
        self._settings = settings
        self._todo = todo
        self._tally = _Tally()

    def run(self) -> int:
        """Do it; returns the exit status."""
        from reader.batch.crew import NoProcesses
        from reader.batch.results import InUse

        before = signal.signal(signal.SIGTERM, _interrupt)
        try:
            self._work()
        except KeyboardInterrupt:
            self._say_stopped()
            return INTERRUPTED
        except BrokenPipeError:
            drop_output()
            return NOBODY_READS  # whoever read it has seen enough
        except InUse:
            return _wrong_usage(tr("Another run is writing to {name}.", name=str(self._args.out)))
        except _no_cluster(self._args) as error:
            tell(say(error.message))
            return SOME_FAILED
        except NoProcesses:
            tell(tr("The processes that should clean end as soon as they are started. Is the installation whole?"))
            return SOME_FAILED
        except OSError as error:  # a full disk behind a redirection or under the results
            if self._args.out is None:
                drop_output()
            tell(tr("The result could not be written: {error}", error=error.strerror or str(error)))
            return SOME_FAILED
        finally:
            signal.signal(signal.SIGTERM, before)
        self._say_done()
        return SOME_FAILED if self._todo.refused or self._tally.failed else DONE

    def _work(self) -> None:
        from reader.batch.run import nothing, run, size, workers_for

        jobs, args = self._todo.jobs, self._args
        sizes = [size(job) for job in jobs]
        with ExitStack() as stack:
            results = self._results()
            if results is not None:
                stack.callback(results.close)
            summary = self._summary(stack)
            shown = not args.quiet and sys.stderr.isatty() and (args.out is not None or not sys.stdout.isatty())
            bar = stack.enter_context(closing(Bar(len(jobs), sum(sizes), shown=shown and len(jobs) > 1)))
            workers = workers_for(jobs, args.jobs)
            known = nothing if results is None else results.known
            if args.cluster is not None:
                from reader.cluster.running import run as run_there

                address = None if args.cluster == "local" else args.cluster
                outcomes = run_there(jobs, self._settings, address=address, workers=args.jobs, known=known)
            else:
                outcomes = run(jobs, self._settings, workers, known=known)
            stack.enter_context(closing(outcomes))
            for length, outcome in zip(sizes, outcomes, strict=True):
                self._take(outcome, results, summary, bar)
                characters = 0 if outcome.facts is None else outcome.facts.characters
                bar.step(length, characters, cleaned=not outcome.unchanged)
            if results is not None:
                results.finish()

    def _take(self, outcome: Outcome, results: Results | None, summary: Summary | None, bar: Bar) -> None:
        lines = _report(outcome, quiet=self._args.quiet, verbose=self._args.verbose)
        if results is not None:
            trouble = results.take(outcome)
            if trouble is not None:
                lines.append(say(trouble))
        elif outcome.data:
            write_out(outcome.data.removeprefix(b"\xef\xbb\xbf"))
        self._tally.add(outcome)
        if summary is not None:
            summary.add(outcome)
        if lines:
            with bar.hidden():
                tell("\n".join(lines))

    def _results(self) -> Results | None:
        """Where the results go; None: to standard output."""
        from reader.batch.results import InFolder, OneFile
        from reader.batch.settings import fingerprint

        out, resume = self._args.out, self._args.resume
        if out is None:
            return None
        made = fingerprint(self._settings, version())
        if self._settings.lines:
            return OneFile(out, made, resume=resume)
        return InFolder(out, made, self._todo.jobs, resume=resume)

    def _summary(self, stack: ExitStack) -> Summary | None:
        """The summary, which is written however the run ends."""
        path = self._args.summary
        if path is None:
            return None
        from reader.batch.summary import Summary

        summary = Summary(self._todo.refused)
        stack.callback(summary.close)
        stack.callback(summary.write, path)
        return summary

    def _say_stopped(self) -> None:
        total = len(self._todo.jobs)
        tell(tr("Stopped: {done} of {total} documents are done.", done=self._tally.done, total=total))
        if self._args.out is not None:
            tell(tr("What is done is kept. The same command with --resume does the rest."))

    def _say_done(self) -> None:
        out, tally = self._args.out, self._tally
        if out is None or self._args.quiet:
            return
        if tally.good or not tally.unchanged:
            place = str(out)
            tell(
                tr_n(
                    "{count} document cleaned into {out}.",
                    "{count} documents cleaned into {out}.",
                    tally.good,
                    out=place,
                )
            )
        if tally.unchanged:
            tell(tr_n("{count} document was done before.", "{count} documents were done before.", tally.unchanged))
        failed = tally.failed + len(self._todo.refused)
        if failed:
            tell(tr_n("{count} failed.", "{count} failed.", failed))


def _report(outcome: Outcome, *, quiet: bool, verbose: bool) -> list[str]:
    """What to say about one document; nothing, usually."""
    path = outcome.job.path
    if outcome.failure is not None:
        said = [f"{path}: {say(outcome.failure)}"]
        return [*said, outcome.trace.rstrip()] if verbose and outcome.trace else said
    lines = [] if quiet else [f"{path}: {say(note)}" for note in outcome.notes]
    if verbose and outcome.facts is not None:
        counts = tr(
            "{characters} characters, {applied} fixes applied, {pending} to decide",
            characters=outcome.facts.characters,
            applied=sum(outcome.facts.applied.values()),
            pending=outcome.facts.waiting,
        )
        if outcome.unchanged:
            counts = tr("{counts}, done before", counts=counts)
        lines.append(f"{path}: {counts} → {outcome.job.target}" if outcome.job.target else f"{path}: {counts}")
    return lines


def _wrong_usage(sentence: str) -> int:
    tell(sentence)
    return WRONG_USAGE


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """Treat a polite request to end like Ctrl-C, so that workers end too."""
    raise KeyboardInterrupt
