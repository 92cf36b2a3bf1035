"""A webhook that posts into its channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar, TypeVar

import httpx

from adapters import http
from adapters.base import Connection, Content, Identity, Intent, Limits, Receipt, Unauthorized
from adapters.discord import message
from adapters.limits import LIMITS
from adapters.reading import word

T = TypeVar("T")

_ADDRESS = re.compile(
    r"https://(?:canary\.|ptb\.)?discord(?:app)?\.com/api(?:/v[0-9]+)?/webhooks/"
    r"(?P<hook>[0-9]+)/(?P<token>[A-Za-z0-9_-]+)(?:\?thread_id=(?P<thread>[0-9]+))?"
)


class DiscordWebhook:
    """One webhook of one channel."""

    platform: ClassVar[str] = "discord_webhook"
    limits: ClassVar[Limits] = LIMITS["discord_webhook"]
    idempotency: ClassVar[str] = "F"
    checked: ClassVar[str] = "description"

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._client = connection.client
        self._address = options["webhook"].strip()
        self._preview = options.get("preview")
        self._guild: str | None = None

    def verify(self) -> Identity:
        """Ask what the webhook is called."""
        message.flags(self._preview)
        return self._ask("", _identity)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the message; its images travel with it, for Discord takes them only then."""
        if self._guild is None:
            self._guild = self._ask("", message.guild_of)
        return Intent(key, at, message.freeze(self._guild, content.text, content.media, self._preview))

    def composes(self, content: Content) -> bool:
        """Return whether there are no images to write down, and the channel's server is known."""
        return not content.media and self._guild is not None

    def publish(self, intent: Intent) -> Receipt:
        """Send the message, and wait until Discord has stored it: else it would tell of no error."""
        request = self._request("POST", "", {"wait": "true", **self._thread()}, **message.body(intent.request))
        return http.publish(self._client, request, lambda answer: _receipt(answer.json(), intent), message.exceptions)

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return how often people reacted."""
        return self._ask(_path(receipt), message.counts)

    def delete(self, receipt: Receipt) -> None:
        """Delete a message."""
        with suppress(message.Gone):
            request = self._request("DELETE", _path(receipt), self._thread())
            http.ask(self._client, request, lambda _answer: None, message.exceptions)

    def _ask(self, path: str, read: Callable[[Any], T]) -> T:
        request = self._request("GET", path, self._thread() if path else {})
        return http.ask(self._client, request, lambda answer: read(answer.json()), message.exceptions)

    def _thread(self) -> dict[str, str]:
        thread = self._parts()["thread"]
        return {"thread_id": thread} if thread else {}

    def _request(self, method: str, path: str, params: Mapping[str, str], **rest: Any) -> httpx.Request:
        parts = self._parts()
        known = {"params": params, "extensions": {http.WITHHELD: parts["token"]}}
        return message.request(
            self._client, method, f"/webhooks/{parts['hook']}/{parts['token']}{path}", **known, **rest
        )

    def _parts(self) -> dict[str, Any]:
        """Take the webhook's address apart: what is sent goes to Discord, whatever stands in the settings."""
        found = _ADDRESS.fullmatch(self._address)
        if not found:
            raise Unauthorized("webhook: that is no address of a Discord webhook; copy it again from the channel")
        return found.groupdict()


def _identity(hook: Mapping[str, Any]) -> Identity:
    channel = word(hook["channel_id"])
    return Identity(word(hook["name"]), f"https://discord.com/channels/{message.guild_of(hook)}/{channel}")


def _receipt(found: Mapping[str, Any], intent: Intent) -> Receipt:
    return message.receipt(found, str(intent.request["guild"]))


def _path(receipt: Receipt) -> str:
    return f"/messages/{receipt.id.rpartition('/')[2]}"
