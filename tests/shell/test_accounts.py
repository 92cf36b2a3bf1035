"""Accounts: what holds them, and what fits on their servers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from adapters.base import Counting, Limits, LinkPlace
from scheduler.errors import NotFound
from scheduler.store import Store, accounts
from scheduler.store.log import Filter, following
from scheduler.store.tables import accounts as table
from tests.shell.fakes import START

PLAIN = Limits(Counting.CODE_POINTS, text=500)
RICH = Limits(
    Counting.MASTODON,
    text=None,
    url_cost=23,
    link_place=LinkPlace.CARD,
    image_types=("image/webp",),
    image_ratio=(0.8, 1.91),
    hashtags=2,
)

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def known(store: Store) -> None:
    with store.write() as tx:
        accounts.know(tx, {"a": "plain", "b": "plain"})


def hold(store: Store, why: str, name: str = "a") -> None:
    with store.write() as tx:
        accounts.hold(tx, name, why, reason=f"because of {why}", now=START)


def held(store: Store) -> list[accounts.Hold]:
    with store.read() as tx:
        return accounts.holds(tx)


def events(store: Store) -> list[tuple[str | None, str, str | None]]:
    with store.read() as tx:
        return [(event.account, event.event, event.reason) for _, event in following(tx, Filter())]


def test_an_account_is_known_once(store: Store) -> None:
    """It is in the settings at every start."""
    with store.write() as tx:
        accounts.know(tx, {"b": "plain"})

        assert accounts.names(tx) == ["a", "b"]


def test_a_hold_says_why(store: Store) -> None:
    """A person has to mend it."""
    hold(store, accounts.CREDENTIALS)

    assert held(store) == [accounts.Hold("a", accounts.CREDENTIALS, "because of credentials")]


def test_a_hold_is_in_the_log_with_its_reason(store: Store) -> None:
    """An account that fell silent is looked up there."""
    hold(store, accounts.CREDENTIALS)
    with store.write() as tx:
        accounts.release(tx, ["a"], now=START, reason="mended")

    assert events(store) == [("a", "held: credentials", "because of credentials"), ("a", "resumed", "mended")]


def test_only_what_was_held_is_released(store: Store) -> None:
    """The log tells of changes, not of wishes."""
    hold(store, accounts.PAUSED)
    with store.write() as tx:
        released = accounts.release(tx, ["a", "b"], now=START)

    assert (released, held(store)) == (["a"], [])
    assert [account for account, event, _ in events(store) if event == "resumed"] == ["a"]


def test_only_a_person_lifts_what_a_person_stopped(store: Store) -> None:
    """Renewed credentials lift their own hold: a crisis stop must not go with it."""
    hold(store, accounts.PAUSED)
    hold(store, accounts.CREDENTIALS)

    assert [one.hold for one in held(store)] == [accounts.PAUSED]


def test_a_person_may_stop_what_is_held_already(store: Store) -> None:
    """Then it stays stopped when the credentials are renewed."""
    hold(store, accounts.CREDENTIALS)
    hold(store, accounts.PAUSED)

    assert [one.hold for one in held(store)] == [accounts.PAUSED]


def test_an_account_that_is_not_there_is_named(store: Store) -> None:
    """A typing error must not look like success."""
    with pytest.raises(NotFound, match="there is no account 'c'; the settings name the accounts there are"):
        hold(store, accounts.PAUSED, "c")


@pytest.mark.parametrize("found", [PLAIN, RICH])
def test_limits_are_kept_as_they_were_found(store: Store, found: Limits) -> None:
    """What the preview shows is cut to them."""
    with store.write() as tx:
        accounts.keep_limits(tx, "a", found, now=START)

        assert accounts.limits(tx, "a", known=PLAIN) == (found, START)


@pytest.mark.parametrize("name", ["a", "c"])
def test_limits_that_nobody_asked_for_are_not_known(store: Store, name: str) -> None:
    """Then the adapter's own hold."""
    with store.read() as tx:
        assert accounts.limits(tx, name, known=PLAIN) is None


def test_a_limit_that_is_newer_than_what_was_kept_comes_from_the_adapter(store: Store) -> None:
    """An upgrade may know of more limits than the last answer told."""
    with store.write() as tx:
        accounts.keep_limits(tx, "a", PLAIN, now=START)
        kept = tx.scalars(select(table.c.limits).where(table.c.name == "a")).one() | {"of_the_future": 1}
        del kept["alt_text"]
        tx.execute(update(table).values(limits=kept))
        found = accounts.limits(tx, "a", known=Limits(Counting.CODE_POINTS, text=None, alt_text=1500))

    assert found == (Limits(Counting.CODE_POINTS, text=500, alt_text=1500), START)


def test_limits_are_replaced_by_newer_ones(store: Store) -> None:
    """Servers change their minds."""
    with store.write() as tx:
        accounts.keep_limits(tx, "a", PLAIN, now=START)
        accounts.keep_limits(tx, "a", RICH, now=START + timedelta(days=1))

        assert accounts.limits(tx, "a", known=PLAIN) == (RICH, START + timedelta(days=1))
