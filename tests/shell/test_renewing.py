"""Rules of fresh credentials: fetched before the old ones end, by one daemon at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.base import AdapterError, Unauthorized, Unavailable
from scheduler.app import Tambour
from scheduler.clock import FastClock
from scheduler.core.place import Place
from scheduler.daemon.renewing import attend, renew
from scheduler.store import Store, accounts, leases, open_store
from scheduler.vault import leased
from scheduler.vault.lease import LASTING
from tests.shell.fakes import START, Plain, Platform
from tests.shell.written import load_text, mastodon


class Renewable(Plain):
    """An adapter whose credentials are to be replaced."""

    def __init__(self, due: datetime | None, error: AdapterError | None = None) -> None:
        super().__init__(Platform())
        self.due = due
        self.error = error
        self.refreshed = 0

    def refresh_due(self) -> datetime | None:
        return self.due

    def refresh(self) -> None:
        if self.error:
            raise self.error
        self.refreshed += 1


@pytest.fixture
def tambour(tmp_path: Path) -> Iterator[Tambour]:
    with closing(Tambour(load_text(tmp_path, mastodon()), {"TOKEN": "s3cret"}, clock=FastClock(START))) as installation:
        yield installation


def held(tambour: Tambour) -> list[tuple[str, str | None]]:
    with tambour.store.read() as tx:
        return [(one.hold, one.reason) for one in accounts.holds(tx)]


@pytest.mark.parametrize(
    ("due", "refreshed"), [(START, 1), (START - timedelta(days=1), 1), (START + timedelta(minutes=1), 0), (None, 0)]
)
def test_credentials_are_renewed_when_they_are_due(tambour: Tambour, due: datetime | None, refreshed: int) -> None:
    """Not before: each refresh is a risk."""
    adapter = Renewable(due)

    attend(tambour, tambour.account("main"), adapter)

    assert adapter.refreshed == refreshed


def test_an_account_that_only_a_person_can_log_in_again_is_held(tambour: Tambour) -> None:
    """Its posts wait, and people are told."""
    attend(tambour, tambour.account("main"), Renewable(START, Unauthorized("log in again")))

    assert held(tambour) == [(accounts.CREDENTIALS, "log in again")]


def test_a_platform_that_is_away_is_asked_again_later(tambour: Tambour, caplog: pytest.LogCaptureFixture) -> None:
    """The old credentials have a quarter of their life left."""
    attend(tambour, tambour.account("main"), Renewable(START, Unavailable("busy")))

    assert held(tambour) == []
    assert "main keeps its credentials: busy" in caplog.text


def test_an_adapter_that_refreshes_nothing_is_left_alone(tambour: Tambour) -> None:
    """Most tokens do not end."""
    attend(tambour, tambour.account("main"), Plain(Platform()))
    renew(tambour)

    assert held(tambour) == []


@pytest.mark.both
def test_a_right_is_one_process_s_at_a_time(store: Store) -> None:
    """A refresh token that two send is good for one."""
    right = leased(lambda: store, lambda: START)

    with right("main"), pytest.raises(Unavailable, match="another process is renewing the credentials of main") as told:
        right("main").__enter__()

    assert told.value.retry_after == LASTING / 8


@pytest.mark.both
def test_a_right_that_was_given_back_is_free(store: Store) -> None:
    """At once, and also where its holder failed."""
    right = leased(lambda: store, lambda: START)
    with pytest.raises(ZeroDivisionError), right("main"):
        raise ZeroDivisionError

    with right("main"), right("another account"):
        pass


def test_a_right_outlives_a_process_that_died_for_two_minutes(store: Store) -> None:
    """Longer than its request can have been under way."""
    with store.write() as tx:
        until = leases.take(tx, "main", lasting=LASTING, now=START)
        early = leases.take(tx, "main", lasting=LASTING, now=START + LASTING - timedelta(seconds=1))
        late = leases.take(tx, "main", lasting=LASTING, now=START + LASTING)

    assert (until, early, late) == (START + LASTING, None, START + 2 * LASTING)


def test_who_was_overtaken_gives_back_nothing(store: Store) -> None:
    """The right is another's by then."""
    with store.write() as tx:
        first = leases.take(tx, "main", lasting=LASTING, now=START)
        leases.take(tx, "main", lasting=LASTING, now=START + LASTING)
        assert first is not None
        leases.give_back(tx, "main", first)
        again = leases.take(tx, "main", lasting=LASTING, now=START + LASTING)

    assert again is None


def test_a_server_s_own_clock_says_when_a_right_ends(postgresql_place: Place) -> None:
    """Machines' clocks differ."""
    with closing(open_store(postgresql_place)) as store, store.write() as tx:
        until = leases.take(tx, "main", lasting=LASTING, now=START - timedelta(days=1000))

    assert until is not None
    assert until > START - timedelta(days=900)


def test_an_account_whose_secret_is_not_to_be_had_holds_nobody_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The next one is renewed all the same."""
    text = "accounts: {main: {platform: linkedin, access_token: {env: NOT_THERE}}}"
    with closing(Tambour(load_text(tmp_path, text), {}, clock=FastClock(START))) as tambour:
        renew(tambour)

    assert "main keeps its credentials: account 'main', access_token: the environment variable NOT_THERE" in caplog.text


def test_an_account_that_waits_for_a_person_is_not_asked_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A platform that refuses every five minutes may shut the account out."""
    text = "accounts: {main: {platform: linkedin, access_token: {env: NOT_THERE}}}"
    with closing(Tambour(load_text(tmp_path, text), {}, clock=FastClock(START))) as tambour:
        attend(tambour, tambour.account("main"), Renewable(START, Unauthorized("log in again")))
        renew(tambour)

    assert "keeps its credentials" not in caplog.text
