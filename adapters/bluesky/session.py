"""Sessions with a Bluesky server, from an app password.

A session's access token lives two hours, its refresh token 90 days, and a refresh replaces both; the old refresh
token still answers for two hours, so that a lost answer costs nothing (bluesky-social/atproto, 2026-08).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

import httpx

from adapters import http
from adapters.base import AdapterError, Connection, Duplicate, Refused, Unauthorized
from adapters.reading import word

SERVICE = "https://bsky.social"
"""Where accounts log in whose settings name no server."""

T = TypeVar("T")


class Absent(Refused):
    """There is no such record."""


@dataclass(frozen=True, slots=True)
class Session:
    """The right to act for an account, for a while."""

    did: str
    host: str
    """Address of the account's own server, where its records are."""
    access: str = field(repr=False)
    refresh: str = field(repr=False)


class Sessions:
    """An account's sessions: kept as long as they last, so that it seldom has to log in."""

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._client = connection.client
        self._vault = connection.vault
        self._handle = options["handle"].removeprefix("@")
        self._password = options["password"]
        self._chosen = options.get("url", "").rstrip("/")

    def did(self) -> str:
        """Return the account's permanent name."""
        return next(self._fresher()).did

    def use(self, call: Callable[[Session], T]) -> T:
        """Return what `call` makes of a session, giving it a fresher one while it raises Unauthorized."""
        refusal = None
        for session in self._fresher():
            try:
                return call(session)
            except Unauthorized as error:
                refusal = error
        raise Unauthorized(f"even after a new login: {refusal}") from refusal

    def _fresher(self) -> Iterator[Session]:
        """Yield the session that was kept, the one that replaces it, and one from a new login."""
        if kept := self._recall():
            yield kept
            if renewed := self._renew(kept):
                yield renewed
        yield self._login()

    def _recall(self) -> Session | None:
        kept = self._vault.recall()
        if kept.get("login") != self._login_mark() or not {"did", "host", "access", "refresh"} <= kept.keys():
            return None
        return Session(kept["did"], kept["host"], kept["access"], kept["refresh"])

    def _renew(self, old: Session) -> Session | None:
        headers = http.bearer(old.refresh)
        request = self._request("refreshSession", headers=headers)
        try:
            return self._keep(http.ask(self._client, request, self._read, exceptions))
        except Unauthorized:
            return None

    def _login(self) -> Session:
        asked = {"identifier": self._handle, "password": self._password}
        request = self._request("createSession", json=asked, extensions={http.WITHHELD: self._password})
        return self._keep(http.ask(self._client, request, self._read, self._login_exceptions))

    def _keep(self, session: Session) -> Session:
        """Make a session durable before its first use: its refresh token replaces the one before."""
        mark = self._login_mark()
        words = {"did": session.did, "host": session.host, "access": session.access, "refresh": session.refresh}
        self._vault.keep({"login": mark, **words})
        return session

    def _login_mark(self) -> str:
        """Return what changes with the settings, so that no session outlives the password it came from."""
        return sha256(repr((self._chosen, self._handle, self._password)).encode()).hexdigest()

    def _read(self, answer: http.Answer) -> Session:
        found = answer.json()
        host = self._chosen or own_server(found.get("didDoc")) or SERVICE
        return Session(word(found["did"]), host, word(found["accessJwt"]), word(found["refreshJwt"]))

    def _login_exceptions(self, answer: http.Answer) -> AdapterError | None:
        match answer.status, error_name(answer):
            case 400 | 401, "AuthFactorTokenRequired":
                return Unauthorized(f"{self._handle} needs an app password here: make one in Bluesky's settings")
            case 400 | 401, _:
                return Unauthorized(f"{answer.host} refuses {self._handle!r} with this app password: make another")
            case _:
                return None

    def _request(self, call: str, **rest: Any) -> httpx.Request:
        url = f"{self._chosen or SERVICE}/xrpc/com.atproto.server.{call}"
        return self._client.build_request("POST", url, **rest)


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Go by the error's name where the status says something else: a dead token is answered with 400."""
    match answer.status // 100, error_name(answer):
        case 4, "ExpiredToken" | "InvalidToken" | "AuthMissing" | "AccountTakedown" | "AccountDeactivated":
            return Unauthorized(f"{answer.host}: {answer.said()}")
        case 4, "BlobNotFound":
            # final, not a delay: the record was never written, and only preparing it anew uploads the image again
            return Refused(f"{answer.host} no longer has an uploaded image: queue the post again")
        case 4, "RecordNotFound":
            return Absent(f"{answer.host}: {answer.said()}")
        case 4, "InvalidSwap":
            return Duplicate(f"{answer.host} has a record in this post's place")
        case _:
            return None


def error_name(answer: http.Answer) -> str:
    """Return the error that an answer names, or nothing."""
    name = answer.told().get("error")
    return name if isinstance(name, str) else ""


def own_server(document: Any) -> str | None:
    """Return the address of an account's own server from its DID document, if it names a safe one."""
    services = document.get("service", ()) if isinstance(document, dict) else ()
    for service in services:
        address = service.get("serviceEndpoint")
        if str(service.get("id")).endswith("#atproto_pds") and str(address).startswith("https://"):
            return word(address).rstrip("/")
    return None
