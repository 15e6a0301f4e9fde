"""Measures how decisions go on upon pages that were scraped again.

    python -m tests.store.scraped_again [PAGES] [--quotes]

Takes pages of the shared set, decides on them at random, changes their text in ways that the web and its tools change
texts, analyses the result, and compares where each decision went with where its characters really are. One line for
each kind of change: decisions, the share that went on rightly, how many went on wrongly, and why the others were
listed. ``--quotes`` hides the earlier text, as a project without its document does.
"""

import argparse
import json
import random
import unicodedata
from collections import Counter
from itertools import accumulate, chain
from pathlib import Path

from reader.pipeline import Engine
from reader.review.session import ReviewSession
from reader.store.anchoring import reanchor
from reader.store.carrying import Review
from reader.store.quotes import Quote
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.source import Source
from reader.text.span import Span

FURNITURE = ("扫码关注公众号，获取更多内容\n", "本文由用户上传，版权归原作者所有\n", "热门推荐：工作总结 述职报告\n")

# A text that is changed is a list of pairs: what stands there, and its place in the old text (None: new).


def line_ends(chars, chance):
    other = chance.choice(("\r\n", "\r", "\n\n"))
    return [(other if char == "\n" else char, at) for char, at in chars]


def wide(chars, _chance):
    return [(chr(ord(char) + 0xFEE0) if char.isascii() and char.isalnum() else char, at) for char, at in chars]


def composed(chars, _chance):
    forms = [(unicodedata.normalize("NFKC", char), char, at) for char, at in chars]
    return [(form if len(form) == 1 else char, at) for form, char, at in forms]


def furniture_put_in(chars, chance):
    parts = paragraphs(chars)
    for _ in range(4):
        parts.insert(chance.randrange(len(parts) + 1), [(char, None) for char in chance.choice(FURNITURE)])
    return list(chain.from_iterable(parts))


