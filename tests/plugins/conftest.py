"""Installs detectors into a place of their own, without asking anybody."""

import shutil
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent / "example_package"


class Site:
    """A folder like the one that pip installs into, on the search path while the test runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, name: str, version: str, points: dict[str, str], modules: dict[str, str]) -> None:
        """What pip leaves behind: the modules, and what the package says about itself."""
        for module, code in modules.items():
            (self.folder / f"{module}.py").write_text(code, encoding="utf-8")
        about = self.folder / f"{name.replace('-', '_')}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
        lines = "".join(f"{point} = {value}\n" for point, value in points.items())
        (about / "entry_points.txt").write_text(f"[jiaodu.detectors]\n{lines}", encoding="utf-8")

    def install_example(self) -> None:
        import tomllib

        project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
        modules = {path.stem: path.read_text("utf-8") for path in EXAMPLE.glob("*.py")}
        points = project["entry-points"]["jiaodu.detectors"]
        self.install(project["name"], project["version"], points, modules)


@pytest.fixture
def site(tmp_path, monkeypatch):
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    yield Site(folder)
    from reader.plugins.running import _process

    _process.close()
    shutil.rmtree(folder)
