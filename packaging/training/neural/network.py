"""The network: which character stands at a place, judged from what stands before and after it.

Two towers of dilated convolutions read the text, one what lies before each place, one what lies after it; neither sees
the place itself. So every place of a text is a training example at once, and one pass scores all places.

    score(c) = state · vector(c) + bias(c) + gate_1 log p(c | before) + gate_2 log p(after | c)

The bigram terms are those of the n-gram model: the network learns what they miss, and how far to trust them (their
gates close where a neighbour looks misread itself).

A second head judges, with the character that stands there, whether it is wrong. It is trained along and not exported:
as a fact of its own the judges came to trust it too far on pages that are not like the noise it was trained with.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    """The size of a network. It sees ``2 * sum(dilations) + 1`` symbols to each side."""

    symbols: int
    width: int = 192
    dilations: tuple[int, ...] = (1, 2, 4, 8)


class Block(nn.Module):
    """A gated causal convolution over three places, added to its input."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(3 * width, 2 * width)

    def forward(self, states: Tensor) -> Tensor:
        """States of the same shape (texts, places, width)."""
        normed = self.norm(states)
        # Padded on the left only: a place never sees what follows it.
        once = functional.pad(normed, (0, 0, self.dilation, 0))[:, :-self.dilation]
        twice = functional.pad(normed, (0, 0, 2 * self.dilation, 0))[:, :-2 * self.dilation]
        value, gate = self.mix(torch.cat([normed, once, twice], dim=-1)).chunk(2, dim=-1)
        return states + value * torch.sigmoid(gate)


class Tower(nn.Module):
    """Reads a text from one side; the state of a place knows what lies before it, not the place."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(Block(shape.width, dilation) for dilation in shape.dilations)

    def forward(self, vectors: Tensor) -> Tensor:
        """States of the same shape, moved on by one place."""
        states = vectors
        for block in self.blocks:
            states = block(states)
        return functional.pad(states, (0, 0, 1, 0))[:, :-1]


class Network(nn.Module):
    """Scores characters at the places of texts."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.shape = shape
        self.vectors = nn.Embedding(shape.symbols, width)
        nn.init.normal_(self.vectors.weight, std=0.3)
        self.bias = nn.Parameter(torch.zeros(shape.symbols))
        self.before, self.after = Tower(shape), Tower(shape)
        self.join_norm = nn.LayerNorm(2 * width)
        self.join = nn.Linear(2 * width, 4 * width)
        self.shrink = nn.Linear(2 * width, width)
        self.last_norm = nn.LayerNorm(width)
        self.state = nn.Linear(width, width)
        self.gates = nn.Linear(width, 2)
        # The bigrams are trusted, and nothing else is known, before anything is learnt.
        nn.init.normal_(self.state.weight, std=0.01)
        nn.init.zeros_(self.gates.weight)
        nn.init.ones_(self.gates.bias)
        self.doubt = nn.Linear(3 * width, width)
        self.doubt_out = nn.Linear(width + 1, 1)

    def read(self, symbols: Tensor) -> Tensor:
        """The state of each place (texts, places, width) of symbols (texts, places)."""
        vectors = self.vectors(symbols)
        left = self.before(vectors)
        right = self.after(vectors.flip(1)).flip(1)
        value, gate = self.join(self.join_norm(torch.cat([left, right], dim=-1))).chunk(2, dim=-1)
        return self.last_norm(left + right + self.shrink(value * torch.sigmoid(gate)))

    def score(self, states: Tensor, candidates: Tensor, bigrams: Tensor) -> Tensor:
        """Score of each candidate (places, candidates) at places with the given states (places, width).

        ``bigrams`` (places, candidates, 2) are log p(candidate | before) and log p(after | candidate). The scores are
        near to log-probabilities: training keeps the sum of their exponentials over all characters near one.
        """
        own = (self.state(states).unsqueeze(1) @ self.vectors(candidates).transpose(1, 2)).squeeze(1)
        return own + self.bias[candidates] + (bigrams * self.gates(states).unsqueeze(1)).sum(dim=-1)

    def wrong(self, states: Tensor, observed: Tensor, observed_score: Tensor) -> Tensor:
        """Log-odds that what stands at each place is a misreading."""
        vectors = self.vectors(observed)
        hidden = functional.silu(self.doubt(torch.cat([states, vectors, states * vectors], dim=-1)))
        return self.doubt_out(torch.cat([hidden, observed_score.unsqueeze(-1)], dim=-1)).squeeze(-1)
