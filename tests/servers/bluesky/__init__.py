"""A Bluesky server of one's own: @atproto/pds, with accounts made for the occasion."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from adapters import http
from tests.servers.server import Server, cache, free_ports, lacks, node, node_headers, run, started, tell

HERE = Path(__file__).parent
JWT_SECRET = "a-secret-of-this-test-server"
OLDEST_NODE = 20


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the test server, with an app password."""

    did: str
    handle: str
    password: str


class Site:
    """A running server."""

    def __init__(self, url: str, client: httpx.Client) -> None:
        self.url = url
        self.client = client
        self._numbers = count(1)

    def account(self) -> Account:
        """Make an account that has posted nothing."""
        handle = f"tilleul{next(self._numbers)}.test"
        made = self._call("createAccount", handle=handle, email=f"{handle}@maison.example", password="a long password")
        password = self._call("createAppPassword", made["accessJwt"], name="tambour")["password"]
        return Account(made["did"], handle, password)

    def records(self, account: Account) -> list[dict[str, Any]]:
        """Return the account's posts as anyone may read them, oldest first."""
        return [stored["value"] for stored in self.stored(account)]

    def stored(self, account: Account) -> list[dict[str, Any]]:
        """Return them with their addresses and marks."""
        place = {"repo": account.did, "collection": "app.bsky.feed.post", "reverse": "true"}
        found = self.client.get(f"{self.url}/xrpc/com.atproto.repo.listRecords", params=place).raise_for_status().json()
        records: list[dict[str, Any]] = found["records"]
        return records

    def _call(self, call: str, token: str | None = None, **body: str) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self.url}/xrpc/com.atproto.server.{call}"
        return self.client.post(url, json=body, headers=headers).raise_for_status().json()


def _missing() -> str | None:
    if lack := lacks("node", "npm", "make", "c++", "python3"):
        return lack
    major = int(node("process.versions.node").partition(".")[0])
    return None if major >= OLDEST_NODE else f"needs node {OLDEST_NODE} or newer, and this is {major}"


@contextmanager
def _running() -> Iterator[Site]:
    folder = _installed()
    port, directory_port = free_ports(2)
    with TemporaryDirectory(prefix="tambour-bluesky-") as data:
        env = {
            "PORT": str(port),
            "DIRECTORY_PORT": str(directory_port),
            "DATA": data,
            "JWT_SECRET": JWT_SECRET,
            "LOG_ENABLED": "false",
        }
        with started(["node", "pds.mjs"], folder, env), http.client() as client:
            yield Site(f"http://127.0.0.1:{port}", client)


def _installed() -> Path:
    """Install the packages that the lock names, unless they are there from an earlier run."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = cache("bluesky", lock, node("process.version").encode())
    for file in ("package.json", "package-lock.json", "pds.mjs"):
        shutil.copy(HERE / file, folder)
    ready = folder / "ready"
    if not ready.exists():
        tell("bluesky: installing @atproto/pds, which compiles for about a minute")
        run("bluesky: installing", ["npm", "ci", "--no-audit", "--no-fund"], folder, node_headers())
        ready.touch()
    return folder


SERVER = Server("bluesky", _missing, _running, (str(HERE / "checks.py"), str(HERE / "dispatch.py")))
