"""What may be said again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

Season = tuple[tuple[int, int], tuple[int, int]]
"""Month and day of its first day and of its last; past the end of the year where the second is the earlier."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Evergreen:
    """Which articles may return once they have said everything, and how often."""

    articles: tuple[str, ...] = ()
    """Patterns of the paths, within the content folder, of the articles that it takes."""
    tags: frozenset[str] = frozenset()
    """In lower case: it takes the articles that have one of them too."""
    distance: timedelta = timedelta(weeks=8)
    """Least distance between a post that returns and any other of its article on the account."""
    season: Season | None = None
    """The days of a year on which it returns; `None`: all."""
    until: datetime | None = None
    """Aware; nothing returns from then on."""
    most: int = 1
    """The most posts that return by it in a week on one account."""
    again: bool = False
    """Whether a text may be said again where there is none left that was not."""

    def begins(self, day: date) -> date:
        """Return the first day from `day` on that is in season."""
        while not self._is_in_season(day):
            day += DAY
        return day

    def _is_in_season(self, day: date) -> bool:
        if self.season is None:
            return True
        first, last = self.season
        today = (day.month, day.day)
        return first <= today <= last if first <= last else today >= first or today <= last
