"""A stand-in for Ghost's Admin API: one site, one integration; written from what Ghost 5.130 does."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from hashlib import sha256
from hmac import compare_digest, digest
from itertools import count
from typing import Any

import httpx

from adapters.markup import seen
from adapters.testing import Seen
from tests.adapters.fake_wordpress import alts
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form

URL = "https://maison.example/blog"
ID = "64f0a2b3c4d5e6f7a8b9c0d1"


class FakeGhost:
    """Set an attribute to change what it answers."""

    secret = "a1" * 32
    key = f"{ID}:{secret}"

    def __init__(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.images: list[bytes] = []
        self.requests: list[httpx.Request] = []
        self.filter: Callable[[str], str] = lambda text: text
        self._numbers = count(40)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = request.url.path.removeprefix("/blog/ghost/api/admin")
        if path == "/site/":
            return _said({"site": {"title": "Maison Tilleul", "url": f"{URL}/"}})
        if not self._signed(request.headers.get("authorization", "")):
            return _no(401, "UnauthorizedError", "Invalid token")
        return self._routed(request, path)

    def public(self) -> list[Seen]:
        return [self._seen(post) for post in self.posts.values() if post["status"] == "published"]

    def publishes(self, request: httpx.Request) -> bool:
        return request.method == "PUT" and b'"status":"published"' in request.content

    def add(self, **fields: Any) -> dict[str, Any]:
        number = f"{next(self._numbers):024x}"
        taken = {post["slug"] for post in self.posts.values()}
        slug = fields["slug"] if fields["slug"] not in taken else f"{fields['slug']}-2"
        self.posts[number] = {"html": "", "title": "-", **fields, "id": number, "slug": slug}
        return self._touched(self.posts[number])

    def _routed(self, request: httpx.Request, path: str) -> httpx.Response:
        asked = (
            json.loads(request.content)["posts"][0]
            if request.url.path.rpartition("posts")[1] and request.content
            else {}
        )
        routes: dict[str, Callable[..., httpx.Response]] = {
            "GET /posts/": lambda: self._list(dict(request.url.params)),
            "GET /posts/slug/(.*)/": lambda slug: self._one(self._named(slug), self._shown),
            "GET /posts/(.*)/": lambda number: self._one(number, self._shown),
            "POST /posts/": lambda: _said({"posts": [self._shown(self.add(**asked))]}, 201),
            "PUT /posts/(.*)/": lambda number: self._one(number, lambda post: self._change(post, asked)),
            "DELETE /posts/(.*)/": self._delete,
            "POST /images/upload/": lambda: self._upload(form(request)),
        }
        found = ((re.fullmatch(route, f"{request.method} {path}"), answer) for route, answer in routes.items())
        return next(answer(*match.groups()) for match, answer in found if match)

    def _signed(self, header: str) -> bool:
        told, _, signature = header.removeprefix("Ghost ").rpartition(".")
        if not told:
            return False
        head, claims = (json.loads(_decoded(part)) for part in told.split("."))
        proper = compare_digest(digest(bytes.fromhex(self.secret), told.encode(), sha256), _decoded(signature))
        lives = claims["iat"] <= CLOCK.timestamp() < claims["exp"] <= claims["iat"] + 300
        return proper and lives and head["kid"] == ID and claims["aud"] == "/admin/"

    def _named(self, slug: str) -> str:
        return next((number for number, post in self.posts.items() if post["slug"] == slug), "")

    def _one(self, number: str, then: Callable[[dict[str, Any]], Any]) -> httpx.Response:
        if number not in self.posts:
            return _no(404, "NotFoundError", "Resource not found error, cannot read post.")
        done = then(self.posts[number])
        return done if isinstance(done, httpx.Response) else _said({"posts": [done]})

    def _change(self, post: dict[str, Any], asked: Mapping[str, Any]) -> Any:
        if (
            not {**asked, "updated_at": ""}.items() <= {**post, "updated_at": ""}.items()
            and asked["updated_at"] != post["updated_at"]
        ):
            return _no(409, "UpdateCollisionError", "Saving failed! Someone else is editing this post.")
        post |= asked
        return self._shown(self._touched(post))

    def _touched(self, post: dict[str, Any]) -> dict[str, Any]:
        post["updated_at"] = f"2026-05-04T09:30:{next(self._numbers) % 60:02}.000Z"
        if post["status"] == "published":
            post.setdefault("published_at", CLOCK.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
        return post

    def _shown(self, post: Mapping[str, Any]) -> dict[str, Any]:
        return {"published_at": None, **post, "url": f"{URL}/{post['slug']}/", "html": self.filter(post["html"])}

    def _delete(self, number: str) -> httpx.Response:
        return httpx.Response(204) if self.posts.pop(number, None) else _no(404, "NotFoundError", "Not found.")

    def _list(self, asked: Mapping[str, str]) -> httpx.Response:
        mine = [self._shown(post) for post in self.posts.values() if post["status"] == "published"]
        size, page = int(asked["limit"]), int(asked.get("page", 1))
        more = page + 1 if len(mine) > size * page else None
        return _said({"posts": mine[::-1][size * (page - 1) : size * page], "meta": {"pagination": {"next": more}}})

    def _upload(self, asked: Mapping[str, Any]) -> httpx.Response:
        self.images.append(asked["file"])
        return _said({"images": [{"url": f"{URL}/content/images/{len(self.images)}.png"}]}, 201)

    def _seen(self, post: Mapping[str, Any]) -> Seen:
        featured = (post["feature_image_alt"],) if post.get("feature_image") else ()
        return Seen(seen(post["html"].replace("</p><p>", "\n\n")).strip("\n"), featured + alts(post["html"]))


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _said(body: dict[str, Any], status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body)


def _no(status: int, kind: str, message: str) -> httpx.Response:
    return _said({"errors": [{"type": kind, "message": message, "context": None}]}, status)
