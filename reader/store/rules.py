"""The reader's rules on the disk: a file that people can read, edit and hand on.

The file is JSON with one rule a line. It lies in the configuration folder of the program and holds what was said about
all texts; rules about one document are in that document's journal.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_config_path

from reader.store.findings import to_dict, to_list, to_text
from reader.store.journal_lines import Json, Record
from reader.store.saving import NotSaved, saving_failure, write_atomically
from reader.text.fix import Kind
from reader.text.message import Message
from reader.text.rules import NO_CHANGE, Rule, RuleChange, RuleKind, Rules, RuleScope

VERSION = 1
SCHEMA = "jiaodu-rules"

PATIENCE = 5.0
"""Seconds to wait for another window that writes the file."""

_CHANGING = (RuleKind.CHANGE, RuleKind.NEVER)
_TRUTHS = {"whole_line": False, "loose": False, "unasked": False, "on": True}


class UnusableRules(Exception):  # noqa: N818  (it says what the file is)
    """A file whose rules cannot be used; ``message`` says why and what to do. It is left as it is."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def own_rules_path() -> Path:
    """Where the reader's rules lie: below ``JIAODU_CONFIG`` where that is set, else where the system wants it."""
    named = os.environ.get("JIAODU_CONFIG")
    return (Path(named) if named else user_config_path("jiaodu", appauthor=False)) / "rules.json"


def rule_data(rule: Rule) -> Record:
    """A rule as an object that a person can read; what is as usual is left out."""
    said: Record = {"kind": rule.kind.value, "text": rule.text}
    if rule.kind in _CHANGING:
        said["replacement"] = rule.replacement
    said |= {name: getattr(rule, name) for name in ("before", "after") if getattr(rule, name)}
    said |= {name: getattr(rule, name) for name, usual in _TRUTHS.items() if getattr(rule, name) != usual}
    if rule.fault is not Kind.OCR:
        said["fault"] = rule.fault.value
    return said


def rule_of(data: Json, scope: RuleScope) -> Rule:
    """The rule that ``rule_data`` wrote; what a later program says besides is not looked at.

    :raises ValueError, KeyError, TypeError: if it is none
    """
    said = to_dict(data)
    kind = RuleKind(to_text(said["kind"]))
    # To take something out must be said, not forgotten.
    replacement = to_text(said["replacement"] if kind in _CHANGING else said.get("replacement", ""))
    before, after = (to_text(said.get(name, "")) for name in ("before", "after"))
    truths = [said.get(name, usual) for name, usual in _TRUTHS.items()]
    if not all(isinstance(truth, bool) for truth in truths):
        raise TypeError(f"neither true nor false: {truths}")
    whole_line, loose, unasked, on = map(bool, truths)
    return Rule(
        kind,
        to_text(said["text"]),
        replacement,
        before,
        after,
        whole_line=whole_line,
        loose=loose,
        unasked=unasked,
        on=on,
        scope=scope,
        fault=Kind(to_text(said.get("fault", Kind.OCR.value))),
    )


def change_data(change: RuleChange) -> Record:
    """Rules that came and went, as data."""
    return {
        name: [{"scope": rule.scope.value, **rule_data(rule)} for rule in rules]
        for name, rules in (("added", change.added), ("removed", change.removed))
        if rules
    }


def change_of(data: Json) -> RuleChange:
    """What ``change_data`` wrote.

    :raises ValueError, KeyError, TypeError: if it is none
    """
    said = to_dict(data)
    if not said:
        return NO_CHANGE
    added, removed = (
        tuple(rule_of(entry, RuleScope(to_text(to_dict(entry)["scope"]))) for entry in to_list(said.get(name, [])))
        for name in ("added", "removed")
    )
    return RuleChange(added, removed)


def read_rules(path: Path) -> Rules:
    """The rules in a file, as rules about all texts.

    :raises UnusableRules: if it cannot be read, is no such file, is of a later version, or any rule makes no sense
    """
    rules, bad = _read(path)
    if bad:
        raise UnusableRules(
            Message.of("{name}: {number} of its rules make no sense. Nothing was taken in.", name=path.name, number=bad)
        )
    return rules


