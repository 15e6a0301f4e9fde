"""Sentences for people, kept apart from the language they will be said in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with named gaps; ``reader.language`` says it in the reader's language.

    The English text is the identity under which translations are filed. It must be a literal where it is written, so
    that the extraction of translatable strings finds it: write ``Message.of("{count} spaces", count=3)``.

    >>> str(Message.of("{count} spaces", count=3))
    '3 spaces'
    """

    text: str
    values: tuple[tuple[str, str | int | float], ...] = ()

    @classmethod
    def of(cls, text: str, **values: str | int | float) -> Message:
        return cls(text, tuple(sorted(values.items())))

    def filled(self, template: str | None = None) -> str:
        """The sentence with its gaps filled, in English or in a translated ``template``."""
        return (self.text if template is None else template).format(**dict(self.values))

    def __str__(self) -> str:
        return self.filled()
