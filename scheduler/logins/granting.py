"""OAuth 2, with PKCE where the platform has it: the browser brings back a code, which becomes tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx

from adapters import http
from adapters.logins import OAuth2
from adapters.tokens import fetch, token_request
from scheduler.errors import CredentialError
from scheduler.logins.lengthening import lengthened, of_page
from scheduler.logins.loopback import is_ours, listen
from scheduler.logins.person import Desk, Given

APP = "tambour"
"""What the person reads on the platform's page where an app makes itself known."""


@dataclass(frozen=True, slots=True)
class Round:
    """One way to the browser and back."""

    client_id: str
    client_secret: str | None = field(repr=False)
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    paste: bool
    """Whether the person pastes the answer."""


def granted(way: OAuth2, desk: Desk, *, redirect: str, paste: bool) -> Given:
    """Send the person to the platform, and fetch the tokens that they allow.

    Raises CredentialError, AdapterError.
    """
    if not way.loopback and is_ours(redirect):
        raise CredentialError(
            "this platform sends nobody back to a machine without TLS; name an https page with --redirect, "
            "the same as on the app's page, and paste the address that you arrive at"
        )
    app = _registered(way, desk, redirect) if way.register else desk.app(way)
    turn = Round(app[0], app[1] or None, redirect, desk.dice(), desk.dice(), paste or not is_ours(redirect))
    tokens = fetch(desk.client, _code_request(way, desk, turn, _code(_answer(way, desk, turn), turn.state)))
    tokens = lengthened(way.longer, desk, app, tokens) if way.longer else tokens
    options = dict(zip(way.app, app, strict=True)) if way.keeps_app and not way.register else {}
    if way.option is None:
        return Given(options, tokens)
    token = of_page(way.pages, desk, tokens.access) if way.pages else tokens.access
    return Given({**options, way.option: token, "scopes": " ".join(tokens.scopes)})


def _registered(way: OAuth2, desk: Desk, redirect: str) -> tuple[str, str]:
    """Make the app known to the account's server."""
    assert way.register is not None
    form = {"client_name": APP, "redirect_uris": redirect, "scopes": " ".join(way.scopes)}
    request = desk.client.build_request("POST", http.address(desk.place(way.register)), data=form)
    return http.ask(desk.client, request, _app)


def _app(answer: http.Answer) -> tuple[str, str]:
    found = answer.json()
    return str(found["client_id"]), str(found["client_secret"])


def _answer(way: OAuth2, desk: Desk, turn: Round) -> str:
    """Return the address that the browser was sent back to, or the code alone."""
    page = _page(way, desk, turn)
    desk.person.tell(f"allow it here: {page}")
    if turn.paste:
        desk.person.visit(page)
        return desk.person.ask("the address that you arrive at, or the code that is shown", secret=True)
    return listen(turn.redirect, turn.state, lambda: desk.person.visit(page))


def _page(way: OAuth2, desk: Desk, turn: Round) -> str:
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # noqa: PLC0415  only where somebody logs in
    from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415

    challenge = create_s256_code_challenge(turn.verifier)  # type: ignore[no-untyped-call]  # typed as Any
    proof = {"code_challenge": challenge, "code_challenge_method": "S256"} if way.pkce else {}
    return str(
        prepare_grant_uri(
            desk.place(way.authorize),
            turn.client_id,
            "code",
            redirect_uri=turn.redirect,
            scope=way.separator.join(way.scopes),
            state=turn.state,
            **proof,
            **dict(way.more),
        )
    )


def _code(answer: str, state: str) -> str:
    """Return the code of an answer, which is good for this login alone."""
    from authlib.oauth2.rfc6749.errors import (  # noqa: PLC0415  only where somebody logs in
        MismatchingStateException,
        MissingCodeException,
    )
    from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response  # noqa: PLC0415

    if "?" not in answer and answer:
        return answer.removesuffix("#_")  # what Meta adds is none of it
    try:
        return str(parse_authorization_code_response(answer, state)["code"])
    except MismatchingStateException as error:
        raise CredentialError("that is the answer to another login; run it again") from error
    except MissingCodeException as error:
        refusal = "".join(parse_qs(urlsplit(answer).query).get("error", ["without a reason"]))
        raise CredentialError(f"the platform gave no code: {refusal!r}") from error


def _code_request(way: OAuth2, desk: Desk, turn: Round, code: str) -> httpx.Request:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": turn.redirect,
        "client_id": turn.client_id,
        **({"code_verifier": turn.verifier} if way.pkce else {}),
    }
    return token_request(desk.client, desk.place(way.token), form, turn.client_secret, basic=way.basic)
