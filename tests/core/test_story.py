"""Rules of a post's story: plain words, every cause, and what kept it waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.core.lifecycle import Move
from scheduler.core.model import Event
from scheduler.core.story import HOLDS, WORDS, Standing, tell, waiting

DUE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def line(event: str, minutes: int, *, post: int | None = 1, reason: str | None = None) -> Event:
    return Event(DUE + minutes * MINUTE, post, "a", "plain", event, None, None, None, reason)


def about(event: str, minutes: int, reason: str | None = None) -> Event:
    return line(event, minutes, post=None, reason=reason)


def told(own: list[Event], around: list[Event]) -> list[str]:
    return [step.text for step in tell(own, around, due=DUE)]


def test_every_move_has_its_words() -> None:
    """A person reads it."""
    assert {move.value for move in Move} <= WORDS.keys()


def test_a_step_is_told_with_its_attempt_its_address_and_its_cause() -> None:
    """The platform's own words are what somebody else will ask for."""
    event = Event(DUE, 1, "a", "plain", "published", None, 2, "https://a.example/1", "found on the platform")

    assert told([event], []) == ["published, attempt 2: https://a.example/1: found on the platform"]


def test_a_step_that_has_no_words_yet_is_told_by_its_name() -> None:
    """Better than none."""
    assert told([line("painted", 0)], [about("held: moonlight", 1)]) == ["painted", "held: moonlight"]


def test_a_hold_that_delayed_a_post_is_told_in_its_place() -> None:
    """It is why the post was late."""
    own = [line("queued", -60), line("published", 30)]
    around = [about("held: credentials", -10, "401"), about("resumed", 20)]

    assert told(own, around) == [
        "queued",
        "its account is held: the credentials were refused: 401",
        "its account goes on",
        "published",
    ]


def test_a_hold_that_was_over_before_the_post_was_due_is_left_out() -> None:
    """It delayed nothing."""
    own = [line("queued", -60), line("published", 1)]

    assert told(own, [about("held: paused", -30), about("resumed", -20)]) == ["queued", "published"]


@pytest.mark.parametrize("moved", ["from {first} to {now}", "too late for {first}, now at {now}"])
def test_what_moved_a_post_is_told_though_it_is_due_later_by_now(moved: str) -> None:
    """What counts is when it was due first."""
    moved = moved.format(first=(DUE - 90 * MINUTE).isoformat(), now=DUE.isoformat())
    own = [line("queued", -120), line("moved", -30, reason=moved), line("published", 1)]

    told_all = told(own, [about("stopped", -100), about("going on", -40)])

    assert told_all[1:3] == ["everything was stopped by a person", "everything goes on"]


def test_a_hold_and_a_stop_are_two_things() -> None:
    """The end of one is not the end of the other."""
    around = [about("held: fuse", -30), about("stopped", -20), about("going on", -10)]

    assert told([line("queued", -60)], around) == ["queued", HOLDS["fuse"]]


def test_what_is_said_of_an_account_without_holding_it_is_left_out() -> None:
    """Credentials that end in two weeks delay nothing today."""
    assert told([line("queued", -60)], [about("credentials expire", 10)]) == ["queued"]


def test_an_end_whose_beginning_is_no_longer_in_the_log_is_left_out() -> None:
    """Old lines are thinned."""
    assert told([line("queued", -60)], [about("resumed", 10)]) == ["queued"]


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(), None),
        (Standing(not_before=DUE - MINUTE, waits_for="429"), None),
        (Standing(not_before=DUE + MINUTE, waits_for="429"), "its account waits for 60 seconds: 429"),
        (Standing(hold="credentials", reason="401"), "its account is held: the credentials were refused: 401"),
        (Standing(hold="moonlight"), "moonlight"),
        (
            Standing(hold="paused", stopped=True),
            "everything is stopped by a person; `tambour resume --all` lets it go on",
        ),
    ],
)
def test_an_account_says_what_it_waits_for(standing: Standing, said: str | None) -> None:
    """The widest reason first."""
    assert waiting(standing, now=DUE) == said
