"""A bot that posts into one channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar, TypeVar

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
    Unavailable,
)
from adapters.discord import message
from adapters.limits import LIMITS
from adapters.reading import word

PAGES = 10
"""Pages of a channel that a search reads before it admits that it cannot tell."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far Discord's clock may be behind ours in a search."""
LONGEST_NONCE = 25

T = TypeVar("T")


class Discord:
    """One bot and one channel."""

    platform: ClassVar[str] = "discord"
    limits: ClassVar[Limits] = LIMITS["discord"]
    idempotency: ClassVar[str] = "B"
    checked: ClassVar[str] = "description"
    replay_window: ClassVar[timedelta] = timedelta(minutes=1)  # "a few minutes", and nobody says how few

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._client = connection.client
        self._token = options["token"]
        self._channel = options["channel"]
        self._preview = options.get("preview")
        self._guild: str | None = None

    def verify(self) -> Identity:
        """Ask whose token it is, and whether the bot sees the channel."""
        message.flags(self._preview)
        name = self._ask("/users/@me", lambda me: word(me["username"]))
        return Identity(name, f"https://discord.com/channels/{self._home()}/{self._channel}")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the message; its images travel with it, for Discord takes them only then."""
        return self._intent(content.text, content.media, key, at)

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Freeze a message that answers the one before."""
        before: Json = {"message_id": after[-1].id.partition("/")[2]}
        return self._intent(part.text, part.media, key, at, message_reference=before)

    def composes(self, content: Content) -> bool:
        """Return whether there are no images to write down, and the channel's server is known."""
        return not content.media and self._guild is not None

    def publish(self, intent: Intent) -> Receipt:
        """Send the message under its nonce."""
        path = f"/channels/{intent.request['channel']}/messages"
        request = self._request("POST", path, **message.body(intent.request))
        return http.publish(self._client, request, lambda answer: _receipt(answer.json(), intent), message.exceptions)

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the text among the bot's own messages since the first attempt."""
        payload: Any = intent.request["payload"]
        wanted = payload["content"].strip()  # as Discord does
        mine = self._own(str(intent.request["channel"]), intent.since - CLOCK_SKEW)
        same = (_receipt(found, intent) for found in mine if found["content"].strip() == wanted)
        return next(filter(intent.may_be, same), None)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the bot's messages in the channel."""
        guild = self._home()
        for found in self._own(self._channel, since):
            yield Sent(message.receipt(found, guild), found["content"], message.at(found))

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return how often people reacted."""
        return self._ask(_path(receipt), message.counts)

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the messages that answer it, among those that came after it.

        Raises Unavailable where there are more of those than a search reads.
        """
        channel, _, sent = receipt.id.partition("/")
        guild, params = self._home(), {"limit": "100", "after": sent}
        for _ in range(PAGES):
            page = self._ask(f"/channels/{channel}/messages", _page, params=params)
            yield from (message.heard(found, guild) for found in reversed(page) if message.answers(found, sent))
            if not page:
                return
            params["after"] = page[0]["id"]
        raise Unavailable("the channel has more messages than a search reads: look at it yourself")

    def delete(self, receipt: Receipt) -> None:
        """Delete a message."""
        with suppress(message.Gone):
            request = self._request("DELETE", _path(receipt))
            http.ask(self._client, request, lambda _answer: None, message.exceptions)

    def _intent(self, text: str, media: tuple[Media, ...], key: str, at: datetime, **more: Json) -> Intent:
        nonce = sha256(key.encode()).hexdigest()[:LONGEST_NONCE]
        frozen = message.freeze(self._home(), text, media, self._preview, nonce=nonce, enforce_nonce=True, **more)
        return Intent(key, at, {**frozen, "channel": self._channel})

    def _home(self) -> str:
        """Return the server that the channel is in, which does not change."""
        if self._guild is None:
            self._guild = self._ask(f"/channels/{self._channel}", message.guild_of)
        return self._guild

    def _own(self, channel: str, since: datetime) -> Iterator[dict[str, Any]]:
        """Yield the bot's messages, newest first, back to `since`."""
        me = self._ask("/users/@me", lambda found: word(found["id"]))
        params = {"limit": "100"}
        for _ in range(PAGES):
            page = self._ask(f"/channels/{channel}/messages", _page, params=params)
            yield from (found for found in page if found["author"]["id"] == me and message.at(found) >= since)
            if not page or message.at(page[-1]) < since:
                return
            params["before"] = page[-1]["id"]
        raise Unavailable("the channel has more messages than a search reads: look at it yourself")

    def _ask(self, path: str, read: Callable[[Any], T], **rest: Any) -> T:
        request = self._request("GET", path, **rest)
        return http.ask(self._client, request, lambda answer: read(answer.json()), message.exceptions)

    def _request(self, method: str, path: str, **rest: Any) -> httpx.Request:
        carried = http.bearer(self._token)["Authorization"].replace("Bearer", "Bot", 1)
        return message.request(self._client, method, path, {"Authorization": carried}, **rest)


def _receipt(found: Mapping[str, Any], intent: Intent) -> Receipt:
    return message.receipt(found, str(intent.request["guild"]))


def _path(receipt: Receipt) -> str:
    channel, _, sent = receipt.id.partition("/")
    return f"/channels/{channel}/messages/{sent}"


def _page(found: Any) -> list[dict[str, Any]]:
    """Return a page of messages; one that lacks what a search goes by is unreadable."""
    for each in found:
        message.at(each)
        word(each["id"])
        word(each["author"]["id"])
        if not isinstance(each["content"], str):
            raise TypeError("a message without a text")
    page: list[dict[str, Any]] = found
    return page
