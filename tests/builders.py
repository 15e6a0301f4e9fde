"""Short ways to write fixes in tables of examples."""

from reader.text.fix import Edit, Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.span import Span

REASON = Message("because")


def fix(kind, *edits, safety=Safety.AUTO, confidence=0.9, level=Level.SURE, protected=False, rule="test"):
    """``fix("watermark", (3, 7, ""))``: one option of one or more edits (start, end, replacement)."""
    made = [Edit(Span(start, end), text) for start, end, text in edits]
    given = {"safety": safety, "confidence": confidence, "level": level, "protected": protected}
    return Fix.editing(made, Kind(kind), rule, REASON, **given)


def options(kind, start, end, *texts, safety=Safety.ASK, confidence=0.9, level=Level.SURE, chosen=0):
    """One place with several repairs, or with none."""
    given = tuple(Option(text, confidence, (Edit(Span(start, end), text),)) for text in texts)
    return Fix((Span(start, end),), Kind(kind), "test", given, safety, confidence, REASON, level, chosen=chosen)
