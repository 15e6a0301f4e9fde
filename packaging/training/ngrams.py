"""Makes the character n-gram model from the corpus: count, smooth, prune, quantise, pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import corpus
import fuse
import numpy as np
import smoothing
import words
from counting import Counts, count
from numpy.typing import NDArray

from reader.lm.model import BACK_OFF, BACK_OFF_RANGE, LOG_P, LOWEST_LOG_P, Model
from reader.lm.vocabulary import BOUNDARY, SYMBOL_BITS, Vocabulary

SIZES = {3: 3_000_000, 4: 5_000_000}
MIN_PLAIN = 2
"""N-grams seen once say little and are left out."""


def _bytes(values: NDArray[np.float64], levels: NDArray[np.float32], low: float, high: float) -> NDArray[np.uint8]:
    step = (high - low) / (len(levels) - 1)
    return np.clip(np.round((values - low) / step), 0, len(levels) - 1).astype(np.uint8)


def log_p_bytes(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The nearest byte of each log-probability."""
    return _bytes(values, LOG_P, LOWEST_LOG_P, 0.0)


def back_off_bytes(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The nearest byte of each log back-off weight."""
    return _bytes(values, BACK_OFF, *BACK_OFF_RANGE)


def train(shared: Path, say: Callable[[str], None], sizes: dict[int, int] = SIZES,
          left_out: frozenset[str] = frozenset()) -> Model:
    """The model of the whole corpus but what is held out and the sources that are left out."""
    vocabulary, symbols, weights = corpus.read(shared, words.word_weights(shared), left_out)
    say(f"{len(symbols):,} symbols, {len(vocabulary):,} of them different")
    return estimate(vocabulary, [count(symbols, weights, order) for order in range(1, 5)], say, sizes)


def estimate(vocabulary: Vocabulary, counts: list[Counts], say: Callable[[str], None], sizes: dict[int, int]) -> Model:
    """The model from the counts of orders one to four."""
    size = len(vocabulary)
    kept = [order.plain >= MIN_PLAIN for order in counts]
    lower = [smoothing.continued(counts[k], counts[k + 1]) for k in (0, 1)]
    one = smoothing.unigrams(lower[0], size)
    one_keys = np.arange(size, dtype=np.uint64)
    two, _ = smoothing.estimate(lower[1], one_keys, one, kept[1])
    three, worth3 = smoothing.estimate(counts[2], two.keys, two.log_p, kept[2])
    four, worth4 = smoothing.estimate(counts[3], three.keys, three.log_p, kept[3])
    say(f"bigrams {len(two.keys):,}, trigrams {len(three.keys):,}, 4-grams {len(four.keys):,} before pruning")
    four = smoothing.prune(four, worth4, sizes[4], [])
    three = smoothing.prune(three, worth3, sizes[3],
                            [four.keys >> np.uint64(SYMBOL_BITS), four.keys & smoothing.suffix_mask(4)])
    say(f"bigrams {len(two.keys):,}, trigrams {len(three.keys):,}, 4-grams {len(four.keys):,} kept")
    one_back = smoothing.set_back_off(one_keys, two, one_keys, one, 2)
    two.back_off = smoothing.set_back_off(two.keys, three, two.keys, two.log_p, 3)
    three.back_off = smoothing.set_back_off(three.keys, four, three.keys, three.log_p, 4)
    first = (two.keys >> np.uint64(SYMBOL_BITS)).astype(np.int64)
    starts = np.searchsorted(first, np.arange(size + 1)).astype(np.uint32)
    one_back[BOUNDARY] = min(one_back[BOUNDARY], 0.0)
    model = Model(
        vocabulary, one.astype(np.float32), one_back.astype(np.float32), starts,
        (two.keys & np.uint64((1 << SYMBOL_BITS) - 1)).astype(np.uint16), log_p_bytes(two.log_p),
        back_off_bytes(two.back_off),
        fuse.build(three.keys, [log_p_bytes(three.log_p), back_off_bytes(three.back_off)]),
        fuse.build(four.keys, [log_p_bytes(four.log_p)]),
        round(counts[0].weighted.sum() / corpus.UNIT),
    )
    say("packed")
    return model
