"""Keys and commands: what is usual, what the reader chose, and what a key may not be used for. No window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from reader.ui.commands import commands
from reader.ui.keymap import (
    FIXED,
    Keymap,
    Keys,
    Scope,
    command_named,
    key_of,
    listed,
    refusal,
    said,
    scope_of,
    use,
    usual_keys,
    way_to,
    with_key,
)

BARE, EVERYWHERE = Scope.BARE, Scope.EVERYWHERE
NAMES = [command.name for command in commands()]
SOME_KEYS = ["A", "J", "X", "Return", "F2", "F8", "Ctrl+S", "Ctrl+Return", "Alt+Down", "Q", "Shift+Q", "Ctrl+Alt+P"]


@pytest.fixture(autouse=True)
def usual_map():
    yield
    use(Keymap())


def owners(keymap):
    found = {}
    for name in NAMES:
        for key in keymap.of(name).all:
            found.setdefault(key, []).append(name)
    return found


def test_the_table_of_commands_is_written_as_qt_writes_keys_and_breaks_no_rule():
    for command in commands():
        for scope in Scope:
            for key in Keys(command.bare, command.chords).of(scope):
                written = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
                assert key == written
                assert scope_of(key, scope) is scope, key
                # Paste and copy are the system's everywhere; here Ctrl+V opens what was copied, if no field wants it.
                assert not refusal(key, scope), key
    assert all(len(names) == 1 for names in owners(Keymap()).values())


@pytest.mark.parametrize(
    ("key", "asked", "scope", "allowed"),
    [
        ("Q", BARE, BARE, True),
        ("Q", EVERYWHERE, BARE, True),
        ("Shift+Q", EVERYWHERE, BARE, True),
        ("Ctrl+Q", BARE, EVERYWHERE, True),
        ("Ctrl++", EVERYWHERE, EVERYWHERE, True),
        ("+", BARE, BARE, True),
        ("F5", BARE, BARE, True),
        ("F5", EVERYWHERE, EVERYWHERE, True),
        ("Shift+F5", EVERYWHERE, EVERYWHERE, True),
        ("Del", BARE, BARE, True),
        ("Up", BARE, BARE, True),
        ("0", BARE, BARE, True),
        ("Space", BARE, BARE, False),
        ("1", BARE, BARE, False),
        ("Alt+9", EVERYWHERE, EVERYWHERE, False),
        ("Esc", BARE, BARE, False),
        ("Tab", BARE, BARE, False),
        ("Left", BARE, BARE, False),
        ("PgDown", BARE, BARE, False),
        ("Ctrl+Space", EVERYWHERE, EVERYWHERE, False),
        ("Shift+Space", BARE, BARE, False),
        ("Ctrl+.", EVERYWHERE, EVERYWHERE, False),
        ("Ctrl+C", EVERYWHERE, EVERYWHERE, False),
        ("Ctrl+A", EVERYWHERE, EVERYWHERE, False),
        ("Ctrl+Shift+Left", EVERYWHERE, EVERYWHERE, False),
        ("Ctrl+Backspace", EVERYWHERE, EVERYWHERE, False),
        ("Alt+F4", EVERYWHERE, EVERYWHERE, False),
        ("Alt+F", EVERYWHERE, EVERYWHERE, False),
        ("我", BARE, BARE, False),
    ],
)
def test_where_a_key_belongs_and_whether_it_may_be_used(key, asked, scope, allowed):
    assert scope_of(key, asked) is scope
    assert bool(refusal(key, scope)) is not allowed


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["put", "swap", "usual", "clear"]), st.sampled_from(NAMES), st.sampled_from(SOME_KEYS)
        ),
        max_size=12,
    )
)
def test_a_key_never_belongs_to_two_commands_and_the_settings_bring_everything_back(moves):
    keymap = Keymap()
    for what, name, key in moves:
        scope = scope_of(key, EVERYWHERE)
        if what == "usual":
            keymap = keymap.usual(name)
        elif what == "clear":
            keymap = keymap.putting(name, scope, ())
            assert not keymap.of(name).of(scope)
        elif what == "put":
            keymap = keymap.putting(name, scope, (key,))
            assert keymap.owner(key) == name
        elif keymap.owner(key):
            keymap = keymap.swapping(name, scope, key)
            assert keymap.owner(key) == name
        assert all(len(names) == 1 for names in owners(keymap).values())
        assert not set(owners(keymap)) & set(FIXED)
        again = Keymap.read(keymap.written())
        assert {name: again.of(name) for name in NAMES} == {name: keymap.of(name) for name in NAMES}
    for name in NAMES:
        keymap = keymap.usual(name)
    assert keymap == Keymap()


def test_swapping_gives_each_what_the_other_had():
    keymap = Keymap().swapping("keep", BARE, "J")
    assert keymap.of("keep").bare == ("J",)
    assert keymap.of("next").bare == ("X", "Down")
    assert keymap.of("next").everywhere == usual_keys()["next"].everywhere


def test_a_key_is_taken_where_nothing_can_be_given_for_it():
    # "postpone" has nothing that works everywhere, and a bare letter would be typed into text there.
    keymap = Keymap().swapping("postpone", EVERYWHERE, "F8")
    assert keymap.of("postpone").everywhere == ("F8",)
    assert keymap.of("next").everywhere == ("Alt+Down",)


def test_both_keys_called_enter_go_together():
    keymap = Keymap().swapping("keep", BARE, "Return")
    assert keymap.of("keep").bare == ("Return", "Enter")
    assert keymap.of("accept").bare == ("X", "A")
    assert listed(keymap.of("keep").bare) == "Enter"


def test_a_command_keeps_no_key_that_a_newer_program_gives_to_another():
    chosen = Keymap({"postpone": Keys(("J",))})
    assert chosen.of("next").bare == ("Down",)
    assert chosen.usual("postpone").of("next").bare == ("J", "Down")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{",
        "[]",
        '"J"',
        '{"next": 1}',
        '{"next": ["J"]}',
        '{"next": [1, 2]}',
        '{"nothing": [["J"], []]}',
    ],
)
def test_damaged_settings_are_the_usual_keys(said):
    assert Keymap.read(said) == Keymap()


def test_settings_that_give_a_key_twice_or_a_fixed_one_are_mended():
    keymap = Keymap.read('{"next": [["Q", "1", "Space"], []], "previous": [["Q", "W"], []]}')
    assert keymap.of("next").bare == ("Q",)
    assert keymap.of("previous").bare == ("W",)


def test_sentences_name_the_keys_in_force():
    assert (key_of("keep"), with_key("Keep", "keep"), way_to("save")) == ("X", "Keep (X)", "Ctrl+S")
    use(Keymap().putting("keep", BARE, ("Del",)))
    assert with_key("Keep", "keep") == "Keep (Delete)"
    use(Keymap().putting("keep", BARE, ()).putting("keep", EVERYWHERE, ()))
    assert with_key("Keep", "keep") == "Keep"
    assert way_to("keep") == f"“{command_named('keep').text}”"


@pytest.mark.parametrize(
    ("key", "shown"), [("Return", "Enter"), ("Ctrl++", "Ctrl++"), ("+", "+"), ("Shift+Del", "Shift+Delete")]
)
def test_keys_are_named_as_they_are_printed(key, shown):
    assert said(key) == shown
