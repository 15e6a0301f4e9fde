"""What a queue says of itself in one line. No Qt here."""

from __future__ import annotations

from enum import Enum

from reader.language import tr, tr_n
from reader.ui.keymap import way_to
from reader.ui.queue_state import Pace, Queue, State


class Phase(Enum):
    """What is done with the documents of a queue."""

    NONE = "none"
    """There is no queue."""
    LOOKING = "looking"
    """Its documents are being found."""
    CLEANING = "cleaning"
    PAUSED = "paused"
    STOPPED = "stopped"
    """Some are not cleaned, and nothing is done about it."""
    OVER = "over"


def headline(queue: Queue, phase: Phase, pace: Pace) -> str:
    """How far the queue is, and what can be done next."""
    total, failed = len(queue.entries), queue.counts[State.FAILED]
    cleaned = total - queue.open
    match phase:
        case Phase.NONE:
            return ""
        case Phase.LOOKING:
            return tr("Looking for documents… {count} so far", count=f"{total:,}")
        case Phase.CLEANING:
            return "  ·  ".join([tr("Cleaning: {done} of {total}", done=f"{cleaned:,}", total=f"{total:,}"),
                                 *_speed(queue, pace)])  # fmt: skip
        case Phase.PAUSED:
            return tr("Paused: {done} of {total} are cleaned. Those that are can be reviewed.",
                      done=f"{cleaned:,}", total=f"{total:,}")  # fmt: skip
        case Phase.STOPPED:
            return tr("Stopped: {done} of {total} are cleaned. What is done is kept.",
                      done=f"{cleaned:,}", total=f"{total:,}")  # fmt: skip
        case Phase.OVER:
            return _outcome(queue, total, failed)


def _outcome(queue: Queue, total: int, failed: int) -> str:
    eyes, reviewed = queue.counts[State.EYES], queue.counts[State.REVIEWED]
    if not total:
        return tr("There are no documents here.")
    if failed == total:
        return tr_n(
            "The document could not be cleaned. The list says why.",
            "None of the {count} documents could be cleaned. The list says why.",
            total,
        )
    if eyes:
        said = tr_n(
            "{count} document needs eyes. {key} opens it.",
            "{count} documents need eyes. {key} opens the next one.",
            eyes,
            key=way_to("next_document"),
        )
    elif reviewed == total - failed:
        said = tr("All documents are reviewed. They can be exported into a folder now.")
    else:
        said = tr("All documents are cleaned, and none needs eyes.")
    if failed:
        said += " " + tr_n("{count} could not be cleaned.", "{count} could not be cleaned.", failed)
    return said


def _speed(queue: Queue, pace: Pace) -> list[str]:
    rate, left = pace.rate(queue), pace.left(queue)
    said = []
    if rate is not None:
        said.append(
            tr("{rate} a second", rate=f"{rate:.1f}") if rate >= 1 else tr("{rate} a minute", rate=f"{rate * 60:.0f}")
        )
    if left is not None:
        said.append(duration_left(left))
    return said


def duration_left(seconds: float) -> str:
    """So many seconds as a person says them."""
    if seconds < 90:
        count = max(1, round(seconds))
        return tr_n("about {count} second left", "about {count} seconds left", count)
    if seconds < 90 * 60:
        count = round(seconds / 60)
        return tr_n("about {count} minute left", "about {count} minutes left", count)
    count = round(seconds / 3600)
    return tr_n("about {count} hour left", "about {count} hours left", count)
