"""The calendar as a file for other programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.app import Tambour
    from scheduler.core.calendar.spans import Span


def write(tambour: Tambour, span: Span, accounts: Sequence[str], target: Path | None) -> None:
    """Write the posts of a span to a file, or to standard output."""
    data = _calendar(tambour, span, accounts)
    if target is None:
        sys.stdout.write(data.decode())
    else:
        replaced(target, data)


def replaced(target: Path, data: bytes) -> None:
    """Write a file whole: who reads it meanwhile reads the old one."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _calendar(tambour: Tambour, span: Span, accounts: Sequence[str]) -> bytes:
    from importlib.metadata import version

    from scheduler.core.calendar.ics import Entry, calendar
    from scheduler.store import posts
    from scheduler.store.histories import histories

    zone = tambour.settings.site.zone
    with tambour.unwritten() as store, store.read() as tx:
        found, known = posts.between(tx, *span.instants(zone), accounts), histories(tx, *span.instants(zone))
    entries = [Entry(one, known[one.id].key, known[one.id].version, known[one.id].changed_at) for one in found]
    return calendar(entries, zone, version=version("tambour"))
