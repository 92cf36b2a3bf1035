"""What `tambour doctor` sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import update

from adapters.base import Quota, Unavailable
from scheduler.app import Tambour
from scheduler.clock import FastClock
from scheduler.core.state import State
from scheduler.daemon import health
from scheduler.doctor import Check, _credentials, _quota, examine
from scheduler.store import accounts, notices, posts, spending
from scheduler.store.dispatching import NEVER
from scheduler.store.notices import Cursor
from scheduler.store.tables import attempts
from scheduler.store.tables import posts as posts_table
from tests.shell.conftest import new_post
from tests.shell.fakes import START, Plain, Platform
from tests.shell.instance import Instance, serving
from tests.shell.test_vault import KEY
from tests.shell.written import load_text, mastodon

HEAD = "site: {timezone: Europe/Paris}\n"
Look = Callable[..., dict[str, Check]]

FOLDER = "accounts: {carnet: {platform: folder, folder: out}}"

PACED = "accounts:\n  carnet:\n    platform: folder\n    folder: out\n    rhythm: "
BUDGETED = "accounts: {carnet: {platform: folder, folder: out, budget: 5}}"


@pytest.fixture
def look(tmp_path: Path) -> Iterator[Look]:
    """Examine an installation, after something was done to it."""
    made: list[Tambour] = []

    def examined(
        text: str = FOLDER,
        *,
        do: Callable[[Tambour], object] = id,
        token: str = "",
        now: datetime = START,
        head: str = HEAD,
    ) -> dict[str, Check]:
        settings = load_text(tmp_path, head + text)
        tambour = Tambour(settings, {"TOKEN": token}, clock=FastClock(now))
        made.append(tambour)
        do(tambour)
        return {check.name: check for check in examine(tambour)}

    yield examined
    for one in made:
        one.close()


def used(tambour: Tambour) -> None:
    with tambour.store.write() as tx:
        accounts.know(tx, {"carnet": "folder"})


def stopped(tambour: Tambour, why: str, reason: str | None, after: timedelta = timedelta()) -> None:
    used(tambour)
    with tambour.store.write() as tx:
        accounts.hold(tx, "carnet", why, reason=reason, now=START + after)


def test_a_new_installation_is_well(look: Look, tmp_path: Path) -> None:
    """Looking makes no database."""
    checks = look()

    assert [check.name for check in checks.values() if not check.ok] == []
    assert list(checks) == ["settings", "database", "clock", "daemon", "account carnet"]
    assert checks["database"].detail.endswith("tambour.db will be made when it is first needed")
    assert not (tmp_path / "tambour.db").exists()


def test_an_installation_in_use_is_well(look: Look) -> None:
    """Every page of the database was looked at."""
    checks = look(do=used)

    assert (checks["database"].ok, checks["database"].detail.endswith("tambour.db: ok")) == (True, True)
    assert checks["clock"].detail == "it is Tuesday 24 November 2026 at 09:00 (Europe/Paris, UTC+01:00)"


def test_a_database_without_its_folder_is_told(look: Look, tmp_path: Path) -> None:
    """It is not made by looking, and the accounts are looked at all the same."""
    checks = look("database: sqlite:///data/tambour.db\n" + FOLDER)

    assert (checks["database"].ok, "there is no folder" in checks["database"].detail) == (False, True)
    assert checks["account carnet"].ok
    assert not (tmp_path / "data").exists()


def test_a_database_that_cannot_be_used_is_told(look: Look, tmp_path: Path) -> None:
    """And everything else is looked at all the same."""
    (tmp_path / "tambour.db").write_text("Not a database. " * 100, encoding="utf-8")

    checks = look()

    assert (checks["database"].ok, "no SQLite database" in checks["database"].detail) == (False, True)
    assert (checks["clock"].ok, checks["account carnet"].ok) == (True, True)


def test_a_clock_behind_the_log_is_told(look: Look) -> None:
    """Posts would go out hours late."""
    checks = look(do=lambda tambour: stopped(tambour, accounts.PAUSED, None, after=timedelta(hours=1)))

    assert not checks["clock"].ok
    assert "before the last line of the log; set it right" in checks["clock"].detail


def test_a_clock_that_was_never_set_is_told(look: Look) -> None:
    """No plan can be made by it."""
    clock = look(now=datetime(1970, 1, 1, tzinfo=UTC))["clock"]

    assert (clock.ok, "1970 at 01:00" in clock.detail, "set it right" in clock.detail) == (False, True, True)


def test_a_time_in_quiet_hours_is_told(look: Look) -> None:
    """Whoever wrote it waits for a post that no plan makes."""
    rhythm = '{times: ["07:00", "12:00"], by_day: {sat: ["23:30"]}, quiet: ["21:00-08:00"]}'
    check = look(PACED + rhythm)["rhythm"]

    assert check.ok
    assert check.detail == "carnet: 07:00, 23:30 in its quiet hours; nothing goes out then"


def test_holidays_that_nobody_knows_are_told_with_their_line(look: Look) -> None:
    """As every mistake in the settings."""
    own = look(PACED + "{holidays: {country: XX}}")["rhythm"]
    of_the_site = look(head="site: {holidays: {country: FR, region: 99}}\n")["rhythm"]
    key = "accounts.carnet.rhythm.holidays.country"

    assert (own.ok, of_the_site.ok) == (False, False)
    assert own.detail == f"tambour.yaml, line 6: {key}: there is no country 'XX'; write two letters, such as FR"
    assert of_the_site.detail.startswith("tambour.yaml, line 1: site.holidays.region: FR has no region '99'; possible")


def test_a_daemon_that_runs_is_seen(look: Look, tmp_path: Path) -> None:
    """Nothing is published without one."""
    with FileLock(tmp_path / "tambour.db.lock"):
        running = look()["daemon"].detail

    assert (running, look()["daemon"].detail) == ("running", "not running; `tambour run` starts it")


def test_an_account_that_answers_is_named(look: Look) -> None:
    """A person sees at once whether it is the right one."""
    with serving(Instance()) as instance:
        check = look(mastodon(url=instance.address), token=instance.token)["account main"]

    assert (check.ok, check.detail) == (True, f"mastodon: @tilleul {instance.address}/@tilleul")


@pytest.mark.parametrize(("token", "said"), [("wrong", "mastodon: "), ("", "account 'main', token: ")])
def test_an_account_that_is_refused_is_told(look: Look, token: str, said: str) -> None:
    """Before its first post would be."""
    with serving(Instance()) as instance:
        check = look(mastodon(url=instance.address), token=token)["account main"]

    assert (check.ok, check.detail.startswith(said)) == (False, True)


def test_an_account_whose_credentials_were_refused_is_wrong(look: Look) -> None:
    """It sends nothing until a person has renewed them."""
    checks = look(do=lambda tambour: stopped(tambour, accounts.CREDENTIALS, "token expired"))

    assert checks["account carnet"] == Check(
        "account carnet",
        ok=False,
        detail="held, credentials: token expired; `tambour resume carnet` lets it go on",
    )


def test_an_account_that_a_person_paused_is_as_it_should_be(look: Look) -> None:
    """It is told all the same."""
    check = look(do=lambda tambour: stopped(tambour, accounts.PAUSED, None))["account carnet"]

    assert (check.ok, check.detail) == (True, "held, paused; `tambour resume carnet` lets it go on")


def test_everything_that_a_person_stopped_is_told(look: Look) -> None:
    """It is as it should be, and easily forgotten."""

    def stop(tambour: Tambour) -> None:
        with tambour.store.write() as tx:
            accounts.stop_all(tx, reason=None, now=START)

    check = look(do=stop)["accounts"]

    assert (check.ok, "tambour resume --all" in check.detail) == (True, True)


def waits(tambour: Tambour, *, state: State = State.QUEUED) -> int:
    """Queue a post that has been due for an hour."""
    with tambour.store.write() as tx:
        accounts.know(tx, {"carnet": "folder"})
        new = new_post(account="carnet", at=START - timedelta(hours=1), state=state)
        return posts.add(tx, new, article=None, now=START)


def test_posts_that_are_late_are_told_with_what_they_wait_for(look: Look) -> None:
    """A daemon that does not run says nothing itself."""
    check = look(do=waits)["posts on carnet"]

    assert not check.ok
    assert check.detail.startswith("1 late, the oldest since 2026-11-24 08:00:00+01:00; nothing stands against them")


def test_posts_that_are_late_since_a_person_paused_their_account_are_as_they_should_be(look: Look) -> None:
    """The person knows."""

    def pause(tambour: Tambour) -> None:
        waits(tambour)
        stopped(tambour, accounts.PAUSED, None)

    assert look(do=pause)["posts on carnet"].ok


def test_a_fuse_that_is_used_tells_how_full_it_is(look: Look) -> None:
    """Before it blows."""

    def use(tambour: Tambour) -> None:
        number = waits(tambour)
        with tambour.store.write() as tx:
            tx.exec_driver_sql("UPDATE accounts SET sent = 1")
            tried = {"post_id": number, "number": 1, "started_at": START, "account": "carnet", "serial": 1}
            tx.execute(attempts.insert().values(intended_at=START, **tried))

    assert look(do=use)["fuse of carnet"].detail == "1 of 10000 tried in an hour, 1 of 100000 in a day"


def test_a_post_that_only_a_person_can_tell_about_is_wrong(look: Look) -> None:
    """Nothing else goes on with it."""

    def ask(tambour: Tambour) -> None:
        number = waits(tambour)
        with tambour.store.write() as tx:
            values = {"state": State.UNCERTAIN, "due_at": NEVER, "reason": "look at it"}
            tx.execute(update(posts_table).where(posts_table.c.id == number).values(values))

    check = look(do=ask)["post 1 on carnet"]

    assert (check.ok, check.detail) == (False, "uncertain: look at it")


def test_somebody_who_could_not_be_told_is_wrong(look: Look) -> None:
    """They rely on it."""

    def fail(tambour: Tambour) -> None:
        cursor = Cursor("env NTFY", 0, START.date(), START, failures=3)
        with tambour.store.write() as tx:
            notices.follow(tx, [cursor.target], digest_on=START.date(), now=START)
            notices.keep(tx, cursor)

    checks = look("notify: {to: [{env: NTFY}]}", do=fail)

    assert checks["notices to env NTFY"].detail == "could not be told 3 times in a row"


def lives(tambour: Tambour, *, silent: timedelta = timedelta()) -> None:
    used(tambour)
    health.write(health.health_file(tambour.settings), health.Health(4711, START, START - silent, START))


def test_a_daemon_that_runs_says_when_there_is_next_something_to_do(look: Look, tmp_path: Path) -> None:
    """As its health file has it."""
    with FileLock(tmp_path / "tambour.db.lock"):
        check = look(do=lives)["daemon"]

    assert (check.ok, check.detail) == (True, "running, process 4711, next at 2026-11-24 09:00:00+01:00")


def test_a_daemon_whose_pump_stands_still_is_wrong(look: Look, tmp_path: Path) -> None:
    """It holds the lock, and does nothing."""
    with FileLock(tmp_path / "tambour.db.lock"):
        check = look(do=lambda tambour: lives(tambour, silent=timedelta(hours=1)))["daemon"]

    assert (check.ok, "has done nothing since 2026-11-24 08:00:00+01:00" in check.detail) == (False, True)


def test_a_health_file_that_no_daemon_wrote_says_nothing(look: Look, tmp_path: Path) -> None:
    """Half a file, another program's."""
    (tmp_path / "tambour.db.health").write_text("[]", encoding="utf-8")

    assert look(do=used)["daemon"].ok


