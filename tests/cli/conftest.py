"""What the tests of the command line share."""

from functools import partial

import pytest

from reader.batch.run import run
from reader.language import use
from tests.cli.engines import PlayedEngine


@pytest.fixture
def played(monkeypatch):
    """The command with an engine that takes spaces out, and in English."""
    monkeypatch.setattr("reader.batch.run.run", partial(run, make_engine=PlayedEngine))
    use("en")
    yield
    use("en")
