"""Which keys do what: the usual ones of the table of commands, with what the reader changed. No Qt here.

Keys are written as Qt writes them in settings: ``Ctrl+Shift+Z``, ``Shift+A``, ``Return``, ``[``. A key belongs to one
command at most, bare or not: two that answer to one key would both stay silent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from reader.language import tr
from reader.ui.commands import Command, commands

FIXED = {
    **{str(digit): "digits" for digit in range(1, 10)},
    **{f"Alt+{digit}": "digits" for digit in range(1, 10)},
    "Space": "peek",
}
"""Keys that belong to something that is not a command of the table."""

_NAMES = {"Return": "Enter", "Del": "Delete", "Ins": "Insert"}
"""What is printed on the keys."""

_MOVING = {"Tab", "Backtab", "Shift+Tab", "Left", "Right", "Home", "End", "PgUp", "PgDown"}
_TEXT = {"A", "C", "X", "Left", "Right", "Up", "Down", "Home", "End", "Backspace", "Del", "Ins"}
"""Together with Ctrl, and with Ctrl and Shift, keys that a text field needs."""
_INPUT_METHOD = {"Ctrl+Space", "Shift+Space", "Ctrl+.", "Ctrl+Shift+Space", "Alt+Space", "Meta+Space"}
"""What switches Chinese input methods on, their width and their punctuation."""
_SYSTEM = {"Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Ctrl+Alt+Del", "Meta+L", "Meta+D"}
_MENUS = {"F", "E", "R", "V", "H"}
"""Letters that open the menus together with Alt."""


class Scope(StrEnum):
    """Where a key works: in the panes and the list only, or everywhere."""

    BARE = "bare"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one command."""

    bare: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()

    def of(self, scope: Scope) -> tuple[str, ...]:
        return self.bare if scope is Scope.BARE else self.everywhere

    def put(self, scope: Scope, keys: Iterable[str]) -> Keys:
        """The same with other keys in one scope."""
        return replace(self, **{scope.value: tuple(dict.fromkeys(keys))})

    def without(self, taken: frozenset[str]) -> Keys:
        return Keys(
            tuple(key for key in self.bare if key not in taken),
            tuple(key for key in self.everywhere if key not in taken),
        )

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.bare, *self.everywhere)


@dataclass(frozen=True, slots=True)
class Keymap:
    """The usual keys, and ``own``: those of the commands that the reader gave others, by name of the command.

    What the reader chose goes before what is usual: a command that comes with a newer program takes no key away.
    """

    own: Mapping[str, Keys] = field(default_factory=dict)

    def of(self, name: str) -> Keys:
        """The keys of a command.

        :raises KeyError: if there is no such command
        """
        if name in self.own:
            return self.own[name]
        usual = usual_keys()[name]
        return usual.without(frozenset(key for keys in self.own.values() for key in keys.all)) if self.own else usual

    def owner(self, key: str) -> str:
        """The command that a key belongs to, ``digits`` or ``peek`` where it is fixed, or nothing."""
        if key in FIXED:
            return FIXED[key]
        return next((name for name in usual_keys() if key in self.of(name).all), "")

    def putting(self, name: str, scope: Scope, keys: Iterable[str]) -> Keymap:
        """The map in which a command has these keys in one scope; whoever had them before has them no longer."""
        keys = _with_twins(keys)
        own = {other: self.of(other).without(frozenset(keys)) for other in self.own if other != name}
        own[name] = self.of(name).without(frozenset(keys)).put(scope, keys)
        return Keymap(_needed(own))

    def swapping(self, name: str, scope: Scope, key: str) -> Keymap:
        """The map in which ``key`` is the command's only one in this scope, and its owner has what stood there."""
        other = self.owner(key)
        if other == name or other not in usual_keys():
            return self.putting(name, scope, (key,))
        before = self.of(name).of(scope)
        theirs = self.of(other)
        place = Scope.BARE if key in theirs.bare else Scope.EVERYWHERE
        swapped = self.putting(name, scope, (key,))
        if not before or refusal(before[0], place):
            return swapped
        taken = set(_with_twins((key,)))
        return swapped.putting(other, place, (before[0], *(each for each in theirs.of(place) if each not in taken)))

    def usual(self, name: str) -> Keymap:
        """The map in which a command has its usual keys again, except those that another one was given."""
        return Keymap({other: keys for other, keys in self.own.items() if other != name})

    def changed(self, name: str) -> bool:
        """Whether a command has other keys than the usual ones."""
        return self.of(name) != usual_keys()[name]

    # In the settings

    def written(self) -> str:
        """For the settings."""
        return json.dumps({name: [list(keys.bare), list(keys.everywhere)] for name, keys in sorted(self.own.items())})

    @classmethod
    def read(cls, said: str) -> Keymap:
        """From the settings; what is damaged, unknown or no longer allowed is left out."""
        try:
            value = json.loads(said) if said else {}
            own = {str(name): Keys(_strings(bare), _strings(everywhere)) for name, (bare, everywhere) in value.items()}
        except (ValueError, TypeError, AttributeError):
            return cls()
        taken: set[str] = set(FIXED)
        kept: dict[str, Keys] = {}
        for name, keys in own.items():
            if name in usual_keys():
                kept[name] = keys.without(frozenset(taken))
                taken.update(kept[name].all)
        return cls(_needed(kept))


