"""What a notice or a digest tells, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from adapters.base import Media
from scheduler.core.news.kinds import News


@dataclass(frozen=True, slots=True)
class About:
    """What a person recognises a post by."""

    number: int
    text: str
    publish_at: datetime
    """Aware, in the zone it was planned in."""
    media: tuple[Media, ...] = ()
    """Only where a person is to post it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news."""

    kind: News
    account: str
    reason: str | None = None
    """As the log has it."""
    post: About | None = None
    """`None` where it concerns the whole account."""
    line: int = 0
    """Its number in the log."""


@dataclass(frozen=True, slots=True)
class Held:
    """An account that sends nothing, and how many posts wait for it."""

    account: str
    hold: str
    reason: str | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Day:
    """What a digest sums up: a day that has passed and one to come, in numbers an account."""

    on: date
    """The day on which it is told."""
    uncertain: tuple[Item, ...] = ()
    """Posts that may be public, and only a person can tell."""
    handed: tuple[Item, ...] = ()
    """Posts that a person has in hand, and has not confirmed."""
    healing: int = 0
    """Posts that may be public, and whose platforms are being asked."""
    failed: tuple[Item, ...] = ()
    """Posts that failed, and that nobody has decided about."""
    missed: tuple[Item, ...] = ()
    held: tuple[Held, ...] = ()
    stopped: bool = False
    """Whether a person has stopped everything."""
    drafts: int = 0
    sent: Mapping[str, int] = field(default_factory=dict)
    due: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent."""

    title: str
    body: str
    media: tuple[Media, ...] = ()
