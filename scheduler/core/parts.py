"""Threads: each part of a post has a key, an intent and a receipt of its own."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5


def part_key(key: str, place: int) -> str:
    """Return the key of a post's part, from 0: the post's own for the first, another for each that follows."""
    return key if place == 0 else str(uuid5(NAMESPACE_OID, f"{key}/{place}"))
