"""Rules of what a rehearsal tells of a post: how it ended, when it left, and why not at its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.model import Event
from scheduler.core.rehearsal import Awaited, Ending, Fate, Foreseen, counted, foresee, is_as_planned
from scheduler.core.state import State

START = datetime(2026, 12, 1, 8, tzinfo=UTC)
NINE = START + timedelta(hours=1)
PARIS = ZoneInfo("Europe/Paris")
OUTAGE = (START + timedelta(minutes=30), START + timedelta(hours=2))


def line(event: str, at: datetime, reason: str | None = None) -> Event:
    return Event(at, 1, "journal", "feed", event, None, None, None, reason)


def told(
    state: State,
    *lines: Event,
    planned: datetime = NINE,
    reason: str | None = None,
    held: str | None = None,
    hold_reason: str | None = None,
    stopped: str | None = None,
) -> Foreseen:
    awaited = Awaited(1, "journal", "feed", planned.astimezone(PARIS), "Le thym")
    return foresee(awaited, Ending(state, planned, reason, held, hold_reason, stopped), lines, START, [OUTAGE])


@pytest.mark.parametrize(
    ("state", "held", "fate"),
    [
        (State.DRAFT, None, Fate.DRAFT),
        (State.MISSED, None, Fate.MISSED),
        (State.FAILED, None, Fate.REFUSED),
        (State.UNCERTAIN, None, Fate.DOUBT),
        (State.QUEUED, "budget", Fate.DEAR),
        (State.QUEUED, "campaign", Fate.HELD),
        (State.QUEUED, None, Fate.WAITING),
    ],
)
def test_what_does_not_go_out_says_why(state: State, held: str | None, fate: Fate) -> None:
    """Each has another remedy."""
    own, other = ("so it is", None) if held else (None, "so it is")
    found = told(state, held=held, hold_reason=own, reason=other)

    assert (found.fate, found.reason, found.at, found.late) == (fate, "so it is", None, None)


@pytest.mark.parametrize(
    ("state", "said"),
    [(State.QUEUED, "its article is gone"), (State.DRAFT, "its article is gone; to be approved by: Bruno")],
)
def test_a_hold_has_a_reason_of_its_own(state: State, said: str) -> None:
    """What became of the post before its hold explains nothing."""
    found = told(state, held="article", hold_reason="its article is gone", reason="to be approved by: Bruno")

    assert found.reason == said


@pytest.mark.parametrize(("event", "state"), [("published", State.PUBLISHED), ("handed over", State.UNCERTAIN)])
def test_what_goes_out_within_a_minute_is_on_time(event: str, state: State) -> None:
    """Two posts of one minute keep their distance."""
    found = told(state, line("claimed", NINE), line(event, NINE + timedelta(seconds=20)), held="handed over")

    assert found.fate in {Fate.ON_TIME, Fate.HANDED}
    assert (found.at, found.late, found.reason) == (NINE + timedelta(seconds=20), timedelta(seconds=20), None)
    assert found.at is not None
    assert found.at.tzinfo is PARIS


def test_what_a_person_has_in_hand_already_is_as_planned() -> None:
    """It left before the rehearsal began, and no line of it tells when."""
    found = told(State.UNCERTAIN, held="handed over")

    assert (found.fate, found.at, found.reason) == (Fate.HANDED, None, "it is in a person's hands already")


def test_what_leaves_early_is_not_late() -> None:
    """A person may have moved it."""
    assert told(State.PUBLISHED, line("published", START)).late == timedelta()


@pytest.mark.parametrize(
    ("planned", "lines", "reason"),
    [
        (NINE + timedelta(hours=2), [line("delayed", NINE, "it was busy")], "it was busy"),
        (NINE + timedelta(hours=2), [line("claimed", NINE, "no reason")], "another post of its account went first"),
        (NINE, [], "the daemon was off at its time"),
        (START - timedelta(hours=1), [], "its time had passed already"),
    ],
)
def test_what_is_late_says_since_when_it_slipped(planned: datetime, lines: list[Event], reason: str) -> None:
    """The first cause counts: what follows comes of it."""
    found = told(State.PUBLISHED, *lines, line("published", planned + timedelta(hours=3)), planned=planned)

    assert (found.fate, found.late, found.reason) == (Fate.LATE, timedelta(hours=3), reason)


def test_a_held_account_explains_more_than_its_post() -> None:
    """Whoever resumes it lets all of its posts go on."""
    assert told(State.QUEUED, stopped="paused", reason="its own").reason == "paused"


def test_what_waits_says_until_when_where_nothing_else_is_known() -> None:
    """A line without a reason helps nobody."""
    assert told(State.QUEUED).reason == "not before 2026-12-01 09:00 UTC"


def test_all_is_as_planned_only_where_every_post_is() -> None:
    """The exit code of the command depends on it."""
    good, bad = told(State.PUBLISHED, line("published", NINE)), told(State.DRAFT)

    assert (is_as_planned([good]), is_as_planned([good, bad])) == (True, False)
    assert list(counted([bad, good, good]).items()) == [(Fate.ON_TIME, 2), (Fate.DRAFT, 1)]
    assert bad.reason == "nobody has approved it"
