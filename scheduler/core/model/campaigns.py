"""Campaigns: how what some articles say is spread over time, and what their posts carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.core.lateness import Late

CURVE = tuple(timedelta(days=days) for days in (2, 4, 7, 14, 21, 28))
"""The announcement at once, then at a growing distance."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """What holds for the posts of some articles."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    """`utm_source` and the like, with what each says; may hold the placeholders of `scheduler.core.campaign`."""
    name: str = ""
    """Empty for the one of all articles that no other takes."""
    articles: tuple[str, ...] = ()
    """Patterns of the paths, within the content folder, of the articles that it takes."""
    tags: frozenset[str] = frozenset()
    """In lower case: it takes the articles that have one of them too."""
    accounts: frozenset[str] = frozenset()
    """Where it speaks; none: on all."""
    hashtags: tuple[str, ...] = ()
    """Which its posts carry before all others."""
    curve: tuple[timedelta, ...] = CURVE
    """Least distances between the teasers of an article on one account, in their order; the last one repeats."""
    start: datetime | None = None
    """Aware; nothing goes out before."""
    end: datetime | None = None
    """Aware; nothing goes out from then on."""
    paused: bool = False
    late: Late | None = None
    """What becomes of its late posts; `None`: as their account has it."""
    together: bool = False
    """Whether one teaser may go to several accounts in the same minute."""

    def distance(self, told: int) -> timedelta:
        """Return the least distance after `told` teasers of an article, before the next."""
        return self.curve[min(told, len(self.curve)) - 1] if told else timedelta()
