"""Letting requests be sent again to settle doubts, as far as their accounts' fuses allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from scheduler.core.admission import Blow, Take, Terms, Used, Wait, judge_repeat
from scheduler.core.model import Doubt, Event, Mark
from scheduler.dispatch.admitting import blow
from scheduler.store import Tx, doubting, repeating

SHORTLY = timedelta(seconds=5)
"""How long a repeat waits for what is under way, or for an account that may not send."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """What came of wanting to send requests again."""

    going: dict[int, Doubt] = field(default_factory=dict)
    """Those that leave once this is durable, by their posts: each is another attempt now."""
    news: list[Event] = field(default_factory=list)


def admit_repeats(
    tx: Tx, doubts: Sequence[Doubt], terms: Mapping[str, Terms], *, owner: str, now: datetime, mark: Mark
) -> Repeats:
    """Record the requests that are sent again, each as an attempt; the others are looked into again later."""
    repeats = Repeats()
    for doubt in doubts:
        served = terms.get(doubt.account)
        used = None if served is None else repeating.used(tx, doubt, owner, served, now=now)
        if served is None or used is None:
            repeats.news.extend(_put_off(tx, doubt, SHORTLY, "its account may not send now", now, mark))
        else:
            _judge(tx, doubt, used, served, repeats, now, mark)
    return repeats


def _judge(tx: Tx, doubt: Doubt, used: Used, terms: Terms, repeats: Repeats, now: datetime, mark: Mark) -> None:
    match judge_repeat(used, terms, within=bool(doubt.published), now=now):
        case Take():
            repeats.going[doubt.post], line = repeating.repeat(tx, doubt, now=now)
            repeats.news.append(line)
        case Wait(until):
            after = SHORTLY if until is None else until - now
            repeats.news.extend(_put_off(tx, doubt, after, "it keeps its distance to the request before", now, mark))
        case Blow(reason):
            blow(tx, doubt.account, reason, now)
            repeats.news.extend(_put_off(tx, doubt, SHORTLY, reason, now, mark))
        case verdict:  # pragma: no cover
            assert_never(verdict)


def _put_off(tx: Tx, doubt: Doubt, after: timedelta, reason: str, now: datetime, mark: Mark) -> list[Event]:
    line = doubting.look_again(tx, doubt, after=after, reason=reason, now=now, mark=mark)
    return [] if line is None else [line]
