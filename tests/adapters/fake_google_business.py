"""A stand-in for Google Business Profile: one location; each post is looked at before it is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.rotating import Tokens

LOCATION = "accounts/11/locations/22"
POSTS = f"/v4/{LOCATION}/localPosts"


class FakeGoogleBusiness:
    """Set an attribute to change what it answers."""

    def __init__(self) -> None:
        self.tokens = Tokens(rotates=False)
        self.posts: list[dict[str, Any]] = []
        self.requests: list[httpx.Request] = []
        self.state = "PROCESSING"
        self.page = 100

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host == "oauth2.googleapis.com":
            return self.tokens.give(request)
        if not self.tokens.fit(request):
            return no(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        place = {"name": "locations/22", "title": "Maison Tilleul", "metadata": {"mapsUri": "https://maps.example/22"}}
        routes: dict[str, Callable[[], httpx.Response]] = {
            f"GET {POSTS}": lambda: self._listed(request.url.params),
            f"POST {POSTS}": lambda: self._posted(json.loads(request.content)),
            "GET /v1/locations/22": lambda: httpx.Response(200, json=place),
        }
        if request.method == "DELETE":
            return self._deleted(request.url.path.removeprefix("/v4/"))
        missing = no(404, "NOT_FOUND", "Requested entity was not found.")
        return routes.get(f"{request.method} {request.url.path}", lambda: missing)()

    def public(self) -> Sequence[Seen]:
        shown = [post for post in self.posts if post["state"] != "REJECTED"]
        return [Seen(post["summary"], ("",) * len(post.get("media", ()))) for post in shown]

    def publishes(self, request: httpx.Request) -> bool:
        return (request.method, request.url.path) == ("POST", POSTS)

    def add(self, at: datetime = CLOCK, **told: Any) -> dict[str, Any]:
        """Enter a post into the books."""
        name = f"{LOCATION}/localPosts/{len(self.posts)}"
        made = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f123Z")
        url = f"https://local.google.com/place?id=22&use=posts&lpsid={len(self.posts)}"
        self.posts.append({"name": name, "createTime": made, "state": self.state, "searchUrl": url, **told})
        return self.posts[-1]

    def _posted(self, asked: dict[str, Any]) -> httpx.Response:
        assert asked["topicType"] == "STANDARD"
        if len(asked["summary"]) > 1500:
            return no(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
        return httpx.Response(200, json=self.add(**asked))

    def _listed(self, params: httpx.QueryParams) -> httpx.Response:
        start = int(params.get("pageToken", "0"))
        end = start + min(self.page, int(params["pageSize"]))
        more = {"nextPageToken": str(end)} if len(self.posts) > end else {}
        posts = {"localPosts": self.posts[start:end]} if self.posts else {}
        return httpx.Response(200, json={**posts, **more})

    def _deleted(self, name: str) -> httpx.Response:
        found = next((post for post in self.posts if post["name"] == name), None)
        if found is None:
            return no(404, "NOT_FOUND", "Requested entity was not found.")
        self.posts.remove(found)
        return httpx.Response(200, json={})


def no(status: int, name: str, message: str, **headers: str) -> httpx.Response:
    error = {"code": status, "status": name, "message": message}
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=told, json={"error": error})
