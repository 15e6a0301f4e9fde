"""The library's front door: a text or a file in, a review out. ``import reader`` gives all of it.

>>> import reader
>>> page = '''关于开好会议的讲话
... 同志们：
... 今天开会,主要讲三点意见。第一，要提高认识；第二，要落实责任；第三，要加强检查，务求取得实效。
... 仅供参考，下载文档请登录账号
... '''
>>> review = reader.clean(page)
>>> print(review.text)
关于开好会议的讲话
同志们：
今天开会，主要讲三点意见。第一，要提高认识；第二，要落实责任；第三，要加强检查，务求取得实效。
>>> review.ledger.adds_up
True

Nothing is decided for good: every change is a fix, and a fix that is kept gives the original back.

>>> [(fix.kind.value, review.observed(fix).strip()) for fix in review.applied if fix.kind != "spacing"]
[('punctuation', ','), ('boilerplate', '仅供参考，下载文档请登录账号')]
>>> review.keep(review.applied[0])
>>> review.text.splitlines()[2][:7]
'今天开会,主要'
>>> review.undo()
True

A review belongs to one thread at a time; several threads may each have their own.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias

from reader.batch.accept import reviewed
from reader.batch.settings import THRESHOLD, Accept, Settings
from reader.batch.work import engine_for
from reader.pipeline import Engine
from reader.review.decision import State, Verdict
from reader.review.session import ReviewSession
from reader.store.contract import Json, contract, to_json
from reader.store.documents import read_document
from reader.store.encodings import encoding_notices
from reader.store.export import Format, Saved, save_cleaned
from reader.text.analysis import Standing
from reader.text.fix import Fix, Kind, Level
from reader.text.ledger import Ledger
from reader.text.message import Message
from reader.text.rules import Rule, RuleKind, Rules
from reader.text.section import Notice, Section
from reader.text.source import Source

Name: TypeAlias = "Fix | str"
"""A finding, or its key."""

AcceptName: TypeAlias = Literal["safe", "sure", "none"]

_ROUNDS = 4
"""Analyses after one decision at most: each may find what the one before could not see."""


def clean(
    text: str,
    *,
    suspects: bool = True,
    accept: AcceptName | Accept = Accept.SAFE,
    threshold: float = THRESHOLD,
    words: Iterable[str] = (),
    rules: Iterable[Rule] = (),
    plugins: bool = True,
    trusted: Iterable[str] = (),
    name: str = "",
) -> Review:
    """Review a text: what is safe is applied, all else is listed and waits.

    Without ``suspects`` the language model is not asked for misread characters, which is several times as quick; the
    rest is the same. ``accept`` is what is applied unasked: ``safe``, ``sure`` (also what is shown by default with a
    confidence of ``threshold`` or more, never numbers, names or quotations) or ``none``. ``words`` are right as they
    stand and never suspected, ``rules`` say anything else about every place. Without ``plugins`` none is asked that is
    installed; those named in ``trusted`` may apply what they find unasked. ``name`` is how results name the text.

    :raises TypeError: if ``text`` is no string: decode bytes first, or ``open`` their file
    :raises ValueError: if ``accept`` is none of the three, or a word is empty or longer than a line

    >>> import reader
    >>> reader.clean("各县区、各部门要高度重视。", words=["县区"]).pending
    ()
    """
    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}; reader.open reads files")
    settings = _settings(suspects, accept, threshold, plugins, trusted)
    return Review.of(Source.of_text(text, name), settings, [*rules, *_words(words)])


def open(  # noqa: A001  (as in gzip and codecs: the word that everybody looks for)
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    suspects: bool = True,
    accept: AcceptName | Accept = Accept.SAFE,
    threshold: float = THRESHOLD,
    words: Iterable[str] = (),
    rules: Iterable[Rule] = (),
    plugins: bool = True,
    trusted: Iterable[str] = (),
) -> Review:
    """Review a file of any format that the window opens; see ``clean`` for the rest.

    The ``encoding`` of plain text is found out where none is given.

    :raises UnreadableDocument: if the file is missing, empty, too large, no text, or may not be read
    :raises LookupError: if there is no such encoding
    :raises ValueError: as ``clean``
    """
    source = read_document(Path(path), encoding)
    return Review.of(source, _settings(suspects, accept, threshold, plugins, trusted), [*rules, *_words(words)])


def _settings(
    suspects: bool, accept: AcceptName | Accept, threshold: float, plugins: bool, trusted: Iterable[str]
) -> Settings:
    if not 0 <= threshold <= 1:
        raise ValueError(f"a confidence is between 0 and 1: {threshold}")
    if isinstance(trusted, str):
        raise TypeError("trusted plug-ins are several names, not one string")
    return Settings(
        suspects=suspects, accept=Accept(accept), threshold=threshold, plugins=plugins, trusted=tuple(sorted(trusted))
    )


def _words(words: Iterable[str]) -> list[Rule]:
    if isinstance(words, str):
        raise TypeError("words are several strings, not one")
    return [Rule(RuleKind.WORD, word) for word in words]


class Review:
    """One text, what was found in it, and what was decided; made by ``clean`` and ``open``.

    Places are code points of ``raw``. Findings are values: a decision never changes one, it changes ``text``. After a
    decision that lets later detectors see other text (a removal that is kept), they look again before the call returns.
    """

    def __init__(self, session: ReviewSession, engine: Engine) -> None:
        """``session`` was analysed by ``engine``."""
        self._session = session
        self._engine = engine

    @classmethod
    def of(cls, source: Source, settings: Settings, rules: Collection[Rule] = ()) -> Review:
        """Analyse ``source`` and accept what the settings accept."""
        said = replace(settings, rules=Rules.of(rules))
        engine = engine_for(said)()
        session = reviewed(source, lambda standing: engine.analyse(source.raw, standing), said)
        return cls(session, engine)

    # What there is

    @property
    def session(self) -> ReviewSession:
        """Everything else that the window can do."""
        return self._session

    @property
    def raw(self) -> str:
        """The text as it came."""
        return self._session.raw

    @property
    def text(self) -> str:
        """The cleaned text, as the decisions make it now: a paragraph a line."""
        return self._session.cleaned.text

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """Every finding, in text order."""
        return self._session.fixes

    @property
    def applied(self) -> tuple[Fix, ...]:
        """The findings that are in ``text``, in text order."""
        return tuple(fix for fix in self._session.fixes if self._session.state(fix) is State.ACCEPTED)

    @property
    def pending(self) -> tuple[Fix, ...]:
        """The findings that ask for a decision, in text order; doubtful ones are in ``fixes`` only."""
        return self._session.pending

    @property
    def sections(self) -> tuple[Section, ...]:
        """The title (level 0) and the headings."""
        return self._session.sections

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is missing or doubtful and was not repaired."""
        return (*encoding_notices(self._session.source), *self._session.notices)

    @property
    def ledger(self) -> Ledger:
        """The account: source = kept + removed + changed."""
        return self._session.ledger

    def fix(self, key: str) -> Fix:
        """The finding with this key, which stays the same between runs.

        :raises KeyError: if there is none
        """
        return self._session.fix(key)

    def state(self, fix: Name) -> State:
        """What the finding does to the text now.

        :raises KeyError: if there is no such finding
        """
        return self._session.state(self._known(fix))

    def observed(self, fix: Name) -> str:
        """The characters of ``raw`` that the finding is about.

        :raises KeyError: if there is no such finding
        """
        return self._known(fix).observed(self.raw)

    # Deciding

    def accept(self, fix: Name, option: int | None = None) -> None:
        """Apply a finding, with its best option or the one of this number; one without a repair stays as it is.

        :raises KeyError: if there is no such finding
        :raises IndexError: if there is no such option
        """
        self._session.accept(self._known(fix), option)
        self._look_again()

    def keep(self, fix: Name) -> None:
        """Keep the original at this place.

        :raises KeyError: if there is no such finding
        """
        self._session.keep(self._known(fix))
        self._look_again()

    def reopen(self, fix: Name) -> None:
        """Let the finding wait for a decision again.

        :raises KeyError: if there is no such finding
        """
        self._session.reopen(self._known(fix))
        self._look_again()

    def accept_all(
        self,
        level: Level | Literal["sure", "doubtful"] = Level.SURE,
        *,
        kinds: Collection[Kind | str] = (),
        least_confidence: float = 0.9,
    ) -> tuple[Fix, ...]:
        """Apply what is pending and has a repair, as one step; returns what was accepted.

        Numbers, quotations and other protected places are never among them: they are decided one by one. With
        ``doubtful`` also findings that are shown on demand only. ``kinds`` empty means all. Below ``least_confidence``
        nothing is accepted: of findings at 0.9 nine in ten are right, and a removal asked at 0.8 can be a page of text.

        :raises ValueError: if there is no such level or kind
        """
        levels = (Level.SURE,) if Level(level) is Level.SURE else (Level.SURE, Level.DOUBTFUL)
        wanted = {Kind(kind) for kind in kinds} or set(Kind)
        every = tuple(
            fix
            for fix in self._session.fixes
            if self._session.state(fix) is State.PENDING and fix.options and not fix.protected
            and fix.level in levels and fix.kind in wanted and fix.confidence >= least_confidence
        )  # fmt: skip
        self._session.decide(every, Verdict.ACCEPTED, Message("Accept"))
        self._look_again()
        return every

    def undo(self) -> bool:
        """Take the last decision back; whether there was one."""
        there = self._session.can_undo
        self._session.undo()
        self._look_again()
        return there

    def redo(self) -> bool:
        """Decide again what ``undo`` took back; whether there was anything."""
        there = self._session.can_redo
        self._session.redo()
        self._look_again()
        return there

    # Handing on

    def to_dict(self) -> dict[str, Json]:
        """Everything as plain values, in the form that ``jiaodu clean --format json`` writes."""
        return contract(self._session)

    def to_json(self) -> str:
        """``to_dict`` as JSON; a lone surrogate is written as an escape."""
        return to_json(self.to_dict()).decode("utf-8")

    def save(
        self,
        path: str | os.PathLike[str],
        format: Format | str | None = None,  # noqa: A002  (the word that everybody uses)
        *,
        encoding: str | None = None,
    ) -> Saved:
        """Write the cleaned document in one step, in the format that the file's name asks for, or in this one.

        The formats are those of the command line: txt, md, html, json, docx, docx-tracked, report, csv. ``encoding``
        is ``utf-8``, or None for that of the source. The original is never written over.

        :raises NotSaved: if nothing could be written; what was there is unharmed
        :raises ValueError: if there is no such format
        """
        return save_cleaned(
            self._session, Path(path), format=None if format is None else Format(format), encoding=encoding
        )

    def __repr__(self) -> str:
        source = self._session.source
        return f"<Review of {source.name or 'a text'}: {len(source.raw)} characters, {len(self.pending)} pending>"

    # Inside

    def _known(self, fix: Name) -> Fix:
        return self._session.fix(fix.key if isinstance(fix, Fix) else fix)

    def _look_again(self) -> None:
        for _ in range(_ROUNDS):
            if not self._session.stale:
                return
            standing: Standing = self._session.standing
            self._session.adopt(self._engine.analyse(self.raw, standing))
