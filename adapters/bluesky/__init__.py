"""Bluesky, by the XRPC of the account's own server.

A post's place in the account's repository is drawn from its key, and it is put there only where nothing is: however
often it is sent, there is one (com.atproto.repo.putRecord with `swapRecord` null; bluesky-social/atproto, 2026-08).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

import httpx

from adapters import http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Duplicate,
    Identity,
    Intent,
    Json,
    Limits,
    Media,
    Receipt,
    Uncertain,
)
from adapters.bluesky.record import COLLECTION, pictures, record, record_key
from adapters.bluesky.session import Absent, Session, Sessions, exceptions, word
from adapters.limits import LIMITS


class Bluesky:
    """One account, on whichever server it lives."""

    platform: ClassVar[str] = "bluesky"
    limits: ClassVar[Limits] = LIMITS["bluesky"]
    idempotency: ClassVar[str] = "A"
    checked: ClassVar[str] = "server"
    replay_window: ClassVar[timedelta] = timedelta(days=365)  # the record stays where it was put

    def __init__(self, connection: Connection) -> None:
        self._client = connection.client
        self._sessions = Sessions(connection)

    def verify(self) -> Identity:
        """Ask the server whose session it is."""
        return self._sessions.use(self._identity)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the pictures and freeze the record and its place."""
        blobs = [self._uploaded(image) for image in pictures(content)]
        request: dict[str, Json] = {
            "repo": self._sessions.did(),
            "collection": COLLECTION,
            "rkey": record_key(key, at),
            "record": record(content, at, blobs),
            "swapRecord": None,
        }
        return Intent(key, at, request)

    def publish(self, intent: Intent) -> Receipt:
        """Put the record into its place."""
        try:
            return self._sessions.use(lambda session: self._put(session, intent))
        except Duplicate as taken:
            return self._taken(intent, taken)

    def find(self, intent: Intent) -> Receipt | None:
        """Look into the post's place."""
        return None if self._there(intent) is None else _receipt(intent)

    def _identity(self, session: Session) -> Identity:
        request = self._request(session, "GET", "com.atproto.server.getSession")
        found = http.ask(self._client, request, lambda answer: word(answer.json()["handle"]), exceptions)
        return Identity(f"@{found}", f"https://bsky.app/profile/{session.did}")

    def _uploaded(self, image: Media) -> Json:
        return self._sessions.use(lambda session: self._blob(session, image))

    def _blob(self, session: Session, image: Media) -> Json:
        headers = {"Content-Type": image.mime}
        request = self._request(session, "POST", "com.atproto.repo.uploadBlob", headers, content=image.data)
        return http.ask(self._client, request, _blob, exceptions)

    def _put(self, session: Session, intent: Intent) -> Receipt:
        request = self._request(session, "POST", "com.atproto.repo.putRecord", json=dict(intent.request))
        return http.publish(self._client, request, lambda answer: _put(answer, intent), exceptions)

    def _taken(self, intent: Intent, taken: Duplicate) -> Receipt:
        """Tell whether what is in the post's place is the post."""
        try:
            there = self._there(intent)
        except AdapterError as error:
            raise Uncertain(f"{taken}, and it cannot be read: {error}") from error
        if there == _text(intent):
            return _receipt(intent)
        raise Duplicate(f"{taken}, with another text: look at the account", receipt=_receipt(intent)) from taken

    def _there(self, intent: Intent) -> str | None:
        """Return the text in the post's place."""
        place = {name: str(intent.request[name]) for name in ("repo", "collection", "rkey")}
        try:
            return self._sessions.use(lambda session: self._get(session, place))
        except Absent:
            return None

    def _get(self, session: Session, place: dict[str, str]) -> str:
        request = self._request(session, "GET", "com.atproto.repo.getRecord", params=place)
        return http.ask(self._client, request, lambda answer: str(answer.json()["value"]["text"]), exceptions)

    def _request(
        self, session: Session, method: str, call: str, headers: dict[str, str] | None = None, **body: Any
    ) -> httpx.Request:
        headers = {**http.bearer(session.access), **(headers or {})}
        return self._client.build_request(method, f"{session.host}/xrpc/{call}", headers=headers, **body)


def _uri(intent: Intent) -> str:
    return "at://{repo}/{collection}/{rkey}".format_map(intent.request)


def _text(intent: Intent) -> Json:
    frozen = intent.request["record"]
    return frozen["text"] if isinstance(frozen, dict) else None


def _receipt(intent: Intent) -> Receipt:
    did, rkey = str(intent.request["repo"]), str(intent.request["rkey"])
    return Receipt(_uri(intent), f"https://bsky.app/profile/{quote(did, safe=':')}/post/{rkey}")


def _put(answer: http.Answer, intent: Intent) -> Receipt:
    if answer.json()["uri"] != _uri(intent):
        raise ValueError("another record was written")
    return _receipt(intent)


def _blob(answer: http.Answer) -> Json:
    found = answer.json()["blob"]
    word(found["ref"]["$link"])
    blob: Json = found
    return blob
