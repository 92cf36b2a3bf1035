"""OAuth 2 tokens: used while they last, replaced by one process at a time, durable before their first use.

A refresh token may be good only once (RFC 6749, section 6), so that a fresh pair that is lost locks the account out.
The platform's own clock says when a token ends: it stands in the answer that brings it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar

import httpx

from adapters import http
from adapters.base import AdapterError, Connection, Unauthorized, Unavailable
from adapters.waiting import wait

FIRST = ("access_token", "refresh_token")
"""The options that may bring an account's first pair; what replaces it lives in the vault."""
KNOWN_ERRORS = frozenset(
    {"invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client", "access_denied"}
)
"""What an error repeats of an answer (RFC 6749, sections 4.1.2.1 and 5.2); anything else may be a secret."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a platform gave an account."""

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    got_at: datetime | None = None
    ends_at: datetime | None = None
    """When the access token ends, UTC; `None` where nobody knows."""
    last_at: datetime | None = None
    """When the refresh token ends."""
    scopes: tuple[str, ...] = ()
    """What they allow of, where the platform told."""

    @property
    def due_at(self) -> datetime | None:
        """Return when three quarters of their life are over; `None` where nobody knows."""
        if self.got_at is None or self.ends_at is None:
            return None
        return self.got_at + (self.ends_at - self.got_at) * 3 / 4


Renewal: TypeAlias = Callable[[Tokens], httpx.Request]
"""Makes the request that is answered with fresh tokens."""


class Kept:
    """An account's tokens, in its vault or from its settings."""

    def __init__(self, connection: Connection, renewal: Renewal) -> None:
        self._account = connection.account
        self._client = connection.client
        self._vault = connection.vault
        self._options = connection.options
        self._renewal = renewal

    def tokens(self) -> Tokens:
        """Return what is kept, or what the settings bring where it came from something else.

        Raises Unauthorized where there is neither.
        """
        kept, mark = self._vault.recall(), origin(self._options)
        if kept.get("access") and (mark is None or kept.get("origin") == mark):
            return _recalled(kept)
        access, refresh = (self._options.get(name, "") for name in FIRST)
        if not access and not refresh:
            raise Unauthorized(f"{self._account} is not logged in: run `tambour login {self._account}`")
        return Tokens(access, refresh or None)

    def use(self, call: Callable[[str], T]) -> T:
        """Return what `call` makes of the access token, giving it a fresh one where it raises Unauthorized."""
        tokens = self.tokens()
        if not tokens.access:
            return call(self._replaced(tokens).access)
        try:
            return call(tokens.access)
        except Unauthorized:
            if tokens.refresh is None:
                raise
        return call(self._replaced(tokens).access)

    def refresh(self) -> None:
        """Replace the tokens by fresh ones; the account's, by one process at a time."""
        self._replaced(self.tokens())

    def refresh_due(self) -> datetime | None:
        """Return from when on they should be replaced, UTC."""
        tokens = self.tokens()
        return tokens.due_at if tokens.refresh else None

    def expires_at(self) -> datetime | None:
        """Return when a person must log in again, UTC; `None` where nobody knows."""
        tokens = self.tokens()
        return tokens.last_at if tokens.refresh else tokens.ends_at

    def _replaced(self, old: Tokens) -> Tokens:
        with self._vault.alone():
            newest = self.tokens()
            if newest.access != old.access:
                return newest  # somebody else was faster: the old refresh token is used up
            fresh = http.ask(self._client, self._renewal(newest), lambda answer: read(answer, newest), _exceptions)
            self._vault.keep(words(fresh, self._options))
            return fresh


def renewal(
    connection: Connection, endpoint: str, client_id: str, client_secret: str | None, *, basic: bool = False
) -> Renewal:
    """Return the standard way to fresh tokens; `basic`: the app proves itself in a header, not in the body."""

    def request(tokens: Tokens) -> httpx.Request:
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh or "", "client_id": client_id}
        return token_request(connection.client, endpoint, form, client_secret, basic=basic)

    return request


