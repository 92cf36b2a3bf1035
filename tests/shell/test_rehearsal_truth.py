"""What a rehearsal foresees is what the daemon then does: the same queue, rehearsed and then really dispatched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from threading import Event
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from adapters.base import Adapter, Content, Identity, Intent, Limits, Receipt, Refused, Unavailable
from adapters.limits import LIMITS
from scheduler import budgets
from scheduler.app import Tambour, service
from scheduler.clock import FastClock
from scheduler.core.admission import Terms
from scheduler.core.model import NewPost
from scheduler.core.rehearsal import Fate
from scheduler.core.state import State
from scheduler.dispatch import Dispatcher, Rules
from scheduler.rehearsal import Rehearsed, Wish, rehearse, staged
from scheduler.settings import AccountSettings
from scheduler.store import accounts, posts
from tests.shell.fakes import START
from tests.shell.written import load_text

SETTINGS = """\
site: {url: "https://tisane.example", timezone: Europe/Paris, language: fr}
campaigns:
  fete: {articles: ["fete*"], late: {after: 1h, then: skip}}
accounts:
  journal: {platform: feed, folder: public, rhythm: {times: ["09:00", "17:30"]}}
  canal:
    platform: telegram
    channel: "@tisane"
    token: {env: NONE}
    late: {after: 2h, then: skip}
    fuse: {hour: 3, day: 5, gap: 5m}
  cher:
    platform: x
    api_key: {env: NONE}
    api_secret: {env: NONE}
    token: {env: NONE}
    token_secret: {env: NONE}
    budget: 1
  pause: {platform: folder, folder: aside}
  salon: {platform: discord_webhook, webhook: {env: NONE}, late: {after: 3h, then: send}}
"""
END = START + timedelta(days=10)
WISH = Wish([(START + timedelta(days=2), START + timedelta(days=2, hours=9))], {"salon": 0.5}, seed=3)
TOO_LONG = "Le thym aime le soleil. " * 20
"""For X."""
OF_A_POST = {
    State.PUBLISHED: {Fate.ON_TIME, Fate.LATE},
    State.MISSED: {Fate.MISSED},
    State.FAILED: {Fate.REFUSED},
    State.QUEUED: {Fate.HELD, Fate.DEAR, Fate.WAITING},
    State.DRAFT: {Fate.DRAFT},
}


@dataclass
class Network:
    """A platform with books of its own."""

    clock: FastClock
    most: int | None
    """Characters."""
    rate: float
    dice: Callable[[], float]
    taken: dict[str, datetime] = field(default_factory=dict)
    """When each key was taken."""


class Member:
    """An account there."""

    platform: ClassVar[str] = "network"
    limits: ClassVar[Limits] = LIMITS["folder"]

    def __init__(self, network: Network) -> None:
        self.books = network

    def verify(self) -> Identity:
        return Identity("a member")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        if self.books.most is not None and len(content.text) > self.books.most:
            raise Refused("too long")
        return Intent(key, at, {})

    def publish(self, intent: Intent) -> Receipt:
        if self.books.dice() < self.books.rate:
            raise Unavailable("busy")
        assert intent.key not in self.books.taken
        self.books.taken[intent.key] = self.books.clock.now()
        return Receipt(intent.key)


class Stepping(FastClock):
    """A clock that steps ahead a few hours at a time, and lets a chore be done at each step."""

    def __init__(self, start: datetime, end: datetime) -> None:
        super().__init__(start, end)
        self.chore: Callable[[], object] = lambda: None

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
        step = self.now() + timedelta(hours=12)
        super().wait(wake, min(until or step, step), busy=busy)
        if not busy:
            self.chore()

    def is_set(self) -> bool:
        """Return whether its end is reached."""
        return self.end is not None and self.now() >= self.end


def fill(tambour: Tambour, seed: int) -> dict[int, str]:
    """Queue posts at random, and return their keys."""
    dice = Random(seed)  # noqa: S311  an invented queue
    keys = {}
    with tambour.store.write() as tx:
        accounts.know(tx, {name: one.platform for name, one in tambour.settings.accounts.items()})
        accounts.hold(tx, "pause", accounts.PAUSED, reason="vacances", now=START)
        for number, account in enumerate(_crowd(tambour, dice, seed)):
            new = _post(dice, number, account)
            post = posts.add(tx, new, article=None, now=START)
            keys[post] = posts.get(tx, post).key
    return keys


def _crowd(tambour: Tambour, dice: Random, seed: int) -> list[AccountSettings]:
    """Return whose posts they are; an odd seed has more for one account than its fuse lets through."""
    named = [*tambour.settings.accounts.values()]
    return [dice.choice(named) for _ in range(45)] + [tambour.account("canal")] * (30 * (seed % 2))


def _post(dice: Random, number: int, account: AccountSettings) -> NewPost:
    at = START + timedelta(minutes=30 * dice.randint(-20, 400), seconds=dice.choice([0, 0, 40]))
    text = TOO_LONG if dice.random() < 0.1 else f"Le thym {number} https://tisane.example/thym/"
    return NewPost(
        account=account.name,
        platform=account.platform,
        content=Content(text),
        publish_at=at.astimezone(ZoneInfo("Europe/Paris")),
        state=State.DRAFT if dice.random() < 0.05 else State.QUEUED,
        kind="manual",
        campaign="fete" if dice.random() < 0.2 else None,
    )


def foreseen(tambour: Tambour) -> Rehearsed:
    with staged(tambour, end=END) as (copy, clock):
        return rehearse(copy, clock, WISH)


def really(tambour: Tambour) -> dict[str, datetime]:
    """Run daemons with all their threads over the queue itself, and return when each key was taken."""
    taken: dict[str, datetime] = {}
    clock = Stepping(START, END)
    (outage,) = WISH.outages
    books = {
        name: Network(clock, 280 if name == "cher" else None, WISH.failing.get(name, 0), WISH.dice(name), taken)
        for name in tambour.settings.accounts
    }
    for up, down in ((START, outage[0]), (outage[1], END)):
        clock.jump(up)
        clock.end = down
        terms = service.terms(tambour)
        clock.chore = partial(ease, tambour, terms, clock)
        clock.chore()
        members: Mapping[str, Adapter] = {name: Member(network) for name, network in books.items()}
        dispatcher = Dispatcher(
            tambour.store,
            members,
            terms,
            clock=clock,
            dice=WISH.dice("pauses"),
            rules=Rules(looks=36_000),
            look=lambda _link, _crawled: None,
        )
        dispatcher.run(clock)
    return taken


def ease(tambour: Tambour, terms: Mapping[str, Terms], clock: FastClock) -> None:
    budgets.ease(tambour.store, terms, now=clock.now())


@pytest.mark.parametrize("seed", [2, 3])
def test_what_is_foreseen_is_what_the_daemon_then_does(tmp_path: Path, seed: int) -> None:
    """Who went out when, who was held, missed, refused or too dear: else a rehearsal would be a tale."""
    settings = load_text(tmp_path, SETTINGS)
    with closing(Tambour(settings, {}, FastClock(START))) as tambour:
        keys = fill(tambour, seed)
        told = foreseen(tambour).posts
        taken = really(tambour)
        with tambour.store.read() as tx:
            states = {number: posts.get(tx, number).state for number in keys}

    assert {one.awaited.post: one.at for one in told} == {number: taken.get(key) for number, key in keys.items()}
    assert all(one.fate in OF_A_POST[states[one.awaited.post]] for one in told)
