"""What fits on networks that only a person reaches: those without an interface for us, and those of `limits`.

None of these figures is from a paper that binds anybody: secondary or memory, all of them. The settings have the last
word.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.base import Counting, Limits, LinkPlace
from adapters.limits import LIMITS

ANY = Limits(Counting.CODE_POINTS, text=None, images=10)
"""A network that nobody here knows."""

NETWORKS: dict[str, Limits] = {
    "snapchat": Limits(Counting.CODE_POINTS, text=250, link_place=LinkPlace.NONE, images=1, least_images=1, hashtags=0),
    "tiktok": Limits(
        Counting.UTF16,
        text=2200,
        link_place=LinkPlace.NONE,
        images=35,
        least_images=1,
        image_ratio=(0.5, 2),
        square=True,
        alt_text=0,
    ),
    "whatsapp": Limits(Counting.CODE_POINTS, text=4096, images=10, alt_text=0, hashtags=0),
    "xing": Limits(Counting.CODE_POINTS, text=420, images=1, alt_text=0, hashtags=3),
}


def network_limits(name: str) -> Limits | None:
    """Return what a person can post on a network, which may be a platform too; its link goes into the text."""
    found = NETWORKS.get(name) or LIMITS.get(name)
    if found is None or found.link_place is not LinkPlace.CARD:
        return found
    return replace(found, link_place=LinkPlace.TEXT, card_excludes_images=False, card_image_bytes=None)
