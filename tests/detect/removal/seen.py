"""What removal makes of a text, as the tests look at it."""

from dataclasses import dataclass

from reader.detect.invisible import invisible
from reader.detect.removal import removals
from reader.text.analysis import applies_by_itself
from reader.text.apply import Cleaned, apply_fixes
from reader.text.fix import Fix
from reader.text.projection import Projection
from reader.text.section import Notice


@dataclass(frozen=True)
class Result:
    raw: str
    fixes: tuple[Fix, ...]
    notices: tuple[Notice, ...]

    @property
    def made(self) -> list[Fix]:
        return [fix for fix in self.fixes if applies_by_itself(fix)]

    @property
    def asked(self) -> list[Fix]:
        return [fix for fix in self.fixes if not applies_by_itself(fix)]

    @property
    def cleaned(self) -> Cleaned:
        return apply_fixes(self.raw, self.made)


def removal(raw: str) -> Result:
    unseen = list(invisible(Projection.of(raw)))
    fixes, notices = removals(Projection.of(raw, unseen))
    return Result(raw, (*unseen, *fixes), tuple(notices))
