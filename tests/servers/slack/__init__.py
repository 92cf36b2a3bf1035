"""An emulator of Slack by others: `emulate`, strict about scopes, with a channel made for the occasion."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from adapters import http
from tests.servers.server import Server, cache, free_ports, lacks, run, started, tell

HERE = Path(__file__).parent
TOKEN, OWNER, HOOK = "xoxb-the-token-of-the-bot", "xoxb-the-token-of-the-owner", "a-token-of-a-hook"
SCOPES = ("chat:write", "channels:history", "files:write", "files:read")
"""What the platform's page asks for, and nothing else."""
OWNERS = ("channels:manage", "channels:read", "channels:history", "channels:join", "reactions:write", "files:read")
SEED = {
    "tokens": {TOKEN: {"login": "tilleul", "scopes": SCOPES}, OWNER: {"login": "owner", "scopes": OWNERS}},
    "slack": {
        "strict_scopes": True,
        "team": {"name": "Maison", "domain": "maison"},
        "users": [{"name": "tilleul", "real_name": "T"}, {"name": "owner", "real_name": "O"}],
        "channels": [{"name": "general"}],
        "incoming_webhooks": [{"channel": "general", "label": "hook"}],
    },
}


class Site:
    """A running emulator."""

    def __init__(self, url: str, client: httpx.Client) -> None:
        self.url = url
        self.client = client
        self._numbers = count(1)

    def channel(self) -> str:
        """Make a channel in which nothing was posted."""
        return str(self.call("conversations.create", name=f"news-{next(self._numbers)}")["channel"]["id"])

    def general(self) -> str:
        """Return the channel of the webhook."""
        channels = self.call("conversations.list")["channels"]
        return next(str(each["id"]) for each in channels if each["name"] == "general")

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """Return what stands in a channel, oldest first, as people read it."""
        found = self.call("conversations.history", channel=channel)["messages"]
        return [_read(each) for each in reversed(found) if "text" in each]

    def thread(self, channel: str, first: dict[str, Any]) -> list[dict[str, Any]]:
        """Return a message and the answers to it, oldest first."""
        found = self.call("conversations.replies", channel=channel, ts=first["ts"])["messages"]
        return [_read(each) for each in found]

    def call(self, call: str, token: str = OWNER, **asked: str) -> dict[str, Any]:
        """Ask as the owner of the workspace, or as another."""
        headers = {"Authorization": f"Bearer {token}"}
        answer: dict[str, Any] = self.client.post(f"{self.url}/api/{call}", data=asked, headers=headers).json()
        assert answer["ok"], f"{call}: {answer}"
        return answer


def _read(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "text": unescape(message["text"])}


@contextmanager
def _running() -> Iterator[Site]:
    folder = _installed()
    (port,) = free_ports(1)
    url = f"http://localhost:{port}"  # as it calls itself, in the addresses that images are sent to
    with TemporaryDirectory(prefix="tambour-slack-") as data:
        seed = Path(data) / "seed.json"
        seed.write_text(json.dumps(SEED))
        modules = folder / "node_modules"
        program = [str(modules / ".bin" / "node"), str(modules / "emulate" / "dist" / "index.js"), "start"]
        command = [*program, "--service", "slack", "--port", str(port), "--seed", str(seed)]
        with started(command, Path(data), {}, f"{url}/api/api.test"), http.client() as client:
            yield Site(url, client)


def _installed() -> Path:
    """Install the packages that the lock names, unless they are there from an earlier run."""
    folder = cache("slack", (HERE / "package-lock.json").read_bytes())
    for file in ("package.json", "package-lock.json"):
        shutil.copy(HERE / file, folder)
    ready = folder / "ready"
    if not ready.exists():
        tell("slack: installing emulate, and the node that it needs")
        run("slack: installing", ["npm", "ci", "--no-audit", "--no-fund"], folder, {})
        ready.touch()
    return folder


SERVER = Server("slack", lambda: lacks("node", "npm"), _running, (str(HERE / "checks.py"),))
