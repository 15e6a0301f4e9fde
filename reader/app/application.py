"""Starts Qt, the services and the window."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, QSettings, Qt, QTimer, QTranslator
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from reader import language
from reader.app.services import EngineServices
from reader.assets import resources
from reader.ui import garbage
from reader.ui.main_window import MainWindow
from reader.ui.theme import PLAIN_FONTS

_log = logging.getLogger(__name__)


class Application(QApplication):
    """Opens what the system hands over (macOS), also before there is a window."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self._waiting: list[Path] = []
        self._open: Callable[[Path], object] | None = None

    def opens_with(self, deed: Callable[[Path], object]) -> None:
        """From now on files from the system go to ``deed``."""
        self._open = deed
        for path in self._waiting:
            deed(path)
        self._waiting.clear()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            path = Path(event.file())
            if self._open is None:
                self._waiting.append(path)
            else:
                self._open(path)
            return True
        return super().event(event)


def main(files: Sequence[str]) -> int:
    """Open the window with a document, or with a queue of several or of a folder; returns the exit status."""
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    app = Application([sys.argv[0] if sys.argv else "jiaodu"])
    app.setApplicationName("jiaodu")
    app.setOrganizationName("jiaodu")
    app.setDesktopFileName("jiaodu")
    app.setStyle("Fusion")  # the one style that takes all colours of a theme on every system
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "jiaodu", "jiaodu")
    _speak(app, str(settings.value("language", "") or ""))
    font = app.font()
    # Without a family by name, Qt takes any face of any Chinese font for what the system's font lacks, also a bold one.
    font.setFamilies([font.family(), *PLAIN_FONTS])
    app.setFont(font)
    app.setApplicationDisplayName(language.tr("Jiaodu"))
    app.setWindowIcon(_icon())
    _mind_the_terminal(app)

    services = EngineServices(
        plugins=bool(settings.value("plugins/enabled", defaultValue=True, type=bool)),
        trusted=str(settings.value("plugins/trusted", "") or "").split(),
    )
    garbage.only_when_told()
    window = MainWindow(services, settings)
    app.opens_with(window.open_path)
    _mind_faults(window)
    window.show()
    if len(files) > 1:
        window.open_queue([Path(file) for file in files])
    elif files:
        window.open_path(Path(files[0]))
    else:
        window.desk.look_for_unfinished()
        threading.Thread(target=services.warm_up, name="jiaodu-warm-up", daemon=True).start()
    return app.exec()


def _speak(app: QApplication, chosen: str) -> None:
    """The window and Qt's own buttons speak the language chosen in the settings, else the system's."""
    wanted = chosen or os.environ.get("LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    locale = QLocale.system()
    chinese = locale.language() is QLocale.Language.Chinese if not wanted else wanted.lower().startswith("zh")
    if language.use("zh_CN" if chinese else "en") == "zh_CN":
        translator = QTranslator(app)
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(translator)


def _icon() -> QIcon:
    place = resources().joinpath("icons", "jiaodu.png")
    return QIcon(str(place)) if place.is_file() else QIcon()


def _mind_faults(window: MainWindow) -> None:
    """A fault of the program must not end it, for decisions would be lost: it is written down and said."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("unexpected fault", exc_info=(kind, error, trace))
        what = str(error) or kind.__name__
        window.message.tell(language.tr("A fault in the program: {error}. Please save and start it again.", error=what))

    sys.excepthook = report


def _mind_the_terminal(app: QObject) -> None:
    """Ctrl+C in the terminal ends the program; Python only notices while it runs, so let it run now and then."""
    signal.signal(signal.SIGINT, lambda *_: QApplication.quit())
    timer = QTimer(app)
    timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
    timer.start(500)
    timer.timeout.connect(lambda: None)
