"""Contents as JSON, and their images by digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from adapters.base import Card, Content, Counting, Intent, Limits, LinkPlace, Media
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.tables import EPOCH, media

__all__ = ["dump", "dump_limits", "load", "load_all", "load_limits", "parse_intent"]


def dump(tx: Tx, content: Content) -> dict[str, Any]:
    """Store the images of `content`, and return the rest as JSON that refers to them."""
    return {
        "text": content.text,
        "link": content.link,
        "card": None if content.card is None else _dump_card(tx, content.card),
        "tags": list(content.tags),
        "language": content.language,
        "media": [_dump_media(tx, item) for item in content.media],
    }


def _dump_card(tx: Tx, card: Card) -> dict[str, Any]:
    image = None if card.image is None else _dump_media(tx, card.image)
    return {"title": card.title, "description": card.description, "image": image}


def _dump_media(tx: Tx, item: Media) -> dict[str, Any]:
    digest = sha256(item.data).hexdigest()
    row = {"digest": digest, "mime": item.mime, "data": item.data}
    tx.execute(insert(tx, media).values(row).on_conflict_do_nothing())
    return {"digest": digest, "width": item.width, "height": item.height, "alt": item.alt}


def load(tx: Tx, stored: Mapping[str, Any]) -> Content:
    """Return the content that `dump` stored, its images included."""
    return load_all(tx, {0: stored})[0]


def load_all(tx: Tx, stored: Mapping[int, Mapping[str, Any]]) -> dict[int, Content]:
    """Return the contents of several posts, with one look for all their images."""
    blobs = _blobs(tx, {ref["digest"] for one in stored.values() for ref in _refs(one)})
    return {number: _content(one, blobs) for number, one in stored.items()}


def _refs(stored: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    card = stored["card"]
    return [*stored["media"], *([card["image"]] if card and card["image"] else [])]


def _content(stored: Mapping[str, Any], blobs: Mapping[str, tuple[str, bytes]]) -> Content:
    pictures = [_media(ref, blobs) for ref in _refs(stored)]
    card, loaded = stored["card"], None
    if card:
        loaded = Card(card["title"], card["description"], pictures.pop() if card["image"] else None)
    return Content(
        text=stored["text"],
        link=stored["link"],
        card=loaded,
        tags=tuple(stored["tags"]),
        language=stored["language"],
        media=tuple(pictures),
    )


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
