"""What became public on the fault server: append-only, in a file of its own, so that it outlives a kill."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the books."""

    account: str
    id: str
    key: str
    """What the client called it: the same on every repeat."""
    text: str
    at: float
    """Seconds since 1970, by the server's clock."""
    public: bool = True
    """Whether the public sees it; a container that was only prepared is invisible."""


class Books:
    """Everything that a server was made to keep, oldest first."""

    def __init__(self, path: Path) -> None:
        self.entries = read(path)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, account: str, key: str, text: str, *, at: float, public: bool = True) -> Entry:
        """Keep a line; it is in the file when this returns."""
        entry = Entry(account, f"{account}-{len(self.entries)}", key, text, at, public)
        os.write(self._file, f"{json.dumps(asdict(entry))}\n".encode())
        self.entries.append(entry)
        return entry

    def of(self, account: str, *, public: bool = True) -> list[Entry]:
        """Return an account's lines."""
        return [entry for entry in self.entries if entry.account == account and entry.public is public]


def read(path: Path) -> list[Entry]:
    """Read the books as they were left."""
    return [Entry(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []


def times_public(path: Path) -> Counter[str]:
    """Return how often the public sees each text."""
    return Counter(entry.text for entry in read(path) if entry.public)


def busiest(entries: Iterable[Entry], kind: str, span: float) -> int:
    """Return how much an account of a class showed at most within so many seconds."""
    times: dict[str, list[float]] = {}
    for entry in entries:
        if entry.account.startswith(kind):
            times.setdefault(entry.account, []).append(entry.at)
    within = (sum(since <= at < since + span for at in found) for found in times.values() for since in found)
    return max(within, default=0)
