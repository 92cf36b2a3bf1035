"""The right to act for an account on X: OAuth 1.0a tokens, which do not end, or OAuth 2 tokens, which rotate.

Sources: docs.x.com (2026-08) and RFC 5849. That a refresh token is good once is what others report.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, TypeVar

import httpx

from adapters import http
from adapters.base import Connection, Unauthorized
from adapters.tokens import Kept, renewal

ENDPOINT = "https://api.x.com/2/oauth2/token"
SIGNED = ("api_key", "api_secret", "token", "token_secret")
"""The options of OAuth 1.0a."""

T = TypeVar("T")
Prove: TypeAlias = Callable[[httpx.Request], httpx.Request]
"""Puts the account's proof on a request."""


class Access(Protocol):
    """How an account proves itself."""

    def use(self, call: Callable[[Prove], T]) -> T:
        """Return what `call` makes of a proof."""


def access(connection: Connection) -> tuple[Access, Kept | None]:
    """Return how an account proves itself, and its tokens where they end."""
    options = connection.options
    if options.get("api_key"):
        return Signed(connection), None
    client_id, secret = options.get("client_id", ""), options.get("client_secret")
    # a public app names itself in the body, a confidential one proves itself in a header
    kept = Kept(connection, renewal(connection, ENDPOINT, client_id, secret, basic=bool(secret)))
    return Bearing(kept), kept


class Signed:
    """OAuth 1.0a: each request is signed, and the secrets stay here."""

    def __init__(self, connection: Connection) -> None:
        self._account = connection.account
        self._options = connection.options

    def use(self, call: Callable[[Prove], T]) -> T:
        """Return what `call` makes of the one proof there is."""
        return call(self._sign)

    def _sign(self, request: httpx.Request) -> httpx.Request:
        lacking = [name for name in SIGNED if not self._options.get(name)]
        if lacking:
            raise Unauthorized(f"{self._account} lacks {', '.join(lacking)}: copy all four from the developer console")
        _, headers, _ = self._proof().sign(request.method, str(request.url), {}, b"")
        # without spaces, so that an error that repeats the header is recognised as a whole
        request.headers["Authorization"] = f"OAuth {headers['Authorization'].removeprefix('OAuth ').replace(', ', ',')}"
        request.extensions[http.WITHHELD] = self._options["token"]
        return request

    def _proof(self) -> Any:
        from authlib.oauth1 import ClientAuth  # noqa: PLC0415  slow to import, and only some accounts sign

        key, secret, token, token_secret = (self._options[name] for name in SIGNED)
        return ClientAuth(key, client_secret=secret, token=token, token_secret=token_secret)


class Bearing:
    """OAuth 2: a token that is replaced when it is refused, or before."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def use(self, call: Callable[[Prove], T]) -> T:
        """Return what `call` makes of the token, or of the one that replaces it."""
        return self._kept.use(lambda token: call(lambda request: _bearing(request, token)))


def _bearing(request: httpx.Request, token: str) -> httpx.Request:
    request.headers.update(http.bearer(token))
    return request
