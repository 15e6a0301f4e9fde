#!/usr/bin/env python3
"""Trains everything under ``resources/tables`` that the language model and the suspect finder read.

    python packaging/training/train.py --shared ../shared
    python packaging/training/train.py --stages ranker sentence      (with the tables that are there)

Stages: ``lm`` the n-gram model, ``channel`` the confusions, ``lexicon`` the words, ``gap`` a second n-gram model for
training only (kept in ``--work``), ``ranker`` the judges, ``sentence`` the judge of lost full stops, ``manifest``
sizes, checksums and figures. Deterministic; some five minutes of processor time and 3 GB.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import confusions  # noqa: E402
import corpus  # noqa: E402
import evaluate  # noqa: E402
import ngrams  # noqa: E402
import numpy as np  # noqa: E402 (the repository must be on the path first)
import second  # noqa: E402
import sentence  # noqa: E402
import words  # noqa: E402

from reader.lm import channel, judge, lexicon, model, second_look  # noqa: E402

STAGES = ("lm", "channel", "lexicon", "gap", "ranker", "sentence", "manifest")
OWN = ("lm", "channel", "lexicon", "ranker")


def say(text: str) -> None:
    """Reports progress with the time since the start."""
    print(f"{time.process_time():7.1f} s  {text}", flush=True)


def train_ranker(shared: Path, out: Path, work: Path) -> dict[str, object]:
    """The judges, from recognisers' real pages and synthetic ones; figures by cross-validation."""
    found = evaluate.training_examples(shared, out, work, say)
    results, weights, places, look = second.judged_twice(found, say)
    (work / "judged.pickle").write_bytes(pickle.dumps(results))
    folder = out / "ranker"
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "candidates.npy", weights)
    judge.save(places, folder / "places.npz")
    second_look.save(look, folder)
    return evaluate.all_figures(results, say)


def manifest(shared: Path, out: Path, figures: dict[str, object]) -> None:
    """Writes ``manifest.json``: each file's size and checksum, the sources with their weights, the figures."""
    files = {}
    for path in sorted(p for name in OWN for p in (out / name).iterdir()):
        data = path.read_bytes()
        files[path.relative_to(out).as_posix()] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    facts = {
        "made_by": "packaging/training/train.py",
        "bytes": sum(entry["bytes"] for entry in files.values()),
        "weights_in_quarters": {name: corpus.WEIGHTS.get(name, corpus.UNIT) for name in corpus.sources(shared)},
        "figures": figures, "files": files,
    }
    (out / "manifest.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Runs the stages that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "tables")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "training", help="folder for what is not shipped")
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=list(STAGES))
    args = parser.parse_args()
    shared, out, work = args.shared, args.out, args.work
    work.mkdir(parents=True, exist_ok=True)
    figures_file = work / "figures.json"
    figures: dict[str, object] = json.loads(figures_file.read_text("utf-8")) if figures_file.exists() else {}
    if "lm" in args.stages:
        model.save(ngrams.train(shared, say), out / "lm")
    loaded = model.load(out / "lm")
    if "channel" in args.stages:
        channel.save(confusions.train(shared, loaded.vocabulary), out / "channel")
        say("channel")
    if "lexicon" in args.stages:
        lexicon.save(words.train(shared, loaded.vocabulary), out / "lexicon")
        say("lexicon")
    if "gap" in args.stages:
        model.save(ngrams.train(shared, say, left_out=corpus.GAP), work / "gap")
    if "ranker" in args.stages:
        figures["suspects"] = train_ranker(shared, out, work)
    if "sentence" in args.stages:
        weights, figures["sentence_ends"] = sentence.train(shared, loaded)
        np.save(out / "ranker" / "sentence.npy", weights)
    figures_file.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    if "manifest" in args.stages:
        manifest(shared, out, figures)
    say("done")


if __name__ == "__main__":
    main()
