"""Rules for posts whose time has passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.core.lateness import Late, Then, what_then

DUE = datetime(2026, 5, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("then", Then)
def test_a_post_within_the_bound_is_sent(then: Then) -> None:
    """A short outage changes nothing."""
    assert what_then(Late(HOUR, then), DUE, now=DUE + HOUR) is Then.SEND


@pytest.mark.parametrize("then", Then)
def test_a_post_beyond_the_bound_follows_its_policy(then: Then) -> None:
    """What is stale after an hour, its account knows best."""
    assert what_then(Late(HOUR, then), DUE, now=DUE + HOUR + timedelta.resolution) is then


def test_a_backlog_is_spread_unless_told_otherwise() -> None:
    """Followers leave when a day's posts arrive in a minute."""
    assert Late().then is Then.MOVE


def test_what_was_meant_to_be_out_before_the_end_is_skipped_after_it() -> None:
    """Whatever the rule says; what was meant for later is none of the end's business."""
    for then in Then:
        late = Late(9 * HOUR, then, end=DUE + HOUR)

        assert what_then(late, DUE, now=DUE + HOUR - timedelta.resolution) is Then.SEND
        assert what_then(late, DUE, now=DUE + HOUR) is Then.SKIP
        assert what_then(late, DUE + HOUR, now=DUE + 2 * HOUR) is Then.SEND