@cache
def usual_keys() -> Mapping[str, Keys]:
    """The keys of every command as the program comes; they do not depend on the language."""
    return {command.name: Keys(command.bare, command.chords) for command in commands()}


def scope_of(key: str, asked: Scope) -> Scope:
    """Where a key belongs: those with Ctrl, Alt or Meta work everywhere; function keys where it was asked for."""
    *modifiers, last = _parts(key)
    if {"Ctrl", "Alt", "Meta"} & set(modifiers):
        return Scope.EVERYWHERE
    return asked if _is_function_key(last) else Scope.BARE


def refusal(key: str, scope: Scope) -> str:
    """Why a command cannot have this key there, in a sentence; empty where it can."""
    *modifiers, last = _parts(key)
    shown = said(key)
    if key in FIXED:
        if FIXED[key] == "peek":
            return tr("Space shows the other reading as long as it is held. Choose another key.")
        return tr("{key} chooses an alternative. Choose another key.", key=shown)
    if last == "Esc":
        return tr("Esc closes what is open. Choose another key.")
    if key in _MOVING:
        return tr("{key} moves through the text and the window. Choose another key.", key=shown)
    if key in _INPUT_METHOD:
        return tr("{key} belongs to the input method. Choose another key.", key=shown)
    if key in _SYSTEM or (modifiers == ["Alt"] and last in _MENUS):
        return tr("{key} belongs to the system or opens a menu. Choose another key.", key=shown)
    if modifiers in (["Ctrl"], ["Ctrl", "Shift"]) and last in _TEXT:
        return tr("{key} is needed where text is typed. Choose another key.", key=shown)
    if scope is Scope.EVERYWHERE and not {"Ctrl", "Alt", "Meta"} & set(modifiers) and not _is_function_key(last):
        return tr("{key} alone would be typed into text. Everywhere, a key needs Ctrl or Alt.", key=shown)
    if not last.isascii():
        return tr("This key cannot be used. Switch the input method off and press it again.")
    return ""


def listed(keys: Iterable[str]) -> str:
    """Keys one after the other, as they are printed on the keyboard."""
    return "  ".join(dict.fromkeys(said(key) for key in keys))


def said(key: str) -> str:
    """A key as it is printed on the keyboard."""
    *modifiers, last = _parts(key)
    return "+".join((*modifiers, _NAMES.get(last, last)))


def command_named(name: str) -> Command:
    """The command with this name.

    :raises KeyError: if there is none
    """
    for command in commands():
        if command.name == name:
            return command
    raise KeyError(name)


def owner_name(owner: str) -> str:
    """What the answer of ``Keymap.owner`` is called."""
    if owner == "digits":
        return tr("Choose an alternative")
    if owner == "peek":
        return tr("Hold: see the other reading in place")
    return command_named(owner).text


# The map in force: one for the program, like the language it speaks.

_in_force: dict[str, str] = {}


def use(keymap: Keymap) -> None:
    """From now on sentences and buttons name the keys of this map."""
    global _in_force
    _in_force = {name: said(keys[0]) for name in usual_keys() if (keys := keymap.of(name).all)}


def key_of(name: str) -> str:
    """The key of a command as buttons and sentences name it: the first bare one, else the first; empty for none."""
    if not _in_force:
        use(Keymap())
    return _in_force.get(name, "")


def way_to(name: str) -> str:
    """What a sentence names to press: the key, else the command itself."""
    return key_of(name) or tr("“{command}”", command=command_named(name).text)


def with_key(text: str, name: str) -> str:
    """``text`` with the key of a command in brackets behind it, if it has one."""
    key = key_of(name)
    return tr("{words} ({key})", words=text, key=key) if key else text


def _needed(own: Mapping[str, Keys]) -> dict[str, Keys]:
    """Without choices that are what is usual anyway."""
    usual = usual_keys()
    return {name: keys for name, keys in own.items() if keys != usual[name]}


def _with_twins(keys: Iterable[str]) -> tuple[str, ...]:
    """Whoever presses Enter means either of the two keys that are called so."""
    both: list[str] = []
    for key in keys:
        both.append(key)
        if key == "Return" or key.endswith("+Return"):
            both.append(key.removesuffix("Return") + "Enter")
    return tuple(dict.fromkeys(both))


def _parts(key: str) -> list[str]:
    """Modifiers and the key itself; ``Ctrl++`` ends with the key +."""
    if key == "+" or key.endswith("++"):
        return [*[part for part in key[:-1].split("+") if part], "+"]
    return key.split("+")


def _is_function_key(last: str) -> bool:
    return last[:1] == "F" and last[1:].isdigit()


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(str(each) for each in value)
