"""Says every sentence of the program in the reader's language.

English is written in the code; the Chinese translation lies in ``resources/i18n`` as a gettext catalogue, which
``packaging/translations.py`` extracts, checks and compiles.
"""

from __future__ import annotations

import locale
import os
from gettext import GNUTranslations, NullTranslations

from reader.assets import resources
from reader.text.message import Message

LANGUAGES = ("en", "zh_CN")
_spoken: tuple[str, NullTranslations] | None = None


def system_language() -> str:
    """``zh_CN`` where the system speaks any kind of Chinese, else ``en``."""
    names = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    said = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return "zh_CN" if said.lower().startswith(("zh", "chinese")) else "en"


def use(language: str | None = None) -> str:
    """Speak ``language`` from now on, or the system's where none is named; returns what is spoken.

    :raises ValueError: if there is no translation into ``language``
    """
    global _spoken
    name = language or system_language()
    if name not in LANGUAGES:
        raise ValueError(f"no translation into {name}; there are {', '.join(LANGUAGES)}")
    catalogue = NullTranslations() if name == "en" else _load(name)
    _spoken = (name, catalogue)
    return name


def current() -> str:
    """The language spoken now."""
    return _catalogue()[0]


def tr(text: str, **values: str | int | float) -> str:
    """The English literal ``text`` in the reader's language, with its named gaps filled."""
    said = _catalogue()[1].gettext(text)
    return said.format(**values) if values else said


def tr_n(one: str, many: str, count: int, **values: str | int | float) -> str:
    """Like ``tr`` for a sentence that depends on ``count``, which fills the gap ``{count}``."""
    return _catalogue()[1].ngettext(one, many, count).format(count=count, **values)


def say(message: Message) -> str:
    """A message of the engine in the reader's language."""
    # Of the empty text gettext says what it knows of the catalogue itself.
    return message.filled(_catalogue()[1].gettext(message.text)) if message.text else ""


def _catalogue() -> tuple[str, NullTranslations]:
    if _spoken is None:
        use()
    assert _spoken is not None  # noqa: S101  (``use`` has just set it)
    return _spoken


def _load(name: str) -> NullTranslations:
    with resources().joinpath("i18n", f"{name}.mo").open("rb") as file:
        return GNUTranslations(file)
