"""Rules of how long it is said to be until something happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.core.calendar.distance import until


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=59), "in less than a minute"),
        (timedelta(minutes=61), "in 1 h 1 min"),
        (timedelta(days=2, minutes=59), "in 2 d"),
        (timedelta(days=2, hours=3, minutes=59), "in 2 d 3 h"),
    ],
)
def test_a_distance_is_told_by_its_two_largest_units(left: timedelta, said: str) -> None:
    """Minutes matter today, and not in a month."""
    assert until(left) == said
