"""What is published: posts, the attempts at them, and the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.base import Content, Intent, Receipt
from scheduler.core.model.articles import Span
from scheduler.core.model.marks import Mark
from scheduler.core.state import State


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be queued."""

    account: str
    platform: str
    content: Content
    publish_at: datetime
    """Aware, in an IANA zone."""
    state: State
    """`DRAFT` or `QUEUED`."""
    kind: str
    """A `Kind`, or `manual`."""
    section: str | None = None
    source: tuple[Span, ...] = ()
    reason: str | None = None
    """Why it is a draft, where nobody asked for one."""
    gap: timedelta | None = None
    """The distance to the post before that its author asked for; `None`: whatever its account keeps."""
    campaign: str | None = None
    idea: str | None = None
    """Which teaser of its article it tells, where a plan made it."""
    plan: int | None = None
    """The plan that made it."""
    evergreen: bool = False
    """Whether it returns: its plan made it for a slot that was left."""
    key: str | None = None
    """Its idempotency key, where what it was made from has one; `None`: any that no other post has."""


@dataclass(frozen=True, slots=True)
class Post:
    """A content bound to an account and a time."""

    id: int
    account: str
    platform: str
    article: str | None
    """Path of the article it teases."""
    kind: str
    section: str | None
    content: Content
    publish_at: datetime
    """Aware, in the zone it was planned in."""
    state: State
    key: str
    """Idempotency key: the same on every attempt, unique to this installation."""
    attempts: int
    not_before: datetime | None
    """UTC; when a delayed post may be tried again."""
    url: str | None
    reason: str | None
    """Why it alone waits, and why it is in its state."""
    held: str | None = None
    """What it alone waits for: `budget`, `article` or `campaign`."""
    hold_reason: str | None = None
    campaign: str | None = None
    planned: bool = False
    """Whether a plan made it, and nobody has changed it since."""


@dataclass(frozen=True, slots=True)
class PostSummary:
    """A line of `tambour list`."""

    id: int
    account: str
    platform: str
    kind: str
    publish_at: datetime
    """Aware, in the zone it was planned in."""
    state: State
    text: str
    url: str | None
    reason: str | None
    hold: str | None
    """Why the account sends nothing, or this post alone waits."""
    not_before: datetime | None
    """When a delayed post may be tried again, in its zone."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt at a post, by name: what fences the record of its end."""

    post: int
    account: str
    platform: str
    attempt: int
    """From 1."""
    published: tuple[Receipt, ...] = field(default=(), kw_only=True)
    """Its parts that are public, first to last; the attempt is at the next one."""


@dataclass(frozen=True, slots=True)
class Claim(Tried):
    """A post that a daemon has taken, and the attempt it is about to make."""

    content: Content
    key: str
    failures: int
    """How many attempts before this one count against the retry policy."""
    at: datetime
    """When the first attempt began, UTC."""
    doubted: bool = False
    """Whether an attempt before this one was in doubt: what the platform calls a duplicate may be ours."""
    streak: int = 0
    """How many delays its account has had since its last delivery."""
    place: str = ""
    """Where its account's settings say that it goes."""

    @property
    def more(self) -> bool:
        """Return whether parts follow the one that the attempt is at."""
        return len(self.published) < len(self.content.parts)


@dataclass(frozen=True, slots=True)
class Doubt(Tried):
    """An uncertain post and what was about to be published."""

    failures: int
    """How many attempts count against the retry policy, this one included."""
    intent: Intent | None
    """`None`: the attempt ended before anything public could happen."""
    began: Mark | None = None
    """When the first attempt began; its intent's time is what the wall clock showed then."""
    looked: Mark | None = None
    """When it was first looked into; `None`: not yet."""
    quiet: Mark | None = None
    """Since when its last request is over, at the least; `None`: nobody has noted that yet."""
    place: str = ""
    """Where its request went, as its account's settings said then."""
    more: bool = False
    """Whether parts follow the one that is in doubt."""
    open_until: datetime | None = None
    """By the database's clock: until then its request may still leave, from a daemon that is out of reach."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to publish a post."""

    number: int
    started_at: datetime
    finished_at: datetime | None
    outcome: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log."""

    at: datetime
    post: int | None
    account: str | None
    platform: str | None
    event: str
    state: State | None
    attempt: int | None
    url: str | None
    reason: str | None

    def as_json(self) -> Mapping[str, str | int | None]:
        """Return the line as `tambour log --json` prints it."""
        return {
            "at": self.at.isoformat(),
            "post": self.post,
            "account": self.account,
            "platform": self.platform,
            "event": self.event,
            "state": self.state,
            "attempt": self.attempt,
            "url": self.url,
            "reason": self.reason,
        }
