"""Content -> the record of a Bluesky post; pure.

Sources: the lexicons of bluesky-social/atproto (2026-08); atproto.com/specs/tid for record keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from adapters.base import Card, Content, Json, Media, Unsupported

COLLECTION = "app.bsky.feed.post"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SORTED_32 = "234567abcdefghijklmnopqrstuvwxyz"
_URL = re.compile(r"https?://[^\s<>\"]+")
_AFTER_A_URL = ".,;:!?…'’”»"


def record_key(key: str, at: datetime) -> str:
    """Return where the post with that idempotency key goes: always the same place, and no other post's."""
    draw = int.from_bytes(sha256(key.encode()).digest())
    micros = (at - _EPOCH) // timedelta(microseconds=1) + draw % 1_000_000
    return tid(micros, draw // 1_000_000 % 1024)


def tid(micros: int, clock: int) -> str:
    """Write microseconds since 1970 and a clock's number below 1024 as a timestamp identifier."""
    number = micros << 10 | clock
    return "".join(_SORTED_32[number >> shift & 31] for shift in range(60, -1, -5))


def record(content: Content, at: datetime, blobs: list[Json]) -> dict[str, Json]:
    """Return the post's record; `blobs` are what `pictures(content)` became when they were uploaded."""
    found: dict[str, Json] = {
        "$type": COLLECTION,
        "text": content.text,
        "createdAt": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if content.language:
        found["langs"] = [content.language]
    if marks := facets(content):
        found["facets"] = marks
    if embed := _embed(content, blobs):
        found["embed"] = embed
    return found


def pictures(content: Content) -> tuple[Media, ...]:
    """Return what is uploaded: the post's images, or the picture of its link's card.

    Raises Unsupported where a link would be lost, since a post has no room for both.
    """
    if content.media and content.link and content.link not in content.text:
        raise Unsupported("Bluesky shows images or a link card, not both: put the link into the text")
    if content.media or not content.link:
        return content.media
    image = content.card.image if content.card else None
    return (image,) if image else ()


def facets(content: Content) -> list[Json]:
    """Mark the links and hashtags in the text, by their place in its UTF-8 bytes."""
    links = list(_links(content))
    tags = (mark for mark in _tags(content) if not any(start <= mark[0] < end for start, end, _ in links))
    return [_facet(content.text, *mark) for mark in sorted([*links, *tags], key=lambda mark: mark[0])]


def _links(content: Content) -> Iterator[tuple[int, int, Json]]:
    for found in _URL.finditer(content.text):
        url = _trimmed(found.group(), content.link)
        yield found.start(), found.start() + len(url), {"$type": "app.bsky.richtext.facet#link", "uri": url}


def _trimmed(url: str, link: str | None) -> str:
    """Leave out what belongs to the sentence around a URL, unless the post's own link ends with it."""
    while url != link and (url[-1] in _AFTER_A_URL or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _tags(content: Content) -> Iterator[tuple[int, int, Json]]:
    for tag in content.tags:
        for found in re.finditer(rf"(?<![^\s(«“])#{re.escape(tag)}(?!\w)", content.text):
            yield found.start(), found.end(), {"$type": "app.bsky.richtext.facet#tag", "tag": tag}


def _facet(text: str, start: int, end: int, feature: Json) -> Json:
    index: Json = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}
    return {"index": index, "features": [feature]}


def _embed(content: Content, blobs: list[Json]) -> Json:
    if content.media:
        images: list[Json] = [_image(media, blob) for media, blob in zip(content.media, blobs, strict=True)]
        return {"$type": "app.bsky.embed.images", "images": images}
    if not content.link:
        return None
    card = content.card or Card(content.link)
    external: dict[str, Json] = {"uri": content.link, "title": card.title, "description": card.description}
    if blobs:
        external["thumb"] = blobs[0]
    return {"$type": "app.bsky.embed.external", "external": external}


def _image(media: Media, blob: Json) -> Json:
    return {"alt": media.alt, "image": blob, "aspectRatio": {"width": media.width, "height": media.height}}
