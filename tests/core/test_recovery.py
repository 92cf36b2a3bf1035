"""Rules for a post that may be public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Intent
from scheduler.core.model import Doubt, Mark
from scheduler.core.recovery import (
    LONGEST,
    PATIENCE,
    SETTLING,
    UNPROVED,
    Powers,
    Way,
    may_rule_out,
    next_pause,
    next_way,
    sought_since,
)

BEGAN = datetime(2026, 5, 5, 9, tzinfo=UTC)
WINDOW = timedelta(hours=1)
FINDS = Powers(None, finds=True)
ELAPSED = st.timedeltas(timedelta(), timedelta(days=400))
WRONG = st.timedeltas(timedelta(days=-400), timedelta(days=400))


def mark(elapsed: timedelta, clock: str = "this boot") -> Mark:
    """Return a moment, so long after the first attempt."""
    return Mark(clock, timedelta(days=1) + elapsed)


STARTED = mark(timedelta())


def doubt(
    *, intended: bool = True, began: Mark | None = STARTED, failures: int = 1, open_until: datetime | None = None
) -> Doubt:
    intent = Intent("k", BEGAN, {}) if intended else None
    return Doubt(1, "a", "plain", 1, failures, intent, began, looked=began, quiet=began, open_until=open_until)


def way(
    powers: Powers, elapsed: timedelta, *, wrong: timedelta = timedelta(), of: Doubt | None = None, clock: str = ""
) -> Way:
    """Choose after a time, with a wall clock that is wrong by so much."""
    now = mark(elapsed, clock) if clock else mark(elapsed)
    return next_way(of or doubt(), powers, now=BEGAN + elapsed + wrong, mark=now)


@pytest.mark.parametrize(("window", "finds"), list(product([None, WINDOW], [True, False])))
def test_what_never_left_is_simply_sent_again(window: timedelta | None, finds: bool) -> None:
    """Nobody has to be asked: without an intent there was no request."""
    assert way(Powers(window, finds), timedelta(), of=doubt(intended=False)) is Way.RULE_OUT


@pytest.mark.parametrize(
    ("window", "finds", "elapsed", "expected"),
    [
        (WINDOW, True, timedelta(), Way.REPLAY),
        (WINDOW, False, timedelta(), Way.REPLAY),
        (WINDOW, True, WINDOW - timedelta.resolution, Way.REPLAY),
        (WINDOW, True, WINDOW, Way.FIND),
        (WINDOW, False, WINDOW, Way.ASK),
        (None, True, timedelta(), Way.FIND),
        (None, False, timedelta(), Way.ASK),
    ],
)
def test_the_safest_way_that_the_platform_offers_is_taken(
    window: timedelta | None, finds: bool, elapsed: timedelta, expected: Way
) -> None:
    """A replay answers at once, a search may miss it, and a person is asked last."""
    assert way(Powers(window, finds), elapsed) is expected


@given(elapsed=ELAPSED, wrong=WRONG, finds=st.booleans(), window=st.none() | st.timedeltas(timedelta(), WINDOW))
def test_a_key_is_never_used_after_its_platform_forgot_it(
    elapsed: timedelta, wrong: timedelta, finds: bool, window: timedelta | None
) -> None:
    """It would make a second public post; the platform counts from the first attempt, whatever our clock shows."""
    found = way(Powers(window, finds), elapsed, wrong=wrong)

    assert found is not Way.REPLAY or (window is not None and elapsed < window)


@given(elapsed=st.timedeltas(timedelta(), WINDOW), wrong=WRONG, finds=st.booleans())
def test_nothing_is_sent_again_where_no_clock_proves_its_age(elapsed: timedelta, wrong: timedelta, finds: bool) -> None:
    """The machine was started again, or another one looks: what the wall clock shows is a guess."""
    assert way(Powers(WINDOW, finds), elapsed, wrong=wrong, clock="another boot") is not Way.REPLAY


@given(elapsed=st.timedeltas(timedelta(), WINDOW))
def test_a_machine_that_was_halted_from_outside_is_told_by_its_wall_clock(elapsed: timedelta) -> None:
    """Its own clocks stood still meanwhile."""
    assert way(Powers(WINDOW, finds=True), elapsed, wrong=WINDOW) is Way.FIND


def test_a_mark_from_after_this_moment_is_of_another_clock() -> None:
    """Whatever its name says."""
    assert way(Powers(WINDOW, finds=True), timedelta(), of=doubt(began=mark(WINDOW))) is Way.FIND


def test_a_post_that_was_sent_too_often_is_not_sent_again() -> None:
    """A server that ignores keys shows it each time."""
    tired = doubt(failures=PATIENCE)

    assert [way(Powers(WINDOW, finds), timedelta(), of=tired) for finds in (True, False)] == [Way.FIND, Way.ASK]


@given(elapsed=ELAPSED, wrong=WRONG)
def test_a_post_is_sought_from_before_its_request_left(elapsed: timedelta, wrong: timedelta) -> None:
    """By the wall clock as it is now: the platform's own is nearer to it than to the one that was put right."""
    now = BEGAN + elapsed + wrong

    assert sought_since(doubt(), now=now, mark=mark(elapsed)) <= min(BEGAN, now - elapsed)


