"""The language model and what is found with it. Works on plain strings; knows nothing of fixes or pages.

    suspects    places that a recogniser probably misread
                    find_suspects(paragraphs, *, vocabulary=(), cancelled=..., cache=None) -> Iterator[Suspect]
                    Suspect(paragraph, start, end, observed, candidates, confidence, level, evidence)
                    DocumentCache()    give the same one to each call for one document
    model       log-probabilities of a text
                    default_model().read(text)  -> Reading(symbols, positions, log_p)
                    default_model().log_prob(text), .perplexity(text)
                    default_model().fluency_gain(left, middle, right)  > 0: the halves belong together
    marks       misread punctuation (· for 、, 丶 for 、, 【2018】 for 〔2018〕)
                    find_misread_marks(paragraphs) -> Iterator[MisreadMark]
                    MisreadMark(paragraph, start, end, observed, candidates, confidence)
    slips       characters that were put in, left out, split or merged
                    find_slips(paragraphs, suspects, document) -> (slips, suspects that remain)
    sentence    where a sentence ends
                    sentence_end_likelihood(left, right) -> probability that a full stop was lost between the two
    vocabulary  characters and classes as symbols
    table       compact memory-mapped maps of n-grams
    channel     which characters recognisers confuse, which look alike
    lexicon     known words, places, idioms; family names
    proposals   candidates at the unlikely places of a text
    features    facts about each place
    analysis    text -> facts, in two passes
    neural      a second opinion on doubtful places from a small network, where one is installed
    hypotheses, slipfacts, components   how a slip may have come about, and what speaks for it
    judge       facts -> probability that a place is wrong; trees: boosted trees as plain arrays
    second_look, second_facts   the places that are left, judged again by what was said of the page

Offsets are code points of the given strings. Everything needed lies in ``resources/tables`` and is memory-mapped at
first use; ``packaging/training/train.py`` makes it.
"""

from __future__ import annotations

from reader.lm.marks import MisreadMark, find_misread_marks
from reader.lm.model import Model, Reading, default_model
from reader.lm.sentence import sentence_end_likelihood
from reader.lm.suspects import DocumentCache, Evidence, Suspect, find_suspects

__all__ = ["DocumentCache", "Evidence", "MisreadMark", "Model", "Reading", "Suspect", "default_model",
           "find_misread_marks", "find_suspects", "sentence_end_likelihood"]
