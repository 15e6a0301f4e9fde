"""Writes the network for onnxruntime, its weights and products in eight bits."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from neural.network import Network
from reader.lm.neural import FORMAT, fingerprint
from reader.lm.vocabulary import Vocabulary

LARGEST = 15 * 10**6


class Rescoring(nn.Module):
    """What is asked of the network where it is used."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, symbols: Tensor, at: Tensor, candidates: Tensor, bigrams: Tensor) -> Tensor:
        """Scores of the candidates at the places ``at`` (counted through all texts)."""
        states = self.network.read(symbols).reshape(-1, self.network.shape.width)[at]
        return self.network.score(states, candidates, bigrams)


def write_exact(network: Network, path: Path) -> None:
    """Writes the network as it was trained, in single precision."""
    texts, length, places, candidates = 2, 96, 5, 11
    example = (torch.randint(4, network.shape.symbols, (texts, length)), torch.arange(places),
               torch.randint(4, network.shape.symbols, (places, candidates)), torch.zeros(places, candidates, 2))
    torch.onnx.export(
        Rescoring(network.eval()), example, str(path), dynamo=False, opset_version=17,
        input_names=["symbols", "at", "candidates", "bigrams"], output_names=["scores"],
        dynamic_axes={"symbols": {0: "texts", 1: "length"}, "at": {0: "places"},
                      "candidates": {0: "places", 1: "candidates"}, "bigrams": {0: "places", 1: "candidates"},
                      "scores": {0: "places", 1: "candidates"}})


def write(network: Network, vocabulary: Vocabulary, folder: Path, trained_on: int) -> int:
    """Writes ``rescorer.onnx`` and ``rescorer.json``; returns the bytes of the first.

    Raises ValueError if it is larger than :data:`LARGEST`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        exact, prepared = Path(scratch) / "exact.onnx", Path(scratch) / "prepared.onnx"
        write_exact(network, exact)
        quant_pre_process(str(exact), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(folder / "rescorer.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    size = (folder / "rescorer.onnx").stat().st_size
    if size > LARGEST:
        raise ValueError(f"the network has {size / 1e6:.1f} MB; at most {LARGEST / 1e6:.0f} are allowed")
    facts = {"format": FORMAT, "vocabulary": fingerprint(vocabulary), "reach": 2 * sum(network.shape.dilations) + 1,
             "width": network.shape.width, "dilations": list(network.shape.dilations), "trained_on": trained_on}
    (folder / "rescorer.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return size
