"""WordPress's REST API: how to ask, and what an answer means.

Sources: its handbook, and what WordPress 6.1 does. Sites whose addresses are plain know no `/wp-json`, and take the
same path as a parameter.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import httpx

from adapters import http
from adapters.base import AdapterError, Duplicate, Refused, Unauthorized, Unavailable

_FORBIDDEN = frozenset(
    {
        "rest_cannot_create",
        "rest_cannot_edit",
        "rest_cannot_publish",
        "rest_cannot_read",
        "rest_forbidden",
        "rest_forbidden_context",
        "rest_not_logged_in",
    }
)
"""The user may not do that: no post is to blame."""
_GONE = frozenset({"rest_post_invalid_id", "rest_already_trashed", "rest_comment_invalid_id"})
_FLOOD = timedelta(seconds=15)
"""What WordPress asks for between two comments."""

T = TypeVar("T")


class Gone(Refused):
    """There is no such thing, or none any more."""


class Known(Refused):
    """The site has a tag or a category of that name."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number


@dataclass
class Api:
    """An account's way into the API of its site."""

    client: httpx.Client = field(repr=False)
    url: str
    user: str
    password: str = field(repr=False)
    _pretty: bool | None = None
    """Whether the site has an address for its API."""

    def ask(
        self,
        method: str,
        path: str,
        read: Callable[[http.Answer], T],
        params: Mapping[str, str] | None = None,
        **body: Any,
    ) -> T:
        """Send a request that the public cannot see."""
        return http.ask(self.client, self._request(method, path, params, body), read, exceptions)

    def publish(self, path: str, read: Callable[[http.Answer], T], **body: Any) -> T:
        """Send the request that makes a post or a comment public."""
        return http.publish(self.client, self._request("POST", path, None, body), read, exceptions)

    def _request(
        self, method: str, path: str, params: Mapping[str, str] | None, body: Mapping[str, Any]
    ) -> httpx.Request:
        if self._pretty is None:
            self._pretty = self._has_address()
        return self._built(method, path, params or {}, pretty=self._pretty, **body)

    def _has_address(self) -> bool:
        request = self._built("GET", "/", {"_fields": "namespaces"}, pretty=True)
        try:
            return http.ask(self.client, request, _is_api, exceptions)
        except Unauthorized:
            raise
        except Refused:
            return False

    def _built(self, method: str, path: str, params: Mapping[str, str], *, pretty: bool, **body: Any) -> httpx.Request:
        url, asked = (
            (f"{self.url}/wp-json{path}", params) if pretty else (f"{self.url}/", {"rest_route": path, **params})
        )
        request = self.client.build_request(method, url, params=asked, headers=self._head(), **body)
        request.extensions = {**request.extensions, http.WITHHELD: self.password}
        return request

    def _head(self) -> dict[str, str]:
        pair = f"{self.user}:{self.password}"
        if not self.user or not self.password.strip() or ":" in self.user or not pair.isprintable():
            raise Unauthorized("the user's name or the application password is none: copy them again")
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode('ascii')}"}


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Return what WordPress means by an answer where it is not the usual."""
    told = f"{answer.host} answered {answer.status}: {answer.said()}"
    match _code(answer), answer.status:
        case code, _ if code in _GONE:
            return Gone(told)
        case code, _ if code in _FORBIDDEN:
            return Unauthorized(
                f"{told} See that the user is an author at least, and its application password is right"
            )
        case "comment_duplicate", _:
            return Duplicate(told)
        case "term_exists", _ if number := _term(answer):
            return Known(told, number)
        case "comment_flood", _:
            return Unavailable(told, retry_after=_FLOOD)
        case _:
            return None


def rows(answer: http.Answer) -> list[dict[str, Any]]:
    """Read a list."""
    found = answer.json()
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError("a list is missing")
    return found


def _is_api(answer: http.Answer) -> bool:
    """Return whether it is the API that answers, and not the site's front page."""
    try:
        return "wp/v2" in answer.json()["namespaces"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return False


def _term(answer: http.Answer) -> int | None:
    data = answer.told().get("data")
    number = data.get("term_id") if isinstance(data, dict) else None
    return number if isinstance(number, int) else None


def _code(answer: http.Answer) -> str | None:
    """Return the error that WordPress names, or nothing where it is not WordPress that speaks."""
    code = None if httpx.codes.is_success(answer.status) else answer.told().get("code")
    return code if isinstance(code, str) else None
