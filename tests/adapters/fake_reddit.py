"""A stand-in for Reddit: one account; what goes wrong is told with the status of success."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form
from tests.adapters.rotating import Tokens

PLACE = "gardening"


class FakeReddit:
    """Set an attribute to change what it answers."""

    def __init__(self) -> None:
        self.tokens = Tokens(basic=True, rotates=False)
        self.posts: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.requests: list[httpx.Request] = []
        self.banned = False
        self.error: list[str] | None = None
        self.answered = False
        """Whether somebody answers each comment."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        assert request.headers["user-agent"].startswith(("tambour/", "server:tambour:"))
        if request.url.path == "/api/v1/access_token":
            return self.tokens.give(request)
        if not self.tokens.fit(request):
            return httpx.Response(401, json={"message": "Unauthorized", "error": 401})
        if request.url.path.startswith("/comments/"):
            return self._below(f"t3_{request.url.path.rpartition('/')[2]}")
        about = {"display_name": PLACE, "user_is_banned": self.banned}
        routes: dict[str, Callable[[], httpx.Response]] = {
            "GET /api/v1/me": lambda: httpx.Response(200, json={"name": "tilleul"}),
            f"GET /r/{PLACE}/about": lambda: httpx.Response(200, json={"kind": "t5", "data": about}),
            "POST /api/submit": lambda: self._submitted(form(request)),
            "POST /api/comment": lambda: self._commented(form(request)),
            "POST /api/del": lambda: self._deleted(form(request)["id"]),
            "GET /api/info": lambda: self._info(request.url.params["id"]),
            "GET /user/tilleul/submitted": lambda: listed(request, "t3", self.posts),
            "GET /user/tilleul/comments": lambda: listed(request, "t1", self.comments),
        }
        missing = httpx.Response(404, json={"message": "Not Found", "error": 404})
        return routes.get(f"{request.method} {request.url.path}", lambda: missing)()

    def public(self) -> Sequence[Seen]:
        return [Seen("\n\n".join(filter(None, (post["title"], shown(post["selftext"]))))) for post in self.posts]

    def publishes(self, request: httpx.Request) -> bool:
        return request.url.path in {"/api/submit", "/api/comment"}

    def add(self, title: str, at: datetime = CLOCK, **told: Any) -> dict[str, Any]:
        """Enter a post into the books."""
        own = f"abc{len(self.posts)}"
        where = f"/r/{PLACE}/comments/{own}/semer/"
        known = {"name": f"t3_{own}", "permalink": where, "created_utc": at.timestamp(), "subreddit": PLACE.title()}
        self.posts.append({"selftext": "", "is_self": True, "url": where, "score": 5, "num_comments": 2, **known})
        self.posts[-1] |= {"title": title, "upvote_ratio": 0.9, **told}
        return self.posts[-1]

    def _submitted(self, asked: dict[str, Any]) -> httpx.Response:
        assert asked["api_type"] == "json"
        if self.error or len(asked["title"]) > 300:
            return no(*(self.error or ["TOO_LONG", "this is too long (max: 300)", "title"]))
        if asked["kind"] == "link":
            assert asked["resubmit"] == "false"
            if any(post["url"] == asked["url"] for post in self.posts):
                return no("ALREADY_SUB", "that link has already been submitted", "url")
            post = self.add(asked["title"], is_self=False, url=asked["url"])
        else:
            post = self.add(asked["title"], selftext=asked["text"])
        post["flair"] = asked.get("flair_id")
        url = f"https://www.reddit.com{post['permalink']}"
        return done({"id": post["name"][3:], "name": post["name"], "url": url})

    def _commented(self, asked: dict[str, Any]) -> httpx.Response:
        own = f"t1_c{len(self.comments)}"
        told = {"name": own, "parent_id": asked["thing_id"], "body": asked["text"], "permalink": f"/r/x/{own}/"}
        self.comments.append({**told, "created_utc": CLOCK.timestamp()})
        return done({"things": [{"kind": "t1", "data": self.comments[-1]}]})

    def _deleted(self, name: str) -> httpx.Response:
        self.posts = [post for post in self.posts if post["name"] != name]
        return httpx.Response(200, json={})

    def _below(self, name: str) -> httpx.Response:
        answers = [thing for thing in self.comments if thing["parent_id"] == name]
        deep = {"author": "deep", "replies": ""}
        nested = [
            {"kind": "t1", "data": {**thing, **deep, "body": "plus \\*bas\\*"}} for thing in answers if self.answered
        ]
        replies = {"kind": "Listing", "data": {"children": [*nested, {"kind": "more", "data": {}}]}}
        things = [{"kind": "t1", "data": {**thing, "author": "tilleul", "replies": replies}} for thing in answers]
        post = {"data": {"children": [{"kind": "t3", "data": self.posts[0]}]}}
        return httpx.Response(200, json=[post, {"data": {"children": things}}])

    def _info(self, name: str) -> httpx.Response:
        found = [post for post in self.posts if post["name"] == name]
        return httpx.Response(200, json={"data": {"children": [{"kind": "t3", "data": post} for post in found]}})


def listed(request: httpx.Request, kind: str, things: list[dict[str, Any]]) -> httpx.Response:
    params = request.url.params
    assert (params["sort"], params["raw_json"]) == ("new", "1")
    newest_first = sorted(things, key=lambda thing: (not thing.get("pinned"), -thing["created_utc"]))
    start = int(params.get("after", "0"))
    end = start + int(params["limit"])
    children = [{"kind": kind, "data": thing} for thing in newest_first[start:end]]
    return httpx.Response(200, json={"data": {"children": children, "after": str(end) if len(things) > end else None}})


def shown(text: str) -> str:
    """Return what a reader sees: an escaped sign is itself, two spaces end a line."""
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text.replace("  \n", "\n"))


def done(data: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json={"json": {"errors": [], "data": data}})


def no(*error: str, **more: Any) -> httpx.Response:
    return httpx.Response(200, json={"json": {"errors": [list(error)], **more}})
