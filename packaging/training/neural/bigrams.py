"""The n-gram model's pairs as one dense table, for looking up many at once in training."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from reader.lm.model import LOG_P, Model


class Bigrams:
    """Log p(second | first) of all pairs of symbols; 280 MB for eight thousand symbols, in half precision."""

    def __init__(self, model: Model) -> None:
        size = len(model.vocabulary)
        table = np.empty((size, size), dtype=np.float16)
        for first in range(size):
            a, b = int(model.row_starts[first]), int(model.row_starts[first + 1])
            table[first] = model.unigram_back_off[first] + model.unigrams
            table[first, model.successors[a:b]] = LOG_P[model.successor_log_p[a:b]]
        self.after = torch.from_numpy(table)
        """Row: the first of the pair."""
        self.before = self.after.T.contiguous()
        """Row: the second of the pair."""

    def to(self, device: torch.device) -> Bigrams:
        """The same with its tables on a device."""
        self.after, self.before = self.after.to(device), self.before.to(device)
        return self

    def of(self, left: Tensor, candidates: Tensor, right: Tensor) -> Tensor:
        """Both terms of each candidate (places, candidates, 2) between its neighbours (places).

        ``candidates`` may be (1, candidates) where they are the same at all places.
        """
        return torch.stack([self.after[left.unsqueeze(1), candidates].float(),
                            self.before[right.unsqueeze(1), candidates].float()], dim=-1)
