"""A stand-in for Forem's API: one author; written from Forem's code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
from markdown_it import MarkdownIt

from adapters.markup import seen
from adapters.testing import Seen
from tests.adapters.fake_wordpress import alts
from tests.adapters.fakes import CLOCK

URL = "https://dev.to"


class FakeDevTo:
    """Set an attribute to change what it answers."""

    key = "f00-a-key-of-dev-to"

    def __init__(self) -> None:
        self.articles: dict[int, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.comments: list[dict[str, Any]] = []
        self.now = CLOCK
        self._numbers = count(40)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if not request.headers.get("user-agent"):
            return httpx.Response(403, text="Forbidden Bots")
        if request.headers.get("api-key") != self.key:
            return _no(401, "unauthorized")
        asked = json.loads(request.content)["article"] if request.content else {}
        routes: dict[str, Callable[..., httpx.Response]] = {
            "GET /api/users/me": lambda: _said({"username": "tilleul"}),
            "GET /api/articles/me/(all|published)": lambda state: self._list(state, request),
            "GET /api/comments": lambda: _said(self.comments),
            "POST /api/articles": lambda: self._post(asked),
            r"PUT /api/articles/(\d+)": lambda number: self._put(int(number), asked),
        }
        found = (
            (re.fullmatch(route, f"{request.method} {request.url.path}"), answer) for route, answer in routes.items()
        )
        return next(answer(*match.groups()) for match, answer in found if match)

    def public(self) -> list[Seen]:
        return [self._seen(each["body_markdown"]) for each in self.articles.values() if each["published"]]

    def publishes(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def add(self, **fields: Any) -> dict[str, Any]:
        number = next(self._numbers)
        counts = {"page_views_count": 7, "public_reactions_count": 2, "comments_count": 1}
        at = self.now.isoformat(timespec="seconds").replace("+00:00", "Z") if fields.get("published") else None
        where = {"id": number, "url": f"{URL}/tilleul/{number}", "published_at": at, "canonical_url": None}
        self.articles[number] = {"title": "-", "published": False, **where, **counts, **fields}
        return self.articles[number]

    def _post(self, asked: dict[str, Any]) -> httpx.Response:
        for each in self.articles.values():
            if (each["title"], each["body_markdown"]) == (asked["title"], asked["body_markdown"]):
                return _no(422, "Body markdown has already been taken")
            if each["title"] == asked["title"] and each.get("at", self.now) > self.now - timedelta(minutes=5):
                return _no(422, "Title has already been used in the last five minutes")
            if asked.get("canonical_url") and each["canonical_url"] == asked["canonical_url"]:
                return _no(422, "Canonical url has already been taken")
        if len(asked["title"]) > 128:
            return _no(422, "Title is too long (maximum is 128 characters)")
        return _said(self.add(**asked), 201)

    def _put(self, number: int, asked: Mapping[str, Any]) -> httpx.Response:
        if number not in self.articles:
            return _no(404, "not found")
        self.articles[number] |= asked
        return _said(self.articles[number])

    def _list(self, state: str, request: httpx.Request) -> httpx.Response:
        mine = [each for each in self.articles.values() if each["published"] or state == "all"]
        newest = sorted(mine, key=lambda each: (each["published_at"] or "9", each["id"]), reverse=True)
        size, page = int(request.url.params["per_page"]), int(request.url.params["page"])
        return _said(newest[size * (page - 1) : size * page])

    def _seen(self, body: str) -> Seen:
        liquid = re.sub(r'\{\{ "(.*?)" \}\}', r"\1", body)
        page = MarkdownIt().render(liquid)
        text = seen(re.sub(r"</p>\s*<p>", "\n\n", page.replace("<br />\n", "<br>"))).strip("\n")
        return Seen(text, alts(page))


def _said(body: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body)


def _no(status: int, error: str) -> httpx.Response:
    return _said({"error": error, "status": status}, status)
