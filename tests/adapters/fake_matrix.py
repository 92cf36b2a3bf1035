"""A stand-in for a Matrix server: one account and one room; a device is told by its token."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from typing import Any
from urllib.parse import unquote

import httpx

from adapters.matrix.event import ALT
from adapters.testing import Seen
from tests.adapters.fakes import CLOCK

ROOM, ME = "!jardin:maison.example", "@tilleul:maison.example"


class FakeMatrix:
    """Set an attribute to change what it answers."""

    token = "syt_a-token-of-matrix"
    other_token = "syt_a-token-of-another-device"

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.keys: dict[tuple[str, str], str] = {}
        self.media: list[tuple[str, bytes]] = []
        self.requests: list[httpx.Request] = []
        self.encrypted = False
        self.largest: Any = 50_000_000
        self.reactions = 0
        self._numbers = count(1)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        devices = {f"Bearer {self.token}": "TAMBOUR", f"Bearer {self.other_token}": "OTHER"}
        device = devices.get(request.headers.get("authorization", ""))
        if device is None:
            return no(401, "M_UNKNOWN_TOKEN")
        parts = [unquote(part) for part in request.url.raw_path.decode().partition("?")[0].split("/")[2:]]
        calls: dict[str, Callable[[], httpx.Response]] = {
            "whoami": lambda: yes(user_id=ME, device_id=device),
            "upload": lambda: self._upload(request),
            "config": lambda: yes(**{"m.upload.size": self.largest}),
            "m.room.encryption": lambda: yes(algorithm="m.x") if self.encrypted else no(404, "M_NOT_FOUND"),
            "messages": lambda: self._page(request),
            "m.thread": lambda: yes(chunk=self._thread(parts[-2])),
            "m.annotation": lambda: yes(chunk=[{}] * self.reactions),
            "#news:maison.example": lambda: yes(room_id=ROOM, servers=[]),
        }
        if "send" in parts:
            return self._send(device, parts[-1], request)
        if "redact" in parts:
            return self._redact(parts[-2])
        return calls.get(parts[-1], lambda: no(404, "M_UNRECOGNIZED"))()

    def public(self) -> Sequence[Seen]:
        return [Seen(each["content"]["body"], _alts(each["content"])) for each in self.events if each["content"]]

    def publishes(self, request: httpx.Request) -> bool:
        return "/send/m.room.message/" in request.url.path

    def _upload(self, request: httpx.Request) -> httpx.Response:
        self.media.append((request.headers["content-type"], request.content))
        return yes(content_uri=f"mxc://maison.example/{len(self.media)}")

    def _send(self, device: str, key: str, request: httpx.Request) -> httpx.Response:
        if len(request.content) > 65_536:
            return no(413, "M_TOO_LARGE")
        if (device, key) not in self.keys:
            self.keys[device, key] = self.add(json.loads(request.content))["event_id"]
        return yes(event_id=self.keys[device, key])

    def add(self, content: dict[str, Any], at: datetime = CLOCK, user: str = ME) -> dict[str, Any]:
        event = {
            "type": "m.room.message",
            "event_id": f"${next(self._numbers)}/é",
            "sender": user,
            "origin_server_ts": int(at.timestamp() * 1000),
            "content": content,
        }
        self.events.append(event)
        return event

    def _redact(self, name: str) -> httpx.Response:
        found = next((each for each in self.events if each["event_id"] == name), None)
        if found is None:
            return no(404, "M_NOT_FOUND")
        found["content"] = {}
        return yes(event_id="$redaction")

    def _thread(self, name: str) -> list[dict[str, Any]]:
        return [
            each for each in reversed(self.events) if each["content"].get("m.relates_to", {}).get("event_id") == name
        ]

    def _page(self, request: httpx.Request) -> httpx.Response:
        wanted = json.loads(request.url.params["filter"])
        assert request.url.params["dir"] == "b"
        mine = [each for each in reversed(self.events) if each["sender"] in wanted["senders"]]
        start = int(request.url.params.get("from", 0))
        size = int(request.url.params["limit"])
        more = {"end": str(start + size)} if start + size < len(mine) else {}
        return yes(chunk=mine[start : start + size], start=str(start), **more)


def yes(**found: Any) -> httpx.Response:
    return httpx.Response(200, json=found)


def no(status: int, name: str, **more: Any) -> httpx.Response:
    return httpx.Response(status, json={"errcode": name, "error": f"no, because of {name}", **more})


def _alts(content: dict[str, Any]) -> tuple[str, ...]:
    return tuple(text["body"] for text in content.get(ALT, {}).get("m.text", ()))
