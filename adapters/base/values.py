"""What travels between tambour and a platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


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
    note: str | None = None
    """What a person should hear of although all went well."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A post that stands on the account, whoever made it."""

    receipt: Receipt
    text: str
    at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody answered to a post."""

    receipt: Receipt
    author: str
    """As the platform calls them; empty where it does not tell."""
    text: str
    at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many posts a platform takes from an account."""

    left: int
    most: int
    within: timedelta
