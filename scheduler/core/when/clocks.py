"""The part of a time that a clock shows: « 9h », "9:30", "5 pm", noon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_HALF = r"[ap]\.?m\.?"
CLOCK = (
    r"noon|midi|midnight|minuit"
    r"|\d{1,2} ?(?:heures?|h)(?: ?\d{2})?"
    rf"|\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?: ?{_HALF})?"
    rf"|\d{{1,2}} ?{_HALF}"
)
"""Pattern of what `read_clock` takes, in lower case."""

_NAMED = {"noon": time(12), "midi": time(12), "midnight": time(0), "minuit": time(0)}
_NOON = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    time: time
    problem: str | None = None
    """Why no clock shows what was written; `time` is then the nearest that one does."""


def read_clock(text: str) -> Clock:
    """Return the time of day that `text` names, which matches `CLOCK`."""
    if text in _NAMED:
        return Clock(_NAMED[text])
    hour, minute, second = (*map(int, re.findall(r"\d+", text)), 0, 0)[:3]
    half = re.search(_HALF, text)
    exists = not half or 1 <= hour <= _NOON
    if half and exists:
        hour = hour % _NOON + _NOON * half[0].startswith("p")
    nearest = time(min(hour, 23), min(minute, 59), min(second, 59))
    exists = exists and (hour, minute, second) == (nearest.hour, nearest.minute, nearest.second)
    return Clock(nearest, None if exists else f"no clock shows {text}")
