"""The command line of the package: its steps and where they keep their files."""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import corpus
import evaluate
import numpy as np
import torch
from noise import Noise

from neural import evaluation, packed
from neural.bigrams import Bigrams
from neural.drawing import learning_curve
from neural.export import write
from neural.misreading import Misreader
from neural.network import Shape
from neural.training import Plan, Trainer, load_average
from reader.lm import model, neural
from reader.lm.suspects import default_finder
from reader.lm.vocabulary import Symbols, Vocabulary

ROOT = Path(__file__).resolve().parents[3]


def say(text: str) -> None:
    """Reports progress with the time since the start."""
    print(f"{time.process_time():7.1f} s  {text}", flush=True)


TEXTS = {"all": frozenset[str](), "strangers": corpus.GAP}
"""The texts that can be packed, and which sources they do without."""


def symbols_of(work: Path, text: str, vocabulary: Vocabulary) -> Symbols:
    """The symbols of a packed text, unpacked once."""
    path = work / f"{text}.npy"
    if not path.exists():
        np.save(path, packed.load(work / f"{text}.txt.xz", vocabulary))
    symbols: Symbols = np.load(path, mmap_mode="r")
    return symbols


def train(args: argparse.Namespace) -> None:
    """Trains on for some minutes."""
    torch.set_num_threads(args.threads)
    language = model.load(args.tables / "lm")
    folder = args.work / args.name
    folder.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(folder, symbols_of(args.work, args.text, language.vocabulary),
                      Misreader(Noise(args.shared), language.vocabulary), Bigrams(language),
                      Shape(len(language.vocabulary), args.width, tuple(args.dilations)),
                      Plan(args.characters, args.rows, rate=args.rate, scored=64 * args.rows), compiled=args.compile)
    say(f"{trainer.step} of {trainer.plan.steps} steps taken")
    done = trainer.run(args.minutes, say)
    say("all steps taken" if done else f"{trainer.step} of {trainer.plan.steps} steps taken; go on with the same call")


def export(args: argparse.Namespace) -> None:
    """Writes averaged weights for onnxruntime."""
    network, characters = load_average(args.work / args.name / args.weights)
    size = write(network, model.load(args.tables / "lm").vocabulary, args.out, characters)
    say(f"{args.out / 'rescorer.onnx'}: {size / 1e6:.2f} MB, trained on {characters:,} characters")


def measure(args: argparse.Namespace) -> None:
    """Cross-validated figures without a network and with each of the averaged weights, the last of them for use."""
    found = evaluate.training_examples(args.shared, args.tables, args.work, say)
    vocabulary = model.load(args.tables / "lm").vocabulary
    stranger = neural.load(args.strangers, vocabulary) if args.strangers else None
    learning = {0: evaluation.measured(found, None, None, say)}
    for path in sorted((args.work / args.name).glob("average-*.pt"), key=lambda path: float(path.stem.split("-")[1])):
        network, characters = load_average(path)
        write(network, vocabulary, args.out, characters)
        rescorer = neural.load(args.out, vocabulary)
        learning[characters] = evaluation.measured(found, rescorer, args.out, say, stranger)
    os.environ[neural.FOLDER] = str(args.out)
    finder = default_finder()
    facts = {"learning": learning,
             "speed": {name: evaluation.speed(finder, args.shared, name) for name in ("ocr_dev", "clean_dev")}}
    say(str(facts["speed"]))
    (args.out / "figures.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    recall = {characters: {name: figures["recall_at_precision"]["0.95"] for name, figures in sets.items()}
              for characters, sets in learning.items()}
    (args.out / "learning-curve.svg").write_text(learning_curve(recall), encoding="utf-8")


def main() -> None:
    """Runs one step."""
    parser = argparse.ArgumentParser(prog="neural")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "neural", help="folder for what is not shipped")
    parser.add_argument("--tables", type=Path, default=ROOT / "resources" / "tables")
    parser.add_argument("--name", default="small", help="folder in --work for checkpoints and curves")
    parser.add_argument("--out", type=Path, help="folder for the network and its judges (default: --work/exported)")
    steps = parser.add_subparsers(dest="step", required=True)
    packing = steps.add_parser("pack", help="choose and pack a text")
    packing.add_argument("--text", choices=TEXTS, default="all", help="strangers: without the sources of the gap pages")
    training = steps.add_parser("train", help="train on from the last checkpoint")
    training.add_argument("--text", choices=TEXTS, default="all")
    training.add_argument("--minutes", type=float, default=9)
    training.add_argument("--characters", type=int, default=Plan.characters)
    training.add_argument("--width", type=int, default=Shape.width)
    training.add_argument("--dilations", type=int, nargs="+", default=Shape.dilations)
    training.add_argument("--rows", type=int, default=Plan.rows)
    training.add_argument("--rate", type=float, default=Plan.rate)
    training.add_argument("--threads", type=int, default=1)
    training.add_argument("--compile", action="store_true", help="half as quick again; needs a C++ compiler")
    exporting = steps.add_parser("export", help="write a network for onnxruntime")
    exporting.add_argument("--weights", default="average-1.pt")
    measuring = steps.add_parser("evaluate", help="figures and curves, without a network and with each of the weights; "
                                                  "leaves the last network with its judges in --out")
    measuring.add_argument("--strangers", type=Path, help="folder of a network trained on --text strangers; it is "
                                                          "asked about the pages that are strange to the n-grams")
    args = parser.parse_args()
    args.out = args.out or args.work / "exported"
    if args.step == "pack":
        print(packed.pack(args.shared, args.work / f"{args.text}.txt.xz", TEXTS[args.text]))
    else:
        {"train": train, "export": export, "evaluate": measure}[args.step](args)
