"""A strict server of Telegram's Bot API: of our own, and driven by the API's official description where it is at hand.

It refuses what the description does not know, and keeps books of the rest, for each bot its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from adapters import http
from tests.servers.server import Server, free_ports, started, tell
from tests.specs.folder import VARIABLE, description

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


class Site:
    """A running server."""

    def __init__(self, url: str, client: httpx.Client) -> None:
        self.url = url
        self.client = client
        self._numbers = count(1)

    def token(self) -> str:
        """Make a bot whose channel is empty."""
        return f"{next(self._numbers)}:a-token_of-a-bot"

    def books(self, token: str) -> list[dict[str, Any]]:
        """Return what stands in a bot's channel, oldest first: texts, and how many images."""
        found: list[dict[str, Any]] = self.client.get(f"{self.url}/books/{token}").raise_for_status().json()
        return found


@contextmanager
def _running() -> Iterator[Site]:
    if description("telegram") is None:
        tell(f"telegram: strict by our own notes, for {VARIABLE} names no folder with the official description")
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "tests.servers.telegram.strict", str(port)]
    with (
        TemporaryDirectory(prefix="tambour-telegram-") as folder,
        started(command, Path(folder), {"PYTHONPATH": str(ROOT)}),
        http.client() as client,
    ):
        yield Site(f"http://127.0.0.1:{port}", client)


SERVER = Server("telegram", lambda: None, _running, (str(HERE / "checks.py"),))
