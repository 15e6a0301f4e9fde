"""Sentences are said in both languages here."""

import pytest

from reader import language


@pytest.fixture
def language_kept(monkeypatch):
    monkeypatch.setattr(language, "_spoken", language._spoken)
