"""The daemon's own log, on standard error: one JSON object a line, or plain lines for a person; never a secret."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from queue import Full, Queue
from select import PIPE_BUF, select
from threading import Event, Thread
from typing import TextIO
from urllib.parse import quote

from pythonjsonlogger.json import JsonFormatter

MASK = "***"
TRIED_AGAIN = frozenset({"retry", "health"})
"""The actions of lines about what is tried again within seconds."""
MOST = 10_000
"""Lines that wait for a reader; more are left out."""
GATHERING = 0.05
"""Seconds for which lines are gathered: to wake a thread for each would cost more than the line itself."""
SELDOM = 60.0
"""Seconds for which what is tried over and over complains but once: its lines would fill the disk that is full."""
LAST_WORDS = 1.0
"""Seconds that the end of the process waits for the last lines to be read."""


def configure(stream: TextIO, secrets: Collection[str], *, plain: bool, most: int = MOST) -> logging.Handler:
    """Send the log to `stream`, plain lines or else JSON, without ever waiting for whoever reads it.

    Return what takes the lines; its `flush` waits for them, a second at most.
    """
    handler = Aside(_into(stream), most=most)
    handler.setFormatter(Masking(_lines() if plain else _json(), secrets))
    handler.addFilter(Seldom())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # httpx logs whole addresses, which on some platforms hold the token; APScheduler logs every heartbeat
    for chatty in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return handler


def _lines() -> logging.Formatter:
    return logging.Formatter("{asctime} {levelname} {message}", datefmt="%Y-%m-%d %H:%M:%S%z", style="{")


def _json() -> logging.Formatter:
    fields = ["asctime", "levelname", "name", "message"]
    names = {"asctime": "at", "levelname": "level", "name": "logger"}
    formatter = JsonFormatter(fields, rename_fields=names, datefmt="%Y-%m-%dT%H:%M:%SZ", json_ensure_ascii=False)
    formatter.converter = time.gmtime
    return formatter


@dataclass(frozen=True, slots=True)
class Line:
    """A finished line, or several."""

    text: str
    worth: int
    """How many lines are missing without it: its own, and those that it tells of."""

    @property
    def size(self) -> int:
        """Return its bytes."""
        return len(self.text.encode("utf-8", "backslashreplace"))


class Seldom(logging.Filter):
    """Lets a line about what is tried over and over through once in a minute, as long as it says the same."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the line is to be written; by its own time, so that a clock that was set back is no matter."""
        if getattr(record, "action", None) not in TRIED_AGAIN:
            return True
        line = record.getMessage()
        if abs(record.created - self._said.get(line, -SELDOM)) < SELDOM:
            return False
        self._said = {line: at for line, at in self._said.items() if abs(record.created - at) < SELDOM}
        self._said[line] = record.created
        return True


class Aside(logging.Handler):
    """Hands finished lines to a thread that writes them, so that a reader who stops does not stop who logs.

    Lines for which there is no room are left out, and counted where they are missing.
    """

    def __init__(self, write: Callable[[str], None], *, most: int) -> None:
        super().__init__()
        self._write = write
        self._waiting: Queue[Line | Event | None] = Queue(most)
        self._hurry = Event()
        self._refused = self._failed = self._told = 0
        Thread(target=self._write_on, name="log", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line, if there is room."""
        try:
            self._take(self.format(record) + "\n")
        except Exception:  # noqa: BLE001  what every handler does
            self.handleError(record)

    def flush(self) -> None:
        """Wait until everything is written, a second at most."""
        written = Event()
        self._hurry.set()
        with suppress(Full):
            self._take("")
            self._waiting.put(written, timeout=LAST_WORDS)
            self._hurry.set()
            written.wait(LAST_WORDS)

    def close(self) -> None:
        """Take nothing more."""
        with suppress(Full):
            self._waiting.put_nowait(None)
        self._hurry.set()
        super().close()

    def _take(self, text: str) -> None:
        missing = self._refused + self._failed - self._told
        line = Line((self._about(missing) if missing else "") + text, missing + bool(text))
        try:
            if line.text:
                self._waiting.put_nowait(line)
                self._told += missing
        except Full:
            self._refused += bool(text)

    def _about(self, missing: int) -> str:
        told = "lines of this log that are missing here: %d; nobody read it, or it could not be written"
        return self.format(logging.LogRecord(__name__, logging.WARNING, __file__, 0, told, (missing,), None)) + "\n"

    def _write_on(self) -> None:
        going = True
        while going:
            gathered = self._gather()
            self._write_out([one for one in gathered if isinstance(one, Line)])
            for written in gathered:
                if isinstance(written, Event):
                    written.set()
            going = None not in gathered

    def _gather(self) -> list[Line | Event | None]:
        """Wait for something to write, and for what comes soon after it."""
        first = self._waiting.get()
        self._hurry.wait(GATHERING)
        self._hurry.clear()
        return [first, *(self._waiting.get() for _ in range(self._waiting.qsize()))]

    def _write_out(self, lines: Sequence[Line]) -> None:
        for piece in _pieces(lines):
            try:
                self._write("".join(line.text for line in piece))
            except (OSError, ValueError):  # the disk is full, the reader is gone, the stream is closed
                self._failed += sum(line.worth for line in piece)


def _pieces(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield lines as they are written at once: as much as a pipe takes whole, also from several programs."""
    piece: list[Line] = []
    room = PIPE_BUF
    for line in lines:
        size = line.size
        if piece and size > room:
            yield piece
            piece, room = [], PIPE_BUF
        piece.append(line)
        room -= size
    if piece:
        yield piece


def _into(stream: TextIO) -> Callable[[str], None]:
    """Return what writes to a stream, past the lock that the interpreter would wait for at its end."""
    try:
        number = stream.fileno()
    except OSError:  # a stream in memory
        return lambda line: print(line, end="", file=stream, flush=True)

    def write(line: str) -> None:
        left = line.encode(stream.encoding, "backslashreplace")
        while left:
            try:
                left = left[os.write(number, left) :]
            except BlockingIOError:
                select([], [number], [])

    return write


class Masking(logging.Formatter):
    """Replaces secrets in finished lines, tracebacks included, should one ever get there."""

    def __init__(self, inner: logging.Formatter, secrets: Collection[str]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = self._inner.format(record)
        for secret in _written(frozenset(tuple(self._secrets))):  # they may be renewed while the daemon runs
            line = line.replace(secret, MASK)
        return line


@lru_cache(maxsize=1)
def _written(secrets: frozenset[str]) -> list[str]:
    """Return every way in which a line may spell a secret, the longest first."""
    spelt = {form for secret in secrets for form in (secret, repr(secret)[1:-1], quote(secret, safe=""))}
    for _ in range(2):  # JSON is quoted in JSON
        spelt |= {json.dumps(form, ensure_ascii=plain)[1:-1] for form in spelt for plain in (True, False)}
    return sorted(spelt - {""}, key=len, reverse=True)
