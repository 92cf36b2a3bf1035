"""A stand-in for Pinterest: one account and one board, judged by Pinterest's own description where it is at hand."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from adapters.testing import Seen
from tests.adapters.fakes import CLOCK
from tests.adapters.rotating import Tokens
from tests.specs.judging import witness

BOARD = "549755885175"


class FakePinterest:
    """Set an attribute to change what it answers."""

    def __init__(self) -> None:
        self.tokens = Tokens(basic=True, lasts=2_592_000)
        self.pins: list[dict[str, Any]] = []
        self.requests: list[httpx.Request] = []
        self.page = 250

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = request.url.path.removeprefix("/v5")
        if path == "/oauth/token":
            return self.tokens.give(request)
        answer = self._answer(request, path) if self.tokens.fit(request) else no(401, 2, "Authentication failed.")
        _witness(request, answer)
        return answer

    def public(self) -> Sequence[Seen]:
        return [Seen(pin["description"], tuple(filter(None, [pin["alt_text"]]))) for pin in self.pins]

    def publishes(self, request: httpx.Request) -> bool:
        return (request.method, request.url.path) == ("POST", "/v5/pins")

    def add(self, at: datetime = CLOCK, **told: Any) -> dict[str, Any]:
        """Enter a Pin into the books."""
        made = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        known = {"id": str(813744226420795884 + len(self.pins)), "created_at": made, "board_id": BOARD}
        self.pins.append({"description": None, "link": None, "title": None, "alt_text": None, **known, **told})
        return self.pins[-1]

    def _answer(self, request: httpx.Request, path: str) -> httpx.Response:
        routes: dict[str, Callable[[], httpx.Response]] = {
            "GET /user_account": lambda: httpx.Response(200, json={"username": "tilleul", "account_type": "BUSINESS"}),
            f"GET /boards/{BOARD}": lambda: httpx.Response(200, json={"id": BOARD, "name": "Jardin"}),
            f"GET /boards/{BOARD}/pins": lambda: self._listed(request.url.params),
            "POST /pins": lambda: self._pinned(json.loads(request.content)),
        }
        missing = no(404, 40, "Board not found.")
        if path.startswith("/pins/"):
            return self._one(request, path.rpartition("/")[2])
        return routes.get(f"{request.method} {path}", lambda: missing)()

    def _pinned(self, asked: dict[str, Any]) -> httpx.Response:
        if len(asked["description"]) > 800:
            return no(400, 1, "description is too long")
        source = asked.pop("media_source")
        images = source.get("items", [source])
        assert all(b64decode(image["data"], validate=True) for image in images)
        assert len(images) == 1 or source["source_type"] == "multiple_image_base64"
        pin = self.add(**asked)
        return httpx.Response(201, json=pin)

    def _listed(self, params: httpx.QueryParams) -> httpx.Response:
        start = int(params.get("bookmark", "0"))
        end = start + min(self.page, int(params["page_size"]))
        more = str(end) if len(self.pins) > end else None
        return httpx.Response(200, json={"items": self.pins[start:end], "bookmark": more})

    def _one(self, request: httpx.Request, name: str) -> httpx.Response:
        found = next((pin for pin in self.pins if pin["id"] == name), None)
        if found is None:
            return no(404, 50, "Pin not found.")
        if request.method == "DELETE":
            self.pins.remove(found)
            return httpx.Response(204)
        assert request.url.params["pin_metrics"] == "true"
        counts = {"pin_click": 7, "impression": 20, "clickthrough": 3, "reaction": 10, "comment": 2}
        return httpx.Response(200, json={**found, "pin_metrics": {"90d": {}, "lifetime_metrics": counts}})


def no(status: int, code: int, message: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": message})


_witness = witness("pinterest")
