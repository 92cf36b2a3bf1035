"""What `dateparser` knows: French and English words for months, near days and distances.

It is asked about one closed phrase at a time. Left alone with a sentence it guesses: 1.5.0 takes « demain 9h »
for nine hours after this time tomorrow, and « le 3 mars à 14 h » for a day in 2114.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateData

_SOME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall time
"""Stands for any day where the answer does not depend on one."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a phrase such as "in 3 days" leads from a wall time."""

    wall: datetime
    """Naive."""
    elapsed: bool
    """Whether the phrase counts in hours or less: elapsed time, not wall-clock time."""


def month(word: str) -> int | None:
    """Return the number of the month that `word` names."""
    found = _ask(word, "absolute-time", _SOME_DAY)
    return found.date_obj.month if found.date_obj and found.period == "month" else None


def shift(phrase: str, base: datetime) -> Shift | None:
    """Return where `phrase` leads from the naive `base`, unless it leads to a time of its own, like "tonight"."""
    found = _ask(phrase, "relative-time", base)
    wall, elapsed = found.date_obj, found.period == "time"
    return Shift(wall, elapsed) if wall and (elapsed or wall.time() == base.time()) else None


def _ask(phrase: str, parser: str, base: datetime) -> DateData:
    from dateparser.date import DateDataParser  # noqa: PLC0415 - costs too much for commands that read no time

    settings = {
        "PARSERS": [parser],
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "future",
        "TIMEZONE": "UTC",  # or else it reads the machine's
        "RETURN_AS_TIMEZONE_AWARE": False,
        "RETURN_TIME_AS_PERIOD": True,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about its own calls: nothing the user could act on
        return DateDataParser(languages=["fr", "en"], settings=settings).get_date_data(phrase)
