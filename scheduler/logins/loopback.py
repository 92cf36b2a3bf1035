"""The redirect to this machine, with which a browser brings a platform's answer (RFC 8252, section 7.3)."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic
from urllib.parse import parse_qs, urlsplit

from adapters.guard import is_this_machine
from scheduler.errors import CredentialError

REDIRECT = "http://127.0.0.1:8910/"
"""Where answers are awaited; the app's page at the platform has to name it to the letter."""
PATIENCE = 600.0
"""Seconds in which a person logs in and allows it."""
PAGE = b"<!doctype html><meta charset=utf-8><title>tambour</title><p>Thank you. You may close this window."


def is_ours(redirect: str) -> bool:
    """Return whether a redirect leads to this machine, without TLS."""
    parts = urlsplit(redirect)
    return parts.scheme == "http" and is_this_machine(parts.hostname or "")


def listen(redirect: str, state: str, ready: Callable[[], None], *, patience: float = PATIENCE) -> str:
    """Return the address with which the browser came back; `ready` is called when it may.

    What does not carry `state` is another page's doing, and is not answered with thanks. Raises CredentialError where
    the port is taken, and where nobody comes.
    """
    came: list[str] = []

    class Reception(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            """Take what carries the state."""
            welcome = parse_qs(urlsplit(self.path).query).get("state") == [state]
            if welcome:
                came.append(self.path)
            self.send_response(200 if welcome else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE if welcome else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's signature
            """Say nothing: the address is a secret for a while."""

    parts = urlsplit(redirect)
    try:
        server = HTTPServer((parts.hostname or "", parts.port or 80), Reception)
    except OSError as error:
        raise CredentialError(
            f"cannot listen at {redirect} ({error.strerror}); choose another with --redirect, or --paste"
        ) from error
    with server:
        server.timeout = 1
        ready()
        end = monotonic() + patience
        while not came and monotonic() < end:
            server.handle_request()
    if not came:
        raise CredentialError("nobody came back from the browser; run it again, or with --paste")
    return f"{redirect.rstrip('/')}{came[0]}"
