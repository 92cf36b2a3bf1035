"""What platforms charge for posting, as data with its date; whoever is not listed charges nothing.

X: docs.x.com, its prices for use by the call, 2026-08. Whether it takes a bare `exemple.fr` for an address when it
charges, its papers do not say: it does when it counts, so the dearer reading is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adapters.base import Content, Media


@dataclass(frozen=True, slots=True)
class Prices:
    """What a platform charges, in US dollars."""

    as_of: date
    post: Decimal
    linked_post: Decimal
    """A post whose text holds an address."""
    alt_text: Decimal
    """The alternative text of one image."""
    delete: Decimal
    look: Decimal
    """One post of the account's own that is read, in a search or for its metrics."""


PRICES = {
    "x": Prices(
        date(2026, 8, 1),
        post=Decimal("0.015"),
        linked_post=Decimal("0.200"),
        alt_text=Decimal("0.005"),
        delete=Decimal("0.010"),
        look=Decimal("0.001"),
    ),
}

_ADDRESS = re.compile(r"https?://|(?<![\w@.])(?:[\w-]+\.)+[a-z]{2,24}(?![\w@]|\.\w)")


def is_free(platform: str) -> bool:
    """Return whether a platform charges nothing, whatever is posted."""
    return platform not in PRICES


def cost(platform: str, content: Content) -> Decimal:
    """Return what publishing a post costs, in US dollars, with all that follows it."""
    prices = PRICES.get(platform)
    if prices is None:
        return Decimal(0)
    pieces = [(content.text, content.media), *((part.text, part.media) for part in content.parts)]
    return sum((_piece(prices, text, media) for text, media in pieces), start=Decimal(0))


def _piece(prices: Prices, text: str, media: tuple[Media, ...]) -> Decimal:
    post = prices.linked_post if _ADDRESS.search(text) else prices.post
    return post + prices.alt_text * sum(bool(image.alt) for image in media)
