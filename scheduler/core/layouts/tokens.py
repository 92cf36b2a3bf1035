"""The tokens of permalinks: `/:year/:slug/` filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

TOKEN = re.compile(r":(?P<name>\w+)(?:\[(?P<cut>.+?)\])?")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
PAGE_TOKENS = ("title", "slug", "filename", "contentbasename", "slugorfilename", "slugorcontentbasename")
"""What a page itself says; the others are its date and its sections."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def expanded(pattern: str, told: Mapping[str, str], sections: Sequence[str], at: date) -> str | None:
    """Return a pattern with its tokens filled in; `None` where one of them is not known.

    Source: https://gohugo.io/configuration/permalinks/#tokens.
    """
    values = {**told, **_dated(at), "section": sections[0] if sections else "", "sections": "/".join(sections)}
    found = list(TOKEN.finditer(pattern))
    if any(one["name"] not in values or (one["cut"] and one["name"] != "sections") for one in found):
        return None
    return TOKEN.sub(lambda one: "/".join(_cut(sections, one["cut"])) if one["cut"] else values[one["name"]], pattern)


def _dated(at: date) -> dict[str, str]:
    month, day = MONTHS[at.month - 1], DAYS[at.weekday()]
    named = {"year": str(at.year), "month": f"{at.month:02}", "monthname": month, "day": f"{at.day:02}"}
    named |= {"weekday": str(at.isoweekday() % 7), "weekdayname": day, "yearday": str(at.timetuple().tm_yday)}
    # Go's way to write a date: as the second of January 2006 is written
    named |= {"2006": f"{at.year:04}", "06": f"{at.year % 100:02}", "01": f"{at.month:02}", "1": str(at.month)}
    return named | {"02": f"{at.day:02}", "2": str(at.day), "Jan": month[:3], "January": month, "Mon": day[:3]}


def _cut(sections: Sequence[str], cut: str) -> Sequence[str]:
    """Return some of the sections: `[1]`, `[last]`, `[1:]`, `[:2]`; none where there are not so many."""
    low, colon, high = cut.lower().partition(":")
    start, end = _place(low, sections, 0), _place(high, sections, len(sections))
    if not colon:
        return sections[start : start + 1]
    return sections[start:end]


def _place(word: str, sections: Sequence[str], usual: int) -> int:
    if word == "last":
        return max(0, len(sections) - 1)
    return int(word) if word.isdecimal() else usual
