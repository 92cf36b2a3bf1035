"""A stand-in for Discord: a channel, with a bot and a webhook in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form
from tests.specs.judging import witness

GUILD, CHANNEL, ME, HOOK = "41", "42", "43", "44"


class FakeDiscord:
    """Set an attribute to change what it answers."""

    token = "a-token.of-a_bot"
    hook_token = "a-token_of-a-webhook"

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.nonces: dict[str, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.guild: str | None = GUILD
        self._numbers = count(1000)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answer(request)
        _witness(request, answer)
        return answer

    def public(self) -> Sequence[Seen]:
        return [
            Seen(each["content"], tuple(one["description"] for one in each["attachments"])) for each in self.messages
        ]

    def publishes(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v10")
        own = f"/webhooks/{HOOK}/"
        if path.startswith(own):
            token, _, rest = path.removeprefix(own).partition("/")
            known = token == self.hook_token
            return self._hook(request, rest) if known else refusal(404, 10015, "Unknown Webhook")
        if request.headers.get("authorization") != f"Bot {self.token}":
            return refusal(401, 0, "401: Unauthorized")
        return self._bot(request, path)

    def _bot(self, request: httpx.Request, path: str) -> httpx.Response:
        routes: dict[str, Callable[[], httpx.Response]] = {
            "GET /users/@me": lambda: httpx.Response(200, json=OWN),
            f"GET /channels/{CHANNEL}": self._channel,
            f"GET /channels/{CHANNEL}/messages": lambda: self._page(request.url.params),
            f"POST /channels/{CHANNEL}/messages": lambda: self._post(request),
        }
        asked = f"{request.method} {path}"
        return routes.get(asked, lambda: self._one(request.method, path.rpartition("/")[2]))()

    def _hook(self, request: httpx.Request, rest: str) -> httpx.Response:
        match request.method, rest:
            case "GET", "":
                return httpx.Response(200, json={**WEBHOOK, **({"guild_id": self.guild} if self.guild else {})})
            case "POST", "":
                stored = self._post(request)
                return stored if request.url.params.get("wait") == "true" else httpx.Response(204)
            case method, _:
                return self._one(method, rest.rpartition("/")[2])

    def _channel(self) -> httpx.Response:
        own = {"id": CHANNEL, "type": 0, "flags": 0, "name": "nouvelles", "position": 0, "guild_id": self.guild}
        return httpx.Response(200, json=own if self.guild else CONVERSATION)

    def _post(self, request: httpx.Request) -> httpx.Response:
        sent = form(request)
        asked = json.loads(sent["payload_json"]) if "payload_json" in sent else sent
        if len(asked["content"]) > 2000:
            return refusal(400, 50035, "Invalid Form Body")
        nonce = asked.get("nonce")
        if nonce is None or not asked.get("enforce_nonce"):
            return httpx.Response(200, json=self.add(asked["content"], asked))
        if nonce not in self.nonces:
            self.nonces[nonce] = self.add(asked["content"], asked)
        return httpx.Response(200, json=self.nonces[nonce])

    def add(
        self, text: str, asked: dict[str, Any] | None = None, at: datetime = CLOCK, author: str = ME
    ) -> dict[str, Any]:
        images = [_attachment(one) for one in (asked or {}).get("attachments", ())]
        message = {
            **MESSAGE,
            "id": str(next(self._numbers)),
            "content": text.strip(),
            "attachments": images,
            "timestamp": at.astimezone(UTC).isoformat(),
            "flags": (asked or {}).get("flags", 0),
            "author": {**USER, "id": author},
            **_reference(asked or {}),
        }
        self.messages.append(message)
        return message

    def _page(self, asked: httpx.QueryParams) -> httpx.Response:
        newest = self.messages[::-1]
        if "after" in asked:
            later = [each for each in newest if int(each["id"]) > int(asked["after"])]
            return httpx.Response(200, json=later[-100:])
        older = [each for each in newest if int(each["id"]) < int(asked.get("before", "999999"))]
        return httpx.Response(200, json=older[:100])

    def _one(self, method: str, number: str) -> httpx.Response:
        found = next((each for each in self.messages if each["id"] == number), None)
        if found is None:
            return refusal(404, 10008, "Unknown Message")
        if method == "DELETE":
            self.messages.remove(found)
            return httpx.Response(204)
        return httpx.Response(200, json=found)


_witness = witness("discord")

USER = {
    "id": ME,
    "username": "tilleul",
    "avatar": None,
    "discriminator": "0",
    "public_flags": 0,
    "flags": 0,
    "global_name": None,
    "primary_guild": None,
}
OWN = {**USER, "mfa_enabled": False, "locale": "fr"}
WEBHOOK = {"application_id": None, "avatar": None, "channel_id": CHANNEL, "id": HOOK, "name": "journal", "type": 1}
CONVERSATION = {"id": CHANNEL, "type": 1, "flags": 0, "recipients": [USER]}
MESSAGE: dict[str, Any] = {
    "type": 0,
    "mentions": [],
    "mention_roles": [],
    "embeds": [],
    "edited_timestamp": None,
    "components": [],
    "channel_id": CHANNEL,
    "pinned": False,
    "mention_everyone": False,
    "tts": False,
}


def _reference(asked: dict[str, Any]) -> dict[str, Any]:
    before = asked.get("message_reference")
    return {"message_reference": {"type": 0, "channel_id": CHANNEL, **before}} if before else {}


def refusal(status: int, code: int, words: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": words})


def _attachment(asked: dict[str, Any]) -> dict[str, Any]:
    address = "https://cdn.example/image.png"
    return {
        "id": "77",
        "filename": "image.png",
        "size": 2,
        "url": address,
        "proxy_url": address,
        "description": asked.get("description", ""),
    }
