"""Rules for a post that may be public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Intent
from scheduler.core.model import Doubt
from scheduler.core.recovery import PATIENCE, SETTLING, Powers, Way, may_rule_out, next_look, next_way

BEGAN = datetime(2026, 5, 5, 9, tzinfo=UTC)
WINDOW = timedelta(hours=1)
FINDS = Powers(None, finds=True)
ELAPSED = st.timedeltas(timedelta(), timedelta(days=400))


def doubt(
    *, intended: bool = True, since: datetime = BEGAN, failures: int = 1, open_until: datetime | None = None
) -> Doubt:
    intent = Intent("k", BEGAN, {}) if intended else None
    return Doubt(1, "a", "plain", 1, failures, intent, since, open_until=open_until)


@pytest.mark.parametrize(("window", "finds"), list(product([None, WINDOW], [True, False])))
def test_what_never_left_is_simply_sent_again(window: timedelta | None, finds: bool) -> None:
    """Nobody has to be asked: without an intent there was no request."""
    way = next_way(doubt(intended=False), Powers(window, finds), now=BEGAN)

    assert way is Way.RULE_OUT


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
    assert next_way(doubt(), Powers(window, finds), now=BEGAN + elapsed) is expected


@given(elapsed=ELAPSED, finds=st.booleans(), window=st.none() | st.timedeltas(timedelta(), timedelta(days=2)))
def test_a_key_is_never_used_after_its_platform_forgot_it(
    elapsed: timedelta, finds: bool, window: timedelta | None
) -> None:
    """It would make a second public post; the platform counts from the first attempt."""
    way = next_way(doubt(since=BEGAN + elapsed), Powers(window, finds), now=BEGAN + elapsed)

    assert (way is Way.REPLAY) == (window is not None and elapsed < window)


def test_that_it_is_not_there_is_believed_after_a_while_only() -> None:
    """A platform may be slow to show what it took: the post would be sent a second time."""
    early, late = BEGAN + SETTLING - timedelta.resolution, BEGAN + SETTLING

    assert (may_rule_out(doubt(), FINDS, now=early), may_rule_out(doubt(), FINDS, now=late)) == (False, True)


def test_a_slow_platform_is_given_the_time_it_needs() -> None:
    """Its adapter knows how long it takes to show a post."""
    slow = Powers(None, finds=True, settling=timedelta(minutes=3))
    look = next_look(doubt(), slow, now=BEGAN)

    assert not may_rule_out(doubt(), slow, now=BEGAN + SETTLING)
    assert may_rule_out(doubt(), slow, now=look)


def test_a_post_in_doubt_too_often_is_not_sent_again_by_itself() -> None:
    """A platform that denies having what it refuses as a duplicate would be asked for ever."""
    assert not may_rule_out(doubt(failures=PATIENCE), FINDS, now=BEGAN + WINDOW)


@given(elapsed=ELAPSED)
def test_the_next_look_is_ahead_and_within_the_hour(elapsed: timedelta) -> None:
    """Neither a storm of questions nor a doubt that is forgotten."""
    now = BEGAN + elapsed

    assert SETTLING <= next_look(doubt(), FINDS, now=now) - now <= timedelta(hours=1)


@given(first=ELAPSED, second=ELAPSED)
def test_looks_become_ever_rarer(first: timedelta, second: timedelta) -> None:
    """An outage that has lasted a day will not end in the next second."""
    waits = [next_look(doubt(), FINDS, now=BEGAN + one) - (BEGAN + one) for one in sorted((first, second))]

    assert waits == sorted(waits)


def test_the_first_look_comes_when_the_platform_has_settled() -> None:
    """The soonest at which the answer can be believed."""
    assert may_rule_out(doubt(), FINDS, now=next_look(doubt(), FINDS, now=BEGAN))


@pytest.mark.parametrize(("finds", "expected"), [(True, Way.FIND), (False, Way.ASK)])
def test_a_clock_set_back_does_not_open_the_window_again(finds: bool, expected: Way) -> None:
    """How old an intent of the future is, nobody knows: the platform may have forgotten its key."""
    assert next_way(doubt(), Powers(WINDOW, finds), now=BEGAN - timedelta(hours=3)) is expected


@given(elapsed=ELAPSED, finds=st.booleans(), window=st.none() | st.just(WINDOW))
def test_what_may_still_be_sent_is_neither_sent_again_nor_ruled_out(
    elapsed: timedelta, finds: bool, window: timedelta | None
) -> None:
    """A daemon that lost its connection may wake up and send it; until then it can only be found."""
    powers, left = Powers(window, finds), doubt(open_until=BEGAN)

    assert next_way(left, powers, now=BEGAN + elapsed) is (Way.FIND if finds else Way.WAIT)
    assert not may_rule_out(left, powers, now=BEGAN + elapsed)
