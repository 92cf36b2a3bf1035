"""The strict server as a program: `python -m tests.servers.telegram.strict PORT`; says `ready`, stops on SIGTERM."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from tests.adapters.fake_telegram import FakeTelegram, refusal
from tests.adapters.forms import form
from tests.servers.telegram.notes import NOTES
from tests.specs.folder import description
from tests.specs.telegram import of_request

SPEC = description("telegram") or NOTES
BOTS: defaultdict[str, FakeTelegram] = defaultdict(FakeTelegram)


def answer(request: httpx.Request) -> httpx.Response:
    """Refuse what the description does not know, and let the bot's own books answer the rest."""
    _, place, *rest = request.url.path.split("/")
    if place == "books":
        return httpx.Response(200, json=[asdict(seen) for seen in BOTS[rest[0]].public()])
    problems = of_request(SPEC, rest[0], form(request))
    if problems:
        return refusal(400, f"Bad Request: {'; '.join(problems)}")
    token = place.removeprefix("bot")
    bot = BOTS[token]
    bot.token = FakeTelegram.token if "revoked" in token else token
    return bot(request)


class Handler(BaseHTTPRequestHandler):
    """One request after the other on a line that is kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        url = f"http://127.0.0.1{self.path}"
        found = answer(httpx.Request(self.command, url, headers=dict(self.headers.items()), content=body))
        self.send_response(found.status_code)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(found.content)))
        self.end_headers()
        self.wfile.write(found.content)

    do_POST = do_GET  # noqa: N815  the name is the standard library's

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()
