"""Whole saved pages: invented sites in ``pages/`` around the invented speeches of ``tests/samples``."""

from html import escape
from pathlib import Path

from tests.detect.typesetting import lines_of

PAGES = Path(__file__).parent / "pages"
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def speech(name):
    """The lines of a sample: its title, and its paragraphs."""
    title, *paragraphs = (SAMPLES / f"{name}.txt").read_text("utf-8").rstrip("\n").split("\n")
    return title, paragraphs


def as_lines(paragraphs):
    """Every printed line a box of its own with a space behind it, as readers of document sites are built."""
    lines = [line for paragraph in paragraphs for line in lines_of("　　" + paragraph, 32)]
    return "\n".join(f'<p class="rd-line"><span style="font-size:16px">{escape(line)}</span></p>' for line in lines)


def as_sections(paragraphs):
    """Boxes in boxes with a word in each that nobody sees, and the code's own line ends within sentences."""
    made = []
    for at, paragraph in enumerate(paragraphs):
        half = len(paragraph) // 2
        words = f"{escape(paragraph[:half])}\n<span style=\"display: none;\">河湾{at}</span>{escape(paragraph[half:])}"
        made.append(f'<section style="margin:0 8px"><p><strong></strong><span>{words}</span></p></section>')
    return "<p><br></p>".join(made)


def as_indented(paragraphs):
    """One cell of a table, paragraphs parted by two line ends and begun with spaces that do not break."""
    return "<BR><BR>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(paragraph)}" for paragraph in paragraphs)


FORMS = {"lines": as_lines, "sections": as_sections, "indented": as_indented}


def saved(page, sample):
    """The code of a page with a speech in it, and the speech."""
    title, paragraphs = speech(sample)
    code = (PAGES / f"{page}.html").read_text("utf-8").replace("{{title}}", title)
    for name, form in FORMS.items():
        code = code.replace(f"{{{{speech:{name}}}}}", form(paragraphs))
    return code, [title, *paragraphs]
