"""Turns counts into the pruned back-off model: interpolated absolute discounting, weighted-difference pruning.

    p(w | h) = c(hw)·(1 − D/k)/c(h) + γ(h)·p(w | h')

with k the plain number of occurrences of hw, c its weighted count, D one of three discounts by k (1, 2, 3 and more)
estimated from the counts of counts (Chen and Goodman 1998), and γ what the discounts and the n-grams left out free.
Pruning keeps the n-grams with the greatest c(hw)·(log p(w|h) − log γ(h)p(w|h')) (Seymore and Rosenfeld 1996).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from counting import Counts, Keys
from numpy.typing import NDArray

from reader.lm.vocabulary import BOUNDARY, SYMBOL_BITS

Floats = NDArray[np.float64]
_SHIFT = np.uint64(SYMBOL_BITS)


@dataclass
class Order:
    """The kept n-grams of one order, rising keys: log-probability, log back-off weight as a history."""

    keys: Keys
    log_p: Floats
    weighted: Floats
    plain: NDArray[np.uint32]
    back_off: Floats


def suffix_mask(order: int) -> np.uint64:
    """Keeps the last ``order − 1`` symbols of a key."""
    return np.uint64((1 << (SYMBOL_BITS * (order - 1))) - 1)


def discounts(plain: NDArray[np.uint32]) -> Floats:
    """What one occurrence, two, and more lose, indexed by the number of occurrences up to three."""
    n1, n2, n3, n4 = (max(int((plain == k).sum()), 1) for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    values = np.array([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
    return np.clip(values, [0, 0.1, 0.2, 0.3], [0, 1, 2, 3])


def unigrams(counts: Counts, size: int) -> Floats:
    """Log-probability by symbol; what was never counted shares a hundred-millionth."""
    p = np.full(size, 1e-8)
    p[counts.keys.astype(np.int64)] += counts.weighted / counts.weighted.sum()
    return np.log(p / p.sum())


def find(keys: Keys, wanted: Keys) -> NDArray[np.int64]:
    """The place of each wanted key in rising keys; −1 where it is not."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)


def continued(counts: Counts, higher: Counts) -> Counts:
    """Counts of a lower order for backing off: how many different symbols stand before an n-gram (Kneser and Ney 1995).

    What follows many different words is likely after a new one; what is merely frequent is not (Francisco follows San).
    The weighted count is the geometric mean of weighted occurrences and weighted different predecessors: plain
    Kneser-Ney loses the emphasis on the register of speeches. N-grams at the start of a paragraph have no predecessor
    and keep their counts.
    """
    suffix = higher.keys & suffix_mask(higher.order)
    order = np.argsort(suffix, kind="stable")
    suffix = suffix[order]
    keys, first = np.unique(suffix, return_index=True)
    kinds = np.diff(first, append=len(suffix))
    weighted_kinds = np.add.reduceat((higher.weighted / higher.plain)[order], first)
    at = find(counts.keys, keys)
    plain = np.where(counts.keys >> np.uint64(SYMBOL_BITS * (counts.order - 1)) == BOUNDARY, counts.plain, 1)
    weighted = np.where(plain == counts.plain, counts.weighted, counts.weighted / counts.plain)
    inner = at[at >= 0]
    starts = counts.keys[inner] >> np.uint64(SYMBOL_BITS * (counts.order - 1)) == BOUNDARY
    plain[inner[~starts]] = kinds[at >= 0][~starts]
    weighted[inner[~starts]] = np.sqrt(weighted_kinds[at >= 0] * counts.weighted[inner])[~starts]
    return Counts(counts.order, counts.keys, weighted, plain.astype(np.uint32))


def estimate(counts: Counts, lower_keys: Keys, lower_log_p: Floats, kept: NDArray[np.bool_]) -> tuple[Order, Floats]:
    """The order's interpolated probabilities, and for each n-gram how much it is worth keeping."""
    discount = discounts(counts.plain)[np.minimum(counts.plain, 3)]
    share = counts.weighted * (1 - discount / counts.plain)
    share[~kept] = 0
    histories, first = np.unique(counts.keys >> _SHIFT, return_index=True)
    total = np.add.reduceat(counts.weighted, first)
    freed = 1 - np.add.reduceat(share, first) / total
    group = np.repeat(np.arange(len(histories)), np.diff(first, append=len(counts.keys)))
    group, share, keys, weighted = group[kept], share[kept], counts.keys[kept], counts.weighted[kept]
    lower = np.exp(lower_log_p[find(lower_keys, keys & suffix_mask(counts.order))])
    log_p = np.log(share / total[group] + freed[group] * lower)
    worth = weighted * (log_p - np.log(freed[group] * lower))
    return Order(keys, log_p, weighted, counts.plain[kept], np.zeros(len(keys))), worth


def prune(order: Order, worth: Floats, size: int, protected: list[Keys]) -> Order:
    """The order with its ``size`` most valuable n-grams and those that higher orders build on."""
    keep = np.zeros(len(order.keys), dtype=bool)
    for keys in protected:
        keep[find(order.keys, np.unique(keys))] = True
    rest = size - int(keep.sum())
    if rest > 0:
        ranked = np.where(keep, -np.inf, worth)
        keep[np.argsort(-ranked, kind="stable")[:rest]] = True
    return Order(*(part[keep] for part in (order.keys, order.log_p, order.weighted, order.plain, order.back_off)))


def set_back_off(history_keys: Keys, higher: Order, lower_keys: Keys, lower_log_p: Floats, order: int) -> Floats:
    """Log back-off weight of each history, so that what is kept and what backs off add up to one."""
    histories, first = np.unique(higher.keys >> _SHIFT, return_index=True)
    lower = np.exp(lower_log_p[find(lower_keys, higher.keys & suffix_mask(order))])
    left = 1 - np.add.reduceat(np.exp(higher.log_p), first)
    left_below = 1 - np.add.reduceat(lower, first)
    weight = np.log(np.maximum(left, 1e-6)) - np.log(np.maximum(left_below, 1e-6))
    result = np.zeros(len(history_keys))
    result[find(history_keys, histories)] = weight
    return result
