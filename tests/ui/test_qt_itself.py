"""Guards against what Qt's bindings were seen to do."""

import sys

import PySide6
import pytest
from PySide6.QtGui import QTextCursor, QTextDocument

pytestmark = pytest.mark.gui


def test_this_is_not_the_release_that_loses_references_to_none():
    assert PySide6.__version__ != "6.12.0"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there None is never let go")
def test_void_calls_leave_none_alone(qapp):
    document = QTextDocument("国")
    cursor = QTextCursor(document)
    before = sys.getrefcount(None)
    for _ in range(200):
        cursor.setPosition(1)
    assert sys.getrefcount(None) > before - 100
