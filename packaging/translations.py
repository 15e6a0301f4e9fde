"""Keeps ``resources/i18n``: collects the sentences of the program, updates the catalogue, compiles it.

    python packaging/translations.py            collect, update, compile, and say what is not translated
    python packaging/translations.py --check    change nothing; say what is stale or not translated, exit status 1

Sentences are written in English in the code: ``tr("…")``, ``tr_n("one", "many", count)``, ``Message("…")``,
``Message.of("…")``. Translations are written into ``zh_CN.po`` by hand. Needs Babel (group ``i18n``).
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "resources" / "i18n"
LANGUAGES = ("zh_CN",)
KEYWORDS: dict[str, tuple[int, ...] | None] = {"tr": None, "tr_n": (1, 2), "Message": None, "of": None}


def collected() -> Catalog:
    """Every sentence of the code with the files it is in (not the lines: those change with every edit)."""
    catalogue = Catalog(project="jiaodu", charset="utf-8")
    found = extract_from_dir(ROOT / "reader", [("**.py", "python")], {}, KEYWORDS, comment_tags=("Translators:",))
    for name, _, message, comments, _ in sorted(found, key=lambda entry: (entry[0], entry[1])):
        sentence = message[:2] if isinstance(message, tuple) else message
        catalogue.add(sentence, locations=[(f"reader/{Path(name).as_posix()}", None)], auto_comments=comments)
    return catalogue


def updated(language: str) -> Catalog:
    """The catalogue of a language with exactly the sentences of the code; a translation never moves by similarity."""
    old = stored(language)
    new = collected()
    new.locale = language
    for message in new:
        before = old.get(message.id) if message.id else None
        if before is not None and before.string:
            message.string = before.string
            message.user_comments = before.user_comments
            message.flags |= before.flags & {"fuzzy"}
    return new


def stored(language: str) -> Catalog:
    """The catalogue as it lies in ``resources/i18n``, empty where there is none."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def faults(catalogue: Catalog) -> list[str]:
    """What is wrong with the translations: missing, uncertain, or with other gaps than the sentence."""
    said: list[str] = []
    for message in catalogue:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if not all(forms):
            said.append(f"not translated: {ids[0]}")
        elif message.fuzzy:
            said.append(f"uncertain: {ids[0]}")
        else:
            said += [f"other gaps: {ids[0]}" for form in forms if gaps(form) != gaps(ids[-1])]
    return said


def gaps(sentence: str) -> set[str]:
    """The names of the gaps in a sentence; a broken one raises ValueError as it would when it is said."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def po(catalogue: Catalog, language: str) -> bytes:
    """The catalogue as the text of a ``.po`` file, without dates, so that it changes only when a sentence does."""
    catalogue.fuzzy = False
    data = io.BytesIO()
    write_po(data, catalogue, width=110, omit_header=True)
    header = (
        "# Chinese sentences of Jiaodu; kept by packaging/translations.py, translated by hand.\n"
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    return header.encode() + data.getvalue()


class _Compiled(Catalog):
    """Without dates and versions in its header, so that the same translations always make the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", "nplurals=1; plural=0;")]


def mo(catalogue: Catalog) -> bytes:
    """The catalogue as the program loads it; what is not translated is left out and so is said in English."""
    compiled = _Compiled(charset="utf-8")
    for message in sorted(catalogue, key=lambda message: str(message.id)):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and all(forms) and not message.fuzzy:
            # One form is enough for Chinese, but Babel wants as many as English has.
            compiled.add(message.id, forms if isinstance(message.id, tuple) else forms[0])
    data = io.BytesIO()
    write_mo(data, compiled)
    return data.getvalue()


def stale(language: str) -> list[str]:
    """Which files do not hold what the code and the translations say; their layout does not matter."""
    said: list[str] = []
    sentences = {message.id for message in collected()}
    if {message.id for message in stored(language)} != sentences:
        said.append(f"stale: {language}.po (run packaging/translations.py)")
    path = CATALOGUES / f"{language}.mo"
    if not path.exists() or _said(path.read_bytes()) != _said(mo(updated(language))):
        said.append(f"stale: {language}.mo (run packaging/translations.py)")
    return said


def _said(compiled: bytes) -> dict[object, object]:
    return {str(message.id): message.string for message in read_mo(io.BytesIO(compiled)) if message.id}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    wrong: list[str] = []
    for language in LANGUAGES:
        catalogue = updated(language)
        if not args.check:
            CATALOGUES.mkdir(parents=True, exist_ok=True)
            (CATALOGUES / f"{language}.po").write_bytes(po(catalogue, language))
            (CATALOGUES / f"{language}.mo").write_bytes(mo(catalogue))
        wrong += [*faults(catalogue), *stale(language)]
    print("\n".join(wrong) or "all sentences are translated")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
