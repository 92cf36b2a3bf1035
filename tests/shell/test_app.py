"""The parts put together: accounts, their secrets, and what their servers say fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from adapters.bluesky import Bluesky
from adapters.mastodon import Mastodon
from scheduler.app import LIMITS_KEEP, Tambour, opened, platform_limits
from scheduler.app.service import dispatcher, hold_unserved
from scheduler.clock import FastClock
from scheduler.core.model import NewPost
from scheduler.dispatch import Until
from scheduler.errors import CredentialError, NotFound, SettingsError
from scheduler.store import accounts, posts
from scheduler.store.log import Filter, following
from tests.shell.conftest import new_post
from tests.shell.fakes import START
from tests.shell.instance import Instance, serving
from tests.shell.written import load_text

SETTINGS = """
accounts:
  pouet:
    platform: mastodon
    url: {address}
    token: {{env: TOKEN}}
  carnet:
    platform: folder
    folder: out
"""

Start = Callable[..., Tambour]


@pytest.fixture
def instance() -> Iterator[Instance]:
    with serving(Instance()) as started:
        yield started


@pytest.fixture
def start(tmp_path: Path, instance: Instance) -> Iterator[Start]:
    """Put an installation together; each time as a new process would."""
    made: list[Tambour] = []

    def start_one(*, with_token: bool = True, after: timedelta = timedelta()) -> Tambour:
        settings = load_text(tmp_path, SETTINGS.format(address=instance.address))
        environ = {"TOKEN": instance.token} if with_token else {}
        made.append(Tambour(settings, environ, clock=FastClock(START + after)))
        return made[-1]

    yield start_one
    for one in made:
        one.close()


def limit(tambour: Tambour, name: str = "pouet", *, keep: bool = True) -> int | None:
    found, _ = tambour.limits(tambour.account(name), keep=keep)
    return found.text


def held(tambour: Tambour) -> list[tuple[str, str]]:
    with tambour.store.read() as tx:
        return [(one.account, one.hold) for one in accounts.holds(tx)]


def queue(tambour: Tambour, *new: NewPost) -> None:
    with tambour.store.write() as tx:
        accounts.know(tx, {name: one.platform for name, one in tambour.settings.accounts.items()})
        for one in new:
            posts.add(tx, one, article=None, now=START)


def test_the_servers_own_limits_hold(start: Start, instance: Instance) -> None:
    """Many allow more than the usual 500."""
    assert limit(start()) == 700


def test_limits_are_believed_for_a_day(start: Start, instance: Instance) -> None:
    """A preview should not wait for a server each time."""
    limit(start())
    instance.text = 900

    assert limit(start(after=LIMITS_KEEP - timedelta(seconds=1))) == 700
    assert len(instance.asked) == 1


def test_limits_are_asked_for_anew_after_a_day(start: Start, instance: Instance) -> None:
    """Servers change their minds."""
    limit(start())
    instance.text = 900

    assert limit(start(after=LIMITS_KEEP)) == 900


def test_old_limits_hold_where_the_server_cannot_be_asked(start: Start, instance: Instance) -> None:
    """They are the best there is, and the notice says so."""
    limit(start())
    instance.down = True
    tambour = start(after=LIMITS_KEEP)

    found, notice = tambour.limits(tambour.account("pouet"), keep=True)

    assert found.text == 700
    assert (notice or "").startswith("pouet: using the limits last known, because ")


def test_the_platforms_limits_hold_where_the_server_was_never_asked(start: Start, instance: Instance) -> None:
    """Every server allows as much."""
    instance.down = True

    assert limit(start()) == platform_limits("mastodon").text == 500


def test_the_platforms_limits_hold_without_a_secret(start: Start) -> None:
    """A preview needs none."""
    tambour = start(with_token=False)

    found, notice = tambour.limits(tambour.account("pouet"), keep=True)

    assert found.text == 500
    assert "TOKEN is empty or not set" in (notice or "")


def test_a_platform_without_a_server_needs_no_asking(start: Start) -> None:
    """A folder takes what it is given."""
    tambour = start()

    assert tambour.limits(tambour.account("carnet"), keep=True) == (platform_limits("folder"), None)


def test_a_preview_writes_nothing(start: Start, tmp_path: Path) -> None:
    """Not even a database."""
    limit(start(), keep=False)

    assert [path.name for path in tmp_path.iterdir()] == ["tambour.yaml"]


def test_what_is_not_there_can_be_read_from(start: Start, tmp_path: Path) -> None:
    """A list of nothing is empty, and makes nothing."""
    with start().unwritten() as store, store.read() as tx:
        assert posts.listing(tx, posts.Filter()) == []

    assert not (tmp_path / "tambour.db").exists()


def test_what_is_there_is_read(start: Start) -> None:
    """The real one, once it exists."""
    queue(start(), new_post(account="carnet"))

    with start().unwritten() as store, store.read() as tx:
        assert len(posts.listing(tx, posts.Filter())) == 1


def test_a_preview_does_not_overwrite_what_is_kept(start: Start, instance: Instance) -> None:
    """It only looks."""
    limit(start())
    instance.text = 900
    limit(start(after=LIMITS_KEEP), keep=False)

    assert limit(start(after=LIMITS_KEEP - timedelta(seconds=1))) == 700


def test_secrets_are_collected_to_be_masked(start: Start) -> None:
    """The log knows what it must not show."""
    tambour = start()
    tambour.adapter(tambour.account("pouet"))

    assert tambour.secrets == {"s3cret-token"}


def test_no_secret_shows_in_a_traceback(start: Start) -> None:
    """Values are printed there as they print themselves."""
    tambour = start()
    tambour.adapter(tambour.account("pouet"))

    assert "s3cret" not in repr(tambour)


def test_a_missing_secret_is_told_with_its_account(start: Start) -> None:
    """There may be several tokens."""
    tambour = start(with_token=False)

    with pytest.raises(CredentialError, match="account 'pouet', token: the environment variable TOKEN is empty"):
        tambour.adapter(tambour.account("pouet"))


def test_an_account_without_its_secret_is_held_and_the_others_go_on(start: Start, tmp_path: Path) -> None:
    """One forgotten variable must not silence everything."""
    tambour = start(with_token=False)
    queue(tambour, new_post(account="pouet"), new_post(account="carnet"))

    dispatcher(tambour).run(Event(), until=Until.ONCE)

    assert held(tambour) == [("pouet", accounts.CREDENTIALS)]
    assert len(list((tmp_path / "out").glob("*.md"))) == 1


def test_a_secret_that_is_there_again_lifts_the_hold(start: Start) -> None:
    """The daemon is started anew after it was put there; the log says so."""
    dispatcher(start(with_token=False))
    tambour = start()
    dispatcher(tambour)

    with tambour.store.read() as tx:
        told = [(event.event, event.reason) for _, event in following(tx, Filter(accounts=("pouet",)))]
    assert held(tambour) == []
    assert told[-1] == ("resumed", "the daemon has read the credentials again")


def test_an_account_that_is_let_go_on_without_its_secret_is_held_again(start: Start) -> None:
    """Nothing of it would be sent, and nobody would say why."""
    tambour = start(with_token=False)
    pump = dispatcher(tambour)
    with tambour.store.write() as tx:
        accounts.release(tx, ["pouet"], now=START)
    hold_unserved(tambour, pump.unserved)
    hold_unserved(tambour, pump.unserved)

    with tambour.store.read() as tx:
        told = [event.event for _, event in following(tx, Filter(accounts=("pouet",)))]
    assert held(tambour) == [("pouet", accounts.CREDENTIALS)]
    assert told == ["held: credentials", "resumed", "held: credentials"]


def test_a_start_does_not_lift_what_a_person_stopped(start: Start) -> None:
    """Nor does one without the account's secret, followed by one with it."""
    tambour = start()
    queue(tambour)
    with tambour.store.write() as tx:
        accounts.hold(tx, "pouet", accounts.PAUSED, reason=None, now=START)

    dispatcher(start(with_token=False))
    dispatcher(start())

    assert held(tambour) == [("pouet", accounts.PAUSED)]


