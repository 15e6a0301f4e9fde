"""Word documents that are one XML file: those of Word 2003 (often called .doc), and whole packages as XML."""

from __future__ import annotations

from lxml import etree

from reader.store.readers import Refused
from reader.store.readers.container import DAMAGED, parsed
from reader.store.readers.word_names import attributes, child, named

_RELATIONS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Type="/styles" Target="styles.xml"/></Relationships>"""


class Flat:
    """The parts of such a document, as those of a zipped one; of Word 2003's, text and styles.

    :raises Refused: as ``parsed`` does, or if it is another XML file
    """

    def __init__(self, data: bytes) -> None:
        root = parsed(data)
        self._parts: dict[str, etree._Element] = {}
        if named(root) == "w:wordDocument":
            self._parts["word/document.xml"] = root
            styles = child(root, "w:styles")
            if styles is not None:
                self._parts["word/styles.xml"] = styles
                self._parts["word/_rels/document.xml.rels"] = parsed(_RELATIONS)
        elif named(root) == "pkg:package":
            for part in root:
                content = child(part, "pkg:xmlData")
                if content is not None and len(content):
                    self._parts[attributes(part).get("pkg:name", "").lstrip("/").lower()] = content[0]
        else:
            raise Refused(DAMAGED)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def xml(self, name: str) -> etree._Element:
        """The root element of a part.

        :raises KeyError: if there is none of this name
        """
        return self._parts[name.lower()]
