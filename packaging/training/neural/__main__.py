"""Trains and measures the small network.

pack        chooses and packs the text (some minutes)
train       trains on from the last checkpoint for --minutes; repeat until all steps are taken
export      writes rescorer.onnx and rescorer.json
evaluate    figures with and without it, and curves; writes the judges that go with it

    python packaging/training/neural --help
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve()
for folder in (HERE.parents[1], HERE.parents[3]):
    sys.path.insert(0, str(folder))

from neural.command import main  # noqa: E402 (the folders must be on the path first)

main()
