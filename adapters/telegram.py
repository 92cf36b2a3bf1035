"""Telegram, by its Bot API: one bot that posts into one channel.

Facts from core.telegram.org/bots/api, 10.1 to 10.3 (2026-08). A bot can neither repeat a message safely nor read its
channel back, so nobody but a person can tell what became of a post whose answer was lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar

import httpx

from adapters import http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Identity,
    Intent,
    Json,
    Limits,
    Media,
    Part,
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.enclosed import disclose, enclose
from adapters.limits import LIMITS
from adapters.reading import number, word
from adapters.waiting import LONGEST_WAIT

SERVICE = "https://api.telegram.org"
"""Where bots are served whose settings name no server of their own."""
CAPTION = 1024
"""UTF-16 units that a text beside images may have; Telegram itself takes no more."""
PREVIEWS: dict[str, dict[str, Json]] = {
    "none": {"is_disabled": True},
    "small": {"prefer_small_media": True},
    "large": {"prefer_large_media": True},
    "above": {"prefer_large_media": True, "show_above_text": True},
}

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_GONE = "message to delete not found"


class _Gone(Refused):
    """There is no such message any more."""


class Telegram:
    """One bot and one channel."""

    platform: ClassVar[str] = "telegram"
    limits: ClassVar[Limits] = LIMITS["telegram"]
    idempotency: ClassVar[str] = "F"
    checked: ClassVar[str] = "description"

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._client = connection.client
        self._token = options["token"]
        self._channel = options["channel"]
        self._preview = options.get("preview")
        self._url = options.get("url", SERVICE).rstrip("/")

    def verify(self) -> Identity:
        """Ask who the bot is, and whether it may post into the channel."""
        _preview(self._preview, None)
        bot = self._ask("getMe", {})
        member = self._ask("getChatMember", {"chat_id": self._channel, "user_id": number(bot["id"])})
        if member["status"] in {"left", "kicked"} or member.get("can_post_messages") is False:
            raise Unauthorized(f"the bot may not post into {self._channel}: make it an administrator with that right")
        return Identity(f"@{word(bot['username'])}", f"https://t.me/{bot['username']}")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the message; its images travel with it, for Telegram takes them only then."""
        return Intent(key, at, self._message(content.text, content.media, content.link))

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        """Freeze a message that answers the one before."""
        _, before = _place(after[-1])
        answers: Json = {"message_id": before[0]}
        return Intent(key, at, self._message(part.text, part.media, content.link, reply_parameters=answers))

    def composes(self, content: Content) -> bool:
        """Return whether there are no images to write down."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Send the message."""
        return http.publish(self._client, self._request(intent.request), _receipt, _exceptions)

    def delete(self, receipt: Receipt) -> None:
        """Delete a message, or every picture of an album; Telegram lets bots do so for 48 hours."""
        chat, messages = _place(receipt)
        for message in messages:
            body: dict[str, Json] = {"chat_id": chat, "message_id": message}
            with suppress(_Gone):
                self._ask("deleteMessage", body)

    def _message(self, text: str, media: tuple[Media, ...], link: str | None, **more: Json) -> dict[str, Json]:
        if any(image.alt for image in media):
            raise Unsupported("Telegram has no alternative text for images: leave it out, or say it in the text")
        body: dict[str, Json] = {"chat_id": self._channel, **more}
        if not media:
            body |= {"text": text, **_preview(self._preview, link if link and link in text else None)}
            return {"call": "sendMessage", "body": body, "files": {}}
        if len(text.encode("utf-16-le")) // 2 > CAPTION:
            raise Unsupported(f"Telegram takes {CAPTION} characters beside images: shorten the text, or leave them out")
        if len(media) == 1:
            files = {"photo": enclose(media[0], "photo")}
            return {"call": "sendPhoto", "body": {**body, "caption": text}, "files": files}
        return {"call": "sendMediaGroup", **_album(body, text, media)}

    def _ask(self, call: str, body: dict[str, Json]) -> Any:
        return http.ask(self._client, self._call(call, body), _result, _exceptions)

    def _request(self, frozen: Any) -> httpx.Request:
        call, body, enclosed = frozen["call"], frozen["body"], frozen["files"]
        if not enclosed:
            return self._call(call, body)
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
        return self._call(call, files={name: disclose(image) for name, image in enclosed.items()}, data=form)

    def _call(self, call: str, body: dict[str, Json] | None = None, **form: Any) -> httpx.Request:
        if not _TOKEN.fullmatch(self._token):
            raise Unauthorized("the bot's token is not one: copy it again from @BotFather, digits and colon included")
        url = http.address(f"{self._url}/bot{self._token}/{call}")
        sent = form or {"json": body}
        return self._client.build_request("POST", url, extensions={http.WITHHELD: self._token}, **sent)


