"""The training scripts are no package; tests of what they build need them on the path."""

import sys
from pathlib import Path

TRAINING = Path(__file__).resolve().parents[2] / "packaging" / "training"
if str(TRAINING) not in sys.path:
    sys.path.append(str(TRAINING))
