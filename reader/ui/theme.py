"""Colours, line styles and fonts of the window, by a theme object of our own: light, dark and sepia.

The colours were measured: text on every background at least 4.8:1 and lines at least 4.4:1, orange and blue apart
under simulated colour blindness (ΔE76 at least 27). A background alone reaches 1.2:1 against the paper, so every mark
has a line, and the line's style says what the colour says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader.ui.marks import Look

READING_FONTS = (
    "Source Han Serif SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Songti SC",
    "STSong",
    "SimSun",
    "NSimSun",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
)
PLAIN_FONTS = ("Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "SimHei")
READING_SIZE = 16.0
"""Points; below that 己 and 已 are hard to tell apart."""
LINE_HEIGHT = 1.7
"""Times the size of a character."""
MEASURE = 38
"""Characters on a line at most: longer lines lose the eye on its way back."""


class Line(StrEnum):
    """Style of the line that a mark draws."""

    WAVE = "wave"
    DOTS = "dots"
    SOLID = "solid"
    DASHES = "dashes"
    DASH_DOTS = "dash-dots"
    STRIKE = "strike"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ink:
    """How one state looks: the colour behind the text (or None), the colour of the line, and the line."""

    back: str | None
    colour: str
    line: Line


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of the window as ``#rrggbb``."""

    name: str
    paper: str
    text: str
    window: str
    panel: str
    border: str
    faint: str
    """Text of lesser weight; 4.5:1 on ``window`` and on ``panel``."""
    current: str
    """Behind the current finding."""
    frame: str
    """Around the current finding, and for the focus."""
    good: str
    warn: str
    selection: str
    pending: Ink
    doubtful: Ink
    accepted: Ink
    automatic: Ink
    manual: Ink
    kept: Ink
    removed: Ink
    notice: Ink

    def ink(self, look: Look) -> Ink:
        """How marks of this look are drawn."""
        inks: dict[Look, Ink] = {
            Look.PENDING: self.pending,
            Look.DOUBTFUL: self.doubtful,
            Look.ACCEPTED: self.accepted,
            Look.AUTOMATIC: self.automatic,
            Look.MANUAL: self.manual,
            Look.KEPT: self.kept,
            Look.REMOVED: self.removed,
            Look.NOTICE: self.notice,
        }
        return inks[look]


Pair = tuple[str, str]
"""Colour of the background, colour of the line."""


def _theme(name: str, plain: tuple[str, ...], current: str, orange: Pair, blue: Pair, grey: Pair) -> Theme:
    paper, text, window, panel, border, faint, frame, good, warn, selection = plain
    return Theme(
        name, paper, text, window, panel, border, faint, current, frame, good, warn, selection,
        pending=Ink(orange[0], orange[1], Line.WAVE),
        doubtful=Ink(None, orange[1], Line.DOTS),
        accepted=Ink(blue[0], blue[1], Line.SOLID),
        # What the program did by itself stands on every line of a page; a background would drown the questions.
        automatic=Ink(None, blue[1], Line.SOLID),
        manual=Ink(blue[0], blue[1], Line.DASHES),
        kept=Ink(None, grey[1], Line.DOTS),
        removed=Ink(grey[0], grey[1], Line.STRIKE),
        notice=Ink(None, warn, Line.DASH_DOTS),
    )  # fmt: skip


LIGHT = _theme(
    "light",
    ("#FFFFFF", "#1B1B1B", "#F5F5F4", "#FFFFFF", "#D6D3D1", "#595959", "#A65200", "#0B57A4", "#9A3412", "#D7E3F4"),
    "#FFC04D",
    ("#FFE3B0", "#A65200"),
    ("#CFE4FF", "#0B57A4"),
    ("#EFEFEF", "#595959"),
)
DARK = _theme(
    "dark",
    ("#1E1E1E", "#E6E6E6", "#181818", "#242424", "#3F3F3F", "#B8B8B8", "#FFB454", "#7CB8FF", "#FFA07A", "#2F4A6B"),
    "#8A5A00",
    ("#5A3A00", "#FFB454"),
    ("#123F6E", "#7CB8FF"),
    ("#333333", "#B8B8B8"),
)
SEPIA = _theme(
    "sepia",
    ("#FBF3E1", "#2E2618", "#F1E6CE", "#FBF3E1", "#D8C8A4", "#5A5347", "#8F4500", "#0A4C91", "#8A2F0D", "#DDD0AE"),
    "#FFB433",
    ("#FFD98F", "#8F4500"),
    ("#C4DCF7", "#0A4C91"),
    ("#E9E0CC", "#5A5347"),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK, SEPIA)}


