"""What articles gave, kept in a file beside the database: a plan of unchanged articles splits none of them again.

It may be deleted at any time; a plan then takes longer. Pictures lie in it too, so that a plan holds none in memory.
It belongs to one plan at a time: another that is made meanwhile does without.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import adapters
import scheduler
from scheduler.errors import StoreError
from scheduler.plans.fingerprints import fingerprint

TABLES = """
CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pictures (digest TEXT PRIMARY KEY, mime TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
"""
DIGEST = re.compile(r'"digest": "([0-9a-f]{64})"')
AT_ONCE = 200
"""Values that are written in one transaction."""


class Cache:
    """A file of values by what they were made from."""

    def __init__(self, path: Path | None) -> None:
        """Open it; in memory where there is no path, the disk does not let us, or another plan has it."""
        self._path = path
        self._file = _opened(path)
        self._made_by = _this_code()
        self._unwritten = 0
        self._used: set[str] = set()
        self.has_grown = False
        """Whether anything was kept that was not there."""

    def key(self, *made_from: Any) -> str:
        """Return the key of what is made from these values by this very code."""
        return fingerprint(self._made_by, *made_from)

    def get(self, key: str) -> Any | None:
        """Return what was kept, if it was."""
        self._used.add(key)
        row = self._file.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def keep(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        self._write("INSERT OR REPLACE INTO kept VALUES (?, ?)", key, json.dumps(value, ensure_ascii=True))
        self._used.add(key)
        self.has_grown = True

    def keep_picture(self, digest: str, mime: str, data: bytes) -> None:
        """Keep an image.

        Raises StoreError where the disk is full, as `keep` does: the plan needs what it cannot keep in memory.
        """
        self._write("INSERT OR IGNORE INTO pictures VALUES (?, ?, ?)", digest, mime, data)

    def _write(self, statement: str, *values: str | bytes) -> None:
        self._unwritten += 1
        try:
            self._file.execute(statement, values)
            if self._unwritten >= AT_ONCE:
                self._file.commit()
                self._unwritten = 0
        except sqlite3.Error as error:
            raise StoreError(f"{self._path} cannot be written: {error}; free some space there, or delete it") from error

    def picture(self, digest: str) -> tuple[str, bytes]:
        """Return the kind and the bytes of an image that was kept."""
        mime, data = self._file.execute("SELECT mime, data FROM pictures WHERE digest = ?", (digest,)).fetchone()
        return mime, data

    def thin(self, besides: Iterable[str]) -> None:
        """Forget what nobody has asked for, but for some keys; and the images of nothing that is left."""
        self._file.execute("CREATE TEMP TABLE used (key TEXT PRIMARY KEY) WITHOUT ROWID")
        self._file.executemany("INSERT OR IGNORE INTO used VALUES (?)", ((key,) for key in (*self._used, *besides)))
        if self._file.execute("DELETE FROM kept WHERE key NOT IN (SELECT key FROM used)").rowcount:
            shown = {
                found for (value,) in self._file.execute("SELECT value FROM kept") for found in DIGEST.findall(value)
            }
            there = {digest for (digest,) in self._file.execute("SELECT digest FROM pictures")}
            self._file.executemany("DELETE FROM pictures WHERE digest = ?", ((one,) for one in sorted(there - shown)))

    def close(self) -> None:
        """Write what is left."""
        with suppress(sqlite3.Error):  # a full disk costs time, and nothing else
            self._file.commit()
        self._file.close()


@cache
def _this_code() -> str:
    return code_in(*(Path(folder) for package in (scheduler, adapters) for folder in package.__path__))


def code_in(*folders: Path) -> str:
    """Return what tells the code in some folders from any other: an upgrade may keep the number of the version."""
    files = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return fingerprint([[str(path), path.stat().st_size, path.stat().st_mtime_ns] for path in files])


def _opened(path: Path | None) -> sqlite3.Connection:
    for place in (path, path, None):
        try:
            return _taken(":memory:" if place is None else place)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return _taken(":memory:")
            if place is not None:
                with suppress(OSError):  # damaged: made anew
                    place.unlink()
    raise AssertionError("a database in memory can be opened")  # pragma: no cover


def _taken(place: Path | str) -> sqlite3.Connection:
    file = sqlite3.connect(place, timeout=0)
    try:
        file.execute("PRAGMA synchronous = OFF")
        file.execute("PRAGMA locking_mode = EXCLUSIVE")
        file.executescript(f"BEGIN EXCLUSIVE; {TABLES} COMMIT")
    except sqlite3.DatabaseError:
        file.close()
        raise
    return file
