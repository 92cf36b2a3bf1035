"""Stand-ins for platforms: each answers requests from books of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters import http
from adapters.base import Adapter, Connection, Content, Intent, Json, Receipt
from adapters.testing import AT, Drawer, Seen

CLOCK = AT + timedelta(seconds=2)
"""What every stand-in's clock shows."""


def connection(
    app: object = None, options: Mapping[str, str] | None = None, drawer: Drawer | None = None
) -> Connection:
    """Connect an account named `journal` to a stand-in, or to nothing."""
    transport = httpx.MockTransport(app if callable(app) else _nobody)
    return Connection("journal", options or {}, http.client(transport), drawer or Drawer())


def _nobody(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"nothing should be sent, and {request.url} was asked")


def published(adapter: Adapter, content: Content, *, key: str = "k1", at: datetime = AT) -> tuple[Intent, Receipt]:
    """Take a post through both steps."""
    intent = adapter.prepare(content, key=key, at=at)
    return intent, adapter.publish(intent)


class FakeBluesky:
    """One account on its own server; tokens are numbered, and only the newest is good."""

    did = "did:plc:tilleul"
    password = "abcd-efgh-app-password"

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.issued = 0
        self.refuses_refresh = False
        self.lost_blobs: set[str] = set()
        self.document: dict[str, Any] | None = None
        self.page = 100
        self.is_behind = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        call = request.url.path.rpartition(".")[2]
        if call == "createSession":
            return self._login(json.loads(request.content))
        if call == "refreshSession":
            refused = self.refuses_refresh or self._token(request) != f"refresh-{self.issued}"
            return _no("ExpiredToken") if refused else self._session()
        if self._token(request) != f"access-{self.issued}":
            return _no("ExpiredToken")
        routes: dict[str, Callable[[], httpx.Response]] = {
            "getSession": lambda: httpx.Response(200, json={"did": self.did, "handle": "tilleul.example"}),
            "uploadBlob": lambda: _uploaded(request),
            "putRecord": lambda: self._put(json.loads(request.content)),
            "getRecord": lambda: self._get(request.url.params["rkey"]),
            "deleteRecord": lambda: self._delete(json.loads(request.content)),
            "listRecords": lambda: self._list(request.url.params),
            "getPostThread": lambda: httpx.Response(200, json={"thread": self._thread(request.url.params["uri"])}),
            "getPosts": lambda: self._shown(request.url.params["uris"]),
        }
        return routes[call]()

    def public(self) -> list[Seen]:
        return [Seen(record["text"], _alts(record)) for record in self.records.values()]

    def publishes(self, request: httpx.Request) -> bool:
        return request.url.path.endswith("putRecord")

    def _token(self, request: httpx.Request) -> str:
        return str(request.headers.get("authorization")).removeprefix("Bearer ")

    def _login(self, asked: dict[str, str]) -> httpx.Response:
        if asked != {"identifier": "tilleul.example", "password": self.password}:
            return _no("AuthenticationRequired", 401)
        return self._session()

    def _session(self) -> httpx.Response:
        self.issued += 1
        tokens = {"accessJwt": f"access-{self.issued}", "refreshJwt": f"refresh-{self.issued}"}
        return httpx.Response(200, json={"did": self.did, "didDoc": self.document, **tokens})

    def _put(self, asked: dict[str, Any]) -> httpx.Response:
        place, record = asked["rkey"], asked["record"]
        if len(record["text"]) > 300:
            return _no("InvalidRequest")
        if self.lost_blobs & set(json.dumps(record).split('"')):
            return _no("BlobNotFound")
        if self.records.setdefault(place, record) != record:
            return _no("InvalidSwap")
        return httpx.Response(200, json={name: self._stored(place)[name] for name in ("uri", "cid")})

    def _get(self, place: str) -> httpx.Response:
        if place not in self.records:
            return _no("RecordNotFound")
        return httpx.Response(200, json=self._stored(place))

    def _delete(self, asked: dict[str, Any]) -> httpx.Response:
        self.records.pop(asked["rkey"], None)
        return httpx.Response(200, json={})

    def _list(self, asked: httpx.QueryParams) -> httpx.Response:
        places = sorted((place for place in self.records if place < asked.get("cursor", "~")), reverse=True)
        page = places[: min(int(asked["limit"]), self.page)]
        more = {"cursor": page[-1]} if page else {}
        return httpx.Response(200, json={"records": [self._stored(place) for place in page], **more})

    def _shown(self, uri: str) -> httpx.Response:
        shown = [] if self.is_behind else [{"uri": uri, "likeCount": 3, "replyCount": 1, "labels": []}]
        return httpx.Response(200, json={"posts": shown})

    def _thread(self, uri: str) -> dict[str, Any]:
        stored = self._stored(uri.rpartition("/")[2])
        answers = [
            self._thread(self._stored(place)["uri"])
            for place, record in self.records.items()
            if record.get("reply", {}).get("parent", {}).get("uri") == uri
        ]
        author = {"did": self.did, "handle": "tilleul.example"}
        post = {**stored, "record": stored["value"], "author": author, "indexedAt": stored["value"]["createdAt"]}
        hidden = {
            "$type": "app.bsky.feed.defs#blockedPost",
            "uri": "at://did:plc:x/app.bsky.feed.post/3",
            "blocked": True,
        }
        return {"post": post, "replies": [*answers, hidden]}

    def _stored(self, place: str) -> dict[str, Any]:
        record = self.records[place]
        uri = f"at://{self.did}/app.bsky.feed.post/{place}"
        return {"uri": uri, "cid": f"bafy-{len(str(record['text']))}", "value": record}


def _uploaded(request: httpx.Request) -> httpx.Response:
    blob = {"$type": "blob", "ref": {"$link": f"bafk{len(request.content)}"}, "size": len(request.content)}
    return httpx.Response(200, json={"blob": {**blob, "mimeType": request.headers["content-type"]}})


def _no(error: str, status: int = 400) -> httpx.Response:
    return httpx.Response(status, json={"error": error, "message": f"no, because of {error}"})


def _alts(record: dict[str, Any]) -> tuple[str, ...]:
    return tuple(image["alt"] for image in record.get("embed", {}).get("images", ()))


class FakeGazette:
    """An invented platform, as simple as one can be."""

    def __init__(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.headers.get("authorization") != "Bearer a-secret-of-the-gazette":
            return httpx.Response(401, json={"error": "who are you?"})
        if request.method == "GET":
            return httpx.Response(200, json={"name": "the gazette"})
        asked = json.loads(request.content)
        self.posts.setdefault(asked["key"], asked)
        return httpx.Response(200, json={"id": asked["key"]})

    def public(self) -> list[Seen]:
        return [Seen(post["text"]) for post in self.posts.values()]

    def publishes(self, request: httpx.Request) -> bool:
        return request.method == "POST"


def frozen(intent: Intent, *path: str) -> Json:
    """Return what an intent's request holds at a path of names."""
    found: Any = intent.request
    for name in path:
        found = found[name]
    value: Json = found
    return value
