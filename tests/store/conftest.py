"""Disks to fill."""

import subprocess

import pytest


@pytest.fixture
def small_disk(tmp_path):
    """A real disk of 64 KB, where whoever runs the tests may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mounted(*options):
        return subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False).returncode == 0

    try:
        made = mounted("-t", "tmpfs", "-o", "size=64k", "jiaodu-test")
    except OSError:
        made = False
    if not made:
        pytest.skip("no disk can be mounted here")
    yield folder, mounted
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)
