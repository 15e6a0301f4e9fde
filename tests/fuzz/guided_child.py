"""The process that atheris leads; imports nothing of the product before it is watched."""

import pkgutil
import random
import signal
import sys
from importlib import import_module
from pathlib import Path


def main(kind, *flags):
    import resource

    import atheris

    with atheris.instrument_imports(include=["reader.store"], enable_loader_override=False):
        import reader.store.readers

        for found in pkgutil.iter_modules(reader.store.readers.__path__, "reader.store.readers."):
            import_module(found.name)  # here, for later they would come unwatched
        from tests.fuzz.inputs import damaged, seeds
        from tests.fuzz.trial import outcome, read_pdfs_here

    read_pdfs_here()
    corpus = Path(flags[0])
    for number, seed in enumerate(seeds(kind)):
        (corpus / f"seed-{number}").write_bytes(seed)

    def one(data):
        signal.setitimer(signal.ITIMER_PROF, 5)  # nobody handles it; code that is watched takes twice the time
        try:
            outcome(kind, data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def changed(data, most, number):
        # A part of a packed document changed at random is no document: half are damaged where it counts.
        rng = random.Random(number)  # noqa: S311
        if kind in PACKED and rng.random() < 0.8:
            return damaged(kind, rng)[:most]
        if rng.random() < 0.2:
            return damaged(kind, rng)[:most]
        return atheris.Mutate(data, most)

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    atheris.Setup([sys.argv[0], *flags], one, custom_mutator=changed)
    atheris.Fuzz()


PACKED = ("word", "opendocument", "gzip", "project", "webarchive")
"""Kinds in which a changed byte is found out before anything is read."""

if __name__ == "__main__":
    main(*sys.argv[1:])
