"""Rules of best times, from what platforms counted to a rhythm that can be pasted."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from adapters.base import Receipt, Refused, Unavailable
from adapters.platforms import PLATFORMS
from scheduler import settings
from scheduler.aftercare import Asked, ask_counts
from scheduler.core.model import Rhythm
from scheduler.core.state import State
from scheduler.core.times import SETTLED, WITHIN
from scheduler.store import Store, accounts, counting, open_store, posts
from scheduler.store.tables import attempts
from scheduler.store.tables import posts as table
from tests.shell.command import SETTINGS, Home
from tests.shell.conftest import new_post
from tests.shell.fakes import START, Plain, Platform

DAY = timedelta(days=1)


class Counting(Plain):
    """A platform that counts, and answers as it is told."""

    def __init__(self, **answers: Exception) -> None:
        super().__init__(Platform())
        self.answers = answers
        self.asked: list[str] = []

    def measure(self, receipt: Receipt) -> dict[str, int]:
        self.asked.append(receipt.id)
        if error := self.answers.get(receipt.id):
            raise error
        return {"likes": 2, "views": 50}


def publish(store: Store, at: datetime, account: str = "a", likes: int | None = None, asked: datetime = START) -> int:
    """Have a post public since `at`, with the counts that it had when somebody asked, if anybody did."""
    with store.write() as tx:
        accounts.know(tx, {account: "plain"})
        number = posts.add(tx, new_post(account=account, at=at), article=None, now=at)
        tx.execute(
            update(table)
            .where(table.c.id == number)
            .values(state=State.PUBLISHED, attempts=1, platform_id=f"p{number}")
        )
        tx.execute(attempts.insert().values(post_id=number, number=1, started_at=at, intended_at=at, account=account))
        if likes is not None:
            counting.keep(tx, number, {"likes": likes, "views": 900}, now=asked)
    return number


def likes(store: Store, account: str = "a") -> list[int]:
    with store.read() as tx:
        return [one.counts["likes"] for one in counting.settled(tx, account, since=START - WITHIN)]


@pytest.mark.both
def test_only_counts_that_have_settled_are_compared(store: Store) -> None:
    """A young post has few because it is young, and an old one had other readers."""
    publish(store, START - SETTLED, likes=1)
    publish(store, START - SETTLED + timedelta(seconds=1), likes=2)
    publish(store, START - 2 * SETTLED, likes=3, asked=START - 2 * DAY)
    publish(store, START - 2 * SETTLED, likes=4, asked=START - 8 * DAY)
    publish(store, START - WITHIN - DAY, likes=5)
    publish(store, START - SETTLED, "b", likes=6)

    assert (likes(store), likes(store, "b")) == ([1, 3], [6])


def test_each_settled_post_is_asked_about_once(store: Store) -> None:
    """Some platforms charge for it."""
    early, settled = publish(store, START - 30 * DAY, likes=1, asked=START - 29 * DAY), publish(store, START - 9 * DAY)
    publish(store, START - DAY)
    publish(store, START - 20 * DAY, likes=7)
    platform = Counting()

    asked = ask_counts(store, platform, "a", since=START - WITHIN, now=START, most=10)
    again = ask_counts(store, platform, "a", since=START - WITHIN, now=START, most=10)

    assert (asked, again) == (Asked(2, []), Asked(0, []))
    assert platform.asked == [f"p{settled}", f"p{early}"]
    assert likes(store) == [2, 2, 7]


def test_a_platform_that_wants_peace_is_left_in_peace(store: Store) -> None:
    """One post that is gone there keeps nobody from asking about the next."""
    _, last, gone = (publish(store, START - days * DAY) for days in (12, 11, 10))
    platform = Counting(**{f"p{gone}": Refused("it is gone"), f"p{last}": Unavailable("busy")})

    asked = ask_counts(store, platform, "a", since=START - WITHIN, now=START, most=10)

    assert asked == Asked(0, [f"post {gone}: it is gone", "no more was asked: busy"])
    assert ask_counts(store, Plain(Platform()), "a", since=START, now=START, most=10).remarks == [
        "plain tells no counts"
    ]


def told(home: Home, evening: int, *, weekends: bool = False) -> Any:
    """Publish some weeks of mornings and evenings, and ask for the times of the journal."""
    now = datetime.now(UTC).replace(hour=7, minute=40, second=0, microsecond=0)
    monday = now - timedelta(days=now.weekday() + 63)
    with closing(open_store(home.path / "tambour.db")) as store:
        days = [timedelta(weeks=number // 5, days=number % 5) for number in range(20)]
        days += [timedelta(weeks=number // 2, days=5 + number % 2) for number in range(10 if weekends else 1)]
        for number, after in enumerate(days):
            day = monday + after
            publish(store, day, "journal", likes=10 + number % 7, asked=now)
            publish(store, day + timedelta(hours=10), "journal", likes=evening + number % 7, asked=now)
    return home("times", "--account", "journal", "--json").json[0]


def test_a_difference_is_told_with_how_sure_it_is(home: Home) -> None:
    """And as a rhythm, in the zone of the account, that the settings take as it is printed."""
    found = told(home, evening=40)
    rhythm = pasted(home)

    assert (found["measured"], found["verdict"]) == (True, "received best: working days 18:00-22:00")
    assert [(one["posts"], one["best"], one["interval"] is not None) for one in found["parts"]] == [
        (20, False, True),
        (20, True, True),
        (1, False, False),
        (1, False, False),
    ]
    assert sorted(rhythm.days) == [1, 2, 3, 4, 5]
    assert len(rhythm.times) == 1


def pasted(home: Home) -> Rhythm:
    """Paste what is printed into the settings, and read them."""
    shown = home("times", "--account", "journal").out.partition("    rhythm:\n")[2]
    line = '    rhythm: {days: [mon, tue, wed, thu, fri], times: ["09:00", "17:30"], gap: 2h}\n'
    home.config.write_text(SETTINGS.replace(line, f"    rhythm:\n{shown}"), encoding="utf-8")
    return settings.load(home.config, platforms=PLATFORMS).accounts["journal"].rhythm


def test_weekends_have_times_of_their_own(home: Home) -> None:
    """They are another week."""
    found = told(home, evening=40, weekends=True)
    rhythm = pasted(home)

    assert found["verdict"] == "received best: working days 18:00-22:00 and weekends 18:00-22:00"
    assert sorted(rhythm.days) == [1, 2, 3, 4, 5, 6, 7]
    assert sorted(rhythm.by_day) == [6, 7]


def test_where_intervals_overlap_nothing_is_recommended(home: Home) -> None:
    """A rhythm that changes with chance is worse than none."""
    found = told(home, evening=10)
    shown = home("times", "--account", "journal").out

    assert (found["verdict"], found["days"]) == ("no difference can be told", [])
    assert "rhythm:" not in shown


def test_without_counts_a_convention_is_called_one(new_home: Home) -> None:
    """It is no finding, and nobody shall take it for one."""
    shown = new_home("times", "--account", "carnet").out

    assert "0 posts are counted" in shown
    assert "a convention and not a measurement" in shown
    assert 'times: ["12:15", "18:00"]\n      timezone: Europe/Paris' in shown
    assert not (new_home.path / "tambour.db").exists()


def test_a_platform_that_cannot_be_asked_is_named(home: Home) -> None:
    """The others are asked all the same."""
    home.config.write_text(
        f"{SETTINGS}  toot: {{platform: mastodon, url: 'https://m.example', token: {{env: NONE}}}}\n", encoding="utf-8"
    )
    asked = home("times", "--ask")

    assert asked.code == 0
    assert "account 'toot', token:" in asked.err
    assert "journal: 0 posts" not in asked.err
