"""Rows to write."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.core.sheets.writing import Row

PARIS = ZoneInfo("Europe/Paris")


def row(text: str, **changes: Any) -> Row:
    """Return a row that says `text`."""
    at = datetime(2026, 3, 4, 9, tzinfo=PARIS)
    return replace(Row(1, "journal", "feed", at, "queued", "manual", text), **changes)
