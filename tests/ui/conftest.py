"""Windows without a screen, a document made by hand, and services that need no engine."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from reader import language
from reader.review.checkpoints import Checkpoint
from reader.review.session import ReviewSession
from reader.store.export import Format, suggested_name
from reader.store.project import save_project
from reader.store.project_reading import NotAProject, read_project
from reader.store.readers.clipboard import read_clipboard
from reader.store.resume import Previous
from reader.store.rules import UnusableRules, read_rules, write_rules
from reader.text.analysis import Analysis, Progress, basis_of
from reader.text.apply import apply_fixes
from reader.text.fix import Safety
from reader.text.message import Message
from reader.text.rules import Rules
from reader.text.section import Notice, NoticeKind, Section
from reader.text.source import Source
from reader.text.span import Span
from reader.ui.main_window import MainWindow
from reader.ui.questions import Parting
from reader.ui.services import Earlier, Reading, Refused
from tests.builders import fix, options

RAW = (
    "春耕讲话.doc_某站\n"
    "本站文档由用户上传,未经授权不得转载,侵权必究,下载后不支持退款,请自行鉴别。\n"
    "春耕讲话\n"
    "一、形势\n"
    "要同群众商虽,乂快乂好地播种,不误农时。困难和问某站水印题不少,一九七八年以来年年如此。\n"
    "结束时再说一句:大家辛苦了"
)


def place(text, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = RAW.index(text, at + 1)
    return at, at + len(text)


def document_fixes():
    """Every state and kind that the window draws differently, on one small page."""
    furniture = RAW.index("本站"), RAW.index("春耕讲话\n一")
    return (
        fix("boilerplate", (*place(".doc_某站"), ""), rule="title_junk"),
        fix("boilerplate", (*furniture, ""), rule="legal_notice"),
        options("ocr", *place("虽"), "量", "议"),
        options("ocr", *place("乂"), "又"),
        options("ocr", *place("乂", 1), "又"),
        fix("watermark", (*place("某站水印"), ""), rule="watermark"),
        *(fix("punctuation", (*place(",", n), "，")) for n in (4, 5, 6)),
        fix("punctuation", (*place(":"), "："), safety=Safety.ASK, protected=True),
        options("ocr", *place("辛苦")),
    )


def document_analysis(found=None, standing=None):
    found = document_fixes() if found is None else found
    applied = apply_fixes(RAW, [f for f in found if f.safety is Safety.AUTO])
    title, heading = Span(*place("春耕讲话", 1)), Span(*place("一、形势"))
    sections = (
        Section(0, "春耕讲话", title, 0),
        Section(1, "一、形势", heading, applied.text.index("一、形势")),
    )
    end = Span(len(RAW), len(RAW))
    notices = (Notice(NoticeKind.TRUNCATED, end, Message("The text stops here.")),)
    return Analysis(found, sections, notices, basis_of(applied.applied))


@dataclass
class Log:
    """A log that keeps nothing, but remembers what it was told."""

    recording: bool = True
    complete: bool = True
    named: dict = field(default_factory=dict)
    told: list = field(default_factory=list)

    def saved(self, path, position):
        self.told.append(("saved", path, position))

    def discard(self):
        self.told.append("discard")

    @property
    def checkpoints(self):
        return tuple(self.named.values())

    def checkpoint(self, session, name):
        self.keep(Checkpoint.of(session, name), session.raw)
        return self.named[name]

    def keep(self, checkpoint, raw):
        self.named.pop(checkpoint.name, None)
        self.named[checkpoint.name] = checkpoint

    def carried(self, lost, origin):
        self.told.append(("carried", tuple(lost), origin))

    def close(self):
        self.told.append("close")
        return True


@dataclass
class Services:
    """Answers what the window asks, from memory; counts and can refuse."""

    raw: str = RAW
    refusal: Message | None = None
    save_refusal: Message | None = None
    saved: dict[Path, str] = field(default_factory=dict)
    over: list[bool] = field(default_factory=list)
    forms: list = field(default_factory=list)
    save_notes: tuple = ()
    former: Previous | None = None
    standings: list = field(default_factory=list)
    encodings: list = field(default_factory=list)
    undecodable: tuple = ()
    remarks: tuple = ()
    format: str = "txt"
    pages: int = 0
    page_gate: threading.Event = field(default_factory=threading.Event)
    doubts: tuple = ()
    not_given_up: Message | None = None
    earlier: Earlier = field(default_factory=Earlier)
    left_open: list = field(default_factory=list)
    given_up: list = field(default_factory=list)
    gate: threading.Event | None = None
    rules: Rules = field(default_factory=Rules)
    rule_notes: tuple = ()

    def read(self, path, encoding=None, watch=None):
        for page in range(1, self.pages + 1):
            self.page_gate.wait(5)
            watch(page, self.pages)
        self.encodings.append(encoding)
        if self.refusal is not None:
            raise Refused(self.refusal)
        source = Source.of_text(self.raw, path.name)
        return replace(source, undecodable=self.undecodable, remarks=self.remarks, format=self.format)

    def pasted(self, html, text):
        return read_clipboard(html, text)

    def analyse(self, raw, standing, cancelled):
        self.standings.append(standing)
        found = document_fixes() if raw == RAW else ()
        first = Analysis(found[:2], (), ())
        yield first, Progress(0, max(1, len(raw)))
        if self.gate is not None:
            while not self.gate.wait(0.01):
                if cancelled():
                    return
        whole = document_analysis() if raw == RAW else Analysis((), (), ())
        yield whole, Progress(max(1, len(raw)), max(1, len(raw)))

    def save(self, session, path, *, form=None, source=None, over_source=False, author=""):
        if self.save_refusal is not None:
            raise Refused(self.save_refusal)
        self.forms.append((form, author))
        self.saved[path] = session.cleaned.text
        self.over.append(over_source)
        return self.save_notes

    def take_up(self, session, path, tell):
        self.tell = tell
        self.log = Log()
        return self.log, self.earlier

    def about_encoding(self, source):
        return self.doubts

    def readings(self, source):
        return [Reading("gb18030", ("春耕讲话",), 0), Reading("utf-8", ("浣犲ソ",), 3)]

    def own_rules(self):
        return self.rules, self.rule_notes

    def keep_rules(self, change):
        if self.save_refusal is not None:
            raise Refused(self.save_refusal)
        self.rules = self.rules.changed(change)
        return self.rules

    def read_rules(self, path):
        try:
            return read_rules(path)
        except UnusableRules as error:
            raise Refused(error.message) from error

    def write_rules(self, rules, path):
        write_rules(rules, path)

    def unfinished(self):
        return self.left_open

    def give_up(self, entry):
        self.given_up.append(entry)
        return self.not_given_up

    def save_project(self, session, path, *, with_source, checkpoints=(), reviewer="", source=None):
        save_project(session, path, with_source=with_source, checkpoints=checkpoints, reviewer=reviewer)

    def read_project(self, path):
        try:
            return read_project(path)
        except NotAProject as error:
            raise Refused(error.message) from error

    def previous(self, source, path):
        return self.former

    def write(self, path, data):
        if self.save_refusal is not None:
            raise Refused(self.save_refusal)
        path.write_bytes(data)

    def suggested_name(self, source, form=None):
        return suggested_name(source, form)


@dataclass
class Answers:
    """Answers every question at once; remembers what was asked."""

    part: Parting = Parting.DISCARD
    go: bool = True
    open_at: Path | None = None
    save_at: Path | None = None
    save_form: Format | None = None
    called: str | None = ""
    list_at: Path | None = None
    project_at: tuple[Path, bool] | None = None
    read_as: str | None = None
    folder_at: Path | None = None
    asked: list = field(default_factory=list)

    def parting(self, name, decisions, remembered):
        self.asked.append(("parting", name, decisions, remembered))
        return self.part

    def sure(self, question, verb, otherwise):
        self.asked.append(("sure", question, verb))
        return self.go

    def encoding(self, readings, current):
        self.asked.append(("encoding", [reading.encoding for reading in readings], current))
        return self.read_as

    def file_to_open(self, folder):
        return self.open_at

    def folder(self, title, folder):
        self.asked.append(("folder", title, folder))
        return self.folder_at

    def file_to_save(self, suggest, form):
        self.asked.append(("save", suggest(form), form))
        return self.save_at and (self.save_at, self.save_form or Format.of(self.save_at))

    def project_to_save(self, suggestion):
        self.asked.append(("project", suggestion))
        return self.project_at

    def list_to_save(self, suggestion):
        return self.list_at

    def name(self, question, value):
        self.asked.append(("name", question, value))
        return self.called


@pytest.fixture(autouse=True)
def english():
    language.use("en")


@pytest.fixture
def session():
    return ReviewSession(Source.of_text(RAW), document_analysis())


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def answers():
    return Answers()


@pytest.fixture
def services():
    return Services()


@pytest.fixture
def window(qtbot, services, settings, answers):
    window = MainWindow(services, settings, answers)
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "_leaving", True))
    # The screen is small and the window maximized on it: as wide as on a desk.
    window.showNormal()
    window.resize(1200, 760)
    yield window
    window.desk.finish()


@pytest.fixture
def opened(window, qtbot, tmp_path):
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "讲话.txt")
    window.activateWindow()
    window.review.panes.clean.setFocus()
    window.review.draw_lists()
    return window
