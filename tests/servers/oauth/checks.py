"""Logins and tokens against a provider that others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from adapters import http
from adapters.base import Connection, Identity, Unauthorized
from adapters.logins import OAuth2
from adapters.testing import Drawer
from adapters.tokens import Kept, Tokens, fetch, renewal, token_request, words
from scheduler.logins.granting import granted
from scheduler.logins.person import Desk

APP = {"client_id": "an-app", "client_secret": "its-secret"}
REDIRECT = "https://maison.example/"
WAY = OAuth2(
    "{url}",
    "nothing: it takes every app",
    "{url}/oauth2/authorize",
    "{url}/oauth2/token",
    ("openid", "offline_access"),
    basic=True,
)


class Alice:
    """Logs in, allows it, and pastes the address that her browser ends at."""

    def __init__(self) -> None:
        self._address = ""

    def tell(self, words: str) -> None:
        assert words

    def ask(self, question: str, *, secret: bool) -> str:
        return self._address

    def visit(self, page: str) -> None:
        self._address = httpx.post(page, data={"sub": "alice"}).headers["location"]


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with http.client() as made:
        yield made


def logged_in(site: str, client: httpx.Client, way: OAuth2 = WAY) -> Tokens:
    dice = iter(("a state that nobody can guess", "a verifier that nobody can guess, of some length"))
    desk = Desk(Alice(), client, {"url": site, **APP}, lambda: next(dice))
    tokens = granted(way, desk, redirect=REDIRECT, paste=True).tokens
    assert tokens is not None
    return tokens


def who(site: str, client: httpx.Client, token: str) -> Identity:
    request = client.build_request("GET", f"{site}/userinfo", headers=http.bearer(token))
    return http.ask(client, request, lambda answer: Identity(answer.json()["sub"]), _exceptions)


def _exceptions(answer: http.Answer) -> Unauthorized | None:
    """Take its no for what it is: it answers 400 to a token that it has forgotten."""
    return Unauthorized("the token is not good") if answer.status in {400, 401, 403} else None


def kept(site: str, client: httpx.Client, drawer: Drawer) -> Kept:
    connection = Connection("journal", APP, client, drawer)
    return Kept(connection, renewal(connection, f"{site}/oauth2/token", *APP.values(), basic=True))


def test_a_person_who_allows_it_is_logged_in(site: str, client: httpx.Client) -> None:
    """The whole way: page, code, verifier, tokens."""
    assert who(site, client, logged_in(site, client).access) == Identity("alice")


def test_a_platform_that_knows_no_verifier_gets_none(site: str, client: httpx.Client) -> None:
    """LinkedIn and Meta are of that kind; the state alone protects the way back."""
    assert who(site, client, logged_in(site, client, replace(WAY, pkce=False)).access) == Identity("alice")


def test_the_tokens_say_when_they_end_and_what_they_allow_of(site: str, client: httpx.Client) -> None:
    """`tambour doctor` tells both."""
    tokens = logged_in(site, client)

    assert tokens.ends_at is not None
    assert "openid" in tokens.scopes


def test_a_code_that_it_never_gave_is_refused(site: str, client: httpx.Client) -> None:
    """And told by the name of the error."""
    form = {"grant_type": "authorization_code", "code": "nope", "redirect_uri": REDIRECT, "client_id": "an-app"}
    request = token_request(client, f"{site}/oauth2/token", form, "its-secret", basic=True)

    with pytest.raises(Unauthorized, match="invalid_grant"):
        fetch(client, request)


def test_a_token_that_is_not_good_is_replaced_and_the_refresh_token_kept(site: str, client: httpx.Client) -> None:
    """It gives no new one, so that the old one has to stay."""
    drawer, first = Drawer(), logged_in(site, client)
    drawer.keep(words(replace(first, access="forgotten"), APP))
    identity = kept(site, client, drawer).use(lambda token: who(site, client, token))

    assert identity == Identity("alice")
    assert drawer.kept["access"] not in {"forgotten", first.access}
    assert drawer.kept["refresh"] == first.refresh


def test_a_refresh_token_that_is_none_needs_a_person(site: str, client: httpx.Client) -> None:
    """And what was kept stays."""
    drawer = Drawer()
    drawer.keep(words(Tokens("forgotten", "never given"), APP))
    before = drawer.recall()

    with pytest.raises(Unauthorized, match="log in again"):
        kept(site, client, drawer).refresh()

    assert drawer.recall() == before
