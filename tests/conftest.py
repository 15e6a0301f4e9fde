"""What all tests share: how long hypothesis searches, and where the shared texts are."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# No deadline: a busy machine must not fail a law. Where CI is set, the same examples every time: a change is judged by
# what it did, not by luck. Elsewhere every run tries new ones, and ``JIAODU_HYPOTHESIS=long`` is for a night.
settings.register_profile(
    "fast", max_examples=60, stateful_step_count=25, deadline=None, derandomize=bool(os.environ.get("CI"))
)
settings.register_profile(
    "long", max_examples=2_000, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("JIAODU_HYPOTHESIS", "fast"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the shared benchmark sets and texts; the test is skipped where it is missing."""
    folder = (ROOT / os.environ.get("JIAODU_SHARED", "../shared")).resolve()
    if not (folder / "bench").is_dir():
        pytest.skip(f"no shared texts at {folder}; name their folder in JIAODU_SHARED")
    return folder
