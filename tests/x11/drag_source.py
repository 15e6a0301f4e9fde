"""A small window of another program from which a file can be dragged: ``drag_source.py FILE``."""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel


class Source(QLabel):
    def __init__(self, path):
        super().__init__("drag me")
        self._path = path
        self.setWindowTitle("drag-source")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setGeometry(0, 0, 120, 80)

    def mousePressEvent(self, event):  # noqa: N802  (Qt's name)
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._path)])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    app = QApplication(sys.argv)
    source = Source(sys.argv[1])
    source.show()
    app.exec()
