"""A platform on this machine that lets people in by OAuth 2 and OAuth 1.0a; its refresh tokens are good once."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from hmac import digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit

Reply = tuple[int, dict[str, str], str]

CLIENT = "an-app"
CLIENT_SECRET = "the-secret-of-the-app"
PIN = "7214365"


@dataclass
class Provider:
    """What the platform knows; set an attribute to make it behave otherwise."""

    address: str = ""
    lasts: int = 7200
    """Seconds that an access token lasts."""
    rotates: bool = True
    """Whether a refresh brings a new refresh token."""
    refusal: Reply | None = None
    """What it answers to every request for tokens, instead of tokens."""
    allowed: str = "read:accounts read:statuses write:statuses write:media"
    denied: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    access: str = ""
    refresh: str = ""
    reused: list[str] = field(default_factory=list)
    """Refresh tokens that came a second time; after one, nothing is good any more."""
    refreshed: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def shown(self, path: str, asked: dict[str, str], authorization: str) -> Reply:
        """Answer what is asked for with GET."""
        match path:
            case "/oauth/authorize":
                return self.authorize(asked)
            case "/oauth/longer":
                return self.lengthen(asked)
            case "/pages":
                return self.pages(authorization)
            case _:
                return self.account(authorization)

    def authorize(self, asked: dict[str, str]) -> Reply:
        """Send the person back with a code, or with a refusal."""
        if self.denied:
            back = {"error": "access_denied", "state": asked["state"]}
        else:
            code = f"code-{next(self.numbers)}"
            self.codes[code] = asked
            back = {"code": code, "state": asked["state"]}
        return 302, {"Location": f"{asked['redirect_uri']}?{urlencode(back)}"}, ""

    def token(self, asked: dict[str, str]) -> Reply:
        """Give tokens for a code or for a refresh token, each of which is good once."""
        if self.refusal:
            return self.refusal
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, CLIENT_SECRET):
            return _json(401, {"error": "invalid_client"})
        if asked["grant_type"] == "refresh_token":
            return self._refresh(asked["refresh_token"])
        return self._exchange(asked, self.codes.pop(asked["code"], None))

    def _exchange(self, asked: dict[str, str], began: dict[str, str] | None) -> Reply:
        if began is None or (began["redirect_uri"], began.get("code_challenge")) != (
            asked["redirect_uri"],
            _challenge(asked.get("code_verifier")),
        ):
            return _json(400, {"error": "invalid_grant", "error_description": f"{asked['code']} is not good"})
        return self.grant(refresh=True)

    def lengthen(self, asked: dict[str, str]) -> Reply:
        """Give a token that lasts for one that does not."""
        if (asked["client_id"], asked["client_secret"], asked["short"]) != (CLIENT, CLIENT_SECRET, self.access):
            return _json(400, {"error": {"message": f"{asked['short']} is not good", "code": 190}})
        self.lasts = 5_184_000
        return self.grant(refresh=False)

    def pages(self, authorization: str) -> Reply:
        """Tell which pages there are, each with its token."""
        if authorization != f"Bearer {self.access}":
            return _json(401, {"error": "The access token is invalid"})
        return _json(200, {"data": [{"id": "77", "name": "Maison Tilleul", "access_token": "the page's own"}]})

    def _refresh(self, token: str) -> Reply:
        if token != self.refresh:
            self.reused.append(token)
            self.access = self.refresh = "nothing is good any more"
            return _json(400, {"error": "invalid_grant", "error_description": f"{token} was used before"})
        self.refreshed += 1
        return self.grant(refresh=self.rotates)

    def grant(self, *, refresh: bool) -> Reply:
        """Give an access token, and a refresh token if told so."""
        number = next(self.numbers)
        self.access = f"access-{number}"
        given = {"access_token": self.access, "token_type": "Bearer", "scope": self.allowed, "expires_in": self.lasts}
        if refresh:
            self.refresh = f"refresh-{number}"
            given |= {"refresh_token": self.refresh, "refresh_token_expires_in": 15_552_000}
        return _json(200, given)

    def account(self, authorization: str) -> Reply:
        """Say who a token speaks for."""
        if authorization != f"Bearer {self.access}":
            return _json(401, {"error": "The access token is invalid"})
        return _json(200, {"id": "7", "acct": "tilleul", "url": f"{self.address}/@tilleul"})

    def signed(self, path: str, authorization: str) -> Reply:
        """Give a token to a request that is signed as OAuth 1.0a asks (RFC 5849, section 3.4)."""
        told = {name: unquote(value.strip('"')) for name, value in parse_qsl(authorization[6:].replace(", ", "&"))}
        signature = told.pop("oauth_signature")
        words = "&".join(f"{quote(name, safe='')}={quote(told[name], safe='')}" for name in sorted(told))
        base = "&".join(quote(word, safe="") for word in ("POST", f"{self.address}{path}", words))
        key = f"{CLIENT_SECRET}&{'asking-secret' if 'oauth_token' in told else ''}"
        if signature != b64encode(digest(key.encode(), base.encode(), sha1)).decode():
            return 401, {}, "who signed this?"
        if path == "/request_token" and told["oauth_callback"] == "oob":
            return 200, {}, "oauth_token=asking&oauth_token_secret=asking-secret&oauth_callback_confirmed=true"
        if told.get("oauth_verifier") != PIN:
            return 403, {}, f"{told.get('oauth_verifier')} is not the number"
        return 200, {}, "oauth_token=lasting&oauth_token_secret=lasting-secret"


def _challenge(verifier: str | None) -> str | None:
    return verifier and urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _json(status: int, body: dict[str, Any]) -> Reply:
    return status, {"Content-Type": "application/json"}, json.dumps(body)


@contextmanager
def providing(provider: Provider) -> Iterator[Provider]:
    """Put the platform on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = dict(parse_qsl(parts.query))
            self._reply(provider.shown(parts.path, asked, self.headers.get("Authorization", "")))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            match self.path:
                case "/oauth/token":
                    self._reply(provider.token(asked))
                case "/api/v1/apps":
                    self._reply(_json(200, {"client_id": CLIENT, "client_secret": CLIENT_SECRET}))
                case path:
                    self._reply(provider.signed(path, self.headers["Authorization"]))

        def _reply(self, reply: Reply) -> None:
            status, headers, body = reply
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's signature
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
