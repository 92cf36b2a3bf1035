"""Posts changed by hand: where their state allows it, and with a line in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from adapters.base import Content, Receipt
from scheduler.core.lifecycle import EDITABLE, MOVES, Move
from scheduler.core.model import Doubt, Post
from scheduler.core.state import State
from scheduler.errors import NotFound, WrongState
from scheduler.store import Store, Tx, doubting, posts
from scheduler.store.log import Filter, following, newest
from tests.shell.conftest import Queue, put
from tests.shell.dispatching import claims, doubts
from tests.shell.fakes import START

LATER = START + timedelta(hours=1)


def get(store: Store, number: int) -> Post:
    with store.read() as tx:
        return posts.get(tx, number)


def events(store: Store, number: int) -> list[str]:
    with store.read() as tx:
        return [event.event for _, event in following(tx, Filter(post=number))]


@pytest.mark.both
def test_no_two_posts_share_a_key(store: Store, queue: Queue) -> None:
    """The platform would take the second for a repeat of the first."""
    first, second = queue(), queue()

    assert get(store, first).key != get(store, second).key


VERBS: tuple[Callable[[Tx, int], object], ...] = (
    posts.get,
    lambda tx, number: posts.change(tx, number, Move.CANCEL, now=START),
    lambda tx, number: posts.rewrite(tx, number, Content("x"), now=START),
)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.both
def test_a_post_that_is_not_there_is_named(store: Store, verb: Callable[[Tx, int], object]) -> None:
    """A typing error must not look like success."""
    with store.write() as tx, pytest.raises(NotFound, match="there is no post 7; `tambour list` shows those there are"):
        verb(tx, 7)


@pytest.mark.parametrize(("state", "how"), list(MOVES))
def test_a_move_is_made_and_logged_with_its_cause(store: Store, queue: Queue, state: State, how: Move) -> None:
    """The log answers who did what, when and why."""
    number = queue()
    put(store, number, state)

    with store.write() as tx:
        posts.change(tx, number, how, now=LATER, reason="said so")

    with store.read() as tx:
        _, last = newest(tx, Filter(post=number), limit=1)[0]
    assert (last.event, last.state, last.at, last.reason) == (how.value, MOVES[state, how], LATER, "said so")
    assert get(store, number).state is MOVES[state, how]


@pytest.mark.parametrize(("state", "how"), [pair for pair in product(State, Move) if pair not in MOVES])
def test_a_move_that_the_state_does_not_allow_is_refused(store: Store, queue: Queue, state: State, how: Move) -> None:
    """It changes nothing, and is no event."""
    number = queue()
    put(store, number, state)

    with (
        store.write() as tx,
        pytest.raises(WrongState, match=f"post {number}: a post that is {state} cannot be {how}"),
    ):
        posts.change(tx, number, how, now=LATER)

    assert get(store, number).state is state
    assert events(store, number) == ["queued"]


REWORK: dict[str, Callable[[Tx, int], None]] = {
    "edited": lambda tx, number: posts.rewrite(tx, number, Content("after"), now=LATER),
    "moved": lambda tx, number: posts.reschedule(tx, number, LATER.astimezone(ZoneInfo("Asia/Tokyo")), now=LATER),
}


@pytest.mark.parametrize(("verb", "state"), list(product(REWORK, sorted(EDITABLE))))
def test_a_post_is_changed_while_nothing_of_it_is_public(store: Store, queue: Queue, verb: str, state: State) -> None:
    """It stays in its state: an edited draft still waits for approval."""
    number = queue("before")
    put(store, number, state)

    with store.write() as tx:
        REWORK[verb](tx, number)

    post = get(store, number)
    assert (post.content.text == "after", post.publish_at == LATER) == (verb == "edited", verb == "moved")
    assert (post.state, events(store, number)) == (state, ["queued", verb])


@pytest.mark.parametrize(("verb", "state"), list(product(REWORK, sorted(set(State) - EDITABLE))))
def test_a_post_is_left_alone_once_it_may_be_public(store: Store, queue: Queue, verb: str, state: State) -> None:
    """Our text would differ from the platform's."""
    number = queue("before")
    put(store, number, state)

    with store.write() as tx, pytest.raises(WrongState, match=f"post {number} is {state}, too late to change it"):
        REWORK[verb](tx, number)

    assert (get(store, number).content.text, get(store, number).publish_at) == ("before", START)


@pytest.mark.both
def test_where_a_post_was_before_is_in_the_log(store: Store, queue: Queue) -> None:
    """Nothing else remembers it."""
    number = queue()
    with store.write() as tx:
        posts.reschedule(tx, number, LATER.astimezone(ZoneInfo("UTC")), now=LATER)

        _, moved = newest(tx, Filter(post=number), limit=1)[0]
    assert moved.reason == "from 2026-11-24T09:00:00+01:00 to 2026-11-24T09:00:00+00:00"


@pytest.mark.both
def test_a_requeued_post_waits_for_its_time(store: Store, queue: Queue) -> None:
    """Or goes out at once where that has passed."""
    early, late = queue(at=LATER), queue(at=START - timedelta(days=1))
    for number in (early, late):
        put(store, number, State.FAILED)
        with store.write() as tx:
            posts.change(tx, number, Move.REQUEUE, now=START)

    assert [one.post for one in claims(store, "a")] == [late]


@pytest.mark.both
def test_a_post_that_a_person_found_has_its_address(store: Store, queue: Queue) -> None:
    """`tambour resolve --published URL`."""
    number = queue()
    put(store, number, State.UNCERTAIN)
    with store.write() as tx:
        posts.change(tx, number, Move.FIND, now=LATER, url="https://plain.example/1")

    assert get(store, number).url == "https://plain.example/1"


@pytest.mark.both
def test_an_unfinished_post_that_waits_says_until_when(store: Store, queue: Queue) -> None:
    """A delayed post is not stuck."""
    number = queue()
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE posts SET due_at = due_at + 60000000")

    assert get(store, number).not_before == START + timedelta(minutes=1)


@pytest.fixture
def doubt(store: Store, queue: Queue) -> Doubt:
    """A post that may be public."""
    put(store, queue(), State.UNCERTAIN)
    with store.write() as tx:
        tx.exec_driver_sql("INSERT INTO attempts (post_id, number, started_at) VALUES (1, 0, 1)")
    (found,) = doubts(store, "a", now=LATER)
    return found


@pytest.mark.both
def test_what_became_public_keeps_its_receipt(store: Store, doubt: Doubt) -> None:
    """The link to it is what people ask for."""
    receipt = Receipt("1", "https://plain.example/1")
    with store.write() as tx:
        doubting.clear_up(tx, doubt, Move.FIND, now=LATER, receipt=receipt, reason="found")

    assert get(store, doubt.post).url == "https://plain.example/1"


@pytest.mark.both
def test_a_persons_word_on_a_doubt_stands(store: Store, doubt: Doubt) -> None:
    """The daemon's own finding comes too late."""
    with store.write() as tx:
        posts.change(tx, doubt.post, Move.GIVE_UP, now=LATER)
        ended = doubting.clear_up(tx, doubt, Move.RULE_OUT, now=LATER, receipt=None, reason="not there")

    assert (ended, get(store, doubt.post).state) == (None, State.FAILED)