def paragraphs_taken_out(chars, chance):
    parts = paragraphs(chars)
    for _ in range(max(1, len(parts) // 12)):
        if len(parts) > 1:
            parts.pop(chance.randrange(len(parts)))
    return list(chain.from_iterable(parts))


def a_paragraph_moved(chars, chance):
    parts = paragraphs(chars)
    parts.insert(chance.randrange(len(parts)), parts.pop(chance.randrange(len(parts))))
    return list(chain.from_iterable(parts))


def a_paragraph_doubled(chars, chance):
    parts = paragraphs(chars)
    which = chance.randrange(len(parts))
    parts.insert(which, [(char, None) for char, _ in parts[which]])
    return list(chain.from_iterable(parts))


def spaces(chars, chance):
    kept = [(char, at) for char, at in chars if char != " " or chance.random() < 0.5]
    return [one for pair in kept for one in ((pair, (" ", None)) if chance.random() < 0.01 else (pair,))]


def no_spaces(chars, _chance):
    return [(char, at) for char, at in chars if char not in " \t\u3000\xa0"]


def characters(share):
    def changed(chars, chance):
        made = []
        for char, at in chars:
            new = chance.choice(chars)[0]
            match chance.random() / share:
                case odds if odds < 0.6:
                    made.append((new, at if new == char else None))
                case odds if odds < 0.8:
                    pass
                case odds if odds < 1:
                    made += [(char, at), (new, None)]
                case _:
                    made.append((char, at))
        return made

    return changed


def paragraphs(chars):
    parts = [[]]
    for pair in chars:
        parts[-1].append(pair)
        if pair[0] == "\n":
            parts.append([])
    return parts


CHANGES = {
    "nothing": (),
    "line ends": (line_ends,),
    "wide letters": (wide,),
    "NFKC": (composed,),
    "furniture put in": (furniture_put_in,),
    "paragraphs out": (paragraphs_taken_out,),
    "a paragraph moved": (a_paragraph_moved,),
    "a paragraph twice": (a_paragraph_doubled,),
    "some spaces": (spaces,),
    "no spaces": (no_spaces,),
    "1 % of characters": (characters(0.01),),
    "5 % of characters": (characters(0.05),),
    "all, 2 %": (furniture_put_in, paragraphs_taken_out, spaces, characters(0.02), line_ends),
}


def reviewed(raw, analysis, chance):
    """Findings accepted, kept and postponed at random, and five changes by hand."""
    session = ReviewSession(Source.of_text(raw), analysis)
    for fix in session.fixes:
        odds = chance.random()
        if odds < 0.35 and fix.options:
            session.accept(fix, chance.randrange(len(fix.options)))
        elif odds < 0.7:
            session.keep(fix)
        elif odds < 0.75:
            session.postpone(fix)
    for _ in range(5):
        at = chance.randrange(len(raw) - 3)
        edit = Fix.replacing(Span(at, at + chance.randrange(3)), "改", Kind.MANUAL, "by-hand", Message("Test."))
        session.add(edit, Message("Edit"))
    return session


def quotes_only(review, raw):
    fixes = {**review.found, **{fix.key: fix for fix in review.manual}}
    said = {key: Quote.of(raw, fixes[key]) for key in review.decisions}
    return Review(review.decisions, review.found, review.manual, None, len(raw), said)


def measure(engine, pages, changes, *, quotes=False, seed=7):
    """What became of the decisions on all these pages."""
    tally, chance = Counter(), random.Random(seed)  # noqa: S311  (nothing secret)
    for raw, analysis in pages:
        session = reviewed(raw, analysis, chance)
        chars = list(zip(raw, range(len(raw)), strict=True))
        for change in changes:
            chars = change(chars, chance)
        new = "".join(char for char, _ in chars)
        ends = [0, *accumulate(len(char) for char, _ in chars)]
        where = {at: end for (_, at), end in zip(chars, ends, strict=False) if at is not None}
        review = quotes_only(Review.of(session), raw) if quotes else Review.of(session)
        result = reanchor(review, Source.of_text(new), engine.analyse(new))
        assert len(result.carried) + len(result.lost) == len(session.decisions)
        for entry in result.carried:
            tally["right" if is_right(entry.before, entry.now, raw, new, where) else "wrong"] += 1
        tally.update(entry.reason.value for entry in result.lost)
    return tally


def is_right(before, now, raw, new, where):
    """Whether a finding stands at the very characters that it stood at, or at ones that nobody could tell from them."""
    around = [text[max(0, fix.span.start - 20) : fix.span.end + 20] for text, fix in ((raw, before), (new, now))]
    if around[0] == around[1]:
        return True
    for span, moved in zip(before.spans, now.spans, strict=True):
        if span.length and [where.get(at) for at in range(span.start, span.end)] == list(range(moved.start, moved.end)):
            continue
        olds = [where.get(at) for at in range(span.start, span.end) if counts(raw[at])]
        if olds != [at for at in range(moved.start, moved.end) if counts(new[at])]:
            return False
        if not olds:
            left, right = neighbour(raw, span.start - 1, -1), neighbour(raw, span.end, 1)
            there = neighbour(new, moved.start - 1, -1), neighbour(new, moved.end, 1)
            if (where.get(left), where.get(right)) != there:
                return False
    return True


def counts(char):
    plain = unicodedata.normalize("NFKD", char)
    return any(not c.isspace() and unicodedata.category(c) not in ("Mn", "Cc", "Cf") for c in plain)


def neighbour(text, at, step):
    while 0 <= at < len(text) and not counts(text[at]):
        at += step
    return at if 0 <= at < len(text) else None


def shared_pages(folder, count, engine):
    texts = [json.loads(path.read_text("utf-8"))["raw"] for path in sorted(folder.glob("page*.json"))[:count]]
    return [(raw, engine.analyse(raw)) for raw in texts]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=int, nargs="?", default=94)
    parser.add_argument("--quotes", action="store_true")
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    args = parser.parse_args()
    engine = Engine()
    pages = shared_pages(args.shared / "bench" / "pages_dev", args.pages, engine)
    for name, changes in CHANGES.items():
        tally = measure(engine, pages, changes, quotes=args.quotes)
        total = tally.total()
        listed = {reason: count for reason, count in tally.most_common() if reason not in ("right", "wrong")}
        print(f"{name:18} {total:6} {tally['right'] / total:.3f} {tally['wrong']:3}", listed, flush=True)


if __name__ == "__main__":
    main()
