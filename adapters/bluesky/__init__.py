"""Bluesky, by the XRPC of the account's own server.

A post's place in the account's repository is drawn from its key, and it is put there only where nothing is: however
often it is sent, there is one (com.atproto.repo.putRecord with `swapRecord` null; bluesky-social/atproto, 2026-08).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from adapters import http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Duplicate,
    Heard,
    Identity,
    Intent,
    Json,
    Limits,
    Part,
    Receipt,
    Refused,
    Sent,
    Unavailable,
    Uncertain,
)
from adapters.bluesky.record import Place, answers, embed, images, pictures, place_of, record, record_key, sent
from adapters.bluesky.repository import Repository
from adapters.bluesky.session import Absent, Sessions
from adapters.limits import LIMITS
from adapters.reading import number, word

COUNTS = {
    "likes": "likeCount",
    "reposts": "repostCount",
    "replies": "replyCount",
    "quotes": "quoteCount",
    "bookmarks": "bookmarkCount",
}
DEPTH = 20
"""How far answers to answers are followed."""


class Bluesky:
    """One account, on whichever server it lives."""

    platform: ClassVar[str] = "bluesky"
    limits: ClassVar[Limits] = LIMITS["bluesky"]
    idempotency: ClassVar[str] = "A"
    checked: ClassVar[str] = "server"
    replay_window: ClassVar[timedelta] = timedelta(days=365)  # the record stays where it was put

    def __init__(self, connection: Connection) -> None:
        self._posts = Repository(connection.client, Sessions(connection))

    def verify(self) -> Identity:
        """Ask the server whose session it is."""
        return self._posts.ask("GET", "com.atproto.server.getSession", _identity)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the pictures and freeze the record and its place."""
        blobs = [self._posts.upload(image) for image in pictures(content)]
        return self._intent(record(content, at, embed(content, blobs)), key, at)

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        """Upload the images and freeze a record that answers the last one.

        Raises Refused where the first or the last is gone: nobody would see the answer.
        """
        blobs = [self._posts.upload(image) for image in part.media]
        reply: Json = {"root": self._named(after[0]), "parent": self._named(after[-1])}
        said = replace(content, text=part.text)
        return self._intent(record(said, at, images(part.media, blobs), reply), key, at)

    def publish(self, intent: Intent) -> Receipt:
        """Put the record into its place."""
        try:
            return self._posts.put(intent.request, partial(_put, intent=intent))
        except Duplicate as taken:
            return self._taken(intent, taken)

    def find(self, intent: Intent) -> Receipt | None:
        """Look into the post's place."""
        return None if self._there(intent) is None else _place(intent).receipt()

    def delete(self, receipt: Receipt) -> None:
        """Delete the record."""
        self._posts.delete(place_of(receipt.id))

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return its counts, which the network gathers; how often it was seen, nobody counts.

        Raises Unavailable where the network does not show it yet.
        """
        return self._posts.ask("GET", "app.bsky.feed.getPosts", _counts, params={"uris": receipt.id})

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the answers that the network shows, and the answers to them."""
        asked = {"uri": receipt.id, "depth": str(DEPTH), "parentHeight": "0"}
        return iter(self._posts.ask("GET", "app.bsky.feed.getPostThread", _answers, params=asked))

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's posts, newest first; reposts stand elsewhere."""
        mine = (sent(each.place, each.value) for each in self._posts.listed(since))
        return (each for each in mine if each and each.at >= since)

    def _intent(self, frozen: dict[str, Json], key: str, at: datetime) -> Intent:
        place = Place(self._posts.did(), record_key(key, at))
        return Intent(key, at, {**place.asked(), "record": frozen, "swapRecord": None})

    def _named(self, post: Receipt) -> Json:
        """Return what an answer calls a post: its address, and the mark of what stands there."""
        try:
            return {"uri": post.id, "cid": self._posts.get(place_of(post.id)).cid}
        except Absent as error:
            raise Refused(f"{post.url or post.id}, which this answers, is gone: {error}") from error

    def _taken(self, intent: Intent, taken: Duplicate) -> Receipt:
        """Tell whether what is in the post's place is the post."""
        try:
            there = self._there(intent)
        except AdapterError as error:
            raise Uncertain(f"{taken}, and it cannot be read: {error}") from error
        if there == _text(intent):
            return _place(intent).receipt()
        raise Duplicate(f"{taken}, with another text: look at it", receipt=_place(intent).receipt()) from taken

    def _there(self, intent: Intent) -> str | None:
        """Return the text in the post's place."""
        try:
            return str(self._posts.get(_place(intent)).value.get("text"))
        except Absent:
            return None


def _identity(answer: http.Answer) -> Identity:
    session = answer.json()
    return Identity(f"@{word(session['handle'])}", f"https://bsky.app/profile/{word(session['did'])}")


def _text(intent: Intent) -> Json:
    frozen = intent.request["record"]
    return frozen["text"] if isinstance(frozen, dict) else None


def _place(intent: Intent) -> Place:
    return Place(str(intent.request["repo"]), str(intent.request["rkey"]))


def _put(answer: http.Answer, intent: Intent) -> Receipt:
    made = _place(intent).receipt()
    if answer.json()["uri"] != made.id:
        raise ValueError("another record was written")
    return made


def _answers(answer: http.Answer) -> list[Heard]:
    return list(answers(answer.json()["thread"]))


def _counts(answer: http.Answer) -> dict[str, int]:
    shown: list[dict[str, Any]] = answer.json()["posts"]
    if not shown:
        raise Unavailable(f"{answer.host} does not show the post yet")
    return {name: number(shown[0][field]) for name, field in COUNTS.items() if field in shown[0]}
