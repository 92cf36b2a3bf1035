"""A stand-in for Slack: a channel, with a bot and an incoming webhook in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from html import unescape
from itertools import count
from typing import Any

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form

CHANNEL, ME = "C0JARDIN", "U0TILLEUL"
HOOK = "/services/T0MAISON/B0HOOK/a-token-of-a-hook"


class FakeSlack:
    """Set an attribute to change what it answers."""

    token = "xoxb-a-token-of-slack"
    hook_token = HOOK.rpartition("/")[2]

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.files: dict[str, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.heeds_ids = False
        """Whether it refuses a repeat by `client_msg_id`, as some say it does."""
        self.processing = 0
        """How many more times an image is still being looked over when asked for."""
        self.upload_host = "https://files.slack.com"
        self._numbers = count(1)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host == "hooks.slack.com":
            return self._hook(request)
        if request.url.path.startswith("/upload/"):
            self.files[request.url.path.rpartition("/")[2]]["bytes"] = request.content
            return httpx.Response(200, text="OK")
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return no("invalid_auth")
        calls: dict[str, Callable[[dict[str, Any]], httpx.Response]] = {
            "auth.test": lambda _: yes(**ME_TOLD),
            "chat.postMessage": self._post,
            "chat.delete": self._delete,
            "conversations.history": lambda asked: self._page(asked, thread=None),
            "conversations.replies": lambda asked: self._page(asked, thread=asked["ts"]),
            "files.getUploadURLExternal": self._offer,
            "files.completeUploadExternal": self._complete,
            "files.info": self._info,
        }
        return calls[request.url.path.rpartition("/")[2]](form(request))

    def public(self) -> Sequence[Seen]:
        return [Seen(unescape(each["text"]), _alts(each)) for each in self.messages]

    def publishes(self, request: httpx.Request) -> bool:
        posts = request.url.path.endswith("chat.postMessage") or request.url.host == "hooks.slack.com"
        return posts and bool(form(request))

    def _hook(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != HOOK:
            return httpx.Response(404, text="no_service")
        asked = form(request)
        if not asked.get("text"):
            return httpx.Response(400, text="no_text")
        self.add(asked)
        return httpx.Response(200, text="ok")

    def _post(self, asked: dict[str, Any]) -> httpx.Response:
        if asked["channel"] != CHANNEL:
            return no("channel_not_found")
        if len(asked["text"]) > 40_000:
            return no("msg_too_long")
        if self.heeds_ids and any(each["client_msg_id"] == asked["client_msg_id"] for each in self.messages):
            return no("duplicate_message")
        return yes(channel=CHANNEL, ts=self.add(asked)["ts"])

    def add(self, asked: dict[str, Any], at: datetime = CLOCK, user: str = ME) -> dict[str, Any]:
        told = {name: value for name, value in asked.items() if name != "channel"}
        message = {"user": user, "text": "", **told, "ts": f"{int(at.timestamp())}.{next(self._numbers):06}"}
        self.messages.append(message)
        return message

    def _delete(self, asked: dict[str, Any]) -> httpx.Response:
        found = [each for each in self.messages if each["ts"] == asked["ts"]]
        for each in found:
            self.messages.remove(each)
        return yes() if found else no("message_not_found")

    def _page(self, asked: dict[str, Any], thread: str | None) -> httpx.Response:
        inside = [each for each in self.messages if thread in {each.get("thread_ts"), thread and each["ts"]}]
        found = [each for each in inside if each["ts"] >= asked.get("oldest", "")]
        ordered = found if thread else found[::-1]
        start, size = int(asked.get("cursor", 0)), int(asked["limit"])
        told = [self._shown(each, asked) for each in ordered[start : start + size]]
        more = str(start + size) if start + size < len(ordered) else ""
        return yes(messages=told, response_metadata={"next_cursor": more})

    def _shown(self, message: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
        hidden = set() if asked.get("include_all_metadata") == "true" else {"metadata"}
        return {name: value for name, value in message.items() if name not in hidden}

    def _offer(self, asked: dict[str, Any]) -> httpx.Response:
        file = f"F0{len(self.files)}"
        self.files[file] = {"asked": asked}
        return yes(upload_url=f"{self.upload_host}/upload/v1/{file}", file_id=file)

    def _complete(self, asked: dict[str, Any]) -> httpx.Response:
        assert "channel_id" not in asked
        for file in json.loads(asked["files"]):
            assert len(self.files[file["id"]]["bytes"]) == int(self.files[file["id"]]["asked"]["length"])
        return yes(files=[])

    def _info(self, asked: dict[str, Any]) -> httpx.Response:
        if asked["file"] not in self.files:
            return no("file_not_found")
        self.processing -= 1
        return yes(file={"id": asked["file"], "mimetype": "" if self.processing >= 0 else "image/png"})


ME_TOLD = {
    "url": "https://maison.slack.com/",
    "team": "Maison",
    "user": "tilleul",
    "team_id": "T0MAISON",
    "user_id": ME,
    "bot_id": "B0TILLEUL",
}


def yes(**found: Any) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, **found})


def no(error: str) -> httpx.Response:
    return httpx.Response(200, json={"ok": False, "error": error})


def _alts(message: dict[str, Any]) -> tuple[str, ...]:
    return tuple(block["alt_text"] for block in message.get("blocks", ()) if block["type"] == "image")
