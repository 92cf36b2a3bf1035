"""Rules of trust: a plan is carried out in the world that it was made for."""

from __future__ import annotations

import pytest

from scheduler.core.plan.trusting import changes, moved

BEFORE = {1: "a", 2: "b", 3: "c"}


@pytest.mark.parametrize(
    ("after", "touched", "told"),
    [
        (BEFORE, {1}, None),
        ({1: "a", 2: "b"}, {1}, None),
        ({1: "a", 2: "b"}, {3}, "post 3 is not waiting any more"),
        ({**BEFORE, 2: "x"}, set(), "post 2 has changed"),
        ({**BEFORE, 4: "d", 5: "e"}, set(), "posts 4, 5 are new"),
        ({1: "x", 2: "x", 3: "x", 9: "z"}, set(), "post 9 is new, and posts 1, 2, 3 have changed"),
        ({**BEFORE, **dict.fromkeys(range(4, 9), "d")}, set(), "posts 4, 5, 6, … are new"),
    ],
)
def test_what_has_moved_in_the_queue_is_named(after: dict[int, str], touched: set[int], told: str | None) -> None:
    """What has gone out since does not matter, unless the plan would touch it."""
    assert moved(BEFORE, after, touched) == told


def test_articles_that_are_others_are_named() -> None:
    """New, gone or edited."""
    assert changes({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"}) == ["a", "b", "d"]
