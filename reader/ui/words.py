"""Signs of states and moments as the window shows them; what things are called is in ``reader.review.words``."""

from __future__ import annotations

from datetime import datetime

from reader.review.decision import State
from reader.text.fix import Fix, Kind, Level


def state_sign(state: State, fix: Fix) -> str:
    """A sign for the list, so that the state shows without colour."""
    if state is State.PENDING:
        return "◇" if fix.level is Level.DOUBTFUL or not fix.options else "◆"
    if state is State.ACCEPTED:
        if fix.kind is Kind.MANUAL:
            return "✎"
        return "⌫" if fix.kind.removes else "✓"
    return {State.KEPT: "○", State.ASLEEP: "☾", State.SET_ASIDE: "⊘"}[state]


def moment(when: datetime) -> str:
    """A time as this computer's clock shows it; without the day if that is today."""
    local, now = when.astimezone(), datetime.now().astimezone()
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%Y-%m-%d %H:%M}"
