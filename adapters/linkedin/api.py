"""LinkedIn's versioned API: how to ask, what an answer means, how an image is uploaded.

Sources: learn.microsoft.com, 2026; what a duplicate is answered with, and that a member's token cannot ask for its
images, is secondary: several public clients say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from adapters import http
from adapters.base import AdapterError, Duplicate, Json, Media, Receipt, Refused, Unauthorized, Unavailable
from adapters.reading import word
from adapters.tokens import Kept
from adapters.waiting import wait

HOST = "https://api.linkedin.com"
TOKENS = "https://www.linkedin.com/oauth/v2/accessToken"
VERSION = "202608"
"""Year and month of the API's version, where the settings name none; LinkedIn drops a version after a year or so."""

_ID = "x-restli-id"
_UPLOADS = "linkedin.com"
_TWIN = re.compile(r"urn:li:(?:share|ugcPost|activity):\d+")


T = TypeVar("T")


class Gone(Refused):
    """There is no such thing, or none any more."""


@dataclass(frozen=True, slots=True)
class Api:
    """An account's way into the API."""

    client: httpx.Client = field(repr=False)
    kept: Kept = field(repr=False)
    version: str

    def ask(self, method: str, path: str, read: Callable[[http.Answer], T], verb: str | None = None, **body: Any) -> T:
        """Send a request that the public cannot see; `verb` is its kind, where the platform wants to be told."""
        return self.kept.use(
            lambda token: http.ask(self.client, self._request(token, method, path, verb, **body), read, exceptions)
        )

    def publish(self, path: str, body: Json, read: Callable[[http.Answer], T], exceptions: http.Exceptions) -> T:
        """Send the request that makes a post or a comment public."""
        return self.kept.use(
            lambda token: http.publish(self.client, self._request(token, "POST", path, json=body), read, exceptions)
        )

    def upload(self, owner: str, image: Media) -> str:
        """Upload an image; return its name."""
        asked = {"initializeUploadRequest": {"owner": owner}}
        url, name = self.ask("POST", "/rest/images?action=initializeUpload", _place, json=asked)
        self.kept.use(lambda token: self._put(token, url, image))
        return name

    def _put(self, token: str, url: str, image: Media) -> None:
        request = self.client.build_request("PUT", url, headers=http.bearer(token), content=image.data)
        http.ask(self.client, request, lambda _: None, exceptions)

    def _request(self, token: str, method: str, path: str, verb: str | None = None, **body: Any) -> httpx.Request:
        named = {"X-RestLi-Method": verb} if verb else {}
        spoken = {"LinkedIn-Version": self.version, "X-Restli-Protocol-Version": "2.0.0"}
        headers = {**http.bearer(token), **spoken, **named}
        return self.client.build_request(method, f"{HOST}{path}", headers=headers, **body)


def quoted(urn: str) -> str:
    """Return a name as a part of an address."""
    return quote(urn, safe="")


def page(urn: str) -> str:
    """Return where a post is shown."""
    return f"https://www.linkedin.com/feed/update/{quote(urn, safe=':')}/"


def posted(answer: http.Answer) -> Receipt:
    """Read the name of a post that was just made."""
    name = word(answer.headers[_ID])
    return Receipt(name, page(name))


def commented(answer: http.Answer, post: str) -> Receipt:
    """Read the name of a comment that was just made."""
    found = re.search(r"\d+(?=\)?$)", answer.headers.get(_ID) or word(answer.json()["id"]))
    if found is None:
        raise ValueError("a comment without a number")
    return Receipt(f"urn:li:comment:({post},{found.group()})", page(post))


def moment(milliseconds: object) -> datetime:
    """Read an instant."""
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 10**13:
        raise ValueError("an instant cannot be read")
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Return what LinkedIn means by an answer where it is not the usual."""
    message = f"{answer.host} answered {answer.status}: {answer.said()}"
    match answer.status:
        case httpx.codes.UPGRADE_REQUIRED:
            # not the post's fault: the account waits until somebody has written a newer version
            return Unauthorized(f"{message}; write a newer `version` into the account's settings, such as 202610")
        case httpx.codes.NOT_FOUND:
            return Gone(message)
        case httpx.codes.CONFLICT:
            return Unavailable(message)
        case httpx.codes.TOO_MANY_REQUESTS:
            asked = wait(answer.headers)
            return Unavailable(message, retry_after=_until_midnight(answer) if asked is None else asked)
        case _:
            return None


def twins(answer: http.Answer) -> AdapterError | None:
    """Return what LinkedIn means by its answer to a post, which it may have already."""
    if answer.status == httpx.codes.UNPROCESSABLE_ENTITY and "duplicate" in answer.said().lower():
        found = _TWIN.search(answer.said())
        receipt = Receipt(found.group(), page(found.group())) if found else None
        return Duplicate(f"{answer.host} answered {answer.status}: {answer.said()}", receipt=receipt)
    return exceptions(answer)


def _until_midnight(answer: http.Answer) -> timedelta | None:
    """Return how long the day lasts there: quotas start anew at midnight, UTC."""
    try:
        now = parsedate_to_datetime(answer.headers.get("date", "")).astimezone(UTC)
    except ValueError:
        return None
    return now.replace(hour=0, minute=0, second=0) + timedelta(days=1) - now


def _place(answer: http.Answer) -> tuple[str, str]:
    """Read where an image goes; the token goes with it, and to LinkedIn alone."""
    value = answer.json()["value"]
    url = httpx.URL(value["uploadUrl"])
    if url.scheme != "https" or not f".{url.host}".endswith(f".{_UPLOADS}"):
        raise ValueError("an upload to somebody else")
    return str(url), word(value["image"])
