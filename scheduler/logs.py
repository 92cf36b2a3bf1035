"""The daemon's own log, on standard error: one JSON object a line, or plain lines for a person; never a secret."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Collection
from functools import lru_cache
from typing import TextIO
from urllib.parse import quote

from pythonjsonlogger.json import JsonFormatter

MASK = "***"


def configure(stream: TextIO, secrets: Collection[str], *, plain: bool) -> None:
    """Send the log to `stream`: plain lines, or else JSON."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Masking(_lines() if plain else _json(), secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # httpx logs whole addresses, which on some platforms hold the token; APScheduler logs every heartbeat
    for chatty in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _lines() -> logging.Formatter:
    return logging.Formatter("{asctime} {levelname} {message}", datefmt="%Y-%m-%d %H:%M:%S%z", style="{")


def _json() -> logging.Formatter:
    fields = ["asctime", "levelname", "name", "message"]
    names = {"asctime": "at", "levelname": "level", "name": "logger"}
    formatter = JsonFormatter(fields, rename_fields=names, datefmt="%Y-%m-%dT%H:%M:%SZ", json_ensure_ascii=False)
    formatter.converter = time.gmtime
    return formatter


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
