"""The engine as a step of a larger computation with Dask: bags and data frames of texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.batch.outcome import Outcome
from reader.batch.plan import Job
from reader.batch.settings import Settings
from reader.cluster.task import clean_batch, line_of, made_with
from reader.store.export import Format

if TYPE_CHECKING:
    import pandas as pd
    from dask.bag import Bag
    from dask.dataframe import DataFrame

    from reader.cluster.running import Document


def clean_bag(documents: Bag, settings: Settings = Settings()) -> Bag:  # noqa: B008  (it never changes)
    """A bag of documents (see ``Document``) becomes one of lines of JSON, see ``lines``; nothing is computed yet.

    A document that cannot be cleaned gives its line, too; the partitions stay what they are.
    """
    wanted = replace(settings, format=Format.JSON, lines=True)
    return documents.map_partitions(_lines, wanted, made_with(wanted))


def clean_frame(
    frame: DataFrame, text: str = "text", settings: Settings = Settings()  # noqa: B008
) -> DataFrame:
    """A data frame with the texts of one column cleaned; nothing is computed yet.

    Three columns are added: ``clean``, ``json`` (a line of the contract; the name of a text is its index) and
    ``failure`` (why there is neither, else empty). A text that is missing stays missing.

    :raises KeyError: if there is no such column
    """
    if text not in frame.columns:
        raise KeyError(text)
    wanted = replace(settings, format=Format.JSON, lines=True)
    meta = frame._meta.assign(clean="", json="", failure="")  # noqa: SLF001  (Dask's own way to say what comes out)
    return frame.map_partitions(_frame, text, wanted, made_with(wanted), meta=meta)


def _lines(documents: Iterable[Document], settings: Settings, made: str) -> list[str]:
    from reader.cluster.running import job_of

    return [line_of(outcome) for outcome in clean_batch([job_of(each) for each in documents], settings, made)]


def _frame(frame: pd.DataFrame, text: str, settings: Settings, made: str) -> pd.DataFrame:
    import json

    cleaned: list[Any] = []
    said: list[Any] = []
    failures: list[str] = []
    for name, raw in zip(frame.index, frame[text], strict=True):
        if not isinstance(raw, str):  # pandas has several ways to say that there is none
            cleaned.append(None)
            said.append(None)
            failures.append("")
            continue
        outcome: Outcome = clean_batch([Job(Path(str(name)), str(name), text=raw)], settings, made)[0]
        line = line_of(outcome)
        good = outcome.failure is None
        cleaned.append(json.loads(line)["clean"] if good else None)
        said.append(line)
        failures.append("" if good else json.loads(line)["failure"])
    return frame.assign(clean=cleaned, json=said, failure=failures)
