"""A relay by others: nostr-relay, with a database of its own, and a line to it that is cut at the right moment."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import httpx

from adapters import http
from tests.servers.server import Server, environment, free_ports, started

HERE = Path(__file__).parent
YEARS = 20 * 31_536_000


@dataclass(frozen=True, slots=True)
class Site:
    """A running relay."""

    url: str
    port: int
    client: httpx.Client


@contextmanager
def _running() -> Iterator[Site]:
    python = environment("nostr", HERE / "requirements.lock")
    (port,) = free_ports(1)
    with TemporaryDirectory(prefix="tambour-nostr-") as data:
        folder = Path(data)
        (folder / "relay.yaml").write_text(json.dumps(_settings(port, folder)))
        command = [str(python), str(python.with_name("nostr-relay")), "-c", "relay.yaml", "serve"]
        with started(command, folder, {}, f"http://127.0.0.1:{port}/"), http.client() as client:
            yield Site(f"ws://127.0.0.1:{port}", port, client)


def _settings(port: int, folder: Path) -> dict[str, Any]:
    """Return the relay's settings: it checks what relays check, and is alone in the world."""
    judges = ("is_not_too_large", "is_signed", "is_recent", "is_not_hellthread")
    return {
        "DEBUG": False,
        "relay_name": "a relay of a test",
        "storage": {
            "sqlalchemy.url": f"sqlite+aiosqlite:///{folder}/nostr.sqlite3",
            "num_concurrent_reqs": 10,
            "num_concurrent_adds": 2,
            "validators": [f"nostr_relay.validators.{judge}" for judge in judges],
        },
        "max_event_size": 4096,
        "oldest_event": YEARS,
        "verification": {"nip05_verification": "disabled"},
        "gunicorn": {"bind": f"127.0.0.1:{port}", "workers": 1, "loglevel": "warning", "reload": False},
        "authentication": {"enabled": False},
        "message_timeout": 1800,
        "subscription_limit": 32,
    }


@contextmanager
def cutting(site: Site) -> Iterator[str]:
    """Lay a line to the relay that is cut when it has taken an event, before it can say so."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        Thread(target=_accept, args=(listening, site.port), daemon=True).start()
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}"


def _accept(listening: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            Thread(target=_carry, args=(client, port), daemon=True).start()


def _carry(client: socket.socket, port: int) -> None:
    with client, socket.create_connection(("127.0.0.1", port)) as relay, suppress(OSError):
        Thread(target=_pass_on, args=(client, relay), daemon=True).start()
        while (data := relay.recv(65536)) and b'"OK"' not in data:
            client.sendall(data)


def _pass_on(client: socket.socket, relay: socket.socket) -> None:
    with suppress(OSError):
        while data := client.recv(65536):
            relay.sendall(data)


SERVER = Server("nostr", lambda: None, _running, (str(HERE / "checks.py"),))
