"""Tokens of Instagram and Threads: they live 60 days, and a token that is a day old is exchanged for a fresh one.

Source: developers.facebook.com and Meta's sample of the Threads API, 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx

from adapters import http
from adapters.base import Connection, Unauthorized, Unavailable
from adapters.tokens import Kept, Tokens

YOUNGEST = timedelta(days=1)
"""A token that is younger is not exchanged."""
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


def kept(connection: Connection, endpoint: str, grant: str) -> Kept:
    """Return the account's tokens, which `endpoint` exchanges; `grant` is what the platform calls that."""

    def request(tokens: Tokens) -> httpx.Request:
        headers = http.bearer(tokens.access)
        return connection.client.build_request("GET", endpoint, params={"grant_type": grant}, headers=headers)

    return Kept(connection, request)


def due(tokens: Tokens) -> datetime:
    """Return from when on tokens should be exchanged; at once where a person brought them, of unknown age."""
    return tokens.due_at or AT_ONCE


def extend(account: Kept, verify: Callable[[], object]) -> None:
    """Exchange an account's token.

    Raises Unauthorized where it is dead, Unavailable where it is good, and perhaps too young.
    """
    try:
        account.refresh()
    except Unauthorized as error:
        verify()
        raise Unavailable(f"{error}, though the token is good: it may be too young", retry_after=YOUNGEST) from error
