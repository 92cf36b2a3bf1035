"""A stand-in for WordPress: one site, with an author and a contributor of it; written from what WordPress 6.1 does."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from itertools import count
from typing import Any

import httpx

from adapters.markup import seen
from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form

URL = "https://maison.example/blog"


class FakeWordPress:
    """Set an attribute to change what it answers."""

    user = "tilleul"
    password = "abcd EFGH 1234 ijkl"

    def __init__(self) -> None:
        self.posts: dict[int, dict[str, Any]] = {}
        self.media: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.terms: dict[str, list[dict[str, Any]]] = {"tags": [], "categories": [_term(5, "Au jardin")]}
        self.requests: list[httpx.Request] = []
        self.pretty = True
        self.shown = 100
        self.moderated = False
        self.filter: Callable[[str], str] = lambda text: text
        self.capabilities: dict[str, bool] = {"publish_posts": True}
        self._numbers = count(40)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = self._path(request)
        if path is None:
            return httpx.Response(200, html="<html>the front page</html>")
        if path == "/":
            return httpx.Response(200, json={"namespaces": ["oembed/1.0", "wp/v2"]})
        pair = b64encode(f"{self.user}:{self.password}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {pair}":
            return _no(401, "rest_not_logged_in", "You are not currently logged in.")
        return self._routed(request, path.removeprefix("/wp/v2"))

    def public(self) -> list[Seen]:
        return [self._seen(post) for post in self.posts.values() if post["status"] == "publish"]

    def publishes(self, request: httpx.Request) -> bool:
        return request.method == "POST" and request.content == b'{"status":"publish"}'

    def add(self, author: int = 1, **fields: Any) -> dict[str, Any]:
        post = {"status": "draft", "content": "", "title": "", "tags": [], **fields, "author": author}
        self._name(post)
        post |= {"id": next(self._numbers), "at": CLOCK}
        self.posts[post["id"]] = post
        return post

    def _path(self, request: httpx.Request) -> str | None:
        inside = request.url.path.removeprefix("/blog")
        if request.url.path.startswith("/blog/wp-json"):
            return inside.removeprefix("/wp-json") if self.pretty else None
        return dict(request.url.params).get("rest_route")

    def _routed(self, request: httpx.Request, path: str) -> httpx.Response:
        asked = form(request) if request.method == "POST" else dict(request.url.params)
        me = {"id": 1, "name": "Maison Tilleul", "link": f"{URL}/author/tilleul/", "capabilities": self.capabilities}
        routes: dict[str, Callable[..., httpx.Response]] = {
            "GET /users/me": lambda: _said(me),
            "GET /posts": lambda: self._list(self.posts.values(), asked, self._shown),
            "POST /posts": lambda: _said(self._shown(self.add(**asked)), 201),
            r"GET /posts/(\d+)": lambda number: self._one(number, lambda post: post),
            r"POST /posts/(\d+)": lambda number: self._one(number, lambda post: self._change(post, asked)),
            r"DELETE /posts/(\d+)": lambda number: self._one(number, lambda post: self._trash(post, request)),
            "GET /media": lambda: _said([_bare(each) for each in self.media if each["slug"] == asked["slug"]]),
            "POST /media": lambda: self._upload(asked),
            "GET /(tags|categories)": lambda kind: _said(self.terms[kind][: self.shown]),
            "POST /tags": lambda: self._tag(asked["name"]),
            "GET /comments": lambda: self._list(self._about(asked), asked, lambda each: each),
            "POST /comments": lambda: self._comment(asked),
            r"DELETE /comments/(\d+)": self._uncomment,
        }
        found = ((re.fullmatch(route, f"{request.method} {path}"), answer) for route, answer in routes.items())
        return next(answer(*match.groups()) for match, answer in found if match)

    def _one(self, number: str, then: Callable[[dict[str, Any]], Any]) -> httpx.Response:
        if int(number) not in self.posts:
            return _no(404, "rest_post_invalid_id", "Invalid post ID.")
        done = then(self.posts[int(number)])
        return done if isinstance(done, httpx.Response) else _said(self._shown(done))

    def _change(self, post: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        if asked.get("status") == "publish" and self.moderated:
            return {**post, "status": "pending"}
        post |= asked
        return post

    def _trash(self, post: dict[str, Any], request: httpx.Request) -> Any:
        if "force" in request.url.params:
            del self.posts[post["id"]]
        elif post["status"] == "trash":
            return _no(410, "rest_already_trashed", "The post has already been deleted.")
        post["status"] = "trash"
        return post

    def _name(self, post: dict[str, Any]) -> None:
        wanted = post.get("slug") or "a-post"
        taken = {each["slug"] for each in self.posts.values()}
        post["slug"] = wanted if wanted not in taken else f"{wanted}-2"

    def _list(self, rows: Any, asked: Mapping[str, str], shown: Callable[..., Any]) -> httpx.Response:
        mine = [each for each in rows if self._wanted(each, asked)]
        size, page = int(asked.get("per_page", 10)), int(asked.get("page", 1))
        newest = sorted(mine, key=lambda each: -each["id"])[size * (page - 1) : size * page]
        totals = {"X-WP-Total": str(len(mine)), "X-WP-TotalPages": str(-(-len(mine) // size))}
        return httpx.Response(200, headers=totals, json=[_bare(shown(each)) for each in newest])

    def _wanted(self, each: Mapping[str, Any], asked: Mapping[str, str]) -> bool:
        state = asked.get("status", "publish")
        same = all(str(each[name]) == asked[name] for name in ("slug", "author") if name in asked)
        return same and each.get("status", "publish") in ({"publish", "draft"} if state == "any" else {state})

    def _shown(self, post: Mapping[str, Any]) -> dict[str, Any]:
        content = self.filter(post["content"])
        told = {"id": post["id"], "slug": post["slug"], "status": post["status"], "author": post["author"]}
        at = post["at"].replace(tzinfo=None).isoformat(timespec="seconds")
        where = {"link": f"{URL}/{post['slug']}/", "date_gmt": at}
        return {**told, **where, "content": {"raw": content, "rendered": content}}

    def _upload(self, asked: Mapping[str, Any]) -> httpx.Response:
        made = {"id": next(self._numbers), "slug": asked["slug"], "source_url": f"{URL}/up/{asked['slug']}.png"}
        self.media.append({**made, "alt_text": re.sub(r"<[^>]*>", "", asked["alt_text"]), "data": asked["file"]})
        return _said(_bare(self.media[-1]), 201)

    def _tag(self, name: str) -> httpx.Response:
        if there := [each["id"] for each in self.terms["tags"] if each["name"] == name]:
            data = {"status": 400, "term_id": there[0]}
            return _said({"code": "term_exists", "message": "It exists already.", "data": data}, 400)
        self.terms["tags"].append(_term(next(self._numbers), name))
        return _said(self.terms["tags"][-1], 201)

    def _about(self, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        return [each for each in self.comments if str(each["post"]) == asked["post"]]

    def _comment(self, asked: Mapping[str, Any]) -> httpx.Response:
        if any(each["content"]["rendered"] == asked["content"] for each in self._about({"post": str(asked["post"])})):
            return _no(409, "comment_duplicate", "Duplicate comment detected.")
        at = CLOCK.replace(tzinfo=None).isoformat(timespec="seconds")
        made = {
            "id": next(self._numbers),
            "post": asked["post"],
            "author": 1,
            "date_gmt": at,
            "link": f"{URL}/#c",
            "author_name": "Tilleul",
        }
        self.comments.append({**made, "content": {"rendered": asked["content"]}})
        return _said(self.comments[-1], 201)

    def _uncomment(self, number: str) -> httpx.Response:
        there = [each for each in self.comments if each["id"] == int(number)]
        self.comments = [each for each in self.comments if each not in there]
        return _said({}) if there else _no(404, "rest_comment_invalid_id", "Invalid comment ID.")

    def _seen(self, post: Mapping[str, Any]) -> Seen:
        featured = tuple(each["alt_text"] for each in self.media if each["id"] == post.get("featured_media"))
        return Seen(_words(post["content"]), featured + alts(post["content"]))


class _Images(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.alts.append(str(dict(attrs)["alt"]))


def alts(markup: str) -> tuple[str, ...]:
    """Return the alternative texts of a page's images."""
    reader = _Images()
    reader.feed(markup)
    return tuple(reader.alts)


def _words(markup: str) -> str:
    """Show a page's text as it was written: a paragraph ends with a blank line."""
    inside = re.sub(r"<!--.*?-->\s*", "", markup)
    return seen(re.sub(r"</p>\s*<p>", "\n\n", inside)).strip("\n")


def _term(number: int, name: str) -> dict[str, Any]:
    return {"id": number, "name": name.replace("&", "&amp;"), "slug": name.lower().replace(" ", "-")}


def _bare(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != "data"}


def _said(body: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body)


def _no(status: int, code: str, message: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": message, "data": {"status": status}})
