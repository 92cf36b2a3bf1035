"""Rules of the life of a post."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Receipt
from scheduler.core.lifecycle import (
    CUT_OFF,
    EDITABLE,
    INTERRUPTED,
    MOVES,
    Delayed,
    Delivered,
    Denied,
    Doubtful,
    Handed,
    Move,
    Outcome,
    RetryPolicy,
    Settlement,
    move,
    outcome_name,
    settle,
)
from scheduler.core.state import State
from scheduler.errors import WrongState

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)
POLICY = RetryPolicy()

DRAWING = """
draft       approved    queued
draft       cancelled   cancelled
queued      claimed     publishing
queued      approval void  draft
queued      missed      missed
queued      cancelled   cancelled
publishing  published   published
publishing  part published  queued
publishing  delayed     queued
publishing  page missing  queued
publishing  failed      failed
publishing  doubtful    uncertain
publishing  handed over  uncertain
uncertain   found       published
uncertain   part published  queued
uncertain   not found   queued
uncertain   given up    failed
failed      requeued    queued
failed      cancelled   cancelled
missed      requeued    queued
missed      cancelled   cancelled
published   retracted   retracted
failed      retracted   retracted
missed      retracted   retracted
cancelled   retracted   retracted
"""
"""Drawn a second time, by hand: a slip in one of the two drawings shows."""


def drawn() -> dict[tuple[State, Move], State]:
    rows = [[cell.strip() for cell in line.split("  ") if cell] for line in DRAWING.strip().splitlines()]
    return {(State(before), Move(how)): State(after) for before, how, after in rows}


def after(state: State, how: Move) -> State | None:
    try:
        return move(state, how)
    except WrongState:
        return None


def settled(outcome: Outcome, *, attempt: int = 1, streak: int = 1, dice: float = 0.0) -> Settlement:
    return settle(outcome, attempt=attempt, streak=streak, now=NOW, dice=dice, policy=POLICY)


@pytest.mark.parametrize(("state", "how"), list(product(State, Move)))
def test_every_move_is_as_drawn(state: State, how: Move) -> None:
    """All pairs, the impossible ones too: a published post must never find a way back into the queue."""
    assert after(state, how) == drawn().get((state, how))


def test_a_wrong_move_names_the_state_and_the_move() -> None:
    """The message is what the user reads."""
    with pytest.raises(WrongState, match="a post that is published cannot be requeued"):
        move(State.PUBLISHED, Move.REQUEUE)


def test_only_a_daemon_at_it_can_make_a_post_public() -> None:
    """Or an uncertain post turns out to be public already: there is no third way."""
    ways = {before for (before, _), after in drawn().items() if after is State.PUBLISHED}

    assert ways == {State.PUBLISHING, State.UNCERTAIN}


def test_an_uncertain_post_is_never_claimed() -> None:
    """A second public post is worse than a late one."""
    assert (State.UNCERTAIN, Move.CLAIM) not in MOVES


def test_what_is_or_may_be_public_is_not_editable() -> None:
    """The text in the database is what stands on the platform."""
    assert not EDITABLE & {State.PUBLISHING, State.PUBLISHED, State.UNCERTAIN}


def test_a_delivered_post_is_published_with_its_receipt() -> None:
    """The receipt is how the post is found again."""
    receipt = Receipt("42", "https://platform.example/42")

    assert settled(Delivered(receipt)) == Settlement(Move.DELIVER, State.PUBLISHED, receipt=receipt)


def test_a_part_of_a_thread_that_is_delivered_lets_the_next_one_follow() -> None:
    """It keeps its place, with all its attempts left."""
    receipt = Receipt("42")
    settlement = settle(Delivered(receipt), attempt=1, more=True, now=NOW, dice=0, policy=POLICY)

    assert settlement == Settlement(Move.CONTINUE, State.QUEUED, receipt=receipt, counts=False)


def test_a_denied_post_fails_with_the_platforms_reason() -> None:
    """Trying again would be refused again."""
    assert settled(Denied("too long")) == Settlement(Move.DENY, State.FAILED, reason="too long")


def test_a_doubtful_post_is_uncertain_even_at_the_first_attempt() -> None:
    """The platform is asked before anything is sent again."""
    assert settled(Doubtful("line cut")) == Settlement(Move.DOUBT, State.UNCERTAIN, reason="line cut")


def test_a_delayed_post_is_queued_for_later() -> None:
    """Half of the first pause is the least one: 15 seconds."""
    assert settled(Delayed("busy")) == Settlement(
        Move.DELAY, State.QUEUED, reason="busy", not_before=NOW + timedelta(seconds=15)
    )


def test_a_platform_that_asks_for_patience_gets_it() -> None:
    """Coming back earlier would earn another refusal, or a ban."""
    settlement = settled(Delayed("slow down", retry_after=timedelta(hours=3)))

    assert settlement.not_before == NOW + timedelta(hours=3)


def test_what_a_platform_asks_of_an_account_holds_for_all_its_posts() -> None:
    """Each of them would meet the same refusal; they keep their order."""
    settlement = settled(Delayed("slow down", retry_after=timedelta(hours=3), everywhere=True))

    assert (settlement.not_before, settlement.account_not_before) == (None, NOW + timedelta(hours=3))


def test_a_wait_without_end_is_not_believed() -> None:
    """A platform that answers nonsense must not silence an account for good."""
    settlement = settled(Delayed("slow down", retry_after=timedelta(days=400), everywhere=True))

    assert settlement.account_not_before == NOW + timedelta(days=1)


def test_one_delay_does_not_stop_an_account() -> None:
    """It may be the fault of its post: the others have their turn."""
    assert settled(Delayed("busy", everywhere=True)).account_not_before is None


@pytest.mark.parametrize("attempt", [1, 8])
def test_delays_in_a_row_stop_an_account_ever_longer(attempt: int) -> None:
    """Its platform is down: trying every post would waste all their attempts, and its fuse."""
    waits = [
        settled(Delayed("down", everywhere=True), attempt=attempt, streak=streak).account_not_before
        for streak in range(2, 20)
    ]

    assert None not in waits
    assert waits == sorted(waits, key=str)
    assert waits[-1] == NOW + POLICY.longest


def test_an_adapters_own_failure_is_its_posts_alone() -> None:
    """A bug that one text meets says nothing about the platform."""
    assert settled(Delayed("a bug"), streak=9).account_not_before is None


def test_what_is_nobodys_fault_does_not_count() -> None:
    """A post that its daemon gave back has all its attempts left, and keeps its place."""
    settlement = settled(Delayed("the daemon slept", counts=False), attempt=8)

    assert settlement == Settlement(Move.DELAY, State.QUEUED, "the daemon slept", counts=False)


def test_a_short_wait_asked_for_does_not_shorten_ours() -> None:
    """A platform in trouble often asks for no pause at all."""
    settlement = settled(Delayed("busy", retry_after=timedelta(0)))

    assert settlement.not_before == NOW + timedelta(seconds=15)


def test_the_last_attempt_fails_the_post() -> None:
    """It says how often it was tried, and what the platform said last."""
    assert settled(Delayed("busy"), attempt=8) == Settlement(
        Move.DENY, State.FAILED, reason="gave up after 8 attempts: busy"
    )


@pytest.mark.parametrize("attempt", [1, 8, 100])
def test_refused_credentials_hold_the_account_and_keep_the_post(attempt: int) -> None:
    """An expired token is no fault of the post: it waits for a new one, however often it was tried."""
    settlement = settled(Delayed("token expired", unauthorized=True), attempt=attempt)

    assert (settlement.state, settlement.holds_account, settlement.not_before) == (State.QUEUED, True, None)


def test_only_refused_credentials_do_not_count_as_an_attempt() -> None:
    """Otherwise a post would run out of attempts while its account waits for a new token."""
    receipt = Receipt("42")
    outcomes: list[Outcome] = [Delivered(receipt), Denied("no"), Doubtful("cut"), Delayed("busy")]

    assert all(settled(outcome).counts for outcome in outcomes)
    assert not settled(Delayed("token expired", unauthorized=True)).counts


def test_a_post_whose_daemon_ended_before_sending_is_queued_again() -> None:
    """Nothing can be public, and it is no fault of the post."""
    assert (INTERRUPTED.state, INTERRUPTED.counts) == (State.QUEUED, False)


def test_a_post_whose_daemon_ended_while_sending_is_uncertain() -> None:
    """It is never silently queued again."""
    assert CUT_OFF.state is State.UNCERTAIN


@pytest.mark.parametrize("ended", [INTERRUPTED, CUT_OFF], ids=["interrupted", "cut off"])
def test_an_end_of_the_daemon_is_a_move_of_the_drawing(ended: Settlement) -> None:
    """A crash leads nowhere that an answer could not lead."""
    assert ended.state is drawn()[State.PUBLISHING, ended.move]


def _each_outcome() -> list[Outcome]:
    return [Delivered(Receipt("42")), Denied(""), Delayed(""), Doubtful(""), Handed("")]


def test_what_a_person_was_handed_is_uncertain_until_they_say_what_became_of_it() -> None:
    """They may have posted it, or not: it is never handed over a second time in silence."""
    assert settled(Handed("in the outbox")) == Settlement(Move.HAND, State.UNCERTAIN, "in the outbox")


def test_every_outcome_has_a_name_of_its_own() -> None:
    """The record of attempts is read by people and by programs."""
    names = [outcome_name(each) for each in _each_outcome()]

    assert names == ["delivered", "denied", "delayed", "doubtful", "handed over"]


attempts = st.integers(1, 10_000)
rolls = st.floats(0, 1, exclude_max=True)
outcomes: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Delivered, st.builds(Receipt, st.text())),
    st.builds(Denied, st.text()),
    st.builds(
        Delayed,
        st.text(),
        st.none() | st.timedeltas(timedelta(0), timedelta(days=30)),
        st.booleans(),
    ),
    st.builds(Doubtful, st.text()),
)


@given(attempts, rolls)
def test_a_pause_is_never_longer_than_the_longest(attempt: int, dice: float) -> None:
    """However often a post was tried: the doubling stops, and never overflows."""
    assert timedelta(0) < POLICY.wait(attempt, dice) <= POLICY.longest


@given(rolls)
def test_pauses_never_shrink(dice: float) -> None:
    """Each failure is a reason for more patience."""
    waits = [POLICY.wait(attempt, dice) for attempt in range(1, 40)]

    assert all(earlier <= later for earlier, later in pairwise(waits))


@given(attempts, rolls)
def test_the_dice_halve_a_pause_at_most(attempt: int, dice: float) -> None:
    """Spread enough to part the accounts of one platform, not so much as to hurry."""
    shortest = POLICY.wait(attempt, 0)

    assert shortest <= POLICY.wait(attempt, dice) <= 2 * shortest


@given(outcomes, attempts, rolls)
def test_a_settlement_is_a_move_of_the_drawing(outcome: Outcome, attempt: int, dice: float) -> None:
    """Whatever happened, the post stands where the drawing says."""
    settlement = settled(outcome, attempt=attempt, dice=dice)

    assert settlement.state is drawn()[State.PUBLISHING, settlement.move]


@given(outcomes, attempts, rolls)
def test_a_post_is_never_tried_again_before_now(outcome: Outcome, attempt: int, dice: float) -> None:
    """A post due again at once would spin."""
    settlement = settled(outcome, attempt=attempt, dice=dice)

    assert settlement.not_before is None or settlement.not_before > NOW


@pytest.mark.parametrize(("first", "how"), [(True, Move.AWAIT_PAGE), (False, Move.DELAY)])
def test_a_post_whose_page_is_missing_waits_and_loses_no_attempt(first: bool, how: Move) -> None:
    """The page comes when the site is built; the post has not failed for that."""
    outcome = Delayed("its page answers with 404", timedelta(minutes=4), counts=False, page=first)
    settled = settle(outcome, attempt=9, now=NOW, dice=0, policy=POLICY)

    assert (settled.move, settled.state, settled.counts) == (how, State.QUEUED, False)
    assert settled.not_before == NOW + timedelta(minutes=4)