def _album(body: dict[str, Json], text: str, media: tuple[Media, ...]) -> dict[str, Json]:
    """Return a message of several images, the text beside the first: so Telegram shows it under the album."""
    names = [f"image{place}" for place in range(len(media))]
    captions = (text, *[""] * (len(media) - 1))
    shown: list[Json] = [
        {"type": "photo", "media": f"attach://{name}", **({"caption": caption} if caption else {})}
        for name, caption in zip(names, captions, strict=True)
    ]
    files: dict[str, Json] = {name: enclose(image, name) for name, image in zip(names, media, strict=True)}
    return {"body": {**body, "media": shown}, "files": files}


def _preview(choice: str | None, link: str | None) -> dict[str, Json]:
    """Return how the link is previewed: as the account chose, and of the article rather than of the first address."""
    if choice is not None and choice not in PREVIEWS:
        raise Refused(f"preview: {choice!r} is none of {', '.join(PREVIEWS)}; change the account's settings")
    wanted = PREVIEWS[choice] if choice else {}
    if link and choice != "none":
        wanted = {"url": link, **wanted}
    return {"link_preview_options": wanted} if wanted else {}


def _result(answer: http.Answer) -> Any:
    found = answer.json()
    if found["ok"] is not True:
        raise ValueError("neither done nor refused")
    return found["result"]


def _receipt(answer: http.Answer) -> Receipt:
    result = _result(answer)
    messages = result if isinstance(result, list) else [result]
    numbers = [number(message["message_id"]) for message in messages]
    chat = messages[0]["chat"]
    return Receipt(f"{number(chat['id'])}/{_joined(numbers)}", _address(chat, numbers[0]))


def _address(chat: dict[str, Any], message: int) -> str:
    """Return where people read a message; a channel without a name has an address for its members alone."""
    name = chat.get("username")
    place = name if isinstance(name, str) and name else f"c/{str(chat['id']).removeprefix('-100')}"
    return f"https://t.me/{place}/{message}"


def _joined(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def _place(receipt: Receipt) -> tuple[int, list[int]]:
    chat, _, messages = receipt.id.partition("/")
    return int(chat), [int(message) for message in messages.split(",")]


def _exceptions(answer: http.Answer) -> AdapterError | None:
    """Read what Telegram says beside the status."""
    refusal = _refusal(answer)
    parameters = refusal.get("parameters")
    more = parameters if isinstance(parameters, dict) else {}
    match answer.status, more:
        case 429, {"retry_after": int(seconds)} if seconds >= 0:
            wait = min(timedelta(seconds=min(seconds, 10**6)), LONGEST_WAIT)
            return Unavailable(f"{answer.host} answered 429: {answer.said()}", retry_after=wait)
        case 400, {"migrate_to_chat_id": int(chat)}:
            return Refused(f"the group has become a supergroup: put {chat} into the settings as its channel")
        case 400, _ if _GONE in str(refusal.get("description")):
            return _Gone(answer.said())
        case 404, _ if refusal:
            return Unauthorized(f"{answer.host} knows no bot of this token: copy it again from @BotFather")
        case _:
            return None


def _refusal(answer: http.Answer) -> dict[str, Any]:
    """Return what Telegram refuses with, or nothing where it is not Telegram that speaks."""
    told = answer.told()
    return told if told.get("ok") is False else {}
