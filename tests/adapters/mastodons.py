"""Stand-ins for the servers that speak Mastodon's language; their answers keep to its official description."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any, ClassVar

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.forms import form
from tests.specs.judging import witness

SOURCE = "https://github.com/mastodon/mastodon"
STATUSES = "/api/v1/statuses"

_witness = witness("mastodon")


LIMITS: dict[str, Any] = {
    "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
    "statuses": {"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23},
    "media_attachments": {
        "image_size_limit": 16_777_216,
        "image_matrix_limit": 33_177_600,
        "description_limit": 1500,
        "supported_mime_types": ["image/jpeg", "image/png", "video/mp4"],
        "video_size_limit": 103_809_024,
        "video_frame_rate_limit": 120,
        "video_matrix_limit": 8_294_400,
    },
    "polls": {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746},
    "translation": {"enabled": False},
    "urls": {},
}
INSTANCE: dict[str, Any] = {
    "icon": [],
    "languages": [],
    "rules": [],
    "domain": "social.example",
    "title": "Les potagers",
    "description": "",
    "version": "4.4.0",
    "source_url": SOURCE,
    "api_versions": {"mastodon": 6},
    "configuration": LIMITS,
    "contact": {"email": "jardinier@social.example", "account": None},
    "registrations": {"enabled": False, "approval_required": True},
    "thumbnail": {"url": "https://social.example/preview.png"},
    "usage": {"users": {"active_month": 12}},
}


class FakeMastodon:
    """One account on a server that keeps its promises; set an attribute to break one."""

    token = "a-token-of-mastodon"
    software: ClassVar[str] = "mastodon"
    described: bool = True
    """Whether it keeps to the official description of the API."""
    longest: ClassVar[int] = 500

    def __init__(self) -> None:
        self.statuses: list[dict[str, Any]] = []
        self.keys: dict[str, dict[str, Any]] = {}
        self.media: dict[str, str] = {}
        self.requests: list[httpx.Request] = []
        self.processing = 0
        """How many more times an image is still being processed when asked for."""
        self.instance: dict[str, Any] = dict(INSTANCE)
        self.knows_v2 = True
        self.app: dict[str, Any] = {}
        """What it tells of the app beyond its name."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answer(request)
        if self.described:
            _witness(request, answer)
        return answer

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return httpx.Response(401, json={"error": "The access token is invalid"})
        page = request.url.params.get("max_id")
        routes: dict[str, Callable[[], httpx.Response]] = {
            "GET /api/v1/accounts/verify_credentials": self._me,
            "GET /api/v1/accounts/7/statuses": lambda: self._page(page),
            "GET /api/v1/apps/verify_credentials": lambda: httpx.Response(200, json={**_APP, **self.app}),
            "GET /api/v2/instance": lambda: self._instance(known=self.knows_v2),
            "GET /api/v1/instance": lambda: self._instance(known=True),
            "GET /.well-known/nodeinfo": self._nodeinfo,
            "GET /nodeinfo/2.0": lambda: httpx.Response(200, json={"software": {"name": self.software}}),
            "POST /api/v2/media": lambda: self._upload(request),
            f"POST {STATUSES}": lambda: self._post(request),
        }
        asked = f"{request.method} {request.url.path}"
        return routes.get(asked, lambda: self._one(request.method, request.url.path))()

    def public(self) -> list[Seen]:
        return [
            Seen(status["text"], tuple(self.media[each] for each in status["media_ids"])) for status in self.statuses
        ]

    def publishes(self, request: httpx.Request) -> bool:
        return (request.method, request.url.path) == ("POST", STATUSES)

    def add(self, text: str, at: datetime = CLOCK, **asked: Any) -> dict[str, Any]:
        """Enter a status into the books, as it was asked for."""
        number = str(9000 + len(self.statuses))
        status = {
            **asked,
            "id": number,
            "created_at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "url": f"https://social.example/@tilleul/{number}",
            "content": as_mastodon_shows(text),
            "text": text,
            "media_ids": asked.get("media_ids", []),
        }
        self.statuses.append(status)
        return status

    def show(self, status: dict[str, Any]) -> dict[str, Any]:
        """Return a status as the server shows it."""
        own = {"id", "created_at", "url", "content"}
        counts = {"replies_count": 1, "reblogs_count": 2, "favourites_count": 3, "quotes_count": 0}
        nothing: dict[str, Any] = {"emojis": [], "mentions": [], "tags": []}
        return {
            **{name: status[name] for name in own},
            **counts,
            **nothing,
            "uri": f"https://social.example/users/tilleul/statuses/{status['id']}",
            "account": _account(),
            "sensitive": bool(status.get("spoiler_text")),
            "spoiler_text": status.get("spoiler_text", ""),
            "visibility": status.get("visibility", "public"),
            "in_reply_to_id": status.get("in_reply_to_id"),
            "language": status.get("language"),
            "media_attachments": [_attachment(each) for each in status["media_ids"]],
        }

    def accept(self, key: str, asked: dict[str, Any]) -> httpx.Response:
        """Take a status; a repeated key is answered with the first."""
        if key not in self.keys:
            self.keys[key] = self.add(asked.pop("status"), **asked)
        return httpx.Response(200, json=self.show(self.keys[key]))

    def _me(self) -> httpx.Response:
        return httpx.Response(200, json={**_account(), "role": _ROLE, "source": _SOURCE})

    def _instance(self, *, known: bool) -> httpx.Response:
        return httpx.Response(200, json=self.instance) if known else httpx.Response(404, json={"error": "Not found"})

    def _nodeinfo(self) -> httpx.Response:
        link = {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": "https://social.example/nodeinfo/2.0"}
        return httpx.Response(200, json={"links": [link]})

    def _upload(self, request: httpx.Request) -> httpx.Response:
        media = str(100 + len(self.media))
        self.media[media] = form(request)["description"]
        return httpx.Response(202 if self.processing else 200, json=_attachment(media))

    def _one(self, method: str, path: str) -> httpx.Response:
        """Answer what is asked of one status, or of one image."""
        if path.endswith("/context"):
            return self._context(path.split("/")[-2])
        number = path.rpartition("/")[2]
        if path.startswith("/api/v1/media/") and number in self.media:
            self.processing -= 1
            return httpx.Response(206 if self.processing > 0 else 200, json=_attachment(number))
        found = next((status for status in self.statuses if status["id"] == number), None)
        if found is None:
            return httpx.Response(404, json={"error": "Record not found"})
        if method == "DELETE":
            self.statuses.remove(found)
        return httpx.Response(200, json=self.show(found))

    def _context(self, number: str) -> httpx.Response:
        answers = [self.show(status) for status in self.statuses if status.get("in_reply_to_id") == number]
        return httpx.Response(200, json={"ancestors": [], "descendants": answers})

    def _post(self, request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        if len(asked["status"]) > self.longest:
            error = f"Validation failed: Text character limit of {self.longest} exceeded"
            return httpx.Response(422, json={"error": error})
        return self.accept(request.headers.get("idempotency-key", ""), asked)

    def _page(self, before: str | None) -> httpx.Response:
        older = [status for status in reversed(self.statuses) if before is None or int(status["id"]) < int(before)]
        return httpx.Response(200, json=[self.show(status) for status in older[:40]])


class FakeGoToSocial(FakeMastodon):
    """Has never heard of keys, and says a version that names nobody."""

    software = "gotosocial"
    described = False
    longest = 5000

    def __init__(self) -> None:
        super().__init__()
        self.instance = {"version": "0.19.1+git-fd9ebf6", "configuration": {"statuses": {"max_characters": 5000}}}

    def accept(self, key: str, asked: dict[str, Any]) -> httpx.Response:
        """Take a status, whatever its key."""
        return super().accept(str(len(self.statuses)), asked)


class FakePleroma(FakeMastodon):
    """Knows only the older address of its description."""

    software = "pleroma"
    described = False
    longest = 5000

    def __init__(self) -> None:
        super().__init__()
        self.instance = {"version": "2.7.2 (compatible; Akkoma 3.13.2)", "max_toot_chars": 5000}
        self.knows_v2 = False


class FakePixelfed(FakeMastodon):
    """Takes images only, and no key twice."""

    software = "pixelfed"
    described = False

    def __init__(self) -> None:
        super().__init__()
        self.instance = {"version": "3.5.3 (compatible; Pixelfed 0.12.4)"}

    def accept(self, key: str, asked: dict[str, Any]) -> httpx.Response:
        """Refuse a key that was seen, even on a status that was refused."""
        if key in self.keys:
            return httpx.Response(400, json={"error": "Duplicate idempotency key."})
        if key:
            self.keys[key] = {}
        if not asked.get("media_ids") and not asked.get("in_reply_to_id"):
            return httpx.Response(403, json={"error": "Empty statuses are not allowed"})
        return httpx.Response(200, json=self.show(self.add(asked.pop("status"), **asked)))


_ROLE = {"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": False}
_SOURCE = {
    "note": "",
    "fields": [],
    "privacy": "public",
    "sensitive": False,
    "language": "",
    "follow_requests_count": 0,
    "attribution_domains": [],
    "quote_policy": "public",
    "hide_collections": None,
    "discoverable": None,
    "indexable": False,
}


_APP = {
    "id": "11",
    "name": "tambour",
    "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
    "redirect_uris": ["urn:ietf:wg:oauth:2.0:oob"],
    "vapid_key": "a-public-key",
}


def _account() -> dict[str, Any]:
    address = "https://social.example/@tilleul"
    picture = "https://social.example/avatars/missing.png"
    flags = dict.fromkeys(("bot", "group", "indexable", "locked"), False)
    return {
        **flags,
        **dict.fromkeys(("avatar", "avatar_static", "header", "header_static"), picture),
        **dict.fromkeys(("avatar_description", "header_description", "note"), ""),
        **dict.fromkeys(("followers_count", "following_count", "statuses_count"), 0),
        "id": "7",
        "acct": "tilleul",
        "username": "tilleul",
        "display_name": "Maison Tilleul",
        "created_at": "2024-03-01T00:00:00.000Z",
        "url": address,
        "uri": "https://social.example/users/tilleul",
        "emojis": [],
        "fields": [],
    }


def _attachment(media: str) -> dict[str, Any]:
    return {"id": media, "type": "image", "url": None, "preview_url": None, "description": None}


def as_mastodon_shows(text: str) -> str:
    """Write a text in the HTML of a status."""
    lines = (escape(line) for line in text.split("\n"))
    words = "<br />".join(lines).replace("#jardin", '<a href="/tags/jardin" rel="tag">#<span>jardin</span></a>')
    return f"<p>{words.replace('<br /><br />', '</p><p>')}</p>"
