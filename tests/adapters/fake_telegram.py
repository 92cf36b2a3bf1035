"""A stand-in for Telegram's Bot API: one bot, one channel."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import httpx

from adapters.testing import Seen
from tests.adapters.forms import form
from tests.specs import telegram

CHANNEL = -1001234567890


class FakeTelegram:
    """Set an attribute to change what it answers."""

    token = "123456:a-token_of-Telegram"

    def __init__(self) -> None:
        self.messages: dict[int, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.username: str | None = "maison_tilleul"
        self.member: dict[str, Any] = {"status": "administrator", "can_post_messages": True}
        self._numbers = count(7)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answer(request)
        telegram.witness(request, answer)
        return answer

    def _answer(self, request: httpx.Request) -> httpx.Response:
        bot, call = request.url.path.removeprefix("/bot").rsplit("/", 1)
        if bot != self.token:
            return refusal(401, "Unauthorized")
        calls: dict[str, Callable[[dict[str, Any]], httpx.Response]] = {
            "getMe": lambda _: result({"id": 123456, "is_bot": True, "first_name": "T", "username": "tilleul_bot"}),
            "getChatMember": lambda _: result({**MEMBER, **self.member}),
            "sendMessage": lambda asked: self._send(asked, asked["text"], (), 4096),
            "sendPhoto": lambda asked: self._send(asked, asked["caption"], [asked["photo"]], 1024),
            "sendMediaGroup": self._album,
            "deleteMessage": self._delete,
        }
        return calls[call](form(request))

    def public(self) -> list[Seen]:
        texts = (
            (message.get("text") or message.get("caption"), message["images"]) for message in self.messages.values()
        )
        return [Seen(text, ("",) * images) for text, images in texts if text]

    def publishes(self, request: httpx.Request) -> bool:
        return "/send" in request.url.path

    def _send(self, asked: dict[str, Any], text: str, images: Any, longest: int) -> httpx.Response:
        if len(text.encode("utf-16-le")) // 2 > longest:
            return refusal(400, "Bad Request: message is too long")
        return result(shown(self._add(asked, text, len(images))))

    def _album(self, asked: dict[str, Any]) -> httpx.Response:
        pictures = json.loads(asked["media"])
        assert all(picture["media"].removeprefix("attach://") in asked for picture in pictures)
        first = self._add(asked, pictures[0]["caption"], len(pictures))
        others = [self._add(asked, None, 0) for _ in pictures[1:]]
        return result([shown(message) for message in (first, *others)])

    def _add(self, asked: dict[str, Any], text: str | None, images: int) -> dict[str, Any]:
        number = next(self._numbers)
        chat: dict[str, Any] = {"id": CHANNEL, "type": "channel", "title": "Tilleul"}
        chat |= {"username": self.username} if self.username else {}
        field = "caption" if images else "text"
        message = {"message_id": number, "date": 1777887017, "chat": chat, "asked": asked, "images": images}
        self.messages[number] = message | ({} if text is None else {field: text})
        return self.messages[number]

    def _delete(self, asked: dict[str, Any]) -> httpx.Response:
        if not self.messages.pop(asked["message_id"], None):
            return refusal(400, "Bad Request: message to delete not found")
        return result(found=True)


MEMBER = {
    "user": {"id": 123456, "is_bot": True, "first_name": "T"},
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": False,
    "can_manage_video_chats": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_change_info": False,
    "can_invite_users": False,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}


def result(found: object) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": found})


def refusal(status: int, words: str, **parameters: int) -> httpx.Response:
    more = {"parameters": parameters} if parameters else {}
    return httpx.Response(status, json={"ok": False, "error_code": status, "description": words, **more})


def shown(message: dict[str, Any]) -> dict[str, Any]:
    """Return a message without what only the stand-in knows of it."""
    return {name: value for name, value in message.items() if name not in {"asked", "images"}}
