"""Contents as JSON, and their images by digest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from adapters.base import Card, Content, Counting, Intent, Limits, LinkPlace, Media, Part, Receipt
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.tables import EPOCH, media

__all__ = [
    "as_json",
    "digest",
    "dump",
    "dump_limits",
    "dump_receipts",
    "keep",
    "load",
    "load_all",
    "load_limits",
    "load_receipts",
    "parse_intent",
    "pictures",
    "refs",
]


def dump(tx: Tx, content: Content) -> dict[str, Any]:
    """Store the images of `content`, and return the rest as JSON that refers to them."""
    for item in pictures(content):
        keep(tx, sha256(item.data).hexdigest(), item.mime, item.data)
    return as_json(content)


def keep(tx: Tx, digest: str, mime: str, data: bytes) -> None:
    """Store an image."""
    row = {"digest": digest, "mime": mime, "data": data}
    tx.execute(insert(tx, media).values(row).on_conflict_do_nothing())


def pictures(content: Content) -> list[Media]:
    """Return every image of a content."""
    card = [content.card.image] if content.card is not None and content.card.image is not None else []
    return [*content.media, *card, *(item for part in content.parts for item in part.media)]


def as_json(content: Content) -> dict[str, Any]:
    """Return a content as JSON that refers to its images by their digests."""
    return {
        "text": content.text,
        "link": content.link,
        "card": None if content.card is None else _card_json(content.card),
        "tags": list(content.tags),
        "language": content.language,
        "media": [_media_json(item) for item in content.media],
        "parts": [{"text": part.text, "media": [_media_json(item) for item in part.media]} for part in content.parts],
    }


def digest(stored: Mapping[str, Any]) -> str:
    """Return the digest of a content that `as_json` made."""
    return sha256(json.dumps(stored, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _card_json(card: Card) -> dict[str, Any]:
    image = None if card.image is None else _media_json(card.image)
    return {"title": card.title, "description": card.description, "image": image}


def _media_json(item: Media) -> dict[str, Any]:
    named = sha256(item.data).hexdigest()
    return {"digest": named, "width": item.width, "height": item.height, "alt": item.alt}


def load(tx: Tx, stored: Mapping[str, Any]) -> Content:
    """Return the content that `dump` stored, its images included."""
    return load_all(tx, {0: stored})[0]


def load_all(tx: Tx, stored: Mapping[int, Mapping[str, Any]]) -> dict[int, Content]:
    """Return the contents of several posts, with one look for all their images."""
    blobs = _blobs(tx, {ref["digest"] for one in stored.values() for ref in refs(one)})
    return {number: _content(one, blobs) for number, one in stored.items()}


def refs(stored: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what a stored content says of each of its images."""
    card = stored["card"]
    own = [*stored["media"], *([card["image"]] if card and card["image"] else [])]
    return [*own, *(ref for part in stored["parts"] for ref in part["media"])]


def _content(stored: Mapping[str, Any], blobs: Mapping[str, tuple[str, bytes]]) -> Content:
    card, loaded = stored["card"], None
    if card:
        image = _media(card["image"], blobs) if card["image"] else None
        loaded = Card(card["title"], card["description"], image)
    return Content(
        text=stored["text"],
        link=stored["link"],
        card=loaded,
        tags=tuple(stored["tags"]),
        language=stored["language"],
        media=_pictures(stored, blobs),
        parts=tuple(Part(part["text"], _pictures(part, blobs)) for part in stored["parts"]),
    )


def _pictures(stored: Mapping[str, Any], blobs: Mapping[str, tuple[str, bytes]]) -> tuple[Media, ...]:
    return tuple(_media(ref, blobs) for ref in stored["media"])


def _blobs(tx: Tx, digests: Iterable[str]) -> dict[str, tuple[str, bytes]]:
    wanted = list(digests)
    if not wanted:
        return {}
    query = select(media.c.digest, media.c.mime, media.c.data).where(media.c.digest.in_(wanted))
    return {digest: (mime, data) for digest, mime, data in tx.execute(query)}


def _media(ref: Mapping[str, Any], blobs: Mapping[str, tuple[str, bytes]]) -> Media:
    mime, data = blobs[ref["digest"]]
    return Media(data, mime, ref["width"], ref["height"], ref["alt"])


def parse_intent(stored: Mapping[str, Any], *, key: str) -> Intent:
    """Return the intent of an attempt."""
    return Intent(key, EPOCH + timedelta(microseconds=stored["at"]), stored["request"])


def dump_receipts(receipts: Iterable[Receipt]) -> list[list[str | None]]:
    """Return receipts as JSON."""
    return [[receipt.id, receipt.url] for receipt in receipts]


def load_receipts(stored: Iterable[Sequence[str]] | None) -> tuple[Receipt, ...]:
    """Return the receipts that `dump_receipts` made."""
    return tuple(Receipt(number, url) for number, url in stored or ())


def dump_limits(limits: Limits) -> dict[str, Any]:
    """Return limits as JSON."""
    return {name: getattr(limits, name) for name in Limits.__dataclass_fields__}


def load_limits(stored: Mapping[str, Any], *, known: Limits) -> Limits:
    """Return the limits that `dump_limits` made; what is newer than they are comes from `known`."""
    pairs = ((name, value) for name, value in stored.items() if name in Limits.__dataclass_fields__)
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in pairs}
    values["counting"] = Counting(values["counting"])
    values["link_place"] = LinkPlace(values["link_place"])
    return replace(known, **values)
