"""Requests to one server of the family, in an account's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from adapters import http
from adapters.base import AdapterError, Connection, Refused, Unauthorized, Uncertain

T = TypeVar("T")


class Absent(Refused):
    """The server has no such thing, or no longer."""


class Api:
    """The way to an account's server."""

    def __init__(self, connection: Connection) -> None:
        self.url = connection.options["url"].rstrip("/")
        self._token = connection.options["token"]
        self._client = connection.client

    def ask(self, method: str, path: str, read: Callable[[http.Answer], T], **rest: Any) -> T:
        """Send what the public cannot see."""
        return http.ask(self._client, self._request(method, path, **rest), read, exceptions)

    def publish(self, path: str, read: Callable[[http.Answer], T], **rest: Any) -> T:
        """Send what makes a post public."""
        return http.publish(self._client, self._request("POST", path, **rest), read, exceptions)

    def _request(self, method: str, path: str, headers: dict[str, str] | None = None, **body: Any) -> httpx.Request:
        headers = {**http.bearer(self._token), **(headers or {})}
        return self._client.build_request(method, http.address(f"{self.url}{path}"), headers=headers, **body)


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Go by the words where the status says something else."""
    match answer.status:
        case httpx.codes.NOT_FOUND:
            return Absent(f"{answer.host} answered 404: {answer.said()}")
        case httpx.codes.BAD_REQUEST if "duplicate idempotency key" in answer.said().lower():
            # Pixelfed remembers a key before it has made the post
            return Uncertain(f"{answer.host} has met this post's key before: whether it made the post is not known")
        case httpx.codes.BAD_REQUEST if b"token" in answer.body.lower() and not answer.body.startswith((b"{", b"<")):
            return Unauthorized(f"{answer.host} refuses the token: make another")
        case _:
            return None