def test_accounts_are_chosen_by_name_each_once(start: Start) -> None:
    """All of them where none is named."""
    tambour = start()

    assert [one.name for one in tambour.chosen(["carnet", "carnet"])] == ["carnet"]
    assert [one.name for one in tambour.chosen([])] == ["pouet", "carnet"] == list(tambour.rhythms())


def test_an_account_that_the_settings_do_not_name_is_told(start: Start) -> None:
    """With those that they do."""
    with pytest.raises(NotFound, match=r"no account 'puet' in .*; it names: pouet, carnet"):
        start().chosen(["puet"])


def test_settings_without_an_account_are_told(tmp_path: Path) -> None:
    """There is nowhere to post to."""
    tambour = Tambour(load_text(tmp_path, ""), {})

    with pytest.raises(NotFound, match="names no account; add one under accounts:"):
        tambour.chosen([])


def test_a_platform_that_does_not_exist_is_told(start: Start) -> None:
    """`tambour teasers --platform` is typed by hand."""
    with pytest.raises(NotFound, match="no adapter for the platform 'mastodn'"):
        platform_limits("mastodn")


def test_each_account_has_the_adapter_of_its_platform(start: Start) -> None:
    """With its own options."""
    tambour = start()

    assert type(tambour.adapter(tambour.account("pouet"))) is Mastodon
    assert platform_limits("bluesky") is Bluesky.limits


def test_what_was_opened_is_closed(tmp_path: Path) -> None:
    """Whatever the command ran into."""
    load_text(tmp_path, "")
    with suppress(NotFound), opened(None, environ={}, folder=tmp_path) as tambour:
        assert tambour.store.place == tmp_path / "tambour.db"
        raise NotFound("nothing")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["tambour.db", "tambour.yaml"]


def test_settings_are_looked_for_where_they_were_named(tmp_path: Path) -> None:
    """And nowhere else."""
    with pytest.raises(SettingsError, match="no settings file at"), opened(tmp_path / "x", environ={}, folder=tmp_path):
        pass


def test_a_private_network_is_open_where_the_settings_name_it(tmp_path: Path) -> None:
    """A server of one's own has its address there, or its name."""
    settings = load_text(tmp_path, "private_hosts: [social.lan]\nsite: {timezone: UTC}\n")
    made = Tambour(settings, {}, clock=FastClock(START))

    assert made.reachable({"url": "https://10.0.0.3", "token": "t"}) == {"social.lan", "10.0.0.3"}
