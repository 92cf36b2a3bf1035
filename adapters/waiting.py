"""How long a platform asks to be left alone; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
"""A platform that asks for more is asked again after this."""

_EARLIEST_INSTANT = 1_000_000_000  # a smaller number of seconds is a span: as an instant it would lie before 2001
_LATEST_INSTANT = 9_999_999_999  # a larger number is neither: as an instant it would lie after 2286


def wait(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long a platform asks to be left alone, on its own clock.

    Reads `Retry-After` (RFC 9110, seconds or date) and what `X-RateLimit-Reset` and `RateLimit-Reset` are in the
    wild: seconds from now, seconds since 1970, or ISO 8601.
    """
    now = instant(headers.get("date", ""))
    values = (headers.get(name, "") for name in ("retry-after", "x-ratelimit-reset", "ratelimit-reset"))
    spans = (_span(value, now) for value in values)
    return next((span for span in spans if span is not None), None)


def _span(value: str, now: datetime | None) -> timedelta | None:
    number = float(value) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value.strip()) else None
    if number is not None and number > _LATEST_INSTANT:
        return LONGEST_WAIT
    if number is not None and number < _EARLIEST_INSTANT:
        return min(timedelta(seconds=number), LONGEST_WAIT)
    then = instant(value) if number is None else datetime.fromtimestamp(number, UTC)
    if then is None or now is None:
        return None
    return max(timedelta(), min(then - now, LONGEST_WAIT))


def instant(value: str) -> datetime | None:
    """Read a moment as headers write it, ISO 8601 or RFC 9110; `None` where it is none."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(value)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
