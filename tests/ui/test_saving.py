"""Saving as one of many formats: names, suffixes, signatures, and what counts as saved."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from reader import language
from reader.store.export import Format, suggested_name
from reader.text.message import Message
from reader.ui.formats import TEXTS, filter_of, format_name, kinds_to_open, settled
from reader.ui.save_dialog import SaveDialog
from reader.ui.saving import AUTHOR_KEY

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


@pytest.mark.parametrize(
    ("name", "form", "saved", "saved_form"),
    [
        ("讲话.txt", Format.TXT, "讲话.txt", Format.TXT),
        ("讲话", Format.DOCX, "讲话.docx", Format.DOCX),
        ("讲话.2024年", Format.TXT, "讲话.2024年.txt", Format.TXT),
        ("讲话.md", Format.TXT, "讲话.md", Format.MD),
        ("讲话.DOCX", Format.TXT, "讲话.DOCX", Format.DOCX),
        ("讲话.docx", Format.TRACKED, "讲话.docx", Format.TRACKED),
        ("讲话.html", Format.REPORT, "讲话.html", Format.REPORT),
        ("讲话.htm", Format.REPORT, "讲话.htm", Format.REPORT),
        ("讲话.txt", Format.TRACKED, "讲话.txt", Format.TXT),
        ("讲话.pdf", Format.HTML, "讲话.pdf.html", Format.HTML),
    ],
)
def test_a_typed_suffix_names_the_format_and_a_missing_one_is_added(name, form, saved, saved_form):
    assert settled(Path("/a") / name, form) == (Path("/a") / saved, saved_form)


def test_every_format_has_a_line_of_its_own_in_the_dialogs():
    assert len({filter_of(form) for form in Format}) == len(Format)
    for suffix in (".txt", ".docx", ".pdf", ".odt", ".rtf", ".mhtml", ".gz", ".jiaodu"):
        assert f"*{suffix}" in kinds_to_open().split(";;")[0]
    assert format_name("unheard-of") == "unheard-of"


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_qt_finds_the_patterns_in_every_line_of_the_dialogs(spoken):
    """Qt knows them by the narrow parentheses at the end; in wide ones no file would be shown."""
    language.use(spoken)
    for line in (*kinds_to_open().split(";;"), *map(filter_of, Format)):
        assert re.fullmatch(r"[^()]*( ?[（(][^()]*[)）])? ?\(\*[^()（）]*\)", line), line


def test_the_name_in_the_dialog_follows_the_format(qtbot, tmp_path):
    page = tmp_path / "讲话.txt"
    dialog = SaveDialog(lambda form: suggested_name(page, form), Format.TXT)
    qtbot.addWidget(dialog)
    assert dialog.chosen == (tmp_path / "讲话_校订.txt", Format.TXT)
    dialog.selectNameFilter(filter_of(Format.TRACKED))
    dialog.filterSelected.emit(filter_of(Format.TRACKED))
    assert dialog.chosen == (tmp_path / "讲话_修订.docx", Format.TRACKED)
    dialog.selectFile("我的.docx")
    dialog.selectNameFilter(filter_of(Format.MD))
    dialog.filterSelected.emit(filter_of(Format.MD))
    assert dialog.chosen == (tmp_path / "我的.md", Format.MD)


def save(qtbot, window, form):
    with qtbot.waitSignal(window.desk.saved):
        window.export_menu.forms[form].trigger()


@pytest.mark.parametrize("form", list(Format))
def test_copies_for_others_leave_the_text_unsaved(opened, services, answers, qtbot, tmp_path, form):
    opened.review.accept()
    assert opened.desk.modified
    answers.save_at, answers.save_form = tmp_path / f"x.{form.suffix}", form
    save(qtbot, opened, form)
    assert services.forms[-1][0] is form
    assert opened.desk.modified is (form not in TEXTS)
    assert (opened.desk.target is None) is (form not in TEXTS)


def test_a_name_for_tracked_changes_is_asked_once_and_kept(opened, services, answers, settings, qtbot, tmp_path):
    answers.save_at, answers.save_form, answers.called = tmp_path / "x.docx", Format.TRACKED, None
    opened.export_menu.forms[Format.TRACKED].trigger()
    assert not services.forms  # no name, no file
    answers.called = " 王编辑 "
    save(qtbot, opened, Format.TRACKED)
    save(qtbot, opened, Format.TRACKED)
    assert services.forms == [(Format.TRACKED, "王编辑")] * 2
    assert settings.value(AUTHOR_KEY) == "王编辑"
    assert [asked[0] for asked in answers.asked].count("name") == 2


def test_the_format_of_the_last_time_is_offered_again(opened, services, answers, settings, qtbot, tmp_path):
    answers.save_at = tmp_path / "x.docx"
    with qtbot.waitSignal(opened.desk.saved):
        opened.saving.save_as()
    assert settings.value("save/format") == "docx"
    with qtbot.waitSignal(opened.desk.saved):
        opened.saving.save()
    assert services.forms[-1][0] is Format.DOCX
    answers.asked.clear()
    with qtbot.waitSignal(opened.desk.settled):
        opened.open_path(tmp_path / "二.txt")
    answers.save_at = None
    opened.saving.save_as()
    assert answers.asked == [("save", tmp_path / "二_校订.docx", Format.DOCX)]


def test_the_original_goes_after_a_question_only(opened, services, answers, qtbot, tmp_path):
    page = tmp_path / "讲话.txt"
    answers.save_at, answers.go = page, True
    with qtbot.waitSignal(opened.desk.saved):
        opened.saving.save_as()
    assert services.over == [True]
    assert any(asked[0] == "sure" and "original" in asked[1] for asked in answers.asked)
    answers.save_form = Format.REPORT
    save(qtbot, opened, Format.REPORT)
    assert services.over == [True, False]  # a report never takes the original's place


def test_what_was_saved_is_opened_by_a_click_and_notes_stay(opened, services, answers, qtbot, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(Path(url.toLocalFile())) or True)
    services.save_notes = (Message("One thing."), Message("Another."))
    answers.save_at = tmp_path / "x.docx"
    with qtbot.waitSignal(opened.desk.saved):
        opened.saving.save_as()
    assert opened.message.text.endswith("One thing. Another.")
    assert seen == []
    for button in opened.message.buttons:
        button.click()
    assert seen == [tmp_path / "x.docx", tmp_path]


def test_the_name_is_changed_in_the_settings(opened, settings, qtbot):
    settings.setValue(AUTHOR_KEY, "王编辑")
    opened.actions_by_name["settings"].trigger()
    field = opened.companions.settings.author
    assert field.text() == "王编辑"
    field.setText("李主任 ")
    field.editingFinished.emit()
    assert opened.saving.author == "李主任"
