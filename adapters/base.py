"""The seam between tambour and a platform: values, errors and protocols, standard library only.

An adapter publishes in two steps. `prepare` does whatever is invisible to the public (upload an image,
freeze the record) and returns an `Intent`, which the scheduler makes durable; `publish` sends the one
request that makes the post public. An error says what the scheduler must do next:

    AdapterError
    ├── Unavailable       nothing was published: try again, after `retry_after` where it is known
    ├── Unauthorized      the credentials were refused: hold the account, keep the post
    ├── Refused           the platform will never take this post as it is
    │   └── Unsupported   the platform has no way to express it
    ├── Duplicate         the platform already has this post; `receipt` names it where it said which
    └── Uncertain         the request may have been carried out: ask before sending again

Adapters never sleep, retry, cut text, log secrets or read settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    import httpx

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


class Counting(StrEnum):
    """How a platform measures the length of a text."""

    CODE_POINTS = "code points"
    GRAPHEMES = "graphemes"
    UTF16 = "utf-16 units"
    UTF8 = "utf-8 bytes"
    MASTODON = "mastodon"
    X = "x"
    THREADS = "threads"


class LinkPlace(StrEnum):
    """Where a platform carries a post's link."""

    TEXT = "text"
    CARD = "card"
    FIRST_COMMENT = "first comment"
    NONE = "none"
    """Nowhere: its readers cannot follow one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What fits on a platform; `None` means that it sets no bound."""

    counting: Counting
    text: int | None
    """Longest text, in units of `counting`."""
    text_bytes: int | None = None
    """Longest text in UTF-8 bytes, where the platform bounds that too."""
    url_cost: int | None = None
    """What a URL in the text counts, whatever its length; `None`: counted in full."""
    link_place: LinkPlace = LinkPlace.TEXT
    text_with_images: int | None = None
    """Longest text beside images, in units of `counting`, where that is shorter."""
    language: bool = False
    """Whether a post says in which language it is."""
    images: int = 0
    least_images: int = 0
    """A post with fewer is refused."""
    image_bytes: int | None = None
    image_pixels: int | None = None
    image_width: tuple[int, int] | None = None
    """Narrowest and widest image, in pixels."""
    image_ratio: tuple[float, float] | None = None
    """Least and greatest width of an image, in its heights."""
    square: bool = False
    """Whether its readers see square images larger than wide ones."""
    image_types: tuple[str, ...] = ("image/jpeg", "image/png")
    alt_text: int | None = None
    """Longest alternative text, in code points; 0: images carry none."""
    card_image_bytes: int | None = None
    """Largest picture of a link card that we upload ourselves."""
    card_excludes_images: bool = False
    """Whether a post carries a card or images but not both; its link then moves into the text."""
    hashtags: int = 5
    hashtag_length: int | None = None
    """Longest hashtag in code points, without its `#`."""
    tags_in_text: bool = True
    """Whether hashtags stand in the text; elsewhere they have a field of their own."""
    composed: bool = False
    """Whether its readers reward a text of 600 to 1,300 characters over a short one."""


@dataclass(frozen=True, slots=True)
class Media:
    """An image, frozen when its post is queued."""

    data: bytes = field(repr=False)
    mime: str
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a link card shows of the page behind the link."""

    title: str
    description: str = ""
    image: Media | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What follows a post as an answer: the next part of a thread, or a comment that carries the link."""

    text: str
    """Final, to the letter."""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What is posted: final, to the letter."""

    text: str
    link: str | None = None
    card: Card | None = None
    """Describes the page behind `link`; used where the platform carries links in a card."""
    tags: tuple[str, ...] = ()
    """Its hashtags without their `#`: those in the text, and those that the platform keeps in a field of their own."""
    language: str | None = None
    """BCP 47 tag, such as `fr`."""
    media: tuple[Media, ...] = ()
    parts: tuple[Part, ...] = ()
    """Published after it, each in answer to the one before; only where the adapter `Replies`."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an account's credentials speak for, in the platform's own words."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """Everything needed to publish a prepared post, to publish it again, and to find it: plain JSON, no secret."""

    key: str
    at: datetime
    """When the first attempt began, UTC: the same on every attempt."""
    request: Mapping[str, Json]
    """The frozen request; only the adapter that made it reads it."""
    sought_since: datetime | None = None
    """`since`, where that is not `at`: our clock may have been wrong then, or be wrong now."""
    taken: frozenset[str] = frozenset()
    """Ids of what other posts made on the account, and addresses where no id is known: `find` passes them over."""

    @property
    def since(self) -> datetime:
        """Return from when on `find` looks for it, by the platform's clock."""
        return self.sought_since or self.at

    def may_be(self, receipt: Receipt) -> bool:
        """Return whether what `receipt` names may be what this made."""
        return self.taken.isdisjoint((receipt.id, receipt.url or receipt.id))


@dataclass(frozen=True, slots=True)
class Receipt:
    """How the platform names what it published."""

    id: str
    url: str | None = None


class AdapterError(Exception):
    """The platform did not publish the post."""


class Unavailable(AdapterError):
    """The platform cannot take the post now; nothing was published."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unauthorized(AdapterError):
    """The platform refused the account's credentials; nothing was published."""


