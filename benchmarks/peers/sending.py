"""One post as every peer sends it: an intent made durable, the request, its outcome made durable."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import httpx

from benchmarks.dispatch.text import body

THREADS = 50
PLACE = os.environ["PLACE"]
ADDRESS = f"http://127.0.0.1:{os.environ['STUB_PORT']}/api/v1/statuses"
TABLE = """
CREATE TABLE IF NOT EXISTS attempts (
    id {serial}, post INTEGER NOT NULL, started_at DOUBLE PRECISION NOT NULL, outcome TEXT, finished_at DOUBLE PRECISION
)
"""
INTEND = "INSERT INTO attempts (post, started_at) VALUES ({0}, {0}) RETURNING id"
CONCLUDE = "UPDATE attempts SET outcome = {0}, finished_at = {0} WHERE id = {0} RETURNING id"


def send(number: int) -> None:
    """Send a post, from any thread."""
    attempt = _records().write(INTEND, number, time.time())
    headers = {"Authorization": "Bearer bench", "Idempotency-Key": f"bench-{number}"}
    _client().post(ADDRESS, json=body(number), headers=headers).raise_for_status().json()
    _records().write(CONCLUDE, "delivered", time.time(), attempt)


class Records(Protocol):
    """Where the records are durable."""

    def write(self, statement: str, *values: object) -> Any:
        """Run a statement, make it durable, and return its one value."""


class SqliteRecords:
    """A SQLite file of its own; one connection, for threads that queue for a lock beat threads that poll for one."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=60)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute(TABLE.format(serial="INTEGER PRIMARY KEY"))

    def write(self, statement: str, *values: object) -> Any:
        """Run a statement, make it durable, and return its one value."""
        with self._lock:
            return self._connection.execute(statement.format("?"), values).fetchone()[0]


class PostgresRecords:
    """A table in the peer's own database; a connection for each thread."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._mine = threading.local()
        self._open().execute(TABLE.format(serial="BIGSERIAL PRIMARY KEY"))

    def write(self, statement: str, *values: object) -> Any:
        """Run a statement, make it durable, and return its one value."""
        if not hasattr(self._mine, "connection"):
            self._mine.connection = self._open()
        return self._mine.connection.execute(statement.format("%s"), values).fetchone()[0]

    def _open(self) -> Any:
        import psycopg  # noqa: PLC0415  peers on SQLite have no use for it

        return psycopg.connect(self._address, autocommit=True)


_opening = threading.Lock()
_mine = threading.local()


def _records() -> Records:
    with _opening:
        return _opened()


@cache
def _opened() -> Records:
    return PostgresRecords(PLACE) if PLACE.startswith("postgresql") else SqliteRecords(Path(PLACE) / "records.db")


def _client() -> httpx.Client:
    """Return the thread's own client, as in the bare loop."""
    if not hasattr(_mine, "client"):
        with _opening:
            _mine.client = httpx.Client(verify=_tls(), timeout=30)
    client: httpx.Client = _mine.client
    return client


@cache
def _tls() -> Any:
    return httpx.create_ssl_context()  # building one costs more than a request
