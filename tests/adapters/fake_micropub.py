"""A stand-in for a site that speaks Micropub; written from the W3C's recommendation and what servers do besides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form

PAGE = "https://tilleul.example/blog/"
ENDPOINT = "https://api.tilleul.example/micropub?site=1"
MEDIA = "https://api.tilleul.example/media"


class FakeMicropub:
    """Set an attribute to change what it answers."""

    token = "indieauth-token-of-the-site"

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Any]] = {}
        self.media: list[bytes] = []
        self.requests: list[httpx.Request] = []
        self.header = ""
        self.page = f'<!doctype html><link rel="me micropub" href="{ENDPOINT}">'
        self.config: dict[str, Any] | None = {"media-endpoint": MEDIA}
        self.lists = True
        self.slugs = True
        self.status = 201
        self.page_size = 100
        self.now = CLOCK

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if str(request.url) == PAGE:
            assert "authorization" not in request.headers
            return httpx.Response(200, headers={"Link": self.header}, html=self.page + self._links())
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return _no(401, "unauthorized")
        if str(request.url) == MEDIA:
            self.media.append(form(request)["file"])
            return httpx.Response(201, headers={"Location": f"/media/{len(self.media)}.png"})
        assert request.url.params["site"] == "1"
        return self._asked(request) if request.method == "GET" else self._told(request)

    def public(self) -> list[Seen]:
        return [self._seen(each) for each in self.entries.values()]

    def publishes(self, request: httpx.Request) -> bool:
        return request.method == "POST" and b"content" in request.content and str(request.url) != MEDIA

    def add(self, properties: Mapping[str, Any]) -> str:
        name = properties.get("mp-slug", ["-"])[0] if self.slugs else str(len(self.entries))
        url = f"{PAGE}2026/{name}" if f"{PAGE}2026/{name}" not in self.entries else f"{PAGE}2026/{name}-2"
        told = {name: value for name, value in properties.items() if not name.startswith("mp-")}
        self.entries[url] = {**told, "url": [url], "published": [self.now.isoformat()]}
        return url

    def _asked(self, request: httpx.Request) -> httpx.Response:
        question = request.url.params["q"]
        if question == "config" and self.config is not None:
            return httpx.Response(200, json=self.config)
        if question == "source" and self.lists:
            return httpx.Response(200, json=self._list(int(request.url.params.get("after", 0))))
        return _no(400, "invalid_request")

    def _list(self, start: int) -> dict[str, Any]:
        newest = [{"type": ["h-entry"], "properties": each} for each in reversed(self.entries.values())]
        end = start + self.page_size
        return {"items": newest[start:end], "paging": {"after": end} if end < len(newest) else {}}

    def _told(self, request: httpx.Request) -> httpx.Response:
        if request.headers["content-type"] == "application/json":
            properties = json.loads(request.content)["properties"]
        else:
            fields = {name.removesuffix("[]"): value for name, value in parse_qs(request.content.decode()).items()}
            if fields.get("action") == ["delete"]:
                return httpx.Response(204) if self.entries.pop(fields["url"][0], None) else _no(404, "not_found")
            assert fields.pop("h") == ["entry"]
            properties = fields
        return httpx.Response(self.status, headers={"Location": self.add(properties)})

    def _links(self) -> str:
        return "".join(f'<p><a href="{url}">…</a>' for url in self.entries)

    def _seen(self, entry: Mapping[str, Any]) -> Seen:
        photos = entry.get("photo", ())
        return Seen(entry["content"][0], tuple(each["alt"] if isinstance(each, dict) else "" for each in photos))


def _no(status: int, error: str) -> httpx.Response:
    return httpx.Response(status, json={"error": error, "error_description": f"no, because of {error}"})