def write_rules(rules: Rules, path: Path) -> None:
    """Write rules for another program or person; a file that is there is replaced in one step.

    :raises NotSaved: if nothing was written
    """
    rows = [json.dumps(rule_data(rule), ensure_ascii=False) for rule in rules.stated]
    listed = "".join(f"\n  {row}{',' if n < len(rows) else ''}" for n, row in enumerate(rows, 1))
    said = f'{{\n "schema": "{SCHEMA}/{VERSION}",\n "rules": [{listed}\n ]\n}}\n'
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotSaved(saving_failure(error, path), path) from error
    write_atomically(path, said.encode("utf-8", "backslashreplace"))


def own_rules(path: Path | None = None) -> tuple[Rules, tuple[Message, ...]]:
    """The reader's rules, and what to say about their file; never raises for the sake of a file.

    A damaged file is kept aside, and what could be made out goes on.
    """
    path = path or own_rules_path()
    if not path.exists():
        return Rules(), ()
    try:
        with _locked(path):
            rules, bad = _read(path)
            return (rules, (_put_aside(path, rules, bad),)) if bad else (rules, ())
    except _Damaged:
        return Rules(), (_put_aside(path, Rules(), None),)
    except UnusableRules as error:
        return Rules(), (error.message,)
    except NotSaved as error:
        return Rules(), (error.message,)


def change_own_rules(change: RuleChange, path: Path | None = None) -> Rules:
    """Add and remove rules about all texts in the reader's file, whatever other windows wrote meanwhile.

    Returns the rules as they are then.

    :raises NotSaved: if nothing was written; what was there is there
    """
    path = path or own_rules_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotSaved(saving_failure(error, path), path) from error
    with _locked(path):
        try:
            before, bad = _read(path) if path.exists() else (Rules(), 0)
            if bad:
                _put_aside(path, before, bad)
        except _Damaged:
            before = Rules()
            _put_aside(path, before, None)
        except UnusableRules as error:
            raise NotSaved(error.message, path) from error
        rules = before.changed(change.within(RuleScope.USER))
        if rules != before:
            write_rules(rules, path)
    return rules


class _Damaged(UnusableRules):
    """A file that is no list of rules at all."""


def _read(path: Path) -> tuple[Rules, int]:
    """The rules that can be made out, and how many cannot."""
    try:
        said = to_dict(json.loads(path.read_text("utf-8-sig")))
        number = int(to_text(said["schema"]).removeprefix(f"{SCHEMA}/"))
        entries = to_list(said["rules"]) if number <= VERSION else []
    except OSError as error:
        why = error.strerror or str(error)
        raise UnusableRules(Message.of("{name} cannot be read: {error}.", name=path.name, error=why)) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _Damaged(Message.of("{name} is no file of rules, or a damaged one.", name=path.name)) from error
    if number > VERSION:
        raise UnusableRules(
            Message.of(
                "A newer version of the program wrote {name}. This one leaves it alone and works without those rules.",
                name=path.name,
            )
        )
    rules: list[Rule] = []
    bad = 0
    for entry in entries:
        try:
            rules.append(rule_of(entry, RuleScope.USER))
        except (ValueError, KeyError, TypeError):
            bad += 1
    return Rules.of(rules), bad


def _put_aside(path: Path, rules: Rules, bad: int | None) -> Message:
    """Keep a damaged file under another name, and go on with what could be made out."""
    aside = path.with_name(f"{path.stem}.{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.damaged")
    try:
        path.replace(aside)
        if rules.stated:
            write_rules(rules, path)
    except OSError as error:
        raise NotSaved(saving_failure(error, path), path) from error
    if bad is None:
        return Message.of("The file of your rules was damaged. It is kept as {name}; you begin without rules.",
                          name=aside.name)
    return Message.of(
        "{number} of your rules could not be read. The others hold; the file as it was is kept as {name}.",
        number=bad, name=aside.name,
    )  # fmt: skip


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Have the file to oneself; where the disk knows no locks there is nobody to guard against."""
    lock = FileLock(path.with_suffix(".lock"), thread_local=False)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout as error:
        said = Message.of("Your rules are in use by another window. Nothing was changed; try again.")
        raise NotSaved(said, path) from error
    except (OSError, NotImplementedError):
        with suppress(OSError):
            lock.release(force=True)
    try:
        yield
    finally:
        lock.release()
