"""A long document is laid out in small steps, to its end, and again when it has to be."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from reader.ui.gentle_layout import STEP, GentleLayout

LINES = 3_000
LINE = "今年的春耕生产要早作安排,水渠要修好,种子要备足,农时不等人。" * 4


class Counting(GentleLayout):
    def __init__(self, document):
        super().__init__(document)
        self.places = []

    def eventFilter(self, watched, event):  # noqa: N802
        answer = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Timer and answer:
            self.places.append(self._done)
        return answer


@pytest.fixture
def shown(qtbot):
    edit = QTextEdit()
    qtbot.addWidget(edit)
    document = QTextDocument(edit)
    QTextCursor(document).insertText("\n".join([LINE] * LINES))
    edit.setDocument(document)
    gentle = Counting(document)
    edit.resize(500, 600)
    edit.show()
    return edit, document, gentle


def test_every_step_is_a_small_one(shown, qtbot):
    _, document, gentle = shown
    qtbot.waitUntil(lambda: bool(gentle.places) and gentle.places[-1] >= document.characterCount(), timeout=20_000)
    assert len(gentle.places) >= document.characterCount() // STEP
    assert gentle.places == sorted(gentle.places)


@pytest.mark.parametrize("change", [lambda edit: edit.resize(420, 600), lambda edit: edit.zoomIn(4)])
def test_another_width_or_letter_size_begins_again(shown, qtbot, change):
    edit, document, gentle = shown
    qtbot.waitUntil(lambda: bool(gentle.places) and gentle.places[-1] >= document.characterCount(), timeout=20_000)
    gentle.places.clear()
    change(edit)
    qtbot.waitUntil(lambda: bool(gentle.places) and gentle.places[-1] >= document.characterCount(), timeout=20_000)
    assert gentle.places[0] == STEP
