"""The wheel holds all that the program needs and works from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_has_code_resources_and_licence_but_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "reader/__main__.py" in names
    assert "reader/resources/README.md" in names
    assert "reader/resources/i18n/zh_CN.mo" in names
    assert any(name.endswith("licenses/packaging/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names} == {
        "reader",
        next(n for n in names if ".dist-info" in n).split("/")[0],
    }


@pytest.mark.slow
def test_it_works_away_from_the_checkout(wheel, tmp_path):
    place = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    page = tmp_path / "page.txt"
    page.write_text("关于开好会议的讲话\n同志们：今天开会,主要讲三点意见。\n", encoding="utf-8")
    program = (
        "import reader, sys; from reader.__main__ import main; print(reader.__file__, file=sys.stderr)\n"
        f"sys.exit(main(['clean', {str(page)!r}, '--language', 'zh_CN', '-v']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert str(place) in said, "another copy was imported"
    assert "今天开会，主要讲三点意见。" in done.stdout.decode()
    assert "待定" in said