class Refused(AdapterError):
    """The platform will never take this post as it is."""


class Unsupported(Refused):
    """The platform has no way to express this post."""


class Duplicate(AdapterError):
    """The platform already has this post."""

    def __init__(self, message: str, *, receipt: Receipt | None = None) -> None:
        super().__init__(message)
        self.receipt = receipt


class Uncertain(AdapterError):
    """The request may have been carried out; nobody can tell from here."""


class Vault(Protocol):
    """Where an adapter keeps a secret that changes, such as a session; durable once `keep` returns."""

    def recall(self) -> dict[str, str]:
        """Return what was kept last, or nothing."""

    def keep(self, secrets: Mapping[str, str]) -> None:
        """Replace what is kept."""

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one, on any machine, who replaces what is kept: a secret that is good once is sent once.

        Raises Unavailable where somebody else is at it.
        """


@dataclass(frozen=True, slots=True)
class Connection:
    """What an adapter's constructor takes, its only argument: an account's name, options and means."""

    account: str
    options: Mapping[str, str] = field(repr=False)
    """By `Option.name`: secrets in the clear, folders absolute, absent where optional and left out."""
    client: httpx.Client
    """The account's own, with time-outs on every phase; it follows no redirect."""
    vault: Vault


class Adapter(Protocol):
    """One account on one platform.

    Both calls may raise any `AdapterError`; only `publish` may raise `Uncertain` and `Duplicate`.
    Calls come from several threads, for one account one at a time.
    """

    platform: ClassVar[str]
    limits: ClassVar[Limits]
    """What fits where nothing more exact was read from the server."""

    def verify(self) -> Identity:
        """Ask the platform who the credentials speak for."""

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Do all that is invisible to the public; the same arguments give an intent with the same effect."""

    def publish(self, intent: Intent) -> Receipt:
        """Make the prepared post public, once."""


@runtime_checkable
class ReadsLimits(Protocol):
    """An adapter whose server tells its own limits."""

    def read_limits(self) -> Limits:
        """Ask the server."""


@runtime_checkable
class Replays(Protocol):
    """An adapter that may `publish` one intent again, within `replay_window` of `intent.at`, and never post twice."""

    replay_window: ClassVar[timedelta]
    """No time at all where the account's server is not known to keep keys."""


@runtime_checkable
class Finds(Protocol):
    """An adapter that can tell whether an intent was carried out."""

    def find(self, intent: Intent) -> Receipt | None:
        """Look for what `publish(intent)` would have made; `None`: it is not there, or not shown yet.

        Where texts are compared: from `intent.since` on, and passing over what `intent.may_be` rules out.
        """


@runtime_checkable
class Replies(Protocol):
    """An adapter that can answer a post of its own account: so it publishes threads, and links as a first comment."""

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        """Prepare a part of `content`, as `prepare` does; `after` names what is published of it, first to last."""


@runtime_checkable
class Deletes(Protocol):
    """An adapter that can take back what it published."""

    def delete(self, receipt: Receipt) -> None:
        """Delete a post; one that is gone already is deleted."""


@runtime_checkable
class Measures(Protocol):
    """An adapter that can tell how a post is received."""

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return the platform's own counts, by their names: likes, replies, views."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A post that stands on the account, whoever made it."""

    receipt: Receipt
    text: str
    at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many posts a platform takes from an account."""

    left: int
    most: int
    within: timedelta


@runtime_checkable
class Rations(Protocol):
    """An adapter whose platform tells how many more posts it takes."""

    def quota(self) -> Quota:
        """Ask the platform."""


@runtime_checkable
class Lists(Protocol):
    """An adapter that can list what its account has published."""

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's own posts from the newest back to `since`."""


@runtime_checkable
class Composes(Protocol):
    """An adapter that prepares some contents by computing alone, without asking anybody: they are sent sooner."""

    def composes(self, content: Content) -> bool:
        """Return whether `prepare` only computes for this content, in no time to speak of."""


@runtime_checkable
class Expires(Protocol):
    """An adapter whose credentials end some day."""

    def expires_at(self) -> datetime | None:
        """Return when they end, UTC; `None` where nobody knows."""


@runtime_checkable
class Refreshes(Protocol):
    """An adapter that replaces its credentials before they end; `Expires` then tells when that is over."""

    def refresh_due(self) -> datetime | None:
        """Return from when on they should be replaced, UTC; `None` where nobody knows."""

    def refresh(self) -> None:
        """Replace them; the fresh ones are durable in the vault before they are used.

        Raises Unauthorized where only a person can log in again, Unavailable where it is to be tried again.
        """


@runtime_checkable
class Settles(Protocol):
    """An adapter that says how long its platform may take to show a post; a minute where it says nothing."""

    settling: ClassVar[timedelta]
    """For so long after a request, `find` proves nothing by not finding."""


class OptionKind(StrEnum):
    """What the value of an option is."""

    TEXT = "text"
    URL = "url"
    SERVER = "server"
    """The address that secrets are sent to: `https`, or this machine."""
    FOLDER = "folder"
    SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Option:
    """A key that an account of a platform takes in the settings."""

    name: str
    help: str
    kind: OptionKind
    required: bool = True
