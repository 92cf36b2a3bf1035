"""How a brand speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Voice:
    """A brand's rules for every post; the default has none."""

    signature: str = ""
    """Ends every post."""
    hashtags: tuple[str, ...] = ()
    """Tags that every post carries before the article's own, without their `#`."""
    no_hashtags: frozenset[str] = frozenset()
    """Tags that no post carries, case-folded."""
    most_hashtags: int | None = None
    """At most as many as this; the platform's own bound holds too."""
    emoji: bool = True
    link_lead: str = ""
    """Stands before the link, such as `À lire :`."""
    address: str | None = None
    """`tu` or `vous`: how French posts speak to the reader; `None`: either."""
    avoid: Mapping[str, str] = field(default_factory=dict)
    """Words never to use, and what to say instead; one that ends in `*` begins many."""
    claims: frozenset[str] = frozenset()
    """Words that promise what only a person may let through; one that ends in `*` begins many."""
    health_claims: bool = False
    """Whether the words of `scheduler.core.claims` count among them."""
