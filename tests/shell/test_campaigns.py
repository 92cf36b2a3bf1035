"""Rules of campaigns: whose posts they are, what they carry, and that a pause never ends in a burst."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from scheduler import campaigns
from scheduler.core.campaign import campaign_of
from scheduler.core.lateness import Late, Then
from scheduler.core.model import Campaign, Rhythm
from scheduler.core.state import State
from scheduler.errors import PlanError
from scheduler.store import Store, posts
from tests.shell.bench import Bench
from tests.shell.command import SETTINGS, Home, make_home
from tests.shell.conftest import Queue
from tests.shell.dispatching import OPEN
from tests.shell.fakes import START

DAILY = Rhythm(frozenset(range(1, 8)), (time(9),), "Europe/Paris", timedelta(hours=1))
HOUR = timedelta(hours=1)
LAUNCH = """
campaigns:
  herbes:
    articles: ["thym*"]
    accounts: [carnet]
    hashtags: [Tisane]
    source: "{platform}"
    name: "{campaign}"
    curve: [1d]
    late: {after: 2h, then: skip}
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = make_home(tmp_path)
    made.config.write_text(SETTINGS + LAUNCH, encoding="utf-8")
    return made


def enlist(store: Store, number: int) -> None:
    with store.write() as tx:
        tx.exec_driver_sql(f"UPDATE posts SET campaign = 'x' WHERE id = {number}")  # noqa: S608  a number of ours


@pytest.mark.parametrize(
    ("place", "tags", "name"),
    [("posts/thyme.md", (), "herbs"), ("posts/tea.md", ("Launch",), "launch"), ("posts/tea.md", ("tea",), "")],
)
def test_an_article_belongs_to_the_first_campaign_that_takes_it(place: str, tags: tuple[str, ...], name: str) -> None:
    """By its path or by a tag; else to the one of all others."""
    named = [Campaign(name="herbs", articles=("posts/th*",)), Campaign(name="launch", tags=frozenset({"launch"}))]

    assert campaign_of(place, tags, named, Campaign()).name == name


def test_an_article_is_queued_within_its_campaign(home: Home) -> None:
    """On its accounts, from its first day to its last; what does not go there is named."""
    days = "    start: 2030-03-04\n    end: 2030-03-05\n"
    home.config.write_text(SETTINGS + LAUNCH + days, encoding="utf-8")
    done = home("queue", str(home.article))
    listed = home("list", "--json").json

    assert {(one["account"], one["publish_at"][:10]) for one in listed} == {
        ("carnet", "2030-03-04"),
        ("carnet", "2030-03-05"),
    }
    assert "journal: the campaign 'herbes' does not speak on this account" in done.err
    assert "the campaign 'herbes' has ended by then, on 2030-03-06" in done.err


def test_posts_carry_what_their_campaign_says(home: Home) -> None:
    """Accounts, hashtags, links; however they were queued."""
    planned = home("plan", "--json").json["posts"]
    home("queue", str(home.article), "--account", "carnet")
    queued = [home("show", str(one["id"]), "--json").json for one in home("list", "--json").json]

    assert {one["account"] for one in planned} == {"carnet"}
    assert {one["campaign"] for one in planned} == {"herbes"}
    for post in (*planned, *queued):
        assert post["link"].endswith("?utm_source=folder&utm_campaign=herbes")
        assert "#Tisane" in post["text"]


def test_a_campaign_that_is_paused_by_hand_waits_as_a_whole(home: Home) -> None:
    """What is planned meanwhile is nothing, what was queued is held; and what nobody knows is named."""
    home("apply", "--yes")
    paused = home("pause", "--campaign", "herbes")
    held = {one["hold"] for one in home("list", "--json").json}
    planned = home("plan", "--json").json["summary"]
    queued = home("queue", str(home.article), "--account", "carnet", "--again")
    home("resume", "--campaign", "herbes")

    assert "posts wait; `tambour resume --campaign herbes` lets it go on" in paused.out
    assert (held, set(planned)) == ({"campaign"}, {"keep"})
    assert "the campaign 'herbes' is paused" in queued.err
    assert {one["hold"] for one in home("list", "--json").json} == {None}
    assert "herbes was not paused" in home("resume", "--campaign", "herbes").out
    assert "there is no campaign 'x'" in home("pause", "--campaign", "x").err


