"""What a review should come to, kept by hand: a list of steps and the slow rules of ``tests.text.naive``.

The account notes what the reader did and never looks at the session. An option is noted by its edits, not its number.
"""

from dataclasses import dataclass, field, replace

from reader.review.decision import State, Verdict
from reader.text.fix import Fix, Kind, Layer, Level, Safety
from tests.text.naive import REMOVALS, hides, naive_apply


@dataclass(frozen=True)
class Noted:
    verdict: Verdict
    meant: Fix
    by_reader: bool = True
    postponed: bool = False

    @property
    def said(self):
        return (self.verdict, self.meant.edits, self.by_reader, self.postponed)


@dataclass(frozen=True)
class Page:
    """The account at one moment."""

    noted: dict[str, Noted] = field(default_factory=dict)
    manual: tuple[Fix, ...] = ()
    label: str = ""


class Account:
    def __init__(self, raw: str, found: tuple[Fix, ...]) -> None:
        self.raw = raw
        self.analysed = {fix.key: fix for fix in found}
        self.carried: dict[str, Fix] = {}
        self.pages = [Page()]
        self.now = 0

    @property
    def page(self) -> Page:
        return self.pages[self.now]

    @property
    def findings(self) -> dict[str, Fix]:
        return {**self.carried, **self.analysed, **{fix.key: fix for fix in self.page.manual}}

    def noted(self, key: str) -> Noted:
        if key in self.page.noted:
            return self.page.noted[key]
        fix = self.findings[key]
        unasked = fix.safety is Safety.AUTO and not fix.protected and fix.options
        return Noted(Verdict.ACCEPTED if unasked else Verdict.PENDING, fix, by_reader=False)

    # What the reader does; each says whether anything is another now.

    def decide(self, keys, verdict: Verdict, label: str, meant: dict[str, Fix] | None = None) -> bool:
        news = {}
        for key in keys:
            if verdict is Verdict.ACCEPTED and not self.findings[key].options:
                continue
            old = self.noted(key)
            new = Noted(verdict, (meant or {}).get(key, old.meant))
            undecided_still = verdict is Verdict.PENDING and old.said == replace(new, by_reader=False).said
            if new.said != old.said and not undecided_still:
                news[key] = new
        return bool(news) and self.turn(Page({**self.page.noted, **news}, self.page.manual, label))

    def postpone(self, key: str) -> bool:
        old = self.noted(key)
        new = Noted(Verdict.PENDING, old.meant, postponed=not old.postponed)
        label = "Postpone" if new.postponed else "Back to pending"
        return self.turn(Page({**self.page.noted, key: new}, self.page.manual, label))

    def add(self, fix: Fix, label: str) -> bool:
        manual = (*(old for old in self.page.manual if old.key != fix.key), fix)
        noted = {**self.page.noted, fix.key: Noted(Verdict.ACCEPTED, fix)}
        before = self.page.noted.get(fix.key)
        if manual == self.page.manual and before and before.said == noted[fix.key].said:
            return False
        return self.turn(Page(noted, manual, label))

    def turn(self, page: Page) -> bool:
        self.pages[self.now + 1 :] = [page]
        self.now += 1
        return True

    def adopt(self, found: tuple[Fix, ...]) -> None:
        known = {**self.carried, **self.analysed}
        self.analysed = {fix.key: fix for fix in found}
        decided = {key for page in self.pages for key in page.noted}
        self.carried = {key: fix for key, fix in known.items() if key in decided and key not in self.analysed}

    # What follows from it

    def outcome(self):
        active = []
        for key, fix in self.findings.items():
            noted = self.noted(key)
            if noted.verdict is Verdict.ACCEPTED:
                # The repair that was meant, with the confidence and safety that the finding has today.
                active.append(replace(noted.meant, safety=fix.safety, confidence=fix.confidence))
        return naive_apply(self.raw, active), active

    def states(self) -> dict[str, State]:
        result, active = self.outcome()
        applied = [fix for fix in active if fix.key in result.applied and fix.kind in REMOVALS]
        states = {}
        for key, fix in self.findings.items():
            verdict = self.noted(key).verdict
            if verdict is Verdict.ACCEPTED:
                fates = {"applied": State.ACCEPTED, "asleep": State.ASLEEP, "set_aside": State.SET_ASIDE}
                states[key] = fates[result.fate(fix)]
            elif all(any(hides(gone, _Place(span)) for gone in applied) for span in fix.spans):
                states[key] = State.ASLEEP
            else:
                states[key] = State.PENDING if verdict is Verdict.PENDING else State.KEPT
        return states

    def basis(self) -> set[str]:
        result, active = self.outcome()
        layers = {Layer.INVISIBLE, Layer.REMOVAL, Layer.SPACING, Layer.MANUAL}
        return {fix.key for fix in active if fix.key in result.applied and fix.kind.layer in layers}

    def in_text_order(self) -> list[Fix]:
        layer = list(Layer).index
        return sorted(
            self.findings.values(),
            key=lambda fix: (fix.spans[0].start, fix.spans[-1].end, layer(fix.kind.layer), fix.key),
        )

    def waiting(self) -> list[Fix]:
        states = self.states()
        return [f for f in self.in_text_order() if f.level is Level.SURE and states[f.key] is State.PENDING]

    def progress(self) -> tuple[int, int]:
        states = self.states()
        waiting = len(self.waiting())
        asked = [f for f in self.findings.values() if f.level is Level.SURE]
        asked = [f for f in asked if not (f.safety is Safety.AUTO and not f.protected and f.options)]
        done = [f for f in asked if states[f.key] not in (State.PENDING, State.ASLEEP)]
        return len(done), len(done) + waiting


@dataclass(frozen=True)
class _Place:
    """A place asked about in the form of an edit."""

    span: object


MANUAL_KINDS = (Kind.MANUAL, Kind.BOILERPLATE, Kind.OCR)
