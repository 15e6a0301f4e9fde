"""What a hostile document is, and what is expected of it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Bait:
    """What a document may try to reach: a file on this machine, and an address where somebody listens."""

    file: str
    address: str

    @property
    def uris(self):
        """The ways in which documents name both, the last as Windows names folders of other machines."""
        host = self.address.removeprefix("http://")
        return [self.file, self.address, f"file://{host}/bait", f"\\\\{host.replace(':', '@')}\\bait"]


TEXT = "诱饵"
"""What stands in the bait: no document may show it."""


@dataclass(frozen=True)
class Case:
    """A document under a name: it is either refused in words (``says``), or read with a text in it (``reads``)."""

    make: Callable[[Bait], bytes]
    name: str
    says: str = ""
    reads: str = ""
    seconds: float = 2.0
    """Of the processor: what it takes beyond the start of the interpreter."""
    megabytes: int = 1024
    """A process that opens PDFs is looked at every tenth of a second, so it ends a little beyond its bound."""
