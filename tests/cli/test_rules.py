"""``jiaodu clean --rules``: only what is named is applied."""

import json

import pytest

from reader.batch.accept import reviewed
from reader.batch.settings import Accept, Settings, fingerprint
from reader.pipeline import Engine
from reader.store.rules import change_own_rules, write_rules
from reader.text.rules import Rule, RuleChange, RuleKind, Rules
from reader.text.source import Source
from tests.cli.test_cli import jiaodu

PAGE = "春耕讲话\n同志们：\n要同群众商虽，今年共有人口商虽九人。\n欢迎关注我\n"
RULES = Rules.of(
    [
        Rule(RuleKind.CHANGE, "商虽", "商量", unasked=True),
        Rule(RuleKind.FURNITURE, "欢迎关注我", whole_line=True, unasked=True),
    ]
)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("JIAODU_CONFIG", str(tmp_path / "config"))
    change_own_rules(RuleChange(RULES.stated))


def cleaned(page, tmp_path, *options):
    assert jiaodu("clean", page, "--out", tmp_path / "out", "--format", "json", "--no-suspects", *options) == 0
    said = json.loads((tmp_path / "out" / "page.json").read_text("utf-8"))
    return said["clean"], {row["rule"] for row in said["fixes"]}


def test_the_rules_of_a_file_are_applied(page, tmp_path):
    write_rules(RULES, tmp_path / "rules.json")
    clean, made = cleaned(page, tmp_path, "--rules", tmp_path / "rules.json")
    assert "群众商量" in clean
    assert "关注" not in clean
    assert {"your-change", "your-furniture"} <= made


@pytest.mark.usefixtures("own")
def test_ones_own_rules_are_applied_only_where_they_are_asked_for(page, tmp_path):
    clean, made = cleaned(page, tmp_path)
    assert "群众商虽" in clean
    assert not {"your-change", "your-furniture"} & made
    assert "群众商量" in cleaned(page, tmp_path, "--rules", "mine")[0]


def test_a_file_that_is_none_is_wrong_usage(page, tmp_path, capsys):
    assert jiaodu("clean", page, "--out", tmp_path / "out", "--rules", page) == 2
    assert page.name in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("accept", Accept)
def test_rules_are_decided_like_all_else(accept):
    source = Source.of_text(PAGE)
    engine = Engine(suspects=False)
    settings = Settings(accept=accept, rules=RULES)
    session = reviewed(source, lambda standing: engine.analyse(source.raw, standing), settings)
    assert (session.cleaned.text == PAGE) == (accept is Accept.NONE)
    assert not session.stale or accept is Accept.NONE


def test_other_rules_make_other_results():
    assert fingerprint(Settings(rules=RULES), "1") != fingerprint(Settings(), "1")
