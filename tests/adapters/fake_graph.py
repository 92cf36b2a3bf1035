"""Stand-ins for Facebook, Instagram and Threads, which answer in the manner of the Graph API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any, ClassVar

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form

Answer = Callable[..., httpx.Response]


def refused(code: int, subcode: int = 0, message: str = "no", status: int = 400) -> httpx.Response:
    error = {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode, "fbtrace_id": "A1"}
    return httpx.Response(status, json={"error": error})


def said(body: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json=body)


class FakeGraph:
    """One account; `things` are what its owner sees of it by id, the newest last."""

    token = "EAAG-a-token-of-meta"
    root: ClassVar[str]
    page_size = 100

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.things: dict[str, dict[str, Any]] = {}
        self.comments: list[dict[str, Any]] = []
        self.deletes = True
        self.numbers = count(8000)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return refused(190, 463, "Error validating access token: Session has expired")
        asked = f"{request.method} {request.url.path.removeprefix(self.root)}"
        routes = {**self.routes(request), **self._common(request)}
        found = ((re.fullmatch(route, asked), answer) for route, answer in routes.items())
        return next(answer(*match.groups()) for match, answer in found if match)

    def routes(self, request: httpx.Request) -> dict[str, Answer]:
        raise NotImplementedError

    def _common(self, request: httpx.Request) -> dict[str, Answer]:
        return {
            "GET /([^/]+)/comments": lambda _: said({"data": self.comments}),
            "GET /[^/]+/insights": lambda: said({"data": INSIGHTS}),
            "DELETE /(.*)": self._delete,
            "GET /([^/]+)": lambda name: said(self.things[name]) if name in self.things else refused(100, 33),
        }

    def listed(self, request: httpx.Request, things: list[dict[str, Any]]) -> httpx.Response:
        """Answer a page, the newest first, and where the next one begins."""
        start = int(request.url.params.get("after", "0"))
        newest = list(reversed(things))
        end = start + self.page_size
        paging: dict[str, Any] = {"cursors": {"after": str(end)}}
        if end < len(newest):
            paging["next"] = "https://elsewhere.example/?access_token=leaked"
        return said({"data": newest[start:end], "paging": paging})

    def comment(self, post: str, text: str, name: str, instant: str) -> httpx.Response:
        if post not in self.things:
            return refused(100, 33)
        number = f"{post}_{next(self.numbers)}"
        url = f"https://www.facebook.com/{number}"
        self.comments.append({"id": number, name: text, instant: moment(CLOCK), "permalink_url": url})
        self.things[number] = {"id": number}
        return said({"id": number})

    def _delete(self, name: str) -> httpx.Response:
        if name not in self.things or not self.deletes:
            return refused(100, 33, "Unsupported delete request")
        del self.things[name]
        return said({"success": True})


INSIGHTS = [
    {"name": "views", "period": "lifetime", "values": [{"value": 30}]},
    {"name": "likes", "period": "lifetime", "total_value": {"value": 4}},
]


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+0000"


class FakeFacebook(FakeGraph):
    """A page, which takes no text twice in a row."""

    root = "/v26.0"

    def __init__(self) -> None:
        super().__init__()
        self.me = {"id": "77", "name": "Maison Tilleul", "link": "https://www.facebook.com/tilleul"}
        self.photos: dict[str, str] = {}

    def routes(self, request: httpx.Request) -> dict[str, Answer]:
        asked = form(request) if request.method == "POST" else {}
        return {
            "GET /me": lambda: said(self.me),
            "POST /77/photos": lambda: self._photo(asked),
            "POST /77/feed": lambda: self._post(asked),
            "GET /77/published_posts": lambda: self.listed(request, self._posts()),
            "POST /([^/]+)/comments": lambda post: self.comment(post, asked["message"], "message", "created_time"),
        }

    def public(self) -> list[Seen]:
        shown = (json.loads(post.get("attached_media", "[]")) for post in self._posts())
        alts = (tuple(self.photos[photo["media_fbid"]] for photo in photos) for photos in shown)
        return [Seen(post["message"], each) for post, each in zip(self._posts(), alts, strict=True)]

    def publishes(self, request: httpx.Request) -> bool:
        return request.url.path.endswith("/77/feed")

    def add(self, post: dict[str, Any], at: datetime = CLOCK) -> dict[str, Any]:
        number = f"77_{next(self.numbers)}"
        url = f"https://www.facebook.com/tilleul/posts/{number}"
        counted = {name: {"summary": {"total_count": 3}} for name in ("comments", "reactions")}
        self.things[number] = {**post, **counted, "id": number, "created_time": moment(at), "permalink_url": url}
        return self.things[number]

    def _posts(self) -> list[dict[str, Any]]:
        return [thing for thing in self.things.values() if "created_time" in thing]

    def _photo(self, asked: dict[str, Any]) -> httpx.Response:
        assert (asked["published"], type(asked["source"])) == ("false", bytes)
        number = str(next(self.numbers))
        self.photos[number] = asked["alt_text_custom"]
        return said({"id": number})

    def _post(self, asked: dict[str, str]) -> httpx.Response:
        if len(asked["message"]) > 63_206:
            return refused(100, 0, "the message is too long")
        posts = self._posts()
        if posts and posts[-1]["message"] == asked["message"]:
            return refused(506, 1455006, "Duplicate status message")
        made = self.add(asked)
        return said({name: made[name] for name in asked["fields"].split(",")})


class FakeContainers(FakeGraph):
    """An account whose posts are containers first."""

    edge: ClassVar[str]
    publishing: ClassVar[str]
    posts: ClassVar[str]
    quota: ClassVar[str]
    text: ClassVar[str]
    words: ClassVar[tuple[str, str]]
    longest: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.containers: dict[str, dict[str, Any]] = {}
        self.fetching = 0
        """How many more times an image is still being fetched when asked for."""
        self.trouble = ""
        self.used = {"quota_usage": 0, "config": {"quota_total": 100}}
        self.shows = True
        self.forgets = False
        """Whether containers are gone."""
        self.tokens = 1

    def routes(self, request: httpx.Request) -> dict[str, Answer]:
        asked = form(request) if request.method == "POST" else {}
        return {
            f"POST {self.edge}": lambda: self._contain(asked),
            f"POST {self.publishing}": lambda: self._publish(asked["creation_id"]),
            f"GET {self.posts}": lambda: self.listed(request, self._listable()),
            f"GET {self.quota}": lambda: said({"data": [self.used]}),
            "GET /(c[0-9]+)": self._state,
            "GET (?:.*)/refresh_access_token": self._extend,
        }

    def public(self) -> list[Seen]:
        return [Seen(thing[self.text], tuple(thing["alts"])) for thing in self._posts()]

    def publishes(self, request: httpx.Request) -> bool:
        return request.url.path.endswith(self.publishing)

    def add(self, text: str, at: datetime = CLOCK, alts: Any = (), **more: Any) -> dict[str, Any]:
        number = str(next(self.numbers))
        url = f"https://social.example/p/{number}"
        thing = {"id": number, self.text: text, "timestamp": moment(at), "permalink": url, "alts": alts, **more}
        self.things[number] = thing
        return thing

    def _posts(self) -> list[dict[str, Any]]:
        return [thing for thing in self.things.values() if "alts" in thing]

    def _listable(self) -> list[dict[str, Any]]:
        return self._posts() if self.shows else []

    def _contain(self, asked: dict[str, str]) -> httpx.Response:
        if len(asked.get(self.text, "")) > self.longest:
            return refused(100, 2207010, "the text is too long")
        name = f"c{next(self.numbers)}"
        self.containers[name] = {**asked, "state": "FINISHED"}
        return said({"id": name})

    def _state(self, name: str) -> httpx.Response:
        state, why = self.words
        if self.forgets:
            return refused(100, 33)
        if self.fetching:
            self.fetching -= 1
            return said({"id": name, state: "IN_PROGRESS"})
        if self.trouble:
            return said({"id": name, state: "ERROR", why: self.trouble})
        return said({"id": name, state: self.containers[name]["state"]})

    def _publish(self, name: str) -> httpx.Response:
        container = self.containers[name]
        assert container["state"] == "FINISHED"
        container["state"] = "PUBLISHED"
        held = [self.containers[child] for child in container["children"].split(",")] if "children" in container else []
        alts = [each["alt_text"] for each in held or [container] if "alt_text" in each]
        made = self.add(container.get(self.text, ""), alts=alts, reply="reply_to_id" in container)
        return said({"id": made["id"]})

    def _extend(self) -> httpx.Response:
        self.tokens += 1
        self.token = f"{FakeGraph.token}-{self.tokens}"
        lasting = {"access_token": self.token, "token_type": "bearer", "expires_in": 5_184_000}
        return httpx.Response(200, headers={"Date": "Mon, 04 May 2026 09:30:00 GMT"}, json=lasting)


class FakeThreads(FakeContainers):
    root = "/v1.0"
    edge = "/me/threads"
    publishing = "/me/threads_publish"
    posts = "/me/threads"
    quota = "/me/threads_publishing_limit"
    text = "text"
    words = ("status", "error_message")
    longest = 500

    def __init__(self) -> None:
        super().__init__()
        self.used = {**self.used, "reply_quota_usage": 0, "reply_config": {"quota_total": 1000}}

    def routes(self, request: httpx.Request) -> dict[str, Answer]:
        replies = [thing for thing in self._listable() if thing.get("reply")]
        return {
            **super().routes(request),
            "GET /me": lambda: said({"id": "9", "username": "tilleul"}),
            "GET /me/replies": lambda: self.listed(request, replies),
            "GET /[0-9]+/conversation": lambda: self.listed(request, replies),
        }


class FakeInstagram(FakeContainers):
    root = "/v26.0"
    edge = "/178/media"
    publishing = "/178/media_publish"
    posts = "/178/media"
    quota = "/178/content_publishing_limit"
    text = "caption"
    words = ("status_code", "status")
    longest = 2200

    def routes(self, request: httpx.Request) -> dict[str, Answer]:
        asked = form(request) if request.method == "POST" else {}
        return {
            **super().routes(request),
            "GET /178": lambda: said({"id": "178", "username": "tilleul"}),
            "POST /([^/]+)/comments": lambda post: self.comment(post, asked["message"], "text", "timestamp"),
        }
