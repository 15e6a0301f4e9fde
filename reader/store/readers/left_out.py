"""What readers of documents leave out of the text, and the sentences that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum

from reader.store.readers.lines import Line
from reader.text.message import Message


class Left(Enum):
    """What of a document is not in its text."""

    DELETED = "deleted"
    HIDDEN = "hidden"
    COMMENT = "comment"
    PICTURE = "picture"
    RUBY = "ruby"
    EMBEDDED = "embedded"


PICTURES_ONLY = Message("{name} holds pictures but no text. Run character recognition on it first and open the result.")

_SENTENCES = {
    Left.DELETED: Message("Deleted text that is still in the document as a tracked change was left out: {count}."),
    Left.HIDDEN: Message("Stretches of hidden text, which is not printed either, were left out: {count}."),
    Left.COMMENT: Message("Comments on the text were left out: {count}."),
    Left.RUBY: Message("Pronunciations that stand above characters were left out: {count}."),
    Left.PICTURE: Message("Pictures and embedded objects were left out, with any text in them: {count}."),
    Left.EMBEDDED: Message("Documents inside of this one were left out: {count}. Save it anew in Word to add them."),
}

_WORDS = re.compile(r"[^\W\d_第页共]{2}")
"""Two letters in a row that do not belong to 第 3 页 共 5 页."""

_LONGEST_QUOTE = 200
"""Code points of headers and footers that a remark repeats."""


def remarks(left: Mapping[Left, int], headers: Iterable[Line]) -> list[Message]:
    """A sentence for each kind of thing left out, and one with what headers and footers say beside the page number."""
    said = [Message.of(sentence.text, count=left[what]) for what, sentence in _SENTENCES.items() if left.get(what)]
    texts = (" ".join(line.text.split()) for line in headers)
    quoted = " / ".join(dict.fromkeys(text for text in texts if _WORDS.search(text)))
    if quoted:
        shown = quoted if len(quoted) <= _LONGEST_QUOTE else quoted[:_LONGEST_QUOTE] + "…"
        said.append(Message.of("Headers and footers of the pages were left out: {said}", said=shown))
    return said
