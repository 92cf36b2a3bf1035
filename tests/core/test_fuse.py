"""Rules for the fuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.platforms import PLATFORMS
from scheduler.core.fuse import FUSES, USUAL, Fuse, Spent, blown, free_at, fuse_of

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)
FUSE = Fuse(hour=3, day=10, gap=timedelta(minutes=1))
AGES = st.lists(st.timedeltas(timedelta(), timedelta(days=2)), max_size=30)


def spent(fuse: Fuse, sent: list[datetime]) -> Spent:
    newest = sorted(sent, reverse=True)

    def nth(most: int) -> datetime | None:
        return newest[most - 1] if len(newest) >= most else None

    return Spent(nth(fuse.hour), nth(fuse.day), nth(1))


@given(AGES)
def test_the_fuse_holds_exactly_when_both_windows_have_room(ages: list[timedelta]) -> None:
    """The look at one request per ceiling stands for counting them all."""
    hour = sum(age < timedelta(hours=1) for age in ages)
    day = sum(age < timedelta(days=1) for age in ages)

    told = blown(FUSE, spent(FUSE, [NOW - age for age in ages]), now=NOW)

    assert (told is None) == (hour < FUSE.hour and day < FUSE.day)


@pytest.mark.parametrize(("fuse", "word"), [(Fuse(0, 10), "hour"), (Fuse(1, 0), "day")])
def test_a_ceiling_of_nothing_lets_nothing_leave(fuse: Fuse, word: str) -> None:
    """An account may be shut by its settings."""
    told = blown(fuse, Spent(), now=NOW)

    assert told is not None
    assert word in told


def test_requests_of_the_future_count() -> None:
    """A clock that was set back must not let a loop through."""
    ahead = NOW + timedelta(days=3)

    assert blown(FUSE, Spent(hour=ahead, last=ahead), now=NOW) is not None


@given(st.timedeltas(timedelta(days=-9), timedelta(days=9)))
def test_a_gap_is_kept_and_never_waited_for_longer(ago: timedelta) -> None:
    """It only delays, also after the clock was set back."""
    at = free_at(FUSE.gap, Spent(last=NOW - ago), now=NOW)

    assert NOW <= at <= NOW + FUSE.gap
    assert at >= min(NOW - ago, NOW) + FUSE.gap


def test_the_first_request_waits_for_no_gap() -> None:
    """There is nothing to keep a distance from."""
    assert free_at(FUSE.gap, Spent(), now=NOW) == NOW


def test_every_platform_that_ships_has_a_fuse() -> None:
    """On by default, with a value that somebody has thought about."""
    assert set(PLATFORMS) <= set(FUSES)


def test_a_platform_of_others_has_the_usual_fuse() -> None:
    """No account is without one."""
    assert fuse_of("elsewhere") is USUAL
    assert fuse_of("x") is FUSES["x"]