def style_sheet(theme: Theme) -> str:
    """The few rules that make Qt's own widgets fit the theme; everything else follows the palette."""
    return f"""
QToolBar {{ background: {theme.window}; border: 0; border-bottom: 1px solid {theme.border}; padding: 3px; }}
QToolBar QToolButton {{ padding: 4px 9px; border: 0; border-bottom: 2px solid transparent; border-radius: 4px; }}
QToolBar QToolButton:checked {{ border-bottom-color: {theme.frame}; }}
QToolBar QToolButton:hover {{ background: {theme.selection}; }}
QToolBar QToolButton#qt_toolbar_ext_button {{ padding: 0; }}
QToolBar::separator {{ background: {theme.border}; width: 1px; margin: 4px 5px; }}
QStatusBar {{ background: {theme.window}; border-top: 1px solid {theme.border}; }}
QStatusBar::item {{ border: 0; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {theme.border}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ padding: 6px 12px; border: 0; background: transparent; color: {theme.faint}; }}
QTabBar::tab:selected {{ color: {theme.text}; border-bottom: 2px solid {theme.frame}; }}
QToolButton#scope {{ border: 1px solid {theme.border}; border-radius: 9px; padding: 2px 5px; }}
QToolButton#scope:checked {{ border-color: {theme.frame}; background: {theme.pending.back}; }}
QToolButton#scope:focus, QPushButton:focus {{ border: 2px solid {theme.frame}; }}
QPushButton {{ border: 1px solid {theme.border}; border-radius: 5px; padding: 4px 12px; background: {theme.panel}; }}
QPushButton:hover {{ background: {theme.selection}; }}
QPushButton:disabled {{ color: {theme.faint}; background: {theme.window}; }}
QPushButton#accept {{ border-color: {theme.accepted.colour}; background: {theme.accepted.back}; }}
QPushButton#accept:disabled {{ border-color: {theme.border}; background: {theme.window}; }}
QLabel#heading {{ color: {theme.faint}; padding: 3px 10px; border-bottom: 1px solid {theme.border}; }}
QLabel#faint, QPushButton#quiet {{ color: {theme.faint}; }}
QPushButton#quiet {{ border: 0; background: transparent; padding: 2px 6px; }}
QPushButton#quiet:hover {{ color: {theme.text}; text-decoration: underline; }}
QFrame#card {{ background: {theme.panel}; border-top: 1px solid {theme.border}; }}
QFrame#drawer {{ background: {theme.window}; border-left: 1px solid {theme.frame}; }}
QFrame#message {{ background: {theme.pending.back}; border-bottom: 1px solid {theme.border}; }}
QFrame#message QLabel {{ color: {theme.text}; }}
QCheckBox::indicator:unchecked {{
    width: 12px; height: 12px; border: 1px solid {theme.faint}; border-radius: 2px; background: {theme.panel};
}}
QCheckBox:focus {{ color: {theme.frame}; }}
QLineEdit {{ border: 1px solid {theme.border}; border-radius: 3px; padding: 3px 5px; background: {theme.panel}; }}
QLineEdit:focus {{ border-color: {theme.frame}; }}
QListView, QTreeView {{ border: 0; background: {theme.panel}; }}
QTreeView::item {{ padding: 2px 7px 2px 1px; }}
QTreeView#queue::item {{ padding: 5px 8px; }}
QTreeView#queue QHeaderView::section {{ padding: 5px 8px; border: 0; border-bottom: 1px solid {theme.border};
    background: {theme.window}; }}
QTextEdit {{
    border: 0; background: {theme.paper}; color: {theme.text};
    selection-background-color: {theme.selection}; selection-color: {theme.text};
}}
QToolTip {{ background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border}; padding: 4px; }}
"""
