"""What becomes of queued posts in a rehearsal: values in, values out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias, assert_never

from scheduler.core.lifecycle import Move
from scheduler.core.model import Event
from scheduler.core.reasons import told
from scheduler.core.state import State

PUNCTUAL = timedelta(minutes=1)
"""What leaves within this is on time: two posts of one minute keep their distance."""
BUDGET = "budget"


class Fate(StrEnum):
    """What becomes of a post."""

    ON_TIME = "on time"
    HANDED = "handed over"
    """To a person, on time."""
    LATE = "late"
    WAITING = "waiting"
    """It is put off beyond the end."""
    HELD = "held"
    DEAR = "over budget"
    DRAFT = "draft"
    """Nobody has approved it."""
    MISSED = "missed"
    REFUSED = "refused"
    DOUBT = "in doubt"
    """It was on its way already, and nobody asked its platform."""


AS_PLANNED = frozenset({Fate.ON_TIME, Fate.HANDED})

Span: TypeAlias = tuple[datetime, datetime]
"""From when, and until when."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A post whose time lies before the end of a rehearsal."""

    post: int
    account: str
    platform: str
    planned: datetime
    """Aware, in the zone it was planned in."""
    text: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a rehearsal left a post."""

    state: State
    due_at: datetime
    reason: str | None
    """Why it is in its state."""
    held: str | None = None
    """What it alone waits for."""
    hold_reason: str | None = None
    stopped: str | None = None
    """Why its account sends nothing."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What becomes of a post, when, and why."""

    awaited: Awaited
    fate: Fate
    at: datetime | None
    """When it goes out, or into a person's hands, in the zone it was planned in."""
    reason: str | None

    @property
    def late(self) -> timedelta | None:
        """Return how much later than planned it goes out, if it does."""
        return None if self.at is None else max(self.at - self.awaited.planned, timedelta())


def foresee(
    awaited: Awaited, ending: Ending, lines: Sequence[Event], start: datetime, outages: Iterable[Span]
) -> Foreseen:
    """Tell what becomes of a post; `lines` are what the log says of it from `start` on."""
    fate, reason = _fate(ending, lines)
    if fate not in AS_PLANNED:
        return Foreseen(awaited, fate, None, reason)
    if (went := _went(lines)) is None:
        return Foreseen(awaited, fate, None, "it is in a person's hands already")
    at = went.astimezone(awaited.planned.tzinfo)
    if at - awaited.planned <= PUNCTUAL:
        return Foreseen(awaited, fate, at, None)
    return Foreseen(awaited, Fate.LATE, at, _why_late(awaited, lines, start, outages))


def _fate(ending: Ending, lines: Sequence[Event]) -> tuple[Fate, str | None]:
    """Return what becomes of a post, whenever it is, and why."""
    match ending.state:
        case State.PUBLISHED:
            fate, reason = Fate.ON_TIME, None
        case State.UNCERTAIN if ending.held == Move.HAND:
            fate, reason = Fate.HANDED, None
        case State.QUEUED | State.PUBLISHING:
            fate, reason = _waits(ending, lines)
        case State.DRAFT:
            fate, reason = Fate.DRAFT, told(ending.hold_reason, ending.reason or "nobody has approved it")
        case State.MISSED:
            fate, reason = Fate.MISSED, ending.reason
        case State.FAILED | State.CANCELLED | State.RETRACTED:
            fate, reason = Fate.REFUSED, ending.reason
        case State.UNCERTAIN:
            fate, reason = Fate.DOUBT, ending.reason
        case _:  # pragma: no cover
            assert_never(ending.state)
    return fate, reason


def _went(lines: Sequence[Event]) -> datetime | None:
    """Return when it left; nothing where it had left before."""
    return next((line.at for line in reversed(lines) if line.event in {Move.DELIVER, Move.HAND}), None)


def _waits(ending: Ending, lines: Sequence[Event]) -> tuple[Fate, str | None]:
    if ending.stopped is not None:
        return Fate.HELD, ending.stopped
    if ending.held is not None:
        return (Fate.DEAR if ending.held == BUDGET else Fate.HELD), ending.hold_reason
    return Fate.WAITING, _why(lines) or ending.reason or f"not before {ending.due_at:%Y-%m-%d %H:%M} UTC"


def _why_late(awaited: Awaited, lines: Sequence[Event], start: datetime, outages: Iterable[Span]) -> str:
    if told := _why(lines):
        return told
    if awaited.planned < start:
        return "its time had passed already"
    if any(down <= awaited.planned < up for down, up in outages):
        return "the daemon was off at its time"
    return "another post of its account went first"


def _why(lines: Sequence[Event]) -> str | None:
    """Return the first reason for which it did not leave."""
    passed = {Move.CLAIM, Move.DELIVER, Move.CONTINUE, Move.HAND}
    return next((line.reason for line in lines if line.event not in passed and line.reason), None)


def counted(foreseen: Iterable[Foreseen]) -> Mapping[Fate, int]:
    """Return how many posts have each fate that there is, in the order of `Fate`."""
    found = Counter(one.fate for one in foreseen)
    return {fate: found[fate] for fate in Fate if found[fate]}


def is_as_planned(foreseen: Iterable[Foreseen]) -> bool:
    """Return whether everything goes out at its time."""
    return all(one.fate in AS_PLANNED for one in foreseen)
