"""A Ghost of one's own, with SQLite, as npm has it; it takes minutes to install, since SQLite is compiled."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from adapters import http
from tests.servers.server import Failed, Server, cache, free_ports, lacks, node, node_headers, run, started, tell

HERE = Path(__file__).parent
VERSION = "5.130.6"
DIGEST = "f91213dec239b55a8407c60ee8621349a7828f9f4bb448ef9747718d2b13b6b0"
"""Of the archive that npm has under that version."""
PATIENCE = 300.0
"""Seconds that it may take to set up its database."""
OWNER = {
    "name": "Tilleul",
    "email": "tilleul@maison.example",
    "password": "Tilleul-argente-1871",
    "blogTitle": "Maison",
}


class Site:
    """A running Ghost, and a key of an integration there."""

    def __init__(self, url: str, client: httpx.Client) -> None:
        self.url = url
        self.client = client
        self._session = httpx.Client(base_url=f"{url}/ghost/api/admin", headers={"Origin": url}, timeout=60)
        self._call("POST", "authentication/setup/", setup=[OWNER])
        self._call("POST", "session/", username=OWNER["email"], password=OWNER["password"])
        made = self._call("POST", "integrations/?include=api_keys", integrations=[{"name": "tambour"}])
        keys = made["integrations"][0]["api_keys"]
        self.key = next(str(each["secret"]) for each in keys if each["type"] == "admin")

    def posts(self, state: str = "published") -> list[dict[str, Any]]:
        """Return the posts of a state, oldest first, as the owner sees them."""
        asked = f"posts/?filter=status:{state}&formats=html&limit=100&order=created_at%20asc&include=tags"
        found: list[dict[str, Any]] = self._call("GET", asked)["posts"]
        return found

    def clear(self) -> None:
        """Delete every post."""
        for each in (*self.posts(), *self.posts("draft")):
            self._call("DELETE", f"posts/{each['id']}/")

    def change(self, post: str, **fields: str) -> None:
        """Change a post, as its owner does: later than it was made, by a clock that shows seconds."""
        now = self._call("GET", f"posts/{post}/")["posts"][0]["updated_at"]
        while datetime.now(UTC) < datetime.fromisoformat(now) + timedelta(seconds=1):
            self._call("GET", f"posts/{post}/")
        self._call("PUT", f"posts/{post}/", posts=[{**fields, "updated_at": now}])

    def close(self) -> None:
        """Log the owner out."""
        self._session.close()

    def _call(self, method: str, path: str, **asked: Any) -> Any:
        answer = self._session.request(method, path, json=asked or None).raise_for_status()
        return answer.json() if answer.headers.get("content-type", "").startswith("application/json") else None


def _missing() -> str | None:
    return lacks("node", "npm", "make", "c++", "python3")


@contextmanager
def _running() -> Iterator[Site]:
    folder = _installed()
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}/blog"
    with TemporaryDirectory(prefix="tambour-ghost-") as made:
        data = Path(made)
        for each in ("data", "images", "files", "media", "logs", "settings", "themes", "adapters", "public"):
            (data / each).mkdir()
        shutil.copytree(folder / "content" / "themes", data / "themes", dirs_exist_ok=True)
        env = {f"{'__'.join(path)}": value for path, value in _settings(url, port, data).items()}
        with started(["node", "index.js"], folder, env, lambda: _is_up(url), PATIENCE), http.client() as client:
            site = Site(url, client)
            try:
                yield site
            finally:
                site.close()


def _is_up(url: str) -> bool:
    """Tell whether it serves: while it sets up its database, it says 503."""
    try:
        return httpx.get(f"{url}/ghost/api/admin/site/", timeout=5).is_success
    except httpx.TransportError:
        return False


def _settings(url: str, port: int, data: Path) -> dict[tuple[str, ...], str]:
    """Return the server's settings, alone in the world; Ghost reads them from its environment."""
    return {
        ("NODE_ENV",): "development",
        ("url",): url,
        ("server", "host"): "127.0.0.1",
        ("server", "port"): str(port),
        ("database", "client"): "sqlite3",
        ("database", "connection", "filename"): str(data / "data" / "ghost.db"),
        ("database", "useNullAsDefault"): "true",
        ("mail", "transport"): "stub",
        ("logging", "level"): "error",
        ("logging", "transports"): '["stdout"]',
        ("paths", "contentPath"): str(data),
        ("privacy", "useUpdateCheck"): "false",
        ("privacy", "useGravatar"): "false",
        ("privacy", "useRpcPing"): "false",
        ("security", "staffDeviceVerification"): "false",
    }


def _installed() -> Path:
    """Install Ghost, unless it is there from an earlier run."""
    folder = cache("ghost", VERSION.encode(), node("process.version").encode())
    package = folder / "package"
    if not (folder / "ready").exists():
        tell("ghost: installing, which compiles for some minutes")
        run("ghost: fetching", ["npm", "pack", f"ghost@{VERSION}", "--silent"], folder, {})
        archive = folder / f"ghost-{VERSION}.tgz"
        if sha256(archive.read_bytes()).hexdigest() != DIGEST:
            raise Failed(f"ghost: {archive.name} is not the one that these checks were written for")
        shutil.unpack_archive(archive, folder)
        _trim(package / "package.json")
        quiet = ["--omit=dev", "--legacy-peer-deps", "--no-audit", "--no-fund"]
        run("ghost: installing", ["npm", "install", *quiet], package, node_headers())
        (folder / "ready").touch()
    return package


def _trim(description: Path) -> None:
    """Take out of a package's description what is not in the registry."""
    told = json.loads(description.read_text())
    del told["devDependencies"], told["resolutions"]
    told["overrides"] = {"mock-knex": "npm:mock-knex@0.4.13"}
    description.write_text(json.dumps(told))


SERVER = Server("ghost", _missing, _running, (str(HERE / "checks.py"),))
