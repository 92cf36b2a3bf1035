"""A stand-in for X: it shortens addresses, refuses repeats, and checks every signature by its own arithmetic."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha1
from hmac import digest
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form

SIGNED = {
    "api_key": "the-key-of-the-app",
    "api_secret": "the-secret-of-the-app",
    "token": "the-token-of-the-account",
    "token_secret": "the-secret-of-the-account",
}
ROTATING = {"client_id": "the-app", "client_secret": "proof-of-the-app", "refresh_token": "refresh-0"}
ADDRESS = re.compile(r"https?://\S+|\b[a-z-]+\.(?:fr|example)\b(?:/\S*)?")


class FakeX:
    """One account; its access tokens are numbered, only the newest is good, and a refresh token is good once."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.alts: dict[str, str] = {}
        self.requests: list[httpx.Request] = []
        self.issued = 0
        self.page = 100

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = request.url.path
        if path == "/2/oauth2/token":
            return self._refreshed(request)
        if not self._proves(request):
            return _no(401, "Unauthorized")
        routes: dict[str, Callable[[], httpx.Response]] = {
            "GET /2/users/me": lambda: _data({"id": "7", "username": "tilleul", "name": "Maison Tilleul"}),
            "GET /2/users/7/tweets": lambda: self._timeline(request.url.params),
            "POST /2/tweets": lambda: self._post(json.loads(request.content)),
            "POST /2/media/upload": lambda: self._uploaded(form(request)),
            "POST /2/media/metadata": lambda: self._described(json.loads(request.content)),
        }
        asked = f"{request.method} {path}"
        return routes.get(asked, lambda: self._one(request.method, path.rpartition("/")[2]))()

    def public(self) -> list[Seen]:
        return [Seen(post["own"], tuple(self.alts.get(each, "") for each in post["images"])) for post in self.posts]

    def publishes(self, request: httpx.Request) -> bool:
        return (request.method, request.url.path) == ("POST", "/2/tweets")

    def add(self, text: str, at: datetime = CLOCK, images: tuple[str, ...] = (), **rest: Any) -> dict[str, Any]:
        """Enter a post into the books."""
        number = str(5000 + len(self.posts))
        shown, urls = _shortened(text, number)
        if images:
            picture = f"https://t.co/p{number}"
            shown = f"{shown} {picture}"
            urls.append({"url": picture, "expanded_url": f"https://x.com/tilleul/status/{number}/photo/1"})
            urls[-1]["media_key"] = "3_1"
        post = {
            **rest,
            "id": number,
            "own": text,
            "images": images,
            "text": shown,
            "created_at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "entities": {"urls": urls},
        }
        self.posts.append(post)
        return post

    def _proves(self, request: httpx.Request) -> bool:
        kind, _, proof = request.headers.get("authorization", "").partition(" ")
        if kind == "Bearer":
            return self.issued > 0 and proof == f"access-{self.issued}"
        return kind == "OAuth" and _is_signed(request, proof)

    def _refreshed(self, request: httpx.Request) -> httpx.Response:
        asked = form(request)
        app = b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        if app != "the-app:proof-of-the-app" or asked["refresh_token"] != f"refresh-{self.issued}":
            return httpx.Response(400, json={"error": "invalid_grant", "error_description": "already used"})
        self.issued += 1
        pair = {"access_token": f"access-{self.issued}", "refresh_token": f"refresh-{self.issued}"}
        headers = {"Date": "Mon, 04 May 2026 09:30:00 GMT"}
        return httpx.Response(200, headers=headers, json={**pair, "token_type": "bearer", "expires_in": 7200})

    def _uploaded(self, fields: dict[str, Any]) -> httpx.Response:
        assert fields["media_category"] == "tweet_image"
        media = str(700 + len(self.alts))
        self.alts[media] = ""
        return _data({"id": media, "media_key": f"3_{media}", "expires_after_secs": 86400})

    def _described(self, asked: dict[str, Any]) -> httpx.Response:
        self.alts[asked["id"]] = asked["metadata"]["alt_text"]["text"]
        return _data({"id": asked["id"]})

    def _post(self, asked: dict[str, Any]) -> httpx.Response:
        assert asked.keys() <= {"text", "media", "reply"}, "unknown fields are refused"
        if len(asked["text"]) > 280:
            return _no(400, "Your Tweet text is too long.")
        if any(post["own"] == asked["text"] for post in self.posts):
            return _no(403, "You are not allowed to create a Tweet with duplicate content.")
        images = tuple(asked.get("media", {}).get("media_ids", ()))
        post = self.add(asked["text"], images=images, reply=asked.get("reply"))
        return _data({"id": post["id"], "text": post["text"]}, 201)

    def _one(self, method: str, number: str) -> httpx.Response:
        found = next((post for post in self.posts if post["id"] == number), None)
        if found is None:
            return _no(404, "Could not find tweet")
        if method == "DELETE":
            self.posts.remove(found)
            return _data({"deleted": True})
        return _data({"id": number, "public_metrics": {"like_count": 3, "impression_count": 120}})

    def _timeline(self, params: httpx.QueryParams) -> httpx.Response:
        since = datetime.fromisoformat(params["start_time"])
        mine = [post for post in reversed(self.posts) if datetime.fromisoformat(post["created_at"]) >= since]
        start = int(params.get("pagination_token", "0"))
        end = start + self.page
        meta = {"result_count": len(mine[start:end])} | ({"next_token": str(end)} if len(mine) > end else {})
        shown = [{name: post[name] for name in ("id", "text", "created_at", "entities")} for post in mine[start:end]]
        return httpx.Response(200, json={"meta": meta, **({"data": shown} if shown else {})})


def _shortened(text: str, number: str) -> tuple[str, list[dict[str, Any]]]:
    """Write a text as X shows it, and say which address each short one stands for."""
    urls: list[dict[str, Any]] = []

    def short(found: re.Match[str]) -> str:
        whole = found[0] if found[0].startswith("http") else f"http://{found[0]}"
        urls.append({"url": f"https://t.co/{number}x{len(urls)}", "expanded_url": whole})
        return str(urls[-1]["url"])

    return escape(ADDRESS.sub(short, text), quote=False), urls


def _is_signed(request: httpx.Request, proof: str) -> bool:
    """Sign a request anew, by RFC 5849, section 3.4."""
    given = dict(re.findall(r'(\w+)="([^"]*)"', proof))
    known = SIGNED["api_key"], SIGNED["token"]
    if (given.get("oauth_consumer_key"), given.get("oauth_token")) != known:
        return False
    signature = httpx.QueryParams(f"s={given.pop('oauth_signature')}")["s"]
    pairs = [*parse_qsl(request.url.query.decode(), keep_blank_values=True), *given.items()]
    normal = "&".join(f"{name}={value}" for name, value in sorted((_quoted(n), _quoted(v)) for n, v in pairs))
    address = str(request.url.copy_with(query=None))
    base = "&".join(_quoted(part) for part in (request.method, address, normal))
    key = f"{SIGNED['api_secret']}&{SIGNED['token_secret']}"
    return b64decode(signature) == digest(key.encode(), base.encode(), sha1)


def _quoted(text: str) -> str:
    return quote(text, safe="~")


def _data(found: dict[str, Any], status: int = 200) -> httpx.Response:
    return httpx.Response(status, json={"data": found})


def _no(status: int, detail: str, kind: str = "about:blank") -> httpx.Response:
    return httpx.Response(status, json={"title": "No", "detail": detail, "type": kind, "status": status})
