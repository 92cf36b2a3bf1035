"""Stand-ins for platforms: each answers requests from books of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from html import escape
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


class FakeMastodon:
    """One account on a server that keeps its promises; set an attribute to break one."""

    token = "a-token-of-mastodon"

    def __init__(self) -> None:
        self.statuses: list[dict[str, Any]] = []
        self.keys: dict[str, dict[str, Any]] = {}
        self.media: dict[str, str] = {}
        self.requests: list[httpx.Request] = []
        self.processing = 0
        """How many more times an image is still being processed when asked for."""
        self.instance: dict[str, Any] = {}
        self.knows_v2 = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return httpx.Response(401, json={"error": "The access token is invalid"})
        page = request.url.params.get("max_id")
        routes: dict[str, Callable[[], httpx.Response]] = {
            "GET /api/v1/accounts/verify_credentials": self._me,
            "GET /api/v1/accounts/7/statuses": lambda: self._page(page),
            "GET /api/v2/instance": lambda: self._instance(known=self.knows_v2),
            "GET /api/v1/instance": lambda: self._instance(known=True),
            "POST /api/v2/media": lambda: self._upload(request),
            "POST /api/v1/statuses": lambda: self._post(request),
        }
        asked = f"{request.method} {request.url.path}"
        return routes.get(asked, lambda: self._media(request.url.path.rpartition("/")[2]))()

    def _me(self) -> httpx.Response:
        return httpx.Response(200, json={"id": "7", "acct": "tilleul", "url": "https://social.example/@tilleul"})

    def _instance(self, *, known: bool) -> httpx.Response:
        return httpx.Response(200, json=self.instance) if known else httpx.Response(404, json={"error": "Not found"})

    def public(self) -> list[Seen]:
        return [
            Seen(status["text"], tuple(self.media[each] for each in status["media_ids"])) for status in self.statuses
        ]

    def publishes(self, request: httpx.Request) -> bool:
        return (request.method, request.url.path) == ("POST", "/api/v1/statuses")

    def _upload(self, request: httpx.Request) -> httpx.Response:
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        parts = BytesParser().parsebytes(head + request.content).get_payload()
        form = {part.get_param("name", header="content-disposition"): part for part in parts}  # type: ignore[union-attr]
        media = str(100 + len(self.media))
        self.media[media] = form["description"].get_payload(decode=True).decode()  # type: ignore[union-attr]
        return httpx.Response(202 if self.processing else 200, json={"id": media, "url": None})

    def _media(self, media: str) -> httpx.Response:
        if media not in self.media:
            return httpx.Response(404, json={"error": "Record not found"})
        self.processing -= 1
        return httpx.Response(206 if self.processing > 0 else 200, json={"id": media})

    def _post(self, request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        key = request.headers.get("idempotency-key", "")
        if len(asked["status"]) > 500:
            return httpx.Response(422, json={"error": "Validation failed: Text character limit of 500 exceeded"})
        if key not in self.keys:
            self.keys[key] = self.add(asked["status"], asked.get("media_ids", ()), CLOCK, asked.get("language"))
        return httpx.Response(200, json=self.keys[key])

    def add(self, text: str, media: Any = (), at: datetime = CLOCK, language: str | None = None) -> dict[str, Any]:
        number = str(9000 + len(self.statuses))
        status = {
            "id": number,
            "created_at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "url": f"https://social.example/@tilleul/{number}",
            "content": _as_mastodon_shows(text),
            "text": text,
            "media_ids": list(media),
            "language": language,
        }
        self.statuses.append(status)
        return status

    def _page(self, before: str | None) -> httpx.Response:
        older = [status for status in reversed(self.statuses) if before is None or int(status["id"]) < int(before)]
        return httpx.Response(200, json=older[:40])


def _as_mastodon_shows(text: str) -> str:
    lines = (escape(line) for line in text.split("\n"))
    words = "<br />".join(lines).replace("#jardin", '<a href="/tags/jardin" rel="tag">#<span>jardin</span></a>')
    return f"<p>{words.replace('<br /><br />', '</p><p>')}</p>"


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
        uri = f"at://{asked['repo']}/{asked['collection']}/{place}"
        return httpx.Response(200, json={"uri": uri, "cid": "bafyrecord"})

    def _get(self, place: str) -> httpx.Response:
        if place not in self.records:
            return _no("RecordNotFound")
        return httpx.Response(200, json={"value": self.records[place]})


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
