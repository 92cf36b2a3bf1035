"""Events, as relays take and keep them; pure but for the arithmetic of signatures.

Sources: the NIPs, 2026: 1 (events), 9 (deletion), 10 (threads), 19 (names), 32 (languages), 42 (who asks), 92 (images).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeAlias

from adapters.base import Json, Media, Receipt
from adapters.nostr import bech32
from adapters.nostr.key import Key, is_signed

Tag: TypeAlias = list[str]

PROFILE, NOTE, DELETION, REPOST, REACTION, ZAP, PROOF = 0, 1, 5, 6, 7, 9735, 22242
LANGUAGES = {2: "ISO-639-1", 3: "ISO-639-3"}
"""The lists of languages, by the length of their codes."""
LONGEST_NAME = 100
KEY = "tambour.key"
"""The tag that carries a post's key: two posts of one text in one second stay two."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event that its author has signed."""

    id: str
    author: str
    at: int
    """Seconds since 1970, as the author says."""
    kind: int
    tags: tuple[tuple[str, ...], ...]
    content: str

    @property
    def text(self) -> str:
        """Return what it says, without the addresses of its images at the end."""
        text = self.content
        for url in reversed([_url(tag) for tag in self.tags if tag[:1] == ("imeta",)]):
            text = text.removesuffix(url).rstrip() if url else text
        return text


def digest(author: str, at: int, kind: int, tags: Iterable[Iterable[str]], content: str) -> str:
    """Return the id of an event (NIP-01)."""
    whole = [0, author, at, kind, [list(tag) for tag in tags], content]
    return sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def signed(key: Key, at: int, kind: int, tags: list[Tag], content: str) -> dict[str, Json]:
    """Return an event, signed; the same arguments give the same event, to the last digit."""
    name = digest(key.public, at, kind, tags, content)
    told: list[Json] = [[*tag] for tag in tags]
    event: dict[str, Json] = {"id": name, "pubkey": key.public, "created_at": at, "kind": kind, "tags": told}
    return {**event, "content": content, "sig": key.sign(name)}


def read(found: object) -> Event | None:
    """Read what a relay shows; `None`: it is no event, or not its author's."""
    try:
        event = _event(found)
        valid = is_signed(event.author, event.id, _word(found, "sig"))
    except (ValueError, LookupError, TypeError):
        return None
    return event if valid else None


def shown(text: str, images: Iterable[tuple[str, Media]]) -> tuple[str, list[Tag]]:
    """Return a text with the addresses of its images below it, and the tags that describe them (NIP-92)."""
    placed = list(images)
    lines = "\n".join(url for url, _ in placed)
    return (f"{text}\n\n{lines}" if placed else text), [_described(url, image) for url, image in placed]


def labels(hashtags: Iterable[str], language: str | None) -> list[Tag]:
    """Return the tags that say what a note is about, and in which language."""
    code = (language or "").partition("-")[0].lower()
    listed = LANGUAGES.get(len(code))
    spoken = [["L", listed], ["l", code, listed]] if listed else []
    return [*(["t", hashtag.lower()] for hashtag in hashtags), *spoken]


def answering(after: tuple[Receipt, ...], relay: str, author: str) -> list[Tag]:
    """Return the tags that make a note an answer to the last one, in the thread of the first (NIP-10)."""
    places = [(after[0], "root"), *([(after[-1], "reply")] if len(after) > 1 else [])]
    return [*(["e", receipt.id, relay, place, author] for receipt, place in places), ["p", author]]


def receipt(name: str, author: str, relay: str) -> Receipt:
    """Name a note, and where people read it: an address of a page that asks the relay."""
    pieces = ((0, bytes.fromhex(name)), (1, relay.encode()), (2, bytes.fromhex(author)))
    return Receipt(name, f"https://njump.me/{bech32.encode('nevent', bech32.listed(pieces))}")


def name_of(profile: Event) -> str | None:
    """Return how the author of a profile wants to be called, in one line; `None`: it does not say."""
    try:
        told = json.loads(profile.content)
        words = next(told[name] for name in ("display_name", "name") if isinstance(told.get(name), str) and told[name])
    except (ValueError, AttributeError, StopIteration, RecursionError):
        return None
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())[:LONGEST_NAME] or None


def moment(at: int) -> datetime:
    """Return when an event was made, as its author says.

    Raises ValueError where no calendar has such a time.
    """
    try:
        return datetime.fromtimestamp(at, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("no calendar has such a time") from error


def _event(found: Any) -> Event:
    tags = tuple(tuple(_text(word) for word in tag) for tag in found["tags"])
    at, kind = found["created_at"], found["kind"]
    if type(at) is not int or type(kind) is not int:
        raise TypeError("a number is missing")
    moment(at)
    event = Event(_word(found, "id"), _word(found, "pubkey"), at, kind, tags, _text(found["content"]))
    if digest(event.author, at, kind, tags, event.content) != event.id:
        raise ValueError("this is not what its name says")
    return event


def _described(url: str, image: Media) -> Tag:
    told = [f"url {url}", f"m {image.mime}", f"dim {image.width}x{image.height}"]
    alt = [f"alt {image.alt}"] if image.alt else []
    return ["imeta", *told, *alt, f"x {sha256(image.data).hexdigest()}"]


def _url(tag: tuple[str, ...]) -> str:
    return next((word.removeprefix("url ") for word in tag if word.startswith("url ")), "")


def _word(found: Any, name: str) -> str:
    return _text(found[name])


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("a text is missing")


def json_of(event: Mapping[str, Json]) -> str:
    """Return an event as it travels."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
