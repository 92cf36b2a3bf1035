"""Distances as people write them: `30m`, `12h`, `2d`, `1w`."""

from __future__ import annotations

import re
from datetime import timedelta

from scheduler.errors import WhenError

_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DURATION = re.compile(r"(\d{1,4}) ?([mhdw])")
_LONGEST = timedelta(days=366)


def read_duration(text: str) -> timedelta | None:
    """Return the duration that `text` names; `None`: it names none."""
    found = _DURATION.fullmatch(text.strip().casefold())
    return int(found[1]) * _UNITS[found[2]] if found else None


def understand_every(text: str) -> timedelta:
    """Return the distance between two posts that `text` names, such as `30m`, `12h`, `2d` or `1w`.

    Raises WhenError where it names none, or one that is zero or longer than a year.
    """
    duration = read_duration(text)
    if duration is None:
        raise WhenError(f"{text!r} is not a distance in time: write a number and a unit, such as 30m, 12h, 2d or 1w")
    if not duration:
        raise WhenError(f"{text!r} leaves no time between two posts: write at least 1m")
    if duration > _LONGEST:
        raise WhenError(f"{text!r} is more than a year between two posts: write at most 52w")
    return duration
