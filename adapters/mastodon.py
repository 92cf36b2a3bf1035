"""Mastodon, by its client API.

What is known of it comes from docs.joinmastodon.org (2026-07) and the server's sources up to 4.6: a repeated
`Idempotency-Key` is answered with the first status for an hour, images are ready when their upload returns since 4.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from mimetypes import guess_extension
from typing import Any, ClassVar, TypeVar
from unicodedata import normalize

import httpx

from adapters import http
from adapters.base import (
    Connection,
    Content,
    Identity,
    Intent,
    Json,
    Limits,
    Media,
    Receipt,
    Refused,
    Unavailable,
)
from adapters.limits import LIMITS

PAGES = 10
"""Pages of own statuses that a search reads before it admits that it cannot tell."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far the server's clock may be behind ours in a search."""
PROCESSING_WAIT = timedelta(seconds=10)

T = TypeVar("T")


class Mastodon:
    """One account on one server."""

    platform: ClassVar[str] = "mastodon"
    limits: ClassVar[Limits] = LIMITS["mastodon"]
    replay_window: ClassVar[timedelta] = timedelta(minutes=50)  # the server's hour, less what its clock may differ

    def __init__(self, connection: Connection) -> None:
        self._url = connection.options["url"].rstrip("/")
        self._token = connection.options["token"]
        self._client = connection.client
        self._uploads: dict[tuple[str, int], str] = {}  # a post's images that are uploaded while others are not yet

    def verify(self) -> Identity:
        """Ask the server whose token it is."""
        return http.ask(self._client, self._request("GET", "/api/v1/accounts/verify_credentials"), _identity)

    def read_limits(self) -> Limits:
        """Ask the server; one that does not know the newer address has the older."""
        try:
            return http.ask(self._client, self._request("GET", "/api/v2/instance"), _limits)
        except Refused:
            return http.ask(self._client, self._request("GET", "/api/v1/instance"), _limits)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the images and freeze the status.

        Raises Unavailable while the server is busy with an image; asked again, only the missing ones are uploaded.
        """
        images: list[Json] = [self._ready((key, index), image) for index, image in enumerate(content.media)]
        for index in range(len(images)):
            del self._uploads[key, index]
        status: dict[str, Json] = {"status": content.text, "visibility": "public"}
        if images:
            status["media_ids"] = images
        if content.language:
            status["language"] = content.language.partition("-")[0]  # the API speaks ISO 639-1
        return Intent(key, at, status)

    def composes(self, content: Content) -> bool:
        """Return whether there is nothing to upload."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Post the status under the intent's key."""
        # not as a form: some servers of the family read only JSON, and would post an empty status
        request = self._request(
            "POST", "/api/v1/statuses", headers={"Idempotency-Key": intent.key}, json=dict(intent.request)
        )
        return http.publish(self._client, request, lambda answer: _status(answer.json()).receipt)

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the text among the account's statuses since the first attempt."""
        wanted = _letters(str(intent.request["status"]))
        since = intent.at - CLOCK_SKEW
        mine = (status for status in self._statuses(since) if status.at >= since and status.letters == wanted)
        return next((status.receipt for status in mine), None)

    def _ready(self, place: tuple[str, int], image: Media) -> str:
        """Return the id of an uploaded image, once the server is done with it."""
        known = self._uploads.get(place)
        request = self._request("GET", f"/api/v1/media/{known}") if known else self._upload(image)
        try:
            uploaded, ready = http.ask(self._client, request, _upload)
        except Refused:
            self._uploads.pop(place, None)
            raise
        self._uploads[place] = uploaded
        if not ready:
            raise Unavailable("the server is still busy with an image", retry_after=PROCESSING_WAIT)
        return uploaded

    def _upload(self, image: Media) -> httpx.Request:
        file = (f"image{guess_extension(image.mime) or ''}", image.data, image.mime)
        return self._request("POST", "/api/v2/media", files={"file": file}, data={"description": image.alt})

    def _statuses(self, since: datetime) -> Iterator[_Status]:
        """Yield the account's statuses, newest first, until they are older than `since`."""
        account = http.ask(self._client, self._request("GET", "/api/v1/accounts/verify_credentials"), _id)
        params = {"limit": "40", "exclude_reblogs": "true"}
        for _ in range(PAGES):
            request = self._request("GET", f"/api/v1/accounts/{account}/statuses", params=params)
            page = http.ask(self._client, request, lambda answer: [_status(status) for status in answer.json()])
            yield from page
            if not page or page[-1].at < since:
                return
            params["max_id"] = page[-1].receipt.id
        raise Unavailable(f"{self._url} has more statuses than a search reads: look at the account yourself")

    def _request(self, method: str, path: str, headers: dict[str, str] | None = None, **body: Any) -> httpx.Request:
        headers = {**http.bearer(self._token), **(headers or {})}
        return self._client.build_request(method, http.address(f"{self._url}{path}"), headers=headers, **body)


@dataclass(frozen=True, slots=True)
class _Status:
    receipt: Receipt
    at: datetime
    html: str

    @property
    def letters(self) -> str:
        return _letters(_plain(self.html))


def _status(status: dict[str, Any]) -> _Status:
    """Read a status; one that lacks a part is none, and the answer unreadable."""
    at = datetime.fromisoformat(status["created_at"])
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    receipt = Receipt(_word(status["id"]), _word(status.get("url") or status["uri"]))
    return _Status(receipt, at, _text(status["content"]))


def _id(answer: http.Answer) -> str:
    return _word(answer.json()["id"])


def _upload(answer: http.Answer) -> tuple[str, bool]:
    return _id(answer), answer.status == httpx.codes.OK


def _identity(answer: http.Answer) -> Identity:
    account = answer.json()
    return Identity(f"@{_word(account['acct'])}", _word(account["url"]))


def _limits(answer: http.Answer) -> Limits:
    """Read an instance's limits, ours where it does not say; `max_toot_chars` is Pleroma's."""
    instance, default = answer.json(), Mastodon.limits
    configuration = instance.get("configuration") or {}
    statuses = configuration.get("statuses") or {}
    media = configuration.get("media_attachments") or {}
    types = tuple(mime for mime in media.get("supported_mime_types") or () if mime.startswith("image/"))
    return replace(
        default,
        text=_count(statuses.get("max_characters"), _count(instance.get("max_toot_chars"), default.text)),
        url_cost=_count(statuses.get("characters_reserved_per_url"), default.url_cost),
        images=_count(statuses.get("max_media_attachments"), default.images),
        image_bytes=_count(media.get("image_size_limit"), default.image_bytes),
        image_pixels=_count(media.get("image_matrix_limit"), default.image_pixels),
        image_types=types or default.image_types,
        alt_text=_count(media.get("description_limit"), default.alt_text),
    )


def _count(value: object, default: T) -> int | T:
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _word(value: object) -> str:
    if not (text := _text(value)):
        raise ValueError("a text is missing")
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value


def _plain(html: str) -> str:
    """Return the text of a status's HTML."""
    words: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

    reader = Reader()
    reader.feed(html)
    reader.close()
    return "".join(words)


def _letters(text: str) -> str:
    """Return what a server keeps of a text: white space is its own, and so is the server in a mention."""
    return "".join(re.sub(r"(@\w+)@[\w.-]+\w", r"\1", normalize("NFC", text)).split())
