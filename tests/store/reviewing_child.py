"""A program that reviews a document without end and says what it does, until it is killed.

    python reviewing_child.py FOLDER SEED

It opens the document again and again, as a reader would, now and then in the middle of what another run left behind.
After every deed it writes one line to standard output: what it did, how many lines its journal has, how many steps
there are, how many of them hold, and a digest of the text as it reads now.
"""

import os
import random
import sys
import time
from hashlib import sha256
from pathlib import Path

from reader.review.checkpoints import return_to
from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.resume import take_up
from reader.text.analysis import Analysis
from reader.text.fix import Edit, Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.source import Source
from reader.text.span import Span

RAW = "我们要商虽发展的间题。" * 30
REASON = Message("Test.")


def whole():
    """Many small suspects and some removals that hide a few of them."""
    found = [_suspect(at) for at in range(0, len(RAW), 3)]
    removals = range(4, len(RAW) - 8, 40)
    found += [Fix.replacing(Span(at, at + 8), "", Kind.BOILERPLATE, "test", REASON) for at in removals]
    return Analysis(tuple(found), (), ())


def _suspect(at):
    made = tuple(Option(text, 0.5, (Edit(Span(at, at + 1), text),)) for text in ("量", "问", "大" * 40))
    return Fix((Span(at, at + 1),), Kind.OCR, "test", made, Safety.ASK, 0.5, REASON)


def source():
    return Source.of_text(RAW, "讲话.txt")


def digest(session):
    return sha256(session.cleaned.text.encode()).hexdigest()[:16]


def deed(session, chance):
    deeds = ("decide", "decide", "decide", "batch", "add", "undo", "redo", "postpone", "save", "name", "return")
    match chance.choice(deeds):
        case "decide":
            fix = chance.choice(session.fixes)
            session.accept(fix, chance.randrange(len(fix.options))) if chance.random() < 0.7 else session.keep(fix)
        case "batch":
            verdict = chance.choice((Verdict.ACCEPTED, Verdict.REJECTED))
            session.decide(chance.sample(session.fixes, 60), verdict, Message("Batch"))
        case "add":
            at = chance.randrange(len(RAW) - 5)
            edit = Edit(Span(at, at + chance.randrange(1, 5)), "改" * chance.randrange(9) + str(chance.random()))
            session.add(Fix.editing((edit,), Kind.MANUAL, "hand", REASON), Message("Edit"))
        case "undo":
            for _ in range(chance.randrange(4)):
                session.undo()
        case "redo":
            session.redo()
        case "postpone":
            session.postpone(chance.choice(session.fixes))
        case other:
            return other
    return ""


def main(folder, seed):
    chance = random.Random(seed)  # noqa: S311  (nothing secret)
    while True:
        session = ReviewSession(source(), whole())
        journal, recovered = take_up(session, Path(folder))
        report("opened" if not recovered.notes else "mended", session, journal)
        for _ in range(chance.randrange(5, 60)):
            match deed(session, chance):
                case "save":
                    journal.saved(Path("/a/b.txt"))
                case "name":
                    journal.checkpoint(session, chance.choice("甲乙丙"))
                case "return" if journal.checkpoints:
                    return_to(chance.choice(journal.checkpoints), session)
            report("did", session, journal)
            time.sleep(chance.random() * 0.004)
        journal.close()
        report("closed", session, journal)


def report(what, session, journal):
    said = f"{what} {journal._number} {len(session.steps)} {session.position} {digest(session)}\n"
    os.write(1, said.encode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