class Lasting(Plain):
    """An adapter whose login ends in ten days."""

    def expires_at(self) -> datetime | None:
        return START + timedelta(days=self.days)

    days = 10


class LastingLong(Lasting):
    days = 60


def examined(tmp_path: Path, adapter: Plain, *, later: int = 0, scopes: str = "") -> list[Check]:
    """Return what is said of the login of an account on Mastodon, with posts that wait for after its end."""
    text = "accounts: {main: {platform: mastodon, url: 'https://social.example'}}"
    tambour = Tambour(load_text(tmp_path, text), {"TAMBOUR_KEY": KEY}, clock=FastClock(START))
    tambour.vault.for_login("main").keep({"token": "t", "scopes": scopes})
    with tambour.store.write() as tx:
        accounts.know(tx, {"main": "mastodon"})
        for days in range(later):
            posts.add(tx, new_post(account="main", at=START + timedelta(days=11 + days)), article=None, now=START)
    found = list(_credentials(tambour, tambour.account("main"), adapter, readable=True))
    tambour.close()
    return found


def test_a_login_that_ends_before_posts_go_out_is_wrong(tmp_path: Path) -> None:
    """Their day comes when nobody may be there."""
    (check,) = examined(tmp_path, Lasting(Platform()), later=2)

    assert (check.name, check.ok) == ("credentials of main", False)
    assert "days left: 10, posts at risk: 2; run `tambour login main`" in check.detail