@given(elapsed=ELAPSED, wrong=WRONG)
def test_a_post_whose_age_nobody_knows_is_sought_further_back(elapsed: timedelta, wrong: timedelta) -> None:
    """Not to find it would make a second one."""
    now = BEGAN + elapsed + wrong

    assert sought_since(doubt(), now=now, mark=mark(elapsed, "another boot")) == min(BEGAN, now) - UNPROVED


def test_that_it_is_not_there_is_believed_after_a_while_only() -> None:
    """A platform may be slow to show what it took: the post would be sent a second time."""
    early, late = mark(SETTLING - timedelta.resolution), mark(SETTLING)

    assert (may_rule_out(doubt(), FINDS, mark=early), may_rule_out(doubt(), FINDS, mark=late)) == (False, True)


def test_how_long_a_platform_has_had_is_proved_too() -> None:
    """A clock of another boot has not seen the request end."""
    assert not may_rule_out(doubt(), FINDS, mark=mark(WINDOW, "another boot"))


def test_a_slow_platform_is_given_the_time_it_needs() -> None:
    """Its adapter knows how long it takes to show a post."""
    slow = Powers(None, finds=True, settling=timedelta(minutes=3))
    pause = next_pause(doubt(), slow, mark=mark(timedelta()))

    assert not may_rule_out(doubt(), slow, mark=mark(SETTLING))
    assert may_rule_out(doubt(), slow, mark=mark(pause))


def test_a_post_in_doubt_too_often_is_not_sent_again_by_itself() -> None:
    """A platform that denies having what it refuses as a duplicate would be asked for ever."""
    assert not may_rule_out(doubt(failures=PATIENCE), FINDS, mark=mark(WINDOW))


@given(elapsed=ELAPSED)
def test_the_next_look_is_ahead_and_within_the_hour(elapsed: timedelta) -> None:
    """Neither a storm of questions nor a doubt that is forgotten."""
    assert SETTLING <= next_pause(doubt(), FINDS, mark=mark(elapsed)) <= LONGEST


@given(first=ELAPSED, second=ELAPSED)
def test_looks_become_ever_rarer(first: timedelta, second: timedelta) -> None:
    """An outage that has lasted a day will not end in the next second."""
    pauses = [next_pause(doubt(), FINDS, mark=mark(one)) for one in sorted((first, second))]

    assert pauses == sorted(pauses)


def test_the_first_look_comes_when_the_platform_has_settled() -> None:
    """The soonest at which the answer can be believed."""
    assert may_rule_out(doubt(), FINDS, mark=mark(next_pause(doubt(), FINDS, mark=mark(timedelta()))))


@given(elapsed=ELAPSED, finds=st.booleans(), window=st.none() | st.just(WINDOW))
def test_what_may_still_be_sent_is_neither_sent_again_nor_ruled_out(
    elapsed: timedelta, finds: bool, window: timedelta | None
) -> None:
    """A daemon that lost its connection may wake up and send it; until then it can only be found."""
    powers, left = Powers(window, finds), doubt(open_until=BEGAN)

    assert way(powers, elapsed, of=left) is (Way.FIND if finds else Way.WAIT)
    assert not may_rule_out(left, powers, mark=mark(elapsed))
