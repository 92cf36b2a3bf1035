"""Posts found again: listed, counted, and soon, however many there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, true

from scheduler.core.model import Post
from scheduler.core.state import State
from scheduler.store import Store, Tx, dispatching, posts
from scheduler.store.claiming import due_posts
from scheduler.store.log import Filter as Lines
from scheduler.store.log import newest
from tests.shell.conftest import Queue, put
from tests.shell.dispatching import terms
from tests.shell.fakes import START


def get(store: Store, number: int) -> Post:
    with store.read() as tx:
        return posts.get(tx, number)


def test_what_is_listed_is_what_is_unfinished(store: Store, queue: Queue) -> None:
    """Unless other states are asked for; by time."""
    numbers = {state: queue(at=START - timedelta(minutes=n), account="b") for n, state in enumerate(State)}
    for state, number in numbers.items():
        put(store, number, state)
    queue(account="c")

    with store.read() as tx:
        found = [(one.id, one.state) for one in posts.listing(tx, posts.Filter(accounts=("b",)))]
        sent = [one.id for one in posts.listing(tx, posts.Filter((State.PUBLISHED,)))]

    unfinished = [state for state in State if state not in {State.PUBLISHED, State.RETRACTED, State.CANCELLED}]
    assert found == [(numbers[state], state) for state in reversed(unfinished)]
    assert sent == [numbers[State.PUBLISHED]]


def test_a_list_is_read_page_by_page(store: Store, queue: Queue) -> None:
    """A year's queue does not fit a screen."""
    numbers = [queue(at=START + timedelta(minutes=n)) for n in range(posts.PAGE + 1)]

    with store.read() as tx:
        pages = [[one.id for one in posts.listing(tx, posts.Filter(page=page))] for page in (1, 2, 3)]

    assert pages == [numbers[:-1], numbers[-1:], []]


def test_a_slot_is_free_again_when_its_post_is_not_to_be_sent(store: Store, queue: Queue) -> None:
    """The next article takes it."""
    for state in State:
        put(store, queue(state.value, at=START + timedelta(minutes=list(State).index(state))), state)

    with store.read() as tx:
        found = posts.taken(tx, "a", since=START)

    free = {State.FAILED, State.MISSED, State.CANCELLED, State.RETRACTED}
    assert found == [START + timedelta(minutes=n) for n, state in enumerate(State) if state not in free]


Ask = Callable[[Tx], object]
SENT = (State.PUBLISHED,)


def due(tx: Tx) -> object:
    """Look for what may be claimed."""
    return due_posts(tx, terms("a", "b"), ["a", "b"], due=START, now=START, most=9)


def plans(store: Store, ask: Ask, table: str = "posts") -> list[str]:
    """Return how SQLite carries out the first statement of `ask` that reads a table."""
    told: list[str] = []

    def explain(connection: object, cursor: object, statement: str, parameters: object, *_: object) -> None:
        if table in statement and statement.startswith("SELECT") and not told:
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[attr-defined]
            told.extend(row[3] for row in rows)

    with store.write() as tx:
        event.listen(tx, "before_cursor_execute", explain)
        ask(tx)
    return told


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (due, "SEARCH waiting USING INDEX ix_posts_due"),
        (due, "SEARCH posts USING INTEGER PRIMARY KEY"),
        (lambda tx: dispatching.next_due(tx, ["a", "b"], now=START), "SEARCH posts USING INDEX ix_posts_due"),
        (lambda tx: posts.listing(tx, posts.Filter()), "SCAN posts USING INDEX ix_posts_open"),
        (lambda tx: posts.listing(tx, posts.Filter(accounts=("a",))), "USING INDEX ix_posts_open_account"),
        (lambda tx: posts.listing(tx, posts.Filter((State.FAILED,))), "SEARCH posts USING INDEX ix_posts_seldom"),
        (lambda tx: posts.listing(tx, posts.Filter(SENT, ("a",))), "USING INDEX ix_posts_published"),
        (lambda tx: posts.upcoming(tx, ["a"], most=9), "SEARCH posts USING INDEX ix_posts_due"),
        (lambda tx: posts.between(tx, START, START), "SEARCH posts USING INDEX ix_posts_publish_at_id"),
        (lambda tx: posts.between(tx, START, START, ["a"]), "SEARCH posts USING INDEX ix_posts_publish_at_id"),
        (lambda tx: posts.teased(tx, 1), "SEARCH posts USING INDEX ix_posts_article_id_account"),
        (lambda tx: posts.taken(tx, "a", since=START), "SEARCH posts USING INDEX ix_posts_publish_at_id"),
        (lambda tx: dispatching.abandoned(tx, true()), "ix_posts_unsettled"),
    ],
    ids=[
        "first",
        "candidates",
        "next_due",
        "listing",
        "listing of one",
        "failed",
        "sent by one",
        "upcoming",
        "span",
        "span of one",
        "teased",
        "taken",
        "abandoned",
    ],
)
def test_years_of_posts_slow_nothing_down(store: Store, queue: Queue, ask: Ask, index: str) -> None:
    """A partial index serves a query only if it repeats the condition to the letter."""
    queue()
    told = plans(store, ask)

    assert any(index in line for line in told), told
    assert "SCAN posts" not in told


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Lines(), "SCAN events"),
        (Lines(accounts=("a",)), "SEARCH events USING INDEX ix_events_account_id"),
        (Lines(state=State.FAILED), "SEARCH events USING INDEX ix_events_seldom"),
        (Lines(post=1), "SEARCH events USING INDEX ix_events_post_id"),
        (Lines(since=START), "SEARCH events USING INDEX ix_events_at"),
        (Lines(since=START, after=5), "SEARCH events USING INTEGER PRIMARY KEY"),
    ],
    ids=["newest", "account", "failed", "post", "since", "followed"],
)
def test_years_of_the_log_slow_nothing_down(store: Store, wanted: Lines, index: str) -> None:
    """The newest lines are the last of the table; all others are found by what is asked for, in no other order."""
    told = plans(store, lambda tx: newest(tx, wanted, limit=9), table="events")

    assert told[0].startswith(index)
