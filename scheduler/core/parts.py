"""Threads: each part of a post has a key, an intent and a receipt of its own."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_OID, uuid5

from adapters.base import Content


def part_key(key: str, place: int) -> str:
    """Return the key of a post's part, from 0: the post's own for the first, another for each that follows."""
    return key if place == 0 else str(uuid5(NAMESPACE_OID, f"{key}/{place}"))


def piece(content: Content, place: int) -> Content:
    """Return a post's part, from 0, as a post of its own; nothing follows it."""
    if place == 0:
        return replace(content, parts=())
    part = content.parts[place - 1]
    return Content(part.text, media=part.media)


def rest(content: Content, place: int) -> Content:
    """Return a post's part, from 0, with all that follows it."""
    return replace(piece(content, place), parts=content.parts[place:])
