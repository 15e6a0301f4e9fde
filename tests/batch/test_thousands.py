"""A run over thousands of pages with broken files among them; processes are killed, then the run, which goes on.

    pytest tests/batch/test_thousands.py -m long -s          (JIAODU_PAGES: how many, 5,000 by default)

It prints what it saw: time, memory, what failed.
"""

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.batch.thousands import generate
from tests.batch.watching import Watch, wait_for, workers_of

ROOT = Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("JIAODU_PAGES", "5000"))

pytestmark = [
    pytest.mark.long,
    pytest.mark.shared,
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs the process files of Linux"),
]


@pytest.fixture(scope="module")
def pages(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    return folder, generate(folder, shared, COUNT)


def command(folder, out, *options):
    return [
        sys.executable, "-m", "reader", "clean", str(folder), "--format", "json", "--out", str(out), "--language", "en",
        *options,
    ]  # fmt: skip


def started(folder, out, *options):
    return subprocess.Popen(command(folder, out, *options), stderr=subprocess.PIPE, cwd=ROOT, text=True)


def done(out):
    return sum(1 for _ in out.rglob("*.json"))


@pytest.mark.parametrize("options", [("--no-suspects",), ()], ids=["quick", "whole"])
def test_thousands_of_pages(pages, tmp_path, options):
    folder, broken = pages
    out, sums = tmp_path / "out", tmp_path / "sums.csv"
    chance = random.Random(3)  # noqa: S311  (no secret)

    begun = time.monotonic()
    first = started(folder, out, *options)
    watch = Watch(first.pid)
    for share in (0.1, 0.2, 0.3):
        assert wait_for(lambda share=share: done(out) >= share * COUNT or first.poll() is not None, 3600)
        os.kill(chance.choice(workers_of(first.pid)), signal.SIGKILL)
    assert wait_for(lambda: done(out) >= 0.5 * COUNT, 3600)
    children = workers_of(first.pid)
    first.kill()
    first.communicate()
    watch.stop()
    assert wait_for(lambda: not any(Path(f"/proc/{child}").exists() for child in children), 60)
    print(f"\nfirst run, killed after {time.monotonic() - begun:.0f} s with {done(out)} results: {watch.line()}")

    begun = time.monotonic()
    second = started(folder, out, "--resume", "--summary", str(sums), *options)
    watch = Watch(second.pid)
    said = second.communicate()[1]
    watch.stop()
    assert second.returncode == 1, said
    print(f"second run {time.monotonic() - begun:.0f} s: {watch.line()}\n{said[-400:]}")

    *rows, total = csv.DictReader(io.StringIO(sums.read_text("utf-8-sig"), newline=""))
    failed = {Path(row["path"]).relative_to(folder).as_posix(): row["failure"] for row in rows if row["failure"]}
    assert set(failed) == set(broken), set(failed) ^ set(broken)
    print(Counter(failed[name].replace(Path(name).name, "…") for name in failed))
    assert int(total["unchanged"]) > 0.4 * COUNT, "most of the first run was kept"
    assert all(float(row["attention"]) >= float(other["attention"]) for row, other in pairwise(rows))
    counts = f"{total['characters']} characters, {total['pending']} to decide, {total['seconds']} s of work"
    print(f"{total['path']}: {counts}")

    texts = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.txt") if path.is_file()}
    results = {path.relative_to(out).with_suffix("").as_posix() for path in out.rglob("*.json")}
    assert results == texts - {name.removesuffix(".txt") for name in failed}
    assert not [path for path in out.rglob(".jiaodu-*") if path.name != ".jiaodu-record"]
    for path in sorted(out.rglob("*.json"))[::10]:
        whole(json.loads(path.read_bytes()))

    # Memory does not grow with the run: the end is no higher than the beginning, but for one long document.
    sizes = [max(size["Rss"] for size in sample) for sample in watch.workers]
    early, late = sizes[len(sizes) // 4 : len(sizes) // 2], sizes[3 * len(sizes) // 4 :]
    assert max(late) < 1.5 * max(early), (max(early), max(late))
    assert max(watch.first) < 1.5 * min(watch.first[3:] or watch.first), watch.line()

    begun = time.monotonic()
    third = started(folder, out, "--resume", "--quiet", *options)
    said = third.communicate()[1]
    assert third.returncode == 1
    assert said.count("\n") == len(broken)
    print(f"third run, nothing to do: {time.monotonic() - begun:.1f} s")


def whole(document):
    """The contract: accepted rows do not overlap, and they account for the cleaned text."""
    at = 0
    for row in document["fixes"]:
        if row["decision"] == "accepted":
            assert row["start"] >= at
            at = row["end"]
    ledger = document["ledger"]
    assert ledger["kept"] + ledger["removed"] + ledger["changed"] == document["source"]["characters"]


def test_results_are_the_same_bytes_whatever_the_workers(pages, tmp_path):
    folder, _ = pages
    sums = []
    for jobs in ("1", "2", "4"):
        out = tmp_path / f"{jobs}.jsonl"
        chosen = [str(folder / "00"), "--format", "jsonl", "--out", str(out), "--jobs", jobs, "--include", "000[0-4]*"]
        clean = [sys.executable, "-m", "reader", "clean", *chosen]
        said = subprocess.run(clean, cwd=ROOT, capture_output=True, check=False)
        assert said.returncode in (0, 1), said.stderr
        sums.append(out.read_bytes())
    assert sums[0] == sums[1] == sums[2]
    assert sums[0].count(b"\n") > 40
