"""Feeds the readers damaged documents, in processes of their own.

python -m tests.fuzz --reader word --inputs 20000      one reader
python -m tests.fuzz --inputs 10000                    each of them
python -m tests.fuzz --reader rich --guided 50000      led by which code runs; needs atheris

What was wrong lies in --keep afterwards, the documents with what Python said about them. A document comes back by its
number: ``tests.fuzz.inputs.document(kind, number, seed)``. The exit status is 1 if anything was wrong.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.inputs import SEEDS
from tests.fuzz.running import run


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--reader", choices=sorted(SEEDS), action="append")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first document")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--guided", type=int, metavar="RUNS", default=0)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="jiaodu-fuzz-"))
    wrong = 0
    for kind in asked.reader or sorted(SEEDS):
        if asked.guided:
            from tests.fuzz.guided import guided  # needs a library that few have

            wrong += guided(kind, asked.guided, folder)
            continue
        tally = run(kind, asked.inputs, folder, asked.seed, asked.first)
        print(tally, flush=True)
        for number, how in tally.ended:
            print(f"  number {number}: {how}")
        wrong += tally.errors + len(tally.ended)
    print(f"{wrong} wrong; see {folder}" if wrong else "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
