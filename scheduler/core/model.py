"""The values that the rest of tambour exchanges; the glossary of `docs/architecture.md` as code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from adapters.base import Content, Intent
from scheduler.core.state import State

Span = tuple[int, int]
"""Half-open range of characters in an article's file."""


class Kind(StrEnum):
    """What sort of idea a teaser draws from its article."""

    ANNOUNCEMENT = "announcement"
    LIST = "list"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Site:
    """Where articles live, on the web and on disk."""

    url: str | None
    """Base address, such as `https://maison-tilleul.example`; `None` where no settings name it."""
    content: str
    """The content folder, as an absolute path."""
    timezone: str
    """IANA name; dates in front matter without a zone are in it."""
    language: str | None
    """BCP 47 tag of articles that name none; `None`: told from their words."""

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone itself."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Picture:
    """An article's image as its front matter names it."""

    path: str
    """Absolute path, or an `http(s)` URL."""
    alt: str


OMITTED = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in an article's text where something that is not prose was left out: a shortcode, a formula."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block, without markup."""

    text: str
    span: Span
    """Its place in the file; the whole block's where the markup hides the exact one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose in an article, or a list."""

    text: str
    """Without markup; white space collapsed, save the author's no-break spaces. Empty for a list."""
    span: Span
    """The lines of the file that it came from."""
    sentences: tuple[Sentence, ...] = ()
    items: tuple[Block, ...] = ()
    """The items of a list; what nests in one is left out."""
    ordered: bool = False
    """Whether the items are numbered."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the prose under it, up to the next heading of any level."""

    title: str | None
    """Without markup; `None` for what stands before the first heading."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A parsed file."""

    path: str
    title: str
    description: str
    link: str | None
    """Absolute URL; `None` where neither the front matter nor a site URL gives one."""
    language: str
    date: datetime | None
    """Aware."""
    draft: bool
    expires: datetime | None
    tags: tuple[str, ...]
    picture: Picture | None
    sections: tuple[Section, ...]
    digest: str
    """SHA-256 of the file's bytes, in hex."""
    heads: tuple[Span, ...] = ()
    """Where the title and the description stand in the front matter; none where there is no front matter."""
    social: bool = True
    """Whether the author wants posts about it."""


@dataclass(frozen=True, slots=True)
class Teaser:
    """A text that stands on its own, drawn from an article; no platform, link or hashtag yet."""

    kind: Kind
    text: str
    section: str | None
    """Title of the section it came from."""
    source: tuple[Span, ...]
    edits: tuple[str, ...] = ()
    """What was changed on the way from the source: licensed edits, each named."""
    shorter: tuple[str, ...] = ()
    """The same idea in fewer whole sentences, longest first, for platforms where `text` does not fit."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could have become a post and did not."""

    reason: str
    section: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """What an article gave: its teasers in the order to post them, and what was left out."""

    teasers: tuple[Teaser, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A teaser as one platform will show it."""

    content: Content
    added: tuple[str, ...]
    """The strings in `content.text` that do not come from the source: hashtags, link."""
    count: int
    """Length of `content.text` by the platform's own counting."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When an account speaks, in its own zone's wall-clock time."""

    days: frozenset[int]
    """ISO weekdays: 1 is Monday."""
    times: tuple[time, ...]
    """Naive, ascending."""
    timezone: str
    """IANA name."""
    gap: timedelta
    """Least distance between two posts of the account."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One account at one instant."""

    account: str
    at: datetime
    """Aware, in an IANA zone: the wall-clock promise and its instant."""


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
    """Why the account sends nothing, where it is held."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A post that a daemon has taken, and the attempt it is about to make."""

    post: Post
    attempt: int
    """From 1."""
    failures: int
    """How many attempts before this one count against the retry policy."""
    at: datetime
    """When the first attempt began, UTC."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An uncertain post and what was about to be published."""

    post: Post
    attempt: int
    intent: Intent | None
    """`None`: the attempt ended before anything public could happen."""
    since: datetime
    """UTC; when the last attempt began."""


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
