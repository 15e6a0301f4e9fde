"""The file of rules: round trips, damage, other versions, several windows; and rules in the journal."""

import json
from threading import Thread

import pytest
from hypothesis import given

from reader.review.session import ReviewSession
from reader.store.resume import take_up
from reader.store.rules import (
    UnusableRules,
    change_data,
    change_of,
    change_own_rules,
    own_rules,
    read_rules,
    rule_data,
    rule_of,
    write_rules,
)
from reader.store.saving import NotSaved
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.rules import Rule, RuleChange, RuleKind, Rules, RuleScope
from reader.text.source import Source
from tests.detect.test_rules import any_rule

ONE = Rule(RuleKind.CHANGE, "乂", "又", unasked=True)
TWO = Rule(RuleKind.WORD, "茅书记")
HERE = Rule(RuleKind.FURNITURE, "某站", scope=RuleScope.DOCUMENT)
LABEL = Message("rule")


@given(any_rule())
def test_a_rule_comes_back_as_it_was(rule):
    assert rule_of(json.loads(json.dumps(rule_data(rule))), rule.scope) == rule
    change = RuleChange((rule,), (HERE,))
    assert change_of(json.loads(json.dumps(change_data(change)))) == change


def test_the_file_can_be_read_by_people_one_rule_a_line(tmp_path):
    path = tmp_path / "deep" / "rules.json"
    write_rules(Rules.of([ONE, TWO]), path)
    text = path.read_text("utf-8")
    assert '  {"kind": "change", "text": "乂", "replacement": "又", "unasked": true}' in text
    assert read_rules(path) == Rules.of([ONE, TWO])


def test_without_a_file_there_are_no_rules_and_nothing_to_say(tmp_path):
    assert own_rules(tmp_path / "none.json") == (Rules(), ())


def test_changes_of_several_windows_come_together(tmp_path):
    path = tmp_path / "rules.json"
    words = [Rule(RuleKind.WORD, f"词{n}") for n in range(12)]
    threads = [Thread(target=change_own_rules, args=(RuleChange((word,)), path)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert own_rules(path) == (Rules.of(words), ())
    assert change_own_rules(RuleChange((), tuple(words[1:])), path) == Rules.of(words[:1])


def test_rules_about_a_document_are_not_in_the_file(tmp_path):
    assert change_own_rules(RuleChange((HERE, TWO)), tmp_path / "rules.json").stated == (TWO,)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "other/1", "rules": []}', '{"schema": "jiaodu-rules/1"}'])
def test_a_damaged_file_is_kept_aside(tmp_path, text):
    path = tmp_path / "rules.json"
    path.write_text(text, "utf-8")
    rules, notes = own_rules(path)
    assert (rules, len(notes)) == (Rules(), 1)
    (aside,) = tmp_path.glob("*.damaged")
    assert aside.read_text("utf-8") == text
    assert not path.exists()


def test_what_can_be_made_out_goes_on(tmp_path):
    path = tmp_path / "rules.json"
    bad = [{"kind": "change", "text": "甲"}, {"kind": "none", "text": "乙"}, {"kind": "word", "text": 3}]
    said = {"schema": "jiaodu-rules/1", "rules": [rule_data(TWO), *bad]}
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(UnusableRules):
        read_rules(path)
    rules, (note,) = own_rules(path)
    assert rules == Rules.of([TWO])
    assert dict(note.values)["number"] == 3
    assert read_rules(path) == rules
    assert len(list(tmp_path.glob("*.damaged"))) == 1


def test_a_file_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "rules.json"
    path.write_text('{"schema": "jiaodu-rules/2", "rules": "elsewhere"}', "utf-8")
    rules, notes = own_rules(path)
    assert (rules, len(notes)) == (Rules(), 1)
    with pytest.raises(NotSaved):
        change_own_rules(RuleChange((TWO,)), path)
    assert path.read_text("utf-8").endswith('"elsewhere"}')


def test_the_journal_keeps_rules_about_the_document_and_their_undo(tmp_path):
    source = Source.of_text("乂快某站")

    def opened(rules=()):
        session = ReviewSession(source, Analysis((), (), ()), Rules.of(rules))
        return session, take_up(session, tmp_path)[0]

    session, journal = opened()
    session.change_rules(LABEL, [HERE])
    session.change_rules(LABEL, [TWO], [HERE])
    session.undo()
    journal.close()
    # What is about all texts is what the file says by now, not what it said then.
    session, journal = opened([ONE])
    assert session.rules == Rules.of([ONE, HERE])
    session.redo()
    assert session.rules == Rules.of([ONE, TWO])
    journal.close()
    session, journal = opened([ONE])
    assert session.rules == Rules.of([ONE])
    session.undo()
    assert session.rules == Rules.of([ONE, HERE])
    journal.close()
