"""Content -> the record of a Bluesky post, and back; pure.

Sources: the lexicons of bluesky-social/atproto (2026-08); atproto.com/specs/tid for record keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from adapters.base import Card, Content, Heard, Json, Media, Receipt, Sent, Unsupported
from adapters.texts import makes_card, tells_link

COLLECTION = "app.bsky.feed.post"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SORTED_32 = "234567abcdefghijklmnopqrstuvwxyz"
_URL = re.compile(r"https?://[^\s<>\"]+")
_AFTER_A_URL = ".,;:!?…'’”»"


def record_key(key: str, at: datetime) -> str:
    """Return where the post with that idempotency key goes: always the same place, and no other post's."""
    draw = int.from_bytes(sha256(key.encode()).digest())
    return tid(_micros(at) + draw % 1_000_000, draw // 1_000_000 % 1024)


def earliest_key(at: datetime) -> str:
    """Return the first place of an instant: places sort as their instants do."""
    return tid(_micros(at), 0)


def tid(micros: int, clock: int) -> str:
    """Write microseconds since 1970 and a clock's number below 1024 as a timestamp identifier."""
    number = micros << 10 | clock
    return "".join(_SORTED_32[number >> shift & 31] for shift in range(60, -1, -5))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post is."""

    repo: str
    """The permanent name of the account that may write there."""
    rkey: str

    def asked(self) -> dict[str, Json]:
        """Return it as the server's calls name it."""
        return {"repo": self.repo, "collection": COLLECTION, "rkey": self.rkey}

    def receipt(self) -> Receipt:
        """Name the post; its page goes by the account's permanent name, for a handle may change."""
        page = f"https://bsky.app/profile/{quote(self.repo, safe=':')}/post/{self.rkey}"
        return Receipt(f"at://{self.repo}/{COLLECTION}/{self.rkey}", page)


def place_of(uri: str) -> Place:
    """Read the place off a post's address.

    Raises ValueError where it is no such address.
    """
    found = re.fullmatch(rf"at://([^/]+)/{re.escape(COLLECTION)}/([^/]+)", uri)
    if found is None:
        raise ValueError("not the address of a post")
    return Place(*found.groups())


def record(content: Content, at: datetime, embed: Json = None, reply: Json = None) -> dict[str, Json]:
    """Return the post's record, with what it shows besides its text and what it answers."""
    found: dict[str, Json] = {
        "$type": COLLECTION,
        "text": content.text,
        "createdAt": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if content.language:
        found["langs"] = [content.language]
    if marks := facets(content):
        found["facets"] = marks
    if embed:
        found["embed"] = embed
    if reply:
        found["reply"] = reply
    return found


def sent(place: Place, found: Mapping[str, Any]) -> Sent | None:
    """Return a record as one of the account's posts; `None`: another program wrote what nobody can read."""
    text, created = found.get("text"), found.get("createdAt")
    try:
        at = datetime.fromisoformat(created) if isinstance(created, str) else None
    except ValueError:
        return None
    return Sent(place.receipt(), text, at) if isinstance(text, str) and at and at.tzinfo else None


def answers(thread: Mapping[str, Any]) -> Iterator[Heard]:
    """Yield the answers of a thread as the network shows it; those that are hidden or gone have no post."""
    waiting = list(thread.get("replies") or ())
    while waiting:
        shown = waiting.pop(0)
        if "post" in shown:
            post, place = shown["post"], place_of(shown["post"]["uri"])
            at = datetime.fromisoformat(post["indexedAt"])
            yield Heard(place.receipt(), f"@{post['author']['handle']}", str(post["record"]["text"]), at)
            waiting += shown.get("replies") or ()


def pictures(content: Content) -> tuple[Media, ...]:
    """Return what is uploaded: the post's images, or the picture of its link's card.

    Raises Unsupported where a link would be lost, since a post has no room for both.
    """
    if content.media and not tells_link(content):
        raise Unsupported("Bluesky shows images or a link card, not both: put the link into the text")
    image = content.card.image if content.card and makes_card(content) else None
    return (image,) if image else content.media


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


def embed(content: Content, blobs: list[Json]) -> Json:
    """Return what a post shows besides its text; `blobs` are what `pictures(content)` became when uploaded."""
    if content.link is None or not makes_card(content):
        return images(content.media, blobs)
    card = content.card or Card(content.link)
    external: dict[str, Json] = {"uri": content.link, "title": card.title, "description": card.description}
    if blobs:
        external["thumb"] = blobs[0]
    return {"$type": "app.bsky.embed.external", "external": external}


def images(media: tuple[Media, ...], blobs: list[Json]) -> Json:
    """Return what shows images; nothing where there are none."""
    shown: list[Json] = [_image(image, blob) for image, blob in zip(media, blobs, strict=True)]
    return {"$type": "app.bsky.embed.images", "images": shown} if shown else None


def _image(media: Media, blob: Json) -> Json:
    return {"alt": media.alt, "image": blob, "aspectRatio": {"width": media.width, "height": media.height}}


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
