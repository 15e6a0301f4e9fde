"""How documents are to be cleaned; the same for all documents of one run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from reader.assets import resource_path
from reader.plugins.installed import installed
from reader.store.export import Format
from reader.text.rules import NO_RULES, Rules

THRESHOLD = 0.95
"""Confidence from which ``Accept.SURE`` takes a finding; how often that was right is in
packaging/decisions/0010-what-a-batch-may-apply.md."""

TIMEOUT = 600.0
"""Seconds that a document may take for each megabyte of its file that is begun; some hundred times what it needs."""

MEGABYTE = 1_000_000


class Accept(StrEnum):
    """What is applied without asking anybody."""

    SAFE = "safe"
    """What the program applies by itself in the window, too."""

    SURE = "sure"
    """Also what it would ask about, where it is shown by default, confident, and nothing that must not be guessed."""

    NONE = "none"
    """Nothing: the text stays as it is, and everything found is listed as pending."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What to write and how.

    ``encoding`` None means that of the source, ``read_as`` None means to find it out. With ``lines`` every document is
    one line of JSON, which the caller gets instead of a file. Without ``suspects`` the language model is not asked;
    without ``doubtful`` findings that are shown on demand only are left out. Without ``plugins`` none is asked that is
    installed; those named in ``trusted`` may apply what they find. ``rules`` are those of a person. ``timeout``
    (seconds, see ``TIMEOUT``) of None means to wait for ever.
    """

    format: Format = Format.TXT
    encoding: str | None = None
    read_as: str | None = None
    language: str | None = None
    lines: bool = False
    accept: Accept = Accept.SAFE
    threshold: float = THRESHOLD
    suspects: bool = True
    doubtful: bool = True
    plugins: bool = True
    trusted: tuple[str, ...] = ()
    rules: Rules = NO_RULES
    timeout: float | None = TIMEOUT

    def limit(self, size: int) -> float | None:
        """Seconds that a document of ``size`` bytes may take."""
        return None if self.timeout is None else self.timeout * (1 + size // MEGABYTE)


def fingerprint(settings: Settings, version: str) -> str:
    """Changes whenever the same document might come out differently: other settings, program, tables or plug-ins."""
    said = asdict(settings)
    del said["timeout"]
    said["plugins"] = list(installed()) if settings.plugins else []
    tables = sha256(resource_path("tables/manifest.json").read_bytes()).hexdigest()
    return sha256(json.dumps([version, tables, said], sort_keys=True).encode()).hexdigest()[:16]
