"""A stand-in for Tumblr: one account with two blogs; it keeps posts as blocks, and names that it may forget."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form
from tests.adapters.rotating import Tokens

BLOG = "maison-tilleul"
UUID = "t:tilleul-uuid"


class FakeTumblr:
    """Set an attribute to change what it answers."""

    def __init__(self) -> None:
        self.tokens = Tokens(lasts=2520)
        self.posts: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.requests: list[httpx.Request] = []
        self.keeps_names = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = request.url.path.removeprefix("/v2")
        if path == "/oauth2/token":
            return self.tokens.give(request)
        if not self.tokens.fit(request):
            return no(401, 1016, "Unable to authorize")
        routes: dict[str, Callable[[], httpx.Response]] = {
            "GET /user/info": lambda: yes(user={"name": "tilleul", "blogs": _blogs()}),
            "GET /user/limits": lambda: yes(user={"posts": {"limit": 250, "remaining": 249 - len(self.posts)}}),
            f"POST /blog/{BLOG}/posts": lambda: self._post(request),
            f"GET /blog/{BLOG}/posts": lambda: self._page(request.url.params),
            f"POST /blog/{BLOG}/post/delete": lambda: self._delete(form(request)["id"]),
        }
        return routes.get(f"{request.method} {path}", lambda: no(404, 0, "Not Found"))()

    def public(self) -> Sequence[Seen]:
        return [Seen(_text(post), _alts(post)) for post in self.posts]

    def publishes(self, request: httpx.Request) -> bool:
        return (request.method, request.url.path) == ("POST", f"/v2/blog/{BLOG}/posts")

    def add(self, blocks: list[dict[str, Any]], at: datetime = CLOCK, **rest: Any) -> dict[str, Any]:
        """Enter a post into the books."""
        name = str(7_000_000_000_000 + len(self.posts))
        post = {"id_string": name, "timestamp": int(at.timestamp()), "content": blocks, "note_count": 3, "slug": ""}
        self.posts.append({**post, "reblog_key": f"key-{name}", **rest})
        return self.posts[-1]

    def _post(self, request: httpx.Request) -> httpx.Response:
        sent = form(request)
        asked = json.loads(sent.pop("json")) if "json" in sent else sent
        files = sent if request.headers["content-type"].startswith("multipart/") else {}
        assert asked["state"] == "published"
        if any(len(block["text"]) > 4096 for block in asked["content"] if block["type"] == "text"):
            return no(400, 8001, "a text block is too long")
        if "parent_post_id" in asked and not self._knows(asked):
            return no(400, 8002, "no such parent")
        named = {block["media"][0]["identifier"] for block in asked["content"] if block["type"] == "image"}
        assert named == set(files), "each image is sent, and none that is not shown"
        self.files |= files
        slug = asked["slug"] if self.keeps_names else "semer-l-ete"
        more = {name: asked[name] for name in ("tags", "parent_post_id") if name in asked}
        post = self.add(asked["content"], slug=slug, **more)
        return yes(201, id=post["id_string"], state="published")

    def _knows(self, asked: dict[str, Any]) -> bool:
        found = next((post for post in self.posts if int(post["id_string"]) == asked["parent_post_id"]), None)
        return found is not None and (asked["reblog_key"], asked["parent_tumblelog_uuid"]) == (
            found["reblog_key"],
            UUID,
        )

    def _page(self, params: httpx.QueryParams) -> httpx.Response:
        assert params["npf"] == "true"
        if "id" in params:
            found = [post for post in self.posts if post["id_string"] == params["id"]]
            return yes(blog={"uuid": UUID}, posts=found) if found else no(404, 0, "Not Found")
        newest_first = sorted(self.posts, key=lambda post: (not post.get("is_pinned"), -post["timestamp"]))
        start, size = int(params["offset"]), int(params["limit"])
        assert size <= 20
        return yes(blog={"uuid": UUID}, posts=newest_first[start : start + size])

    def _delete(self, name: str) -> httpx.Response:
        found = next((post for post in self.posts if post["id_string"] == name), None)
        if found is None:
            return no(404, 0, "Not Found")
        self.posts.remove(found)
        return yes(id=name)


def yes(status: int = 200, **found: Any) -> httpx.Response:
    return httpx.Response(status, json={"meta": {"status": status, "msg": "OK"}, "response": found})


def no(status: int, code: int, detail: str, **headers: str) -> httpx.Response:
    errors = [{"title": "No", "code": code, "detail": detail}]
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=told, json={"meta": {"status": status, "msg": "No"}, "errors": errors})


def _blogs() -> list[dict[str, Any]]:
    return [
        {"name": BLOG, "uuid": UUID, "url": f"https://{BLOG}.tumblr.com/"},
        {"name": "jardin", "uuid": "t:jardin", "url": "https://www.jardin.example/"},
    ]


def _text(post: dict[str, Any]) -> str:
    return "\n\n".join(block["text"] for block in post["content"] if block["type"] == "text")


def _alts(post: dict[str, Any]) -> tuple[str, ...]:
    return tuple(block.get("alt_text", "") for block in post["content"] if block["type"] == "image")
