"""What an adapter can do besides publishing, read off its class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.base import Deletes, Finds, Hears, LinkPlace, Lists, Measures, ReadsLimits, Replies


@dataclass(frozen=True, slots=True)
class Powers:
    """What a platform's adapter can do: each is a column of the matrix."""

    find: bool = False
    """Tell whether a post whose answer was lost is public."""
    replay: bool = False
    """Send a post again, and never post it twice."""
    list: bool = False
    """List what the account has published, whoever posted it."""
    delete: bool = False
    """Take back what it published."""
    metrics: bool = False
    """Tell how a post is received."""
    answers: bool = False
    """Tell what people answered to a post."""
    limits: bool = False
    """Ask the account's own server what fits."""
    threads: bool = False
    """Publish a text over several posts that answer one another."""
    comment: bool = False
    """Publish a first comment, where a link can stand."""
    images: bool = False
    alt: bool = False
    """Give images their alternative text."""
    card: bool = False
    """Show a link as a card."""
    language: bool = False
    """Say in which language a post is."""


def powers(adapter: Any) -> Powers:
    """Return what an adapter's class can do: the protocols that it implements, and what its limits have room for."""
    limits, replies = adapter.limits, issubclass(adapter, Replies)
    return Powers(
        find=issubclass(adapter, Finds),
        replay=bool(getattr(adapter, "replay_window", None)),  # a protocol with a value cannot be asked of a class
        list=issubclass(adapter, Lists),
        delete=issubclass(adapter, Deletes),
        metrics=issubclass(adapter, Measures),
        answers=issubclass(adapter, Hears),
        limits=issubclass(adapter, ReadsLimits),
        threads=replies and not getattr(adapter, "comments_only", False),
        comment=replies,
        images=limits.images > 0,
        alt=limits.images > 0 and limits.alt_text != 0,
        card=limits.link_place is LinkPlace.CARD,
        language=limits.language,
    )
