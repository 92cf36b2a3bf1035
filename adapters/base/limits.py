"""What fits on a platform."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
