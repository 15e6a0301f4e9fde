"""How urgently a person should look at a page: a number to sort by, and the points that it is made of.

    100   the text that is left may be no speech (``not_a_speech``)
     60   the encoding could not read some places
     30   the wording was spun by a machine (``rewritten``), or several texts are on the page (``several_texts``)
     10   each passage that was cut out (``gap``), 50 at most
      3   each number that was lost (``lost_number``), 15 at most
      5   the end is cut off (``truncated``)
      2   each masked word (``masked``) and each break in the numbering (``numbering``), 10 at most for either
      2   each finding to decide in 1,000 characters, 60 at most
 0 – 40   more than half of the characters were removed: 80 × (share − 0.5)

A file that failed comes before all others, with 1,000. The points weigh what can go wrong unseen (a text that is not
the speech, passages that are missing) over what is only work (findings to decide); they are a judgement, not measured.
"""

from __future__ import annotations

from reader.batch.outcome import Facts, Outcome

FAILED = 1000.0

_EACH = {"gap": (10, 50), "lost_number": (3, 15), "masked": (2, 10), "numbering": (2, 10)}
_ONCE = {"not_a_speech": 100, "rewritten": 30, "several_texts": 30, "truncated": 5}
_UNDECODABLE = 60
_FINDINGS, _MOST_FINDINGS = 2.0, 60.0
_USUAL_SHARE, _SHARE = 0.5, 80.0


def attention(outcome: Outcome) -> float:
    """The points of one document; 0 where nothing asks for a look."""
    return FAILED if outcome.facts is None else points(outcome.facts)


def points(facts: Facts) -> float:
    """The points of a document that was cleaned."""
    total = float(sum(once for kind, once in _ONCE.items() if facts.notices.get(kind)))
    total += sum(min(each * facts.notices.get(kind, 0), most) for kind, (each, most) in _EACH.items())
    total += _UNDECODABLE if facts.undecodable else 0
    if facts.characters:
        total += min(_FINDINGS * 1000 * facts.waiting / facts.characters, _MOST_FINDINGS)
    total += _SHARE * max(0.0, facts.removed_share - _USUAL_SHARE)
    return round(total, 1)