@pytest.mark.both
def test_what_a_pause_made_late_gets_new_slots(store: Store, queue: Queue) -> None:
    """One after the other; what has its time ahead keeps it."""
    numbers = [queue(text, at=START + number * HOUR) for number, text in enumerate(("one", "two", "three"))]
    for number in numbers:
        enlist(store, number)
    campaigns.pause(store, "x", now=START)
    again = campaigns.pause(store, "x", now=START)
    now = START + 1.5 * HOUR
    done = campaigns.resume(store, "x", {"a": DAILY}, now=now)
    with store.read() as tx:
        times = [posts.get(tx, number).publish_at for number in numbers]

    assert (again, done) == (0, (True, 3))
    assert times[2] == START + 2 * HOUR
    assert times[0] > now
    assert times[1] - times[0] >= DAILY.gap


def test_a_draft_waits_for_whom_it_waited_once_its_campaign_goes_on(store: Store, queue: Queue) -> None:
    """A pause is no approval."""
    number, reasons = queue(state=State.DRAFT), []
    enlist(store, number)
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE posts SET reason = 'to be approved by: Bruno'")
    campaigns.pause(store, "x", now=START)
    with store.read() as tx:
        reasons.append(posts.get(tx, number).reason)
    campaigns.resume(store, "x", {"a": DAILY}, now=START)
    with store.read() as tx:
        reasons.append(posts.get(tx, number).reason)

    assert reasons == ["the campaign 'x' is paused; to be approved by: Bruno", "to be approved by: Bruno"]


@pytest.mark.both
def test_a_campaign_has_a_rule_of_its_own_for_what_is_late(store: Store, queue: Queue) -> None:
    """News are stale after an hour, what is evergreen is not."""
    bench = Bench(store)
    bench.terms = replace(OPEN, late=Late(timedelta(days=9), Then.MOVE), campaigns={"x": Late(HOUR, Then.SKIP)})
    stale, other = queue("stale", at=START - 2 * HOUR), queue("other", at=START - 2 * HOUR)
    enlist(store, stale)

    bench.run()

    assert (bench.post(stale).state, bench.post(other).state) == (State.MISSED, State.PUBLISHED)


@pytest.mark.both
def test_nothing_of_a_campaign_goes_out_after_its_end(store: Store, queue: Queue) -> None:
    """Christmas wishes in January shame a brand; what a person planned for later is sent all the same."""
    bench = Bench(store)
    end = START - HOUR
    bench.terms = replace(OPEN, late=Late(HOUR, Then.MOVE), campaigns={"x": Late(9 * HOUR, Then.SEND, end)})
    numbers = [queue(text, at=START + hours * HOUR) for text, hours in (("wishes", -2), ("by hand", 0), ("other", 0))]
    for number in numbers[:2]:
        enlist(store, number)

    bench.run()

    assert [bench.post(one).state for one in numbers] == [State.MISSED, State.PUBLISHED, State.PUBLISHED]
    assert bench.post(numbers[0]).reason == "its campaign had ended when it could be sent"


@pytest.mark.both
def test_what_is_late_takes_no_slot_after_its_campaign(store: Store, queue: Queue) -> None:
    """What finds one before its end goes there; the rest is missed, and a person may queue it again."""
    bench = Bench(store)
    late = Late(HOUR, Then.MOVE, START + timedelta(days=1))
    bench.terms = replace(OPEN, rhythm=DAILY, campaigns={"x": late})
    numbers = [queue(text, at=START - 3 * HOUR) for text in ("one", "two")]
    for number in numbers:
        enlist(store, number)

    bench.run()

    assert sorted(bench.post(one).state for one in numbers) == [State.MISSED, State.PUBLISHED]


def test_a_campaign_that_has_ended_does_not_go_on(store: Store, queue: Queue) -> None:
    """Its posts would take slots after its last day; all stays as it is, and is told."""
    number = queue("wishes", at=START)
    enlist(store, number)
    campaigns.pause(store, "x", now=START)
    with pytest.raises(PlanError, match="no free slot left before this campaign ends"):
        campaigns.resume(store, "x", {"a": DAILY}, now=START + 3 * HOUR, end=START + 2 * HOUR)

    with store.read() as tx:
        assert posts.get(tx, number).reason == "the campaign 'x' is paused"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("accounts: [twitter]", "there is no account 'twitter'"),
        ("start: 2026-02-01, end: 2026-01-01", "this campaign ends before it begins"),
        ("start: soon", "'soon' is no day"),
        ("curve: []", "at least one distance is needed here"),
        ('source: "{acount}"', "has braces that stand for nothing"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused(home: Home, wrong: str, why: str) -> None:
    """Before anything is planned by it."""
    home.config.write_text(f"{SETTINGS}campaigns: {{x: {{{wrong}}}}}\n", encoding="utf-8")
    done = home("list")

    assert (done.code, why in done.err) == (1, True)
