"""The part of a stand-in that gives tokens: numbered, only the newest is good."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

import httpx

from tests.adapters.forms import form

APP = {"client_id": "the-app", "client_secret": "proof-of-the-app", "refresh_token": "refresh-0"}
SECRETS = ("proof-of-the-app", "refresh-0", "refresh-1", "access-1")
"""What must be seen nowhere."""
DATE = "Mon, 04 May 2026 09:30:00 GMT"


@dataclass
class Tokens:
    """Set an attribute to change what it gives."""

    basic: bool = False
    """Whether the app proves itself in a header."""
    rotates: bool = True
    """Whether a refresh token is good once."""
    lasts: int = 3600
    issued: int = 0

    def fit(self, request: httpx.Request) -> bool:
        """Tell whether a request carries the token that is good."""
        return self.issued > 0 and request.headers.get("authorization") == f"Bearer access-{self.issued}"

    def give(self, request: httpx.Request) -> httpx.Response:
        """Answer a request for fresh tokens."""
        asked, good = form(request), f"refresh-{self.issued if self.rotates else 0}"
        if not self._proves(request, asked) or (asked["grant_type"], asked["refresh_token"]) != ("refresh_token", good):
            return httpx.Response(400, json={"error": "invalid_grant"})
        self.issued += 1
        told = {"access_token": f"access-{self.issued}", "token_type": "bearer", "expires_in": self.lasts, "scope": "a"}
        fresh = {"refresh_token": f"refresh-{self.issued}"} if self.rotates else {}
        return httpx.Response(200, headers={"Date": DATE}, json={**told, **fresh})

    def _proves(self, request: httpx.Request, asked: dict[str, str]) -> bool:
        name, proof = APP["client_id"], APP["client_secret"]
        if self.basic:
            expected = b64encode(f"{name}:{proof}".encode()).decode()
            return request.headers.get("authorization") == f"Basic {expected}" and "client_secret" not in asked
        return (asked["client_id"], asked.get("client_secret")) == (name, proof)
