"""A stand-in for LinkedIn: one member, who also looks after one organisation's page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any
from urllib.parse import unquote

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK

MEMBER = "urn:li:person:tilleul"
ORGANIZATION = "urn:li:organization:2414183"
UPLOAD = "https://www.linkedin.com/dms-uploads/1"
PAGE = {"localizedName": "Maison Tilleul", "vanityName": "maison-tilleul"}
STATISTICS = {"totalShareStatistics": {"impressionCount": 40, "clickCount": 3, "likeCount": 2, "engagement": 0.125}}

_UNESCAPED = re.compile(r"(?<!\\)[|{}@\[\]()<>*_~]")


class FakeLinkedIn:
    """Set an attribute to change what it answers."""

    token = "AQX-a-token-of-linkedin"

    def __init__(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.comments: list[dict[str, Any]] = []
        self.images: list[str] = []
        self.requests: list[httpx.Request] = []
        self.version = "202608"
        self.image_state = "AVAILABLE"
        self.upload = UPLOAD
        self._numbers = count(7000)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return self._no(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired")
        path = request.url.raw_path.decode().partition("?")[0]
        if path.startswith("/rest/") and request.headers.get("linkedin-version") != self.version:
            return self._no(426, "NONEXISTENT_VERSION", "Requested version is not active")
        return self._routed(request, path)

    def _routed(self, request: httpx.Request, path: str) -> httpx.Response:
        asked = json.loads(request.content) if request.method == "POST" else {}
        routes: dict[str, Callable[..., httpx.Response]] = {
            "GET /v2/userinfo": lambda: _said({"sub": "tilleul", "name": "Maison Tilleul"}),
            "GET /rest/organizations/2414183": lambda: _said(PAGE),
            "POST /rest/images": self._place,
            "PUT /dms-uploads/1": lambda: httpx.Response(201),
            "GET /rest/images/(.*)": lambda _: _said({"status": self.image_state}),
            "POST /rest/posts": lambda: self._post(asked),
            "GET /rest/posts": lambda: self._list(request),
            "DELETE /rest/posts/(.*)": lambda urn: httpx.Response(204 if self.posts.pop(unquote(urn), None) else 404),
            "POST /rest/socialActions/(.*)/comments": lambda urn: self._comment(unquote(urn), asked),
            "GET /rest/socialActions/(.*)/comments": lambda _: _said({"elements": self.comments}),
            "DELETE /rest/socialActions/.*/comments/(.*)": self._uncomment,
            "GET /rest/organizationalEntityShareStatistics": lambda: _said({"elements": [STATISTICS]}),
        }
        found = ((re.fullmatch(route, f"{request.method} {path}"), answer) for route, answer in routes.items())
        return next(answer(*match.groups()) for match, answer in found if match)

    def public(self) -> list[Seen]:
        return [Seen(_read(post["commentary"]), _alts(post.get("content", {}))) for post in self.posts.values()]

    def publishes(self, request: httpx.Request) -> bool:
        return (request.method, request.url.path) == ("POST", "/rest/posts")

    def add(self, body: dict[str, Any], at: datetime = CLOCK, kind: str = "share") -> str:
        name = f"urn:li:{kind}:{next(self._numbers)}"
        instant = round(at.timestamp() * 1000)
        self.posts[name] = {**body, "id": name, "createdAt": instant, "lastModifiedAt": instant}
        return name

    def _place(self) -> httpx.Response:
        self.images.append(f"urn:li:image:{len(self.images)}")
        return _said({"value": {"uploadUrl": self.upload, "image": self.images[-1]}})

    def _post(self, body: dict[str, Any]) -> httpx.Response:
        if len(_read(body["commentary"])) > 3000:
            return self._no(400, "FIELD_LENGTH_TOO_LONG", "commentary is too long")
        for name, post in self.posts.items():
            if body.items() <= post.items():
                return self._no(422, "DUPLICATE_POST", f"Content is a duplicate of {name}")
        return httpx.Response(201, headers={"x-restli-id": self.add(body)})

    def _list(self, request: httpx.Request) -> httpx.Response:
        start = int(request.url.params["start"])
        newest = sorted(self.posts.values(), key=lambda post: -post["lastModifiedAt"])
        own = [_as_kept(post) for post in newest if post["author"] == request.url.params["author"]]
        return _said({"elements": own[start : start + 100]})

    def _comment(self, post: str, body: dict[str, Any]) -> httpx.Response:
        if post not in self.posts:
            return self._no(404, "NOT_FOUND", "no such post")
        number = str(next(self._numbers))
        self.comments.append({**body, "id": number, "created": {"time": round(CLOCK.timestamp() * 1000)}})
        return httpx.Response(201, headers={"x-restli-id": number})

    def _uncomment(self, number: str) -> httpx.Response:
        there = [comment for comment in self.comments if comment["id"] == number]
        self.comments = [comment for comment in self.comments if comment not in there]
        return httpx.Response(204 if there else 404)

    def _no(self, status: int, code: str, message: str) -> httpx.Response:
        return httpx.Response(status, json={"status": status, "code": code, "message": message})


def _said(body: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json=body)


def _read(commentary: str) -> str:
    """Show a text as LinkedIn does: it ends at the first sign that should have been escaped."""
    shown = commentary[: found.start()] if (found := _UNESCAPED.search(commentary)) else commentary
    return re.sub(r"\\(.)", r"\1", shown)


def _as_kept(post: dict[str, Any]) -> dict[str, Any]:
    return {**post, "commentary": re.sub(r"(?<!\\)#(\w+)", r"{hashtag|\\#|\1}", post["commentary"])}


def _alts(content: dict[str, Any]) -> tuple[str, ...]:
    images = content.get("multiImage", {}).get("images", [content["media"]] if "media" in content else [])
    return tuple(image["altText"] for image in images)
