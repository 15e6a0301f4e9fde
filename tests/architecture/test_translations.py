"""Every sentence of the program is translated, with the same gaps, and the compiled catalogue is the newest."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def translations():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_is_stale_or_untranslated():
    command = [sys.executable, "packaging/translations.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_sentences_of_every_form_are_collected(translations):
    ids = {message.id if isinstance(message.id, str) else message.id[0] for message in translations.collected()}
    assert {
        "{name} is empty.",  # Message.of
        "Keep original",  # Message
        "show the version and end",  # tr
        "{count} failed.",  # tr_n
    } <= ids


@pytest.mark.parametrize(
    ("sentence", "translation", "fault"),
    [
        ("{count} spaces", "{count} 个空格", None),
        ("{count} spaces", "个空格", "other gaps: {count} spaces"),
        ("{count} spaces", "{n} 个空格", "other gaps: {count} spaces"),
        ("{count} spaces", "", "not translated: {count} spaces"),
        (("{count} space", "{count} spaces"), ("{count} 个空格",), None),
        (("{count} space", "{count} spaces"), ("空格",), "other gaps: {count} space"),
        (("{count} space", "{count} spaces"), ("",), "not translated: {count} space"),
    ],
)
def test_faults_are_found(translations, sentence, translation, fault):
    catalogue = translations.Catalog(locale="zh_CN")
    catalogue.add(sentence, translation)
    assert translations.faults(catalogue) == ([fault] if fault else [])


def test_what_is_compiled_is_what_is_said(translations):
    from gettext import GNUTranslations
    from io import BytesIO

    catalogue = translations.Catalog(locale="zh_CN")
    catalogue.add(("{count} space", "{count} spaces"), ("{count} 个空格",))
    catalogue.add("space", "空格")
    catalogue.add("left alone")
    spoken = GNUTranslations(BytesIO(translations.mo(catalogue)))
    assert spoken.gettext("space") == "空格"
    assert spoken.gettext("left alone") == "left alone"
    assert [spoken.ngettext("{count} space", "{count} spaces", count) for count in (1, 2)] == ["{count} 个空格"] * 2
    assert translations.mo(catalogue) == translations.mo(catalogue)
