"""Rules for a post that may be public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Content, Intent
from scheduler.core.model import Doubt, Post
from scheduler.core.recovery import SETTLING, Powers, Step, may_rule_out, next_look, next_step
from scheduler.core.state import State

BEGAN = datetime(2026, 5, 5, 9, tzinfo=UTC)
WINDOW = timedelta(hours=1)
POST = Post(
    id=1,
    account="a",
    platform="plain",
    article=None,
    kind="manual",
    section=None,
    content=Content("Bonjour"),
    publish_at=BEGAN,
    state=State.UNCERTAIN,
    key="k",
    attempts=1,
    not_before=None,
    url=None,
    reason=None,
)
ELAPSED = st.timedeltas(timedelta(), timedelta(days=400))


def doubt(*, intended: bool = True, since: datetime = BEGAN) -> Doubt:
    return Doubt(POST, 1, Intent("k", BEGAN, {}) if intended else None, since)


@pytest.mark.parametrize(("window", "finds"), list(product([None, WINDOW], [True, False])))
def test_what_never_left_is_simply_sent_again(window: timedelta | None, finds: bool) -> None:
    """Nobody has to be asked: without an intent there was no request."""
    step = next_step(doubt(intended=False), Powers(window, finds), now=BEGAN)

    assert step is Step.RULE_OUT


@pytest.mark.parametrize(
    ("window", "finds", "elapsed", "expected"),
    [
        (WINDOW, True, timedelta(), Step.REPLAY),
        (WINDOW, False, timedelta(), Step.REPLAY),
        (WINDOW, True, WINDOW - timedelta.resolution, Step.REPLAY),
        (WINDOW, True, WINDOW, Step.FIND),
        (WINDOW, False, WINDOW, Step.ASK),
        (None, True, timedelta(), Step.FIND),
        (None, False, timedelta(), Step.ASK),
    ],
)
def test_the_safest_way_that_the_platform_offers_is_taken(
    window: timedelta | None, finds: bool, elapsed: timedelta, expected: Step
) -> None:
    """A replay answers at once, a search may miss it, and a person is asked last."""
    assert next_step(doubt(), Powers(window, finds), now=BEGAN + elapsed) is expected


@given(elapsed=ELAPSED, finds=st.booleans(), window=st.none() | st.timedeltas(timedelta(), timedelta(days=2)))
def test_a_key_is_never_used_after_its_platform_forgot_it(
    elapsed: timedelta, finds: bool, window: timedelta | None
) -> None:
    """It would make a second public post; the platform counts from the first attempt."""
    step = next_step(doubt(since=BEGAN + elapsed), Powers(window, finds), now=BEGAN + elapsed)

    assert (step is Step.REPLAY) == (window is not None and elapsed < window)


def test_that_it_is_not_there_is_believed_after_a_while_only() -> None:
    """A platform may be slow to show what it took: the post would be sent a second time."""
    early, late = BEGAN + SETTLING - timedelta.resolution, BEGAN + SETTLING

    assert (may_rule_out(doubt(), now=early), may_rule_out(doubt(), now=late)) == (False, True)


@given(elapsed=ELAPSED)
def test_the_next_look_is_ahead_and_within_the_hour(elapsed: timedelta) -> None:
    """Neither a storm of questions nor a doubt that is forgotten."""
    now = BEGAN + elapsed

    assert SETTLING <= next_look(doubt(), now=now) - now <= timedelta(hours=1)


@given(first=ELAPSED, second=ELAPSED)
def test_looks_become_ever_rarer(first: timedelta, second: timedelta) -> None:
    """An outage that has lasted a day will not end in the next second."""
    waits = [next_look(doubt(), now=BEGAN + one) - (BEGAN + one) for one in sorted((first, second))]

    assert waits == sorted(waits)


def test_the_first_look_comes_when_the_platform_has_settled() -> None:
    """The soonest at which the answer can be believed."""
    assert may_rule_out(doubt(), now=next_look(doubt(), now=BEGAN))


@pytest.mark.parametrize(("finds", "expected"), [(True, Step.FIND), (False, Step.ASK)])
def test_a_clock_set_back_does_not_open_the_window_again(finds: bool, expected: Step) -> None:
    """How old an intent of the future is, nobody knows: the platform may have forgotten its key."""
    assert next_step(doubt(), Powers(WINDOW, finds), now=BEGAN - timedelta(hours=3)) is expected
