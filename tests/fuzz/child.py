"""A process that reads documents one after the other; whoever started it sees where it ends.

python -m tests.fuzz.child KIND SEED FIRST COUNT FOLDER
"""

import json
import os
import re
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path

from tests.fuzz.inputs import document, seeds
from tests.fuzz.trial import outcome, read_pdfs_here

SECONDS = 2.0
"""Of this process at work on one document: a busy machine must not make documents slow."""
MEMORY = 1024**3
"""Bytes beyond those that the process has at the beginning."""


def main(kind, seed, first, count, folder):
    folder = Path(folder)
    warnings.simplefilter("error")
    read_pdfs_here()
    seeds(kind)
    for number in range(-3, 0):
        outcome(kind, seeds(kind)[number % len(seeds(kind))])  # what is loaded once is no document's time
    before = peak()
    _bound_memory()
    counts = {"text": 0, "refused": 0}
    found, slowest = 0, (0.0, first)
    place = os.open(folder / "number", os.O_RDWR | os.O_CREAT)
    for number in range(first, first + count):
        data = document(kind, number, seed)
        os.pwrite(place, b"%12d" % number, 0)
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # nobody handles it: the process ends
        try:
            what = outcome(kind, data)
            _check_memory(before)
            counts[what] += 1
        except Exception as error:  # noqa: BLE001  (each is a finding, and the next document is read all the same)
            found += 1
            (folder / f"{kind}-{seed}-{number}").write_bytes(data)
            (folder / f"{kind}-{seed}-{number}.txt").write_text(traceback.format_exc(), "utf-8")
            print(f"{kind} {number}: {error!r:.200}", file=sys.stderr)
            before = max(before, peak() - MEMORY // 2) if isinstance(error, MemoryError) else before
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, (time.process_time() - start, number))
    grown = (peak() - before) >> 20
    print(json.dumps({**counts, "errors": found, "slowest": slowest, "megabytes": grown}))


def _check_memory(before):
    if peak() - before > MEMORY:
        raise MemoryError("more than allowed")


def peak():
    """The most memory that this process has used, in bytes."""
    if _STATUS.exists():  # what the system counts otherwise is as much as the parent had when it started the process
        return 1024 * int(_PEAK.search(_STATUS.read_bytes())[1])
    import resource  # not on Windows, where this is only collected

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


_STATUS = Path("/proc/self/status")
_PEAK = re.compile(rb"VmHWM:\s*(\d+)")


def _bound_memory():
    import resource

    # Address space is more than what is used of it.
    resource.setrlimit(resource.RLIMIT_AS, (6 * MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5])
