"""What a brand decides for every post: how it speaks, what its pictures look like, what its links carry."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.core.model.campaigns import Campaign
from scheduler.core.model.evergreens import Evergreen
from scheduler.core.model.voice import Voice


@dataclass(frozen=True, slots=True)
class CardStyle:
    """How quote cards look."""

    background: str
    """As `#rrggbb`."""
    ink: str
    """The colour of the words, as `#rrggbb`."""
    font: str | None = None
    """Absolute path of a font file; `None`: the font that comes with tambour."""
    logo: str | None = None
    """Absolute path of an image."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Which pictures posts may carry; by default those on the disk alone."""

    hosts: frozenset[str] = frozenset()
    """Hosts on the web that pictures may be fetched from, in lower case."""
    cards: CardStyle | None = None
    """How to draw a quote card for a post without a picture; `None`: it stays without."""


@dataclass(frozen=True, slots=True)
class Brand:
    """All that a brand decides."""

    voice: Voice = field(default_factory=Voice)
    pictures: Pictures = field(default_factory=Pictures)
    campaign: Campaign = field(default_factory=Campaign)
    """The one of every article that no other takes."""
    campaigns: tuple[Campaign, ...] = ()
    """Those that have a name; an article belongs to the first that takes it."""
    evergreen: tuple[Evergreen, ...] = ()
    """What may return; the first that takes an article says how."""
