"""The servers that speak Mastodon's language, told apart by their own word; pure.

What each does is read in its sources: Mastodon up to 4.6, GoToSocial 2025-10, Pixelfed, and the tests of Pleroma.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from adapters.base import Counting, Limits
from adapters.limits import LIMITS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a server of the family differs from the others."""

    limits: Limits
    """What fits where it does not tell; one that costs addresses in full is not believed when it says otherwise."""
    keyed: bool = True
    """Whether a post is sent under its key."""
    replays: bool = False
    """Whether a repeat under the same key is harmless, even while the first is still being worked on."""
    marked: bool = False
    """Whether it must be told that a text is no Markdown."""


MASTODON = Habits(LIMITS["mastodon"], replays=True)
GOTOSOCIAL = Habits(LIMITS["gotosocial"], keyed=False, marked=True)
PLEROMA = Habits(LIMITS["pleroma"], marked=True)  # answers a repeat as before, once the first has been answered
PIXELFED = Habits(LIMITS["pixelfed"], keyed=False)  # refuses a key for an hour, even if nothing came
STRANGER = Habits(replace(LIMITS["mastodon"], counting=Counting.CODE_POINTS, url_cost=None))

_BY_NAME = {
    "gotosocial": GOTOSOCIAL,
    "pleroma": PLEROMA,
    "akkoma": PLEROMA,
    "pixelfed": PIXELFED,
    "mastodon": MASTODON,
    "glitchsoc": MASTODON,
    "hometown": MASTODON,
}


def habits(software: str) -> Habits:
    """Return how the software of that name behaves; of one that we do not know, nothing is taken for granted."""
    return _BY_NAME.get(software.lower(), STRANGER)


def named(instance: Mapping[str, Any]) -> str | None:
    """Return the software that an instance's description names, in its version or as the source of its code.

    The version of a server that imitates Mastodon reads `2.7.2 (compatible; Pleroma 2.6.0)`.
    """
    version, source = (str(instance.get(name) or "") for name in ("version", "source_url"))
    if imitation := re.search(r"\(compatible; *([\w.-]+)", version):
        return imitation[1]
    found = (name for name in _BY_NAME if name in f"{version} {source}".lower())
    return next(found, None)


def document(links: Any) -> str | None:
    """Return the path of the document in which a server describes itself, by what `/.well-known/nodeinfo` says."""
    offered = links.get("links") if isinstance(links, dict) else None
    hrefs = (link.get("href") for link in offered or () if isinstance(link, dict))
    paths = (re.fullmatch(r"https?://[^/]+(/[\w./-]+)", str(href)) for href in hrefs)
    return next((path[1] for path in paths if path), None)


def software(description: Any) -> str:
    """Return the software that a nodeinfo document names, or nothing."""
    named = description.get("software") if isinstance(description, dict) else None
    return str(named.get("name") or "") if isinstance(named, dict) else ""


def limits(instance: Mapping[str, Any], known: Limits, warning: str) -> Limits:
    """Read an instance's limits, the known ones where it does not say; what is left beside the content warning."""
    configuration = instance.get("configuration") or {}
    statuses = configuration.get("statuses") or {}
    media = configuration.get("media_attachments") or {}
    types = tuple(mime for mime in media.get("supported_mime_types") or () if mime.startswith("image/"))
    # `max_toot_chars` is Pleroma's
    text = _count(statuses.get("max_characters"), _count(instance.get("max_toot_chars"), known.text))
    return replace(
        known,
        text=text if text is None else max(text - len(warning), 0),
        url_cost=known.url_cost and _count(statuses.get("characters_reserved_per_url"), known.url_cost),
        images=_count(statuses.get("max_media_attachments"), known.images),
        image_bytes=_count(media.get("image_size_limit"), known.image_bytes),
        image_pixels=_count(media.get("image_matrix_limit"), known.image_pixels),
        image_types=types or known.image_types,
        alt_text=_count(media.get("description_limit"), known.alt_text),
    )


def _count(value: object, default: T) -> int | T:
    return value if isinstance(value, int) and not isinstance(value, bool) else default
