"""OAuth 1.0a with a number that the person reads off the platform's page: tokens that do not end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

import httpx

from adapters import http
from adapters.base import AdapterError, Unauthorized
from adapters.logins import OAuth1
from scheduler.errors import CredentialError
from scheduler.logins.person import Desk, Given

if TYPE_CHECKING:
    from authlib.oauth1 import ClientAuth


def signed(way: OAuth1, desk: Desk) -> Given:
    """Send the person to the platform, and fetch the token that the number is good for.

    Raises CredentialError, AdapterError.
    """
    from authlib.oauth1 import ClientAuth  # noqa: PLC0415  only where somebody logs in

    app = desk.app(way)
    asked = _token(desk, way.request, ClientAuth(*app, redirect_uri="oob"))
    page = f"{way.authorize}?{urlencode({'oauth_token': asked[0]})}"
    desk.person.tell(f"allow it here: {page}")
    desk.person.visit(page)
    number = desk.person.ask("the number that is shown", secret=True)
    if not number:
        raise CredentialError("no number was given; nothing has changed")
    found = _token(desk, way.access, ClientAuth(*app, token=asked[0], token_secret=asked[1], verifier=number))
    return Given(dict(zip((*way.app, *way.options), (*app, *found), strict=True)))


def _token(desk: Desk, endpoint: str, proof: ClientAuth) -> tuple[str, str]:
    """Return the token of an answer and its secret (RFC 5849, section 2.3)."""
    url, headers, _ = proof.prepare("POST", desk.place(endpoint), {}, b"")
    request = desk.client.build_request("POST", http.address(url), headers=headers)
    return http.ask(desk.client, request, _read, _exceptions)


def _read(answer: http.Answer) -> tuple[str, str]:
    found = parse_qs(answer.body.decode("ascii"))
    return found["oauth_token"][0], found["oauth_token_secret"][0]


def _exceptions(answer: http.Answer) -> AdapterError | None:
    """Repeat nothing of a refusal: it may echo what was sent."""
    if httpx.codes.is_client_error(answer.status):
        return Unauthorized(f"{answer.host} gives no token ({answer.status}): look at the app's keys and permissions")
    return None
