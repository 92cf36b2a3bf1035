"""Matrix, by the client API of the account's own server.

A post is an event that is put under its key: the server answers a repeat from the same device with the first event
(spec.matrix.org, client-server API 1.11 and later; Synapse forgets after a day, others report). The key travels in the
event too, so that it is found in the room when the device has changed or the day is over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote

import httpx

from adapters import http
from adapters.base import (
    Connection,
    Content,
    Heard,
    Identity,
    Intent,
    Json,
    Limits,
    Media,
    Part,
    Receipt,
    Sent,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.limits import LIMITS
from adapters.matrix import event
from adapters.reading import word

PAGES = 10
"""Pages of a room that a search reads before it admits that it cannot tell."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far the server's clock may be behind ours in a search."""

T = TypeVar("T")


class Matrix:
    """One account and one room."""

    platform: ClassVar[str] = "matrix"
    limits: ClassVar[Limits] = LIMITS["matrix"]
    idempotency: ClassVar[str] = "A"
    checked: ClassVar[str] = "server"
    replay_window: ClassVar[timedelta] = timedelta(hours=20)  # Synapse's day, less what its clock may differ

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._client = connection.client
        self._url = options["url"].rstrip("/")
        self._token = options["token"]
        self._room = options["room"]
        self._device = options.get("device")
        self._known: event.Me | None = None
        self._rooms: dict[str, str] = {}  # where an alias leads

    def verify(self) -> Identity:
        """Ask whose token it is, and whether posts may go into the room."""
        me = self._me()
        self._refuse_encryption(self._place())
        return Identity(me.user, f"https://matrix.to/#/{me.user}")

    def read_limits(self) -> Limits:
        """Ask the server how large an image may be."""
        largest = self._ask("GET", "v1/media/config", lambda found: found.get("m.upload.size"))
        return replace(self.limits, image_bytes=largest) if isinstance(largest, int) else self.limits

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the image and freeze the event.

        Raises Unsupported where the room is encrypted.
        """
        return self._intent(content.text, content.media, key, at, {})

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Prepare an event in the thread of the first, which clients without threads show as an answer."""
        return self._intent(part.text, part.media, key, at, event.answering(after[0], after[-1]))

    def publish(self, intent: Intent) -> Receipt:
        """Put the event under its key; from another device, which has keys of its own, look for it first."""
        if self._me().device != intent.request["device"] and (found := self.find(intent)):
            return found
        path = f"v3/rooms/{_quoted(intent.request['room'])}/send/m.room.message/{_quoted(intent.key)}"
        request = self._request("PUT", path, json=intent.request["content"])
        return http.publish(
            self._client, request, lambda answer: event.receipt(answer.json(), intent.request), event.exceptions
        )

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the intent's key among the account's own events since the first attempt."""
        events = self._events(str(intent.request["room"]), intent.since - CLOCK_SKEW)
        mine = (each for each in events if each["content"].get(event.KEY) == intent.key)
        return next((event.receipt(each, intent.request) for each in mine), None)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's texts and images in the room."""
        room, user = self._place(), self._me().user
        for each in self._events(room, since):
            if event.speaks(each):
                named = event.receipt(each, {"room": room, "user": user})
                yield Sent(named, each["content"]["body"], event.at(each))

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return how often people reacted, up to what one page holds."""
        room, own = event.place(receipt)
        path = f"v1/rooms/{_quoted(room)}/relations/{_quoted(own)}/m.annotation"
        return {"reactions": self._ask("GET", path, lambda found: len(found["chunk"]), params={"limit": "1000"})}

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the events of a message's thread, the newest first."""
        room, own = event.place(receipt)
        path = f"v1/rooms/{_quoted(room)}/relations/{_quoted(own)}/m.thread"
        yield from (event.heard(each, room) for page in self._paged(path, {}) for each in page if event.speaks(each))

    def delete(self, receipt: Receipt) -> None:
        """Redact an event: its room keeps that there was one, and not what it said."""
        room, own = event.place(receipt)
        path = f"v3/rooms/{_quoted(room)}/redact/{_quoted(own)}/{_quoted(own)}"
        with suppress(event.Absent):
            self._ask("PUT", path, lambda _found: None, json={})

    def _intent(self, text: str, media: tuple[Media, ...], key: str, at: datetime, more: dict[str, Json]) -> Intent:
        room, me = self._place(), self._me()
        self._refuse_encryption(room)
        if len(media) > 1:
            raise Unsupported("Matrix shows one image with a text: leave the others out, or post them as parts")
        shown = event.image(media[0], self._stored(media[0]), text) if media else event.text(text)
        # nobody is notified by what looks like a mention
        content: Json = {**shown, "m.mentions": {}, event.KEY: key, **more}
        return Intent(key, at, {"room": room, "user": me.user, "device": me.device, "content": content})

    def _stored(self, image: Media) -> str:
        """Upload an image, which nobody sees before an event names it."""
        headers = {**http.bearer(self._token), "Content-Type": image.mime}
        request = self._client.build_request(
            "POST",
            f"{self._url}/_matrix/media/v3/upload",
            params={"filename": event.name(image)},
            headers=headers,
            content=image.data,
        )
        return http.ask(self._client, request, lambda answer: word(answer.json()["content_uri"]), event.exceptions)

    def _me(self) -> event.Me:
        """Return whose token it is.

        Raises Unauthorized where it is another device's than the settings name.
        """
        if self._known is None:
            self._known = self._ask("GET", "v3/account/whoami", event.who)
        if self._device and self._known.device != self._device:
            raise Unauthorized(
                f"the token is of the device {self._known.device!r}, and the settings name {self._device!r}: "
                "log in again as that device, for the server knows what a device has sent"
            )
        return self._known

    def _place(self) -> str:
        """Return the room's id, which an alias may lead to."""
        if not self._room.startswith("#"):
            return self._room
        if self._room not in self._rooms:
            path = f"v3/directory/room/{_quoted(self._room)}"
            self._rooms[self._room] = self._ask("GET", path, lambda found: word(found["room_id"]))
        return self._rooms[self._room]

    def _refuse_encryption(self, room: str) -> None:
        path = f"v3/rooms/{_quoted(room)}/state/m.room.encryption"
        try:
            self._ask("GET", path, lambda found: word(found["algorithm"]))
        except event.Absent:
            return
        raise Unsupported(f"the room {self._room} is encrypted, and tambour cannot encrypt: choose another room")

    def _events(self, room: str, since: datetime) -> Iterator[dict[str, Any]]:
        """Yield the account's own events, newest first, back to `since`."""
        wanted = json.dumps({"types": ["m.room.message"], "senders": [self._me().user]})
        for found in self._paged(f"v3/rooms/{_quoted(room)}/messages", {"filter": wanted}):
            yield from (each for each in found if event.at(each) >= since)
            if found and event.at(found[-1]) < since:
                return

    def _paged(self, path: str, more: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
        """Yield the events of a list, newest first, page by page, as far as a search reads."""
        params = {"dir": "b", "limit": "100", **more}
        for _ in range(PAGES):
            found, following = self._ask("GET", path, event.page, params=params)
            yield found
            if not following:
                return
            params["from"] = following
        raise Unavailable("the room has more events than a search reads: look at it yourself")

    def _ask(self, method: str, path: str, read: Callable[[Any], T], **rest: Any) -> T:
        request = self._request(method, path, **rest)
        return http.ask(self._client, request, lambda answer: read(answer.json()), event.exceptions)

    def _request(self, method: str, path: str, **rest: Any) -> httpx.Request:
        headers = http.bearer(self._token)
        return self._client.build_request(method, f"{self._url}/_matrix/client/{path}", headers=headers, **rest)


def _quoted(name: object) -> str:
    return quote(str(name), safe="")
