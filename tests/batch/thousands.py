"""Thousands of pages made of the shared ones, and among them every kind of file that breaks a run.

    python -m tests.batch.thousands FOLDER [COUNT]     (JIAODU_SHARED names the shared texts)

The texts stay where they are put: nothing of them belongs into the project.
"""

from __future__ import annotations

import json
import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path

SETS = ("pages_dev", "speech_dev", "ocr_dev", "ocr_old_dev", "clean_dev")
ENCODINGS = ("utf-8", "utf-8", "utf-8", "gb18030", "gb18030", "utf-8-sig", "utf-16")


@dataclass(frozen=True)
class Piece:
    """A page, cut into the furniture before the speech, the speech with what is spliced in, and the furniture after."""

    head: str
    body: str
    tail: str


def pieces(shared: Path) -> list[Piece]:
    """The pages of the development sets."""
    found = []
    for name in SETS:
        for path in sorted((shared / "bench" / name).glob("*.json")):
            page = json.loads(path.read_text("utf-8"))
            raw = page["raw"]
            removed = {at for start, end, _ in page["removed"] for at in range(start, end)}
            kept = [at for at in range(len(raw)) if at not in removed]
            first, last = (kept[0], kept[-1] + 1) if kept else (0, len(raw))
            found.append(Piece(raw[:first], raw[first:last], raw[last:]))
    return found


def page(chance: random.Random, known: list[Piece]) -> str:
    """A page with the furniture of one site around the speech of another; cut, or two in one, now and then."""
    body = chance.choice(known).body
    what = chance.random()
    if what < 0.25:
        start = chance.randrange(max(1, len(body) // 2))
        body = body[start : start + chance.randrange(200, 4000)]
    elif what < 0.35:
        body += "\n" + chance.choice(known).body
    elif what < 0.45:
        lines = body.split("\n")
        body = "\n".join(lines[: chance.randrange(1, len(lines) + 1)])
    return chance.choice(known).head + body + chance.choice(known).tail


def generate(folder: Path, shared: Path, count: int, seed: int = 1) -> dict[str, str]:
    """Write ``count`` pages and the broken files below ``folder``; returns what breaks each of the latter, by path."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    known = pieces(shared)
    for number in range(count):
        place = folder / f"{number // 500:02}"
        place.mkdir(parents=True, exist_ok=True)
        encoding = chance.choice(ENCODINGS)
        text = page(chance, known)
        (place / f"{number:05}.txt").write_bytes(text.encode(encoding, "replace"))
    broken: dict[str, str] = {}
    every = max(1, count // 200)
    for number in range(0, count, every):
        name = f"{number // 500:02}/{number:05}-broken.txt"
        turn, kind = divmod(number // every, len(BREAKERS))
        broken[name] = _break(folder / name, BREAKERS[kind], turn, chance, known)
    return {name: fault for name, fault in broken.items() if fault}


def _break(path: Path, how: str, number: int, chance: random.Random, known: list[Piece]) -> str:
    """Put something broken at ``path``, the ``number``-th of its kind.

    Returns what it is, or nothing where it can be cleaned all the same.
    """
    if how == "empty":
        path.write_bytes(b"")
    elif how == "binary":
        path.write_bytes(chance.randbytes(20_000))
    elif how == "encrypted":
        path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"EncryptedPackage" + chance.randbytes(8_000))
    elif how == "NULs":
        path.write_bytes(b"\0" * 5_000)
    elif how == "closed":
        path.write_text("会议", encoding="utf-8")
        path.chmod(0)
        return how if os.geteuid() else ""  # root reads everything
    elif how == "dangling":
        path.symlink_to(path.with_name(f"{path.stem}-is-nowhere"))
    elif how == "pipe":
        os.mkfifo(path)
    elif how == "folder":
        path.mkdir()
        (path / "inside.txt").write_text(chance.choice(known).body, encoding="utf-8")
        return ""
    elif how == "one line":
        bodies = "".join(piece.body for piece in known).replace("\n", "")
        path.write_text(bodies[: 300_000 if number == 0 else 20_000], encoding="utf-8")
        return ""
    elif how == "damaged":
        data = bytearray(page(chance, known).encode("gb18030", "replace"))
        for _ in range(20):
            data[chance.randrange(len(data))] = 0xFF
        path.write_bytes(bytes(data))
        return ""
    return how


BREAKERS = ("empty", "binary", "encrypted", "NULs", "closed", "dangling", "pipe", "folder", "damaged", "one line")

if __name__ == "__main__":
    place, number = Path(sys.argv[1]), int((sys.argv[2:] or ["5000"])[0])
    faults = generate(place, Path(os.environ.get("JIAODU_SHARED", "../shared")), number)
    print(f"{number} pages, {len(faults)} files that cannot be read")
