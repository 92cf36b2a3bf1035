"""A feed of one's own as Atom, RSS 2.0 and JSON Feed, written into a folder that any web server can serve.

    atom.xml rss.xml feed.json    the newest items, written anew with each post
    items/                        every item ever published, one file each: the truth that the feeds are made from
    images/                       named after what they show, so that writing one twice changes nothing

An item's file is placed last: where it stands, all three feeds had the item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid5

from adapters import files
from adapters.base import (
    Connection,
    Content,
    Identity,
    Intent,
    Limits,
    Media,
    Receipt,
    Refused,
    Unavailable,
)
from adapters.feed.formats import Channel, Image, Item, atom, json_feed, rss
from adapters.limits import LIMITS

LATEST = 100
"""Items in a feed: readers come by more often than that many posts appear."""

_NAMESPACE = UUID("b4a1d5a8-6f0e-4c55-9d0c-2f1c7c1b7a51")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


class Feed:
    """One account's feed in one folder."""

    platform: ClassVar[str] = "feed"
    limits: ClassVar[Limits] = LIMITS["feed"]
    idempotency: ClassVar[str] = "A"
    checked: ClassVar[str] = "server"
    replay_window: ClassVar[timedelta] = timedelta(days=365)

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._folder = Path(options["folder"])
        self._items = self._folder / "items"
        url = options.get("url", "").rstrip("/") or None
        own = uuid5(_NAMESPACE, connection.account).urn
        self._channel = Channel(id=f"{url}/" if url else own, title=options.get("title") or connection.account, url=url)

    def verify(self) -> Identity:
        """Find out whether the folder can be written, and name the feed."""
        files.probe(self._folder)
        return Identity(self._channel.title, self._channel.url or self._folder.as_uri())

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Put the images beside the feed and freeze the item."""
        item = _item(content, key, at)
        _refuse_what_xml_cannot_carry(item)
        pictures = zip(item.images, _pictures(content), strict=True)
        files.write(self._folder, {image.file: media.data for image, media in pictures})
        return Intent(key, at, json.loads(json.dumps(asdict(item))))

    def publish(self, intent: Intent) -> Receipt:
        """Write the feeds with the item, unless they had it."""
        with files.alone(self._folder):
            if found := self.find(intent):
                return found
            name = _name(intent)
            newest = sorted([*files.names(self._items), name], reverse=True)[:LATEST]
            items = [_restored(intent.request) if each == name else _read(self._items / each) for each in newest]
            record = json.dumps(dict(intent.request), ensure_ascii=False, indent=1).encode()
            files.write(self._folder, {**_feeds(self._channel, items), f"{self._items.name}/{name}": record})
        return self._receipt(intent)

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the item's own file."""
        return self._receipt(intent) if _name(intent) in files.names(self._items) else None

    def _receipt(self, intent: Intent) -> Receipt:
        return Receipt(_id(intent.key), (self._folder / "atom.xml").as_uri())


def _item(content: Content, key: str, at: datetime) -> Item:
    first_line = content.text.strip().partition("\n")[0]
    return Item(
        id=_id(key),
        at=at.isoformat(timespec="seconds"),
        title=(content.card.title if content.card else "") or first_line,
        text=content.text,
        link=content.link,
        language=content.language,
        tags=content.tags,
        images=tuple(_image(media) for media in _pictures(content)),
    )


def _id(key: str) -> str:
    return uuid5(_NAMESPACE, key).urn


def _name(intent: Intent) -> str:
    """Name an item's file so that names sort by time."""
    return f"{intent.at:%Y%m%dT%H%M%S%fZ}-{uuid5(_NAMESPACE, intent.key).hex}.json"


def _pictures(content: Content) -> tuple[Media, ...]:
    """Return the post's own images, or the one of the page behind its link."""
    of_the_page = (content.card.image,) if content.card and content.card.image else ()
    return content.media or of_the_page


def _image(media: Media) -> Image:
    name = f"images/{sha256(media.data).hexdigest()[:32]}{files.suffix(media.mime)}"
    return Image(name, media.mime, len(media.data), media.width, media.height, media.alt)


def _refuse_what_xml_cannot_carry(item: Item) -> None:
    words = (item.text, item.title, item.link or "", *item.tags, *(image.alt for image in item.images))
    for found in filter(None, map(_NOT_IN_XML.search, words)):
        code = f"U+{ord(found.group()):04X}"
        raise Refused(f"the character {code} in {found.string!r:.60} cannot stand in a feed: remove it from the post")


def _read(path: Path) -> Item:
    try:
        return _restored(json.loads(path.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise Unavailable(f"{path} is not an item that was written here: restore it or remove it") from error


def _restored(record: Mapping[str, Any]) -> Item:
    images = tuple(Image(**image) for image in record["images"])
    return Item(**{**record, "tags": tuple(record["tags"]), "images": images})


def _feeds(channel: Channel, items: list[Item]) -> dict[str, bytes]:
    return {
        "atom.xml": atom(channel, items),
        "rss.xml": rss(channel, items),
        "feed.json": json_feed(channel, items),
    }
