"""Whether a daemon that shares a server is still there.

It shows so by two locks: one of its session, which the server takes back when the connection ends, and one of a file,
which its machine takes back when the process ends, however it ends. The first can be tried from everywhere, the second
proves more: who has lost a connection may still be about to send.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from filelock import FileLock

log = logging.getLogger(__name__)


class Absence(StrEnum):
    """What is known of a daemon whose session is not there."""

    LOST = "lost"
    """Its process may live on, and send what it was about to send until its lease is over."""
    ENDED = "ended"
    """Its process has ended."""


def session_key(owner: str) -> int:
    """Return the number of the advisory lock that a daemon's session holds."""
    return int.from_bytes(sha256(owner.encode()).digest()[:8], signed=True)


@contextmanager
def shown(owner: str) -> Iterator[None]:
    """Hold the file's lock, where there can be one."""
    lock = FileLock(_place(owner), timeout=0)
    try:
        lock.acquire()
    except OSError as error:
        log.warning("should this daemon die, its posts wait out their leases: %s", error, extra={"action": "start"})
    try:
        yield
    finally:
        if lock.is_locked:
            _place(owner).unlink(missing_ok=True)
            lock.release()


def absence(owner: str) -> Absence:
    """Tell what is known of a daemon whose session is not there; another machine's cannot be known to have ended."""
    place = _place(owner)
    try:
        if place.exists():
            with FileLock(place, timeout=0):
                return Absence.ENDED
    except OSError:  # somebody has it, or it is not ours to look at
        return Absence.LOST
    return Absence.LOST


def _place(owner: str) -> Path:
    return Path(gettempdir(), f"tambour-{sha256(owner.encode()).hexdigest()[:32]}.lock")
