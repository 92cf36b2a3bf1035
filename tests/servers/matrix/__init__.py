"""A Matrix server of one's own: Synapse, with rooms made for the occasion."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import httpx

from adapters import http
from tests.servers.server import Server, environment, free_ports, run, started

HERE = Path(__file__).parent
SECRET = "a-secret-of-this-test-server"
PASSWORD = "a long password"
NAME = "maison.test"


class Site:
    """A running server, as the account sees it."""

    def __init__(self, url: str, client: httpx.Client) -> None:
        self.url = url
        self.client = client
        self._token = ""
        self._register()
        self._token = self.login("OWNER")

    def login(self, device: str) -> str:
        """Return a token for a device of the account."""
        user = {"type": "m.id.user", "user": "tilleul"}
        asked = {"type": "m.login.password", "identifier": user, "password": PASSWORD, "device_id": device}
        return str(self.call("POST", "client/v3/login", **asked)["access_token"])

    def room(self, *state: dict[str, Any], alias: str | None = None) -> str:
        """Make a room in which nothing was said."""
        asked = {"preset": "public_chat", "initial_state": state, **({"room_alias_name": alias} if alias else {})}
        return str(self.call("POST", "client/v3/createRoom", **asked)["room_id"])

    def said(self, room: str) -> list[dict[str, Any]]:
        """Return what was said in a room, oldest first; of what was redacted, nothing is left."""
        wanted = quote(json.dumps({"types": ["m.room.message"]}))
        path = f"client/v3/rooms/{quote(room)}/messages?dir=b&limit=100&filter={wanted}"
        return [each["content"] for each in reversed(self.call("GET", path)["chunk"]) if each["content"]]

    def call(self, method: str, path: str, **asked: Any) -> dict[str, Any]:
        """Ask as the account."""
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        answer = self.client.request(method, f"{self.url}/_matrix/{path}", headers=headers, json=asked or None)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def _register(self) -> None:
        """Make the account, by the secret that only this test knows."""
        url = f"{self.url}/_synapse/admin/v1/register"
        nonce = self.client.get(url).raise_for_status().json()["nonce"]
        words = f"{nonce}\0tilleul\0{PASSWORD}\0notadmin"
        mac = hmac.new(SECRET.encode(), words.encode(), sha1).hexdigest()
        asked = {"nonce": nonce, "username": "tilleul", "password": PASSWORD, "admin": False, "mac": mac}
        self.client.post(url, json=asked).raise_for_status()


@contextmanager
def _running() -> Iterator[Site]:
    python = environment("matrix", HERE / "requirements.lock")
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    with TemporaryDirectory(prefix="tambour-matrix-") as data:
        folder = Path(data)
        (folder / "homeserver.yaml").write_text(json.dumps(_settings(port, folder)))
        command = [str(python), "-m", "synapse.app.homeserver", "--config-path", "homeserver.yaml"]
        run("matrix: drawing its keys", [*command, "--generate-keys"], folder, {})
        with started(command, folder, {}, f"{url}/health"), http.client() as client:
            yield Site(url, client)


def _settings(port: int, folder: Path) -> dict[str, Any]:
    """Return the server's settings; as generous as a test needs, and alone in the world."""
    generous = {"per_second": 1000, "burst_count": 1000}
    offered = [{"names": ["client"]}]
    listener = {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": offered}
    return {
        "server_name": NAME,
        "listeners": [listener],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "synapse.db")}},
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "registration_shared_secret": SECRET,
        "macaroon_secret_key": SECRET,
        "report_stats": False,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "rc_message": generous,
        "rc_login": {"address": generous, "account": generous},
        "rc_room_creation": generous,
    }


SERVER = Server("matrix", lambda: None, _running, (str(HERE / "checks.py"),))
