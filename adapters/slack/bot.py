"""A bot that posts into one channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid5

import httpx

from adapters import http
from adapters.base import (
    Connection,
    Content,
    Duplicate,
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
    Uncertain,
)
from adapters.limits import LIMITS
from adapters.reading import word
from adapters.slack import message
from adapters.slack.upload import Uploads

SERVICE = "https://slack.com"
"""Where the API is for workspaces whose settings name no other."""
PAGES = 10
"""Pages of a channel that a search reads before it admits that it cannot tell."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far Slack's clock may be behind ours in a search."""

T = TypeVar("T")

_NAMESPACE = UUID("4f2a3c1e-0f0b-4f65-8a52-6a8f0f2c8d11")


@dataclass(frozen=True, slots=True)
class _Me:
    home: str
    """The workspace's address."""
    name: str
    user: str
    bot: str | None


class Slack:
    """One bot and one channel."""

    platform: ClassVar[str] = "slack"
    limits: ClassVar[Limits] = LIMITS["slack"]
    idempotency: ClassVar[str] = "E"
    checked: ClassVar[str] = "server"

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._client = connection.client
        self._token = options["token"]
        self._channel = options["channel"]
        self._preview = options.get("preview")
        self._url = options.get("url", SERVICE).rstrip("/")
        self._uploads = Uploads(self._client, self._url, self._ask)
        self._known: _Me | None = None

    def verify(self) -> Identity:
        """Ask whose token it is."""
        message.body("", self._preview)
        me = self._ask("auth.test", {}, _me)
        return Identity(me.name, me.home)

    def scopes(self) -> tuple[str, ...]:
        """Ask Slack, which tells beside its answer."""
        request = self._request("auth.test")
        told = http.ask(
            self._client,
            request,
            lambda answer: str(answer.headers.get("x-oauth-scopes", "")),
            message.exceptions(Unavailable),
        )
        return tuple(told.replace(",", " ").split())

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the images and freeze the message.

        Raises Unavailable while Slack is busy with an image; asked again, only the missing ones are uploaded.
        """
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
        """Prepare a message in the thread of the first: Slack's threads have one level."""
        return self._intent(part.text, part.media, key, at, thread_ts=message.place(after[0])["ts"])

    def composes(self, content: Content) -> bool:
        """Return whether there is nothing to upload, and the workspace is known."""
        return not content.media and self._known is not None

    def publish(self, intent: Intent) -> Receipt:
        """Post the message; should Slack say that it has it, look where."""
        request = self._request("chat.postMessage", json=intent.request["body"])
        exceptions = message.exceptions(Uncertain)
        try:
            return http.publish(self._client, request, lambda answer: _posted(message.done(answer), intent), exceptions)
        except Duplicate as repeated:
            if found := self._seek(intent, repeated):
                return found
            raise

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the intent's key among what was posted since the first attempt."""
        body: Any = intent.request["body"]
        thread = body.get("thread_ts")
        call, more = ("conversations.replies", {"ts": thread}) if thread else ("conversations.history", {})
        for found in self._messages(call, body["channel"], intent.since - CLOCK_SKEW, **more):
            if message.marked(found, intent.key):
                return _posted({**found, "channel": body["channel"]}, intent)
        return None

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the bot's messages in the channel; those within threads are not among them."""
        me = self._me()
        for found in self._messages("conversations.history", self._channel, since):
            if found.get("user") == me.user or (me.bot and found.get("bot_id") == me.bot):
                receipt = message.receipt(me.home, self._channel, found["ts"])
                yield Sent(receipt, message.plain(found.get("text", "")), message.at(found))

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return how often people reacted and answered."""
        asked = message.place(receipt)
        return self._ask("conversations.replies", {**asked, "limit": "1"}, lambda found: _counted(found, asked["ts"]))

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the messages of its thread; Slack tells their authors by number."""
        asked, home = message.place(receipt), self._me().home
        for found in self._messages("conversations.replies", asked["channel"], message.at(asked), ts=asked["ts"]):
            if found["ts"] != asked["ts"]:
                named = message.receipt(home, asked["channel"], found["ts"], asked["ts"])
                yield Heard(named, found.get("user") or "", message.plain(found.get("text", "")), message.at(found))

    def delete(self, receipt: Receipt) -> None:
        """Delete a message."""
        with suppress(message.Gone):
            self._ask("chat.delete", message.place(receipt), lambda _found: None)

    def _intent(self, text: str, media: tuple[Media, ...], key: str, at: datetime, **more: Json) -> Intent:
        body: dict[str, Json] = {
            "channel": self._channel,
            **message.body(text, self._preview),
            **message.blocks(text, media, self._uploads.ready(key, media)),
            "metadata": message.mark(key),
            # undocumented: where Slack heeds it, it refuses a repeat
            "client_msg_id": str(uuid5(_NAMESPACE, key)),
            **more,
        }
        return Intent(key, at, {"home": self._me().home, "body": body})

    def _me(self) -> _Me:
        """Return whose token it is, which does not change."""
        if self._known is None:
            self._known = self._ask("auth.test", {}, _me)
        return self._known

    def _seek(self, intent: Intent, repeated: Duplicate) -> Receipt | None:
        try:
            return self.find(intent)
        except Unavailable as error:
            raise Uncertain(f"{repeated}, and it cannot be looked for: {error}") from error

    def _messages(self, call: str, channel: str, since: datetime, **more: str) -> Iterator[dict[str, Any]]:
        """Yield what was posted since then."""
        asked = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "limit": "100", **more}
        asked["include_all_metadata"] = "true"
        for _ in range(PAGES):
            page, cursor = self._ask(call, asked, _page)
            yield from (found for found in page if message.at(found) >= since)
            if not cursor:
                return
            asked["cursor"] = cursor
        raise Unavailable("the channel has more messages than a search reads: look at it yourself")

    def _ask(self, call: str, asked: Mapping[str, str], read: Callable[[dict[str, Any]], T]) -> T:
        # as a form: not all of Slack's methods read JSON
        request = self._request(call, data=dict(asked))
        return http.ask(
            self._client, request, lambda answer: read(message.done(answer)), message.exceptions(Unavailable)
        )

    def _request(self, call: str, **body: Any) -> httpx.Request:
        headers = http.bearer(self._token)
        return self._client.build_request("POST", http.address(f"{self._url}/api/{call}"), headers=headers, **body)


def _posted(found: Mapping[str, Any], intent: Intent) -> Receipt:
    body: Any = intent.request["body"]
    home = str(intent.request["home"])
    return message.receipt(home, word(found["channel"]), word(found["ts"]), body.get("thread_ts"))


def _me(found: Mapping[str, Any]) -> _Me:
    name = f"{word(found['user'])} in {word(found['team'])}"
    return _Me(word(found["url"]).rstrip("/"), name, word(found["user_id"]), found.get("bot_id"))


def _page(found: Mapping[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """Return a page of messages, and where the next begins; messages without a time make it unreadable."""
    messages: list[dict[str, Any]] = found["messages"]
    for each in messages:
        message.at(each)
    return messages, (found.get("response_metadata") or {}).get("next_cursor") or ""


def _counted(found: Mapping[str, Any], ts: str) -> dict[str, int]:
    return next(message.counts(each) for each in found["messages"] if each["ts"] == ts)
