"""What a million pages cost on a cluster, from a run of two workers on this machine.

    python tests/benchmarks/cluster_cost.py [PAGES] [--repeat N] [--no-suspects]

PAGES is a folder of annotated pages (JSON with ``raw``), by default ``bench/pages_dev`` of the shared texts. Prints
characters a second of a worker's processor time (which a busy machine changes little), proportional memory (PSS) of
each worker, and bytes that crossed the loopback device for each page, heartbeats and the way through the scheduler
included. Needs Linux, for PSS and the counters.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from itertools import count
from pathlib import Path

from distributed import Client

from reader import cluster
from reader.batch.settings import Settings
from reader.cluster.running import local_cluster

SHARED = Path(__file__).resolve().parents[2] / os.environ.get("JIAODU_SHARED", "../shared")
WORKERS = 2


def loopback() -> int:
    """Bytes that the loopback device has carried so far."""
    line = next(line for line in Path("/proc/net/dev").read_text().splitlines() if line.strip().startswith("lo:"))
    return int(line.split(":")[1].split()[0])


def pss(pid: int) -> float:
    """Proportional set size in MB: what is shared with other processes counts by its part."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="?", type=Path, default=SHARED / "bench" / "pages_dev")
    parser.add_argument("--repeat", type=int, default=4)
    parser.add_argument("--no-suspects", action="store_true")
    args = parser.parse_args()
    raws = [json.loads(path.read_text("utf-8"))["raw"] for path in sorted(args.pages.glob("*.json"))]
    numbers = count()
    documents = [(f"{next(numbers)}", raw) for _ in range(args.repeat) for raw in raws]
    settings = Settings(suspects=not args.no_suspects)
    with local_cluster(WORKERS) as here, Client(here.scheduler_address, set_as_default=False) as client:
        warm = [documents[n] for n in range(len(raws))]
        list(cluster.lines(warm, settings, address=here.scheduler_address))
        idle = loopback()
        time.sleep(5)
        idle = (loopback() - idle) / 5
        spent = sum(client.run(time.process_time).values())
        before, begun = loopback(), time.monotonic()
        sizes = [len(line.encode()) for line in cluster.lines(documents, settings, address=here.scheduler_address)]
        seconds, carried = time.monotonic() - begun, loopback() - before
        spent = sum(client.run(time.process_time).values()) - spent
        memory = [pss(pid) for pid in client.run(os.getpid).values()]
    characters = sum(len(raw) for _, raw in documents)
    pages = len(documents)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{pages} pages, {characters} characters, {seconds:.1f} s with {WORKERS} workers")
    print(f"{characters / spent:,.0f} characters a second of a worker's processor time")
    print(f"{' and '.join(f'{each:.0f}' for each in memory)} MB PSS")
    print(f"{sum(sizes) / pages:,.0f} bytes of results a page; {carried / pages:,.0f} bytes on the wire a page "
          f"(idle cluster: {idle:,.0f} bytes a second)")
    print(f"a million pages of this size: {1e6 / pages * spent / 3600:,.0f} core hours, "
          f"{carried / pages * 1e6 / 1e9:,.1f} GB on the wire")


if __name__ == "__main__":
    main()
