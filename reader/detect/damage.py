"""Damage inside the speech, gathered for the engine: marks to repair or ask about, and what can only be pointed at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain

from reader.detect.doubled_marks import doubled_marks
from reader.detect.losses import lost_words
from reader.detect.masks import masked_words
from reader.detect.private_glyphs import private_glyphs
from reader.detect.punctuation import half_width
from reader.detect.quotes import turned_quotes
from reader.detect.wording import filtered_words, lost_punctuation, spun_wording
from reader.text.fix import Fix
from reader.text.projection import Projection
from reader.text.section import Notice
from reader.text.span import Span


def marks(seen: Projection, *, asks: bool = True) -> list[Fix]:
    """Every repair of punctuation; a mark that goes because it stands twice is not widened before.

    Without ``asks`` the questions that take the language model are left out.
    """
    doubled = list(doubled_marks(seen))
    gone = {span for fix in doubled for span in fix.spans}
    taken = {at for span in gone for at in range(span.start, span.end)}
    widened = (fix for fix in half_width(seen) if not any(span.start in taken for span in fix.spans))
    return [*doubled, *widened, *turned_quotes(seen), *(private_glyphs(seen) if asks else ())]


def missing_and_changed(seen: Projection) -> list[Notice]:
    """Notices of what is masked, lost, cut by a filter, or swapped by a program; nothing of it can be repaired."""
    notices = (masked_words, lost_words, filtered_words, spun_wording, lost_punctuation)
    return list(chain.from_iterable(told(seen) for told in notices))


def outside(fixes: Iterable[Fix], broken: Iterable[Notice]) -> list[Fix]:
    """Those fixes that lie outside the stretches that a wrong conversion left unreadable."""
    places = sorted(notice.span for notice in broken)
    if not places:
        return list(fixes)
    starts = [place.start for place in places]
    return [fix for fix in fixes if not any(_within(span, places, starts) for span in fix.spans)]


def _within(span: Span, places: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether a stretch begins in one of the places, which lie apart, in order."""
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and span.start < places[at].end