def test_a_login_that_lasts_is_well(tmp_path: Path) -> None:
    """It is told all the same."""
    (check,) = examined(tmp_path, LastingLong(Platform()), later=2)

    assert (check.ok, "days left: 60, posts at risk: 0" in check.detail) == (True, True)


def test_scopes_that_were_not_allowed_are_wrong(tmp_path: Path) -> None:
    """The first picture would be refused."""
    (check,) = examined(tmp_path, Plain(Platform()), scopes="read:accounts read:statuses write:statuses")

    assert check.detail == "the platform did not allow write:media; run `tambour login main`"


class Permitting(Plain):
    """An adapter whose platform tells what a token allows of, whoever made it."""

    allowed: tuple[str, ...] = ("profile", "read:statuses", "write:statuses")

    def scopes(self) -> tuple[str, ...]:
        return self.allowed


def test_what_the_platform_tells_of_a_token_counts_more_than_its_login(tmp_path: Path) -> None:
    """It may have been made anew by hand since."""
    (check,) = examined(tmp_path, Permitting(Platform()), scopes="read write")

    assert check.detail == "the platform did not allow read:accounts, write:media; run `tambour login main`"


def test_a_login_without_an_end_or_a_lack_needs_no_word(tmp_path: Path) -> None:
    """Most are like that."""
    assert examined(tmp_path, Plain(Platform())) == []