def token_request(
    client: httpx.Client, endpoint: str, form: Mapping[str, str], client_secret: str | None, *, basic: bool
) -> httpx.Request:
    """Return a request to a token endpoint; a public app has no secret."""
    headers = {"Accept": "application/json"}
    if client_secret and not basic:
        form = {**form, "client_secret": client_secret}
    request = client.build_request("POST", http.address(endpoint), data=form, headers=headers)
    if client_secret and basic:
        request = next(httpx.BasicAuth(form["client_id"], client_secret).auth_flow(request))
    return request


def fetch(client: httpx.Client, request: httpx.Request) -> Tokens:
    """Send a request to a token endpoint, and return the tokens that it gives.

    Raises Unauthorized where it refuses, Unavailable where it gives none.
    """
    return http.ask(client, request, lambda answer: read(answer, None), _exceptions)


def read(answer: http.Answer, old: Tokens | None) -> Tokens:
    """Return the tokens of an answer; what it does not give anew stays as it was.

    Raises ValueError where it holds no access token: then nothing is replaced.
    """
    found = _flat(answer.json())
    access, refresh = _text(found.get("access_token")), _text(found.get("refresh_token"))
    if not access:
        raise ValueError("there is no access token")
    now = _clock(answer)
    fresh = Tokens(
        access, refresh or None, now, _after(now, found.get("expires_in")), _last(now, found), _scopes(found)
    )
    if old is None:
        return fresh
    last = fresh.last_at or (None if refresh else old.last_at)
    return replace(fresh, refresh=fresh.refresh or old.refresh, last_at=last, scopes=fresh.scopes or old.scopes)


def words(tokens: Tokens, options: Mapping[str, str]) -> dict[str, str]:
    """Return tokens as a vault keeps them, with a mark of the options that they came from."""
    instants = {"got": tokens.got_at, "ends": tokens.ends_at, "last": tokens.last_at}
    texts = {"access": tokens.access, "refresh": tokens.refresh, "scopes": " ".join(tokens.scopes)}
    texts["origin"] = origin(options)
    told = {name: at.isoformat() for name, at in instants.items() if at}
    return told | {name: text for name, text in texts.items() if text}


def origin(options: Mapping[str, str]) -> str | None:
    """Return what changes with the first pair in the settings, so that no other outlives it; `None`: there is none."""
    first = [options.get(name, "") for name in FIRST]
    return sha256(repr(first).encode()).hexdigest() if any(first) else None


def _recalled(kept: Mapping[str, str]) -> Tokens:
    got, ends, last = (datetime.fromisoformat(kept[name]) if name in kept else None for name in ("got", "ends", "last"))
    return Tokens(kept["access"], kept.get("refresh"), got, ends, last, tuple(kept.get("scopes", "").split()))


def _exceptions(answer: http.Answer) -> AdapterError | None:
    """Repeat nothing of a refusal but its name: it may echo what was sent."""
    if answer.status < httpx.codes.MULTIPLE_CHOICES:
        return None
    if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status in {
        httpx.codes.REQUEST_TIMEOUT,
        httpx.codes.TOO_MANY_REQUESTS,
    }:
        return Unavailable(f"{answer.host} answered {answer.status}", retry_after=wait(answer.headers))
    return Unauthorized(f"{answer.host} gives no new tokens ({_error(answer)}): log in again")


def _error(answer: http.Answer) -> str:
    name = str(answer.told().get("error"))
    return name if name in KNOWN_ERRORS else str(answer.status)


def _clock(answer: http.Answer) -> datetime | None:
    try:
        told = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return told.astimezone(UTC)


def _last(now: datetime | None, found: Mapping[str, Any]) -> datetime | None:
    names = ("refresh_token_expires_in", "refresh_expires_in")
    return next((at for name in names if (at := _after(now, found.get(name)))), None)


def _after(now: datetime | None, seconds: object) -> datetime | None:
    if now is None or not isinstance(seconds, int | str) or not str(seconds).isdecimal():
        return None
    return now + timedelta(seconds=min(int(seconds), 10**9))


def _flat(found: Any) -> Any:
    """Return what is told of the tokens; Instagram's papers show it as the only one of a list."""
    return found["data"][0] if isinstance(found, dict) and "data" in found else found


def _scopes(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the scopes of an answer, which some platforms part with commas."""
    told = found.get("scope") or found.get("permissions")
    return tuple(map(_text, told)) if isinstance(told, list) else tuple(_text(told).replace(",", " ").split())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
