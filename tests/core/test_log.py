"""A line of the log, as machines read it."""

from datetime import UTC, datetime

from scheduler.core.model import Event
from scheduler.core.state import State


def test_a_line_of_the_log_is_plain_json() -> None:
    """A script reads it with no knowledge of ours: times as text, states by their names."""
    event = Event(
        datetime(2026, 6, 15, 9, tzinfo=UTC), 7, "carnet", "folder", "claimed", State.PUBLISHING, 1, None, None
    )

    assert event.as_json() == {
        "at": "2026-06-15T09:00:00+00:00",
        "post": 7,
        "account": "carnet",
        "platform": "folder",
        "event": "claimed",
        "state": "publishing",
        "attempt": 1,
        "url": None,
        "reason": None,
    }
