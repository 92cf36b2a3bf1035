"""A WordPress of one's own, in a subfolder of its site: Debian's, with MariaDB, on PHP's own server."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from adapters import http
from tests.servers.server import Failed, Server, free_ports, lacks, run, started

HERE = Path(__file__).parent
PRETTY = "/%postname%/"
"""The form of the posts' addresses, as `install.php` sets it."""
SOURCE = Path("/usr/share/wordpress")
PACKAGES = "wordpress mariadb-server php-cli php-mysql php-gd php-xml php-mbstring php-curl"
CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp'); define('DB_HOST', '{database}');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords without TLS
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


class Site:
    """A running WordPress."""

    def __init__(self, url: str, folder: Path, passwords: dict[str, str], client: httpx.Client) -> None:
        self.url = url
        self.passwords = passwords
        self.client = client
        self._folder = folder

    @contextmanager
    def permalinks(self, structure: str) -> Iterator[None]:
        """Give the posts another form of address for a while."""
        self._set(structure)
        try:
            yield
        finally:
            self._set(PRETTY)

    def _set(self, structure: str) -> None:
        subprocess.run(["php", "permalinks.php", structure], cwd=self._folder, check=True, capture_output=True)

    def call(self, method: str, path: str, **asked: Any) -> Any:
        """Ask as the administrator."""
        url = f"{self.url}/?rest_route=/wp/v2/{path}"
        auth = ("alice", self.passwords["alice"])
        return self.client.request(method, url, auth=auth, **asked).raise_for_status().json()

    def posts(self) -> list[dict[str, Any]]:
        """Return what the public sees, oldest first."""
        found = self.client.get(f"{self.url}/?rest_route=/wp/v2/posts&per_page=100&order=asc&orderby=id")
        return list(found.raise_for_status().json())

    def clear(self) -> None:
        """Delete every post."""
        for each in self.call("GET", "posts&per_page=100&status=any,trash&_fields=id"):
            self.call("DELETE", f"posts/{each['id']}&force=true")


def _missing() -> str | None:
    lack = lacks("php", "mariadbd", "mariadb-install-db", "mariadb")
    return lack or (None if SOURCE.is_dir() else f"needs {SOURCE}: apt-get install {PACKAGES}")


@contextmanager
def _running() -> Iterator[Site]:
    port, database_port = free_ports(2)
    root = f"http://127.0.0.1:{port}"
    with TemporaryDirectory(prefix="tambour-wordpress-") as made:
        folder = Path(made)
        (folder / "database").mkdir()
        (folder / "web").mkdir()
        _lay_out(folder, f"{root}/blog", f"127.0.0.1:{database_port}")
        with (
            started(_database(folder, database_port), folder / "database", {}, lambda: _pings(folder)),
            _installed(folder) as passwords,
            started(["php", "-S", f"127.0.0.1:{port}", "-t", str(folder)], folder / "web", {}, f"{root}/blog/"),
            http.client() as client,
        ):
            yield Site(f"{root}/blog", folder, passwords, client)


def _lay_out(folder: Path, url: str, database: str) -> None:
    shutil.copytree(SOURCE, folder / "blog", ignore=shutil.ignore_patterns("wp-config.php"))
    (folder / "blog" / "wp-content" / "uploads").mkdir(exist_ok=True)
    (folder / "blog" / "wp-config.php").write_text(CONFIG.format(url=url, database=database).strip())
    for script in ("install.php", "permalinks.php"):
        shutil.copy(HERE / script, folder)
    data = ["mariadb-install-db", "--no-defaults", "--user=root", f"--datadir={folder}/data"]
    run("wordpress: laying out its database", [*data, "--auth-root-authentication-method=normal"], folder, {})


def _database(folder: Path, port: int) -> list[str]:
    place = [f"--datadir={folder}/data", f"--socket={folder}/db.sock", f"--port={port}", "--bind-address=127.0.0.1"]
    return ["mariadbd", "--no-defaults", "--user=root", *place, "--innodb-flush-log-at-trx-commit=2"]


def _pings(folder: Path) -> bool:
    return not subprocess.run(_sql(folder, "select 1"), capture_output=True, check=False).returncode


def _sql(folder: Path, command: str) -> list[str]:
    return ["mariadb", "--no-defaults", "-S", f"{folder}/db.sock", "-e", command]


@contextmanager
def _installed(folder: Path) -> Iterator[dict[str, str]]:
    """Make the database's user and the blog's people; give their passwords."""
    user = "create user wp@127.0.0.1 identified by 'wp'; grant all on wp.* to wp@127.0.0.1"
    run("wordpress: making its database", _sql(folder, f"create database wp; {user}"), folder, {})
    made = subprocess.run(["php", "install.php"], cwd=folder, capture_output=True, check=False)
    try:
        passwords = json.loads(made.stdout)
    except ValueError as error:
        raise Failed(f"wordpress: {made.stdout.decode(errors='replace')[-2000:]}") from error
    yield passwords


SERVER = Server("wordpress", _missing, _running, (str(HERE / "checks.py"),))