def test_what_is_spent_of_a_budget_is_told(look: Look) -> None:
    """Before the month is over."""
    check = look(BUDGETED, do=used)["budget of carnet"]

    assert (check.ok, check.detail) == (True, "$0.00 of $5.00 spent in 2026-11")


def dear(tambour: Tambour) -> None:
    used(tambour)
    with tambour.store.write() as tx:
        number = posts.add(tx, new_post(account="carnet"), article=None, now=START)
        spending.hold(tx, number, reason="it costs $9.00", now=START)


def test_what_waits_for_a_budget_is_counted(look: Look) -> None:
    """It is no post that somebody forgot."""
    checks = look(BUDGETED, do=dear)

    assert checks["budget of carnet"].detail.endswith("; posts that wait for it: 1")
    assert "posts on carnet" not in checks


class Rationing(Plain):
    """A platform that tells how many more posts it takes."""

    def __init__(self, quota: Quota | Unavailable) -> None:
        super().__init__(Platform())
        self._quota = quota

    def quota(self) -> Quota:
        if isinstance(self._quota, Unavailable):
            raise self._quota
        return self._quota


@pytest.mark.parametrize(
    ("quota", "check"),
    [
        (
            Quota(60, 100, timedelta(days=1)),
            Check("quota of carnet", ok=True, detail="60 of 100 posts left within 24 hours"),
        ),
        (
            Quota(0, 100, timedelta(days=1)),
            Check("quota of carnet", ok=False, detail="0 of 100 posts left within 24 hours"),
        ),
        (Unavailable("busy"), Check("quota of carnet", ok=False, detail="folder: busy")),
    ],
    ids=str,
)
def test_a_quota_is_told_where_the_platform_tells_it(tmp_path: Path, quota: Quota | Unavailable, check: Check) -> None:
    """Whoever plans more than is left finds posts waiting."""
    account = load_text(tmp_path, FOLDER).accounts["carnet"]

    assert list(_quota(account, Rationing(quota))) == [check]
    assert list(_quota(account, Plain(Platform()))) == []
