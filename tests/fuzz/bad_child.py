"""A process whose documents do what damaged ones must not do."""

import os
import sys

from tests.fuzz import child


def outcome(_, data):
    match data:
        case 3:
            while True:
                pass
        case 5:
            os.abort()
        case 7:
            raise ValueError("a fault")
        case 9:
            assert b"x" * 200_000_000
    return "text"


if __name__ == "__main__":
    child.outcome, child.SECONDS, child.MEMORY = outcome, 0.3, 100 * 1024**2
    child.document, child.seeds = lambda kind, number, seed: number, lambda kind: [0]
    child.Path.write_bytes = lambda *_: None
    child.main(sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5])
