"""Weeks and months: their days, and the instants at which they begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.when.wall import first_instant

DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row."""

    first: date
    last: date
    """It is one of them."""

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when the span begins, and when what follows it does."""
        begin, end = (datetime.combine(day, time()) for day in (self.first, self.last + DAY))
        return first_instant(begin, zone), first_instant(end, zone)

    def weeks(self) -> Iterator[list[date]]:
        """Yield the weeks that the span touches, each from Monday to Sunday."""
        monday = self.first - (self.first.weekday() * DAY)
        while monday <= self.last:
            yield [monday + number * DAY for number in range(WEEK)]
            monday += WEEK * DAY

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is one of the span."""
        return self.first <= day <= self.last


def week(day: date) -> Span:
    """Return the week of a day, from Monday to Sunday."""
    monday = day - day.weekday() * DAY
    return Span(monday, monday + 6 * DAY)


def month(day: date) -> Span:
    """Return the month of a day."""
    first = day.replace(day=1)
    return Span(first, (first + 31 * DAY).replace(day=1) - DAY)
