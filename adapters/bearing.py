"""APIs that take a bearer token, which is replaced by a fresh one when it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from adapters import http
from adapters.tokens import Kept

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Api:
    """An account's way into one."""

    client: httpx.Client = field(repr=False)
    kept: Kept = field(repr=False)
    root: str
    exceptions: http.Exceptions = http.no_exceptions
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, read: Callable[[http.Answer], T], **rest: Any) -> T:
        """Send a request that the public cannot see."""
        return self.kept.use(
            lambda token: http.ask(self.client, self._request(token, method, path, **rest), read, self.exceptions)
        )

    def publish(self, path: str, read: Callable[[http.Answer], T], **rest: Any) -> T:
        """Send the request that makes a post public."""
        return self.kept.use(
            lambda token: http.publish(self.client, self._request(token, "POST", path, **rest), read, self.exceptions)
        )

    def _request(self, token: str, method: str, path: str, **rest: Any) -> httpx.Request:
        headers = {**self.headers, **http.bearer(token)}
        return self.client.build_request(method, f"{self.root}{path}", headers=headers, **rest)
