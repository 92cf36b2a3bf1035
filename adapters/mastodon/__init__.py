"""Mastodon and the servers that speak its language, by its client API.

What is known of it comes from docs.joinmastodon.org (2026-07) and the server's sources up to 4.6: a repeated
`Idempotency-Key` is answered with the first status for an hour, images are ready when their upload returns since 4.0.
`server` says how the others of the family differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from adapters import http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Duplicate,
    Heard,
    Identity,
    Intent,
    Json,
    Limits,
    Part,
    Receipt,
    Refused,
    Sent,
    Unavailable,
    Unsupported,
)
from adapters.limits import LIMITS
from adapters.mastodon import server
from adapters.mastodon.api import Absent, Api
from adapters.mastodon.server import Habits
from adapters.mastodon.status import Status, differences, status
from adapters.mastodon.uploads import Uploads
from adapters.reading import word

PAGES = 10
"""Pages of own statuses that a search reads before it admits that it cannot tell."""
ALL_PAGES = 100
"""Pages of own statuses that a list reads."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far the server's clock may be behind ours in a search."""
REPLAY_WINDOW = timedelta(minutes=50)
"""Mastodon's hour, less what its clock may differ."""
VISIBILITIES = ("public", "unlisted", "private")


class Mastodon:
    """One account on one server."""

    platform: ClassVar[str] = "mastodon"
    limits: ClassVar[Limits] = LIMITS["mastodon"]
    idempotency: ClassVar[str] = "B"
    checked: ClassVar[str] = "description"

    def __init__(self, connection: Connection) -> None:
        self._api = Api(connection)
        self._uploads = Uploads(self._api)
        self._visibility = connection.options.get("visibility", VISIBILITIES[0])
        self._warning = connection.options.get("warning", "")
        self._known: Habits | None = None  # asked once: a server does not become another while we run

    @property
    def replay_window(self) -> timedelta:
        """Ask the server, once, for how long a repeat is harmless: no time at all where it does not answer."""
        try:
            return REPLAY_WINDOW if self._habits().replays else timedelta()
        except AdapterError:
            return timedelta()

    def verify(self) -> Identity:
        """Ask the server whose token it is."""
        self._check_visibility()
        return self._api.ask("GET", "/api/v1/accounts/verify_credentials", _identity)

    def scopes(self) -> tuple[str, ...]:
        """Ask the server, which tells since 4.3; `profile` allows of asking whose token it is."""
        try:
            found = self._api.ask("GET", "/api/v1/apps/verify_credentials", _scopes)
        except Refused:
            return ()
        return (*found, "read:accounts") if "profile" in found else found

    def read_limits(self) -> Limits:
        """Ask the server, and leave room for the content warning."""
        instance = self._instance()
        self._known = self._known or server.habits(self._software(instance))
        return server.limits(instance, self._known.limits, self._warning)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the images and freeze the status.

        Raises Unavailable while the server is busy with an image; asked again, only the missing ones are uploaded.
        """
        if len(content.media) < self._habits().limits.least_images:
            raise Unsupported("Pixelfed takes no post without an image: give this one an image")
        return self._frozen(Part(content.text, content.media), content, None, key, at)

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        """Upload the images and freeze a status that answers the last one."""
        return self._frozen(part, content, after[-1].id, key, at)

    def composes(self, content: Content) -> bool:
        """Return whether there is nothing to upload, and the server is known."""
        return self._known is not None and not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Post the status, under the intent's key where that does no harm.

        Raises Duplicate where another status came back than was sent.
        """
        body = dict(intent.request)
        headers = {"Idempotency-Key": intent.key} if body.pop("keyed") else {}
        # not as a form: some servers of the family read only JSON, and would post an empty status
        shown = self._api.publish("/api/v1/statuses", _status, headers=headers, json=body)
        if found := differences(shown, body):
            told = f"what is public there differs from what was sent, in its {' and '.join(found)}: look at it"
            raise Duplicate(told, receipt=shown.receipt)
        return shown.receipt

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the text among the account's statuses since the first attempt."""
        wanted = str(intent.request["status"])
        mine = self._statuses(intent.since - CLOCK_SKEW, PAGES)
        return next((each.receipt for each in mine if each.says(wanted) and intent.may_be(each.receipt)), None)

    def delete(self, receipt: Receipt) -> None:
        """Delete the status."""
        try:
            self._api.ask("DELETE", f"/api/v1/statuses/{receipt.id}", lambda _answer: None)
        except Absent:
            return

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return its counts; how often it was seen, nobody counts."""
        return self._api.ask("GET", f"/api/v1/statuses/{receipt.id}", _status).counts()

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the statuses that answer it, and those that answer them."""
        return iter(self._api.ask("GET", f"/api/v1/statuses/{receipt.id}/context", _answers))

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's statuses, newest first, without what it only passed on."""
        return (each.sent() for each in self._statuses(since, ALL_PAGES))

    def _frozen(self, part: Part, content: Content, parent: str | None, key: str, at: datetime) -> Intent:
        self._check_visibility()
        habits = self._habits()
        status: dict[str, Json] = {
            "status": part.text,
            "visibility": self._visibility,
            "media_ids": self._uploads.ready(key, part.media),
            "spoiler_text": self._warning,
            "language": (content.language or "").partition("-")[0],  # the API speaks ISO 639-1
            "in_reply_to_id": parent,
            "content_type": "text/plain" if habits.marked else None,
        }
        return Intent(key, at, {name: value for name, value in status.items() if value} | {"keyed": habits.keyed})

    def _check_visibility(self) -> None:
        if self._visibility not in VISIBILITIES:
            raise Unsupported(f"visibility {self._visibility!r} is not one of {', '.join(VISIBILITIES)}: correct it")

    def _habits(self) -> Habits:
        if self._known is None:
            try:
                instance = self._instance()
            except Refused:
                instance = {}
            self._known = server.habits(self._software(instance))
        return self._known

    def _software(self, instance: dict[str, Any]) -> str:
        """Return what the server calls itself; nothing where it keeps that to itself."""
        try:
            return server.named(instance) or self._described()
        except Refused:
            return ""

    def _described(self) -> str:
        path = self._api.ask("GET", "/.well-known/nodeinfo", lambda answer: server.document(answer.json()))
        return self._api.ask("GET", path, lambda answer: server.software(answer.json())) if path else ""

    def _instance(self) -> dict[str, Any]:
        """Return the server's description; one that does not know the newer address has the older."""
        try:
            return self._api.ask("GET", "/api/v2/instance", _object)
        except Refused:
            return self._api.ask("GET", "/api/v1/instance", _object)

    def _statuses(self, since: datetime, pages: int) -> Iterator[Status]:
        """Yield the account's statuses, newest first, that are not older than `since`."""
        account = self._api.ask("GET", "/api/v1/accounts/verify_credentials", lambda answer: word(answer.json()["id"]))
        params = {"limit": "40", "exclude_reblogs": "true"}
        for _ in range(pages):
            page = self._api.ask("GET", f"/api/v1/accounts/{account}/statuses", _page, params=params)
            yield from (each for each in page if each.at >= since)
            if not page or page[-1].at < since:
                return
            params["max_id"] = page[-1].receipt.id
        raise Unavailable(f"{self._api.url} has more statuses than a search reads: look at the account yourself")


def _object(answer: http.Answer) -> dict[str, Any]:
    return dict(answer.json())


def _status(answer: http.Answer) -> Status:
    return status(answer.json())


def _page(answer: http.Answer) -> list[Status]:
    return [status(each) for each in answer.json()]


def _answers(answer: http.Answer) -> list[Heard]:
    return [status(each).heard() for each in answer.json()["descendants"]]


def _scopes(answer: http.Answer) -> tuple[str, ...]:
    return tuple(word(scope) for scope in answer.json().get("scopes") or ())


def _identity(answer: http.Answer) -> Identity:
    account = answer.json()
    return Identity(f"@{word(account['acct'])}", word(account["url"]))
