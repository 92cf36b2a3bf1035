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
