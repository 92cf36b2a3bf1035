"""At which times posts are received better, as far as their counts can tell: values in, values out.

Distribution-free and exact: the interval of a median lies between two order statistics, whatever the counts look like
(the sign test, turned round), and its level is shared by all parts of the week that are compared. So where nothing
depends on the time, something is recommended in one case of twenty at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from fractions import Fraction
from statistics import median

SETTLED = timedelta(days=7)
"""Younger posts are still being read: their counts say how old they are."""
WITHIN = timedelta(days=366)
"""Older posts had other readers."""
LEAST = 10
"""Posts that a part of the week needs to be compared: with fewer there is no interval once many are."""
RISK = 0.05
"""How often something may be recommended although nothing depends on the time."""

HOURS = ((0, 6), (6, 11), (11, 14), (14, 18), (18, 22), (22, 24))
"""The bands of a day."""
SATURDAY = 6
QUARTER = 15

SEEN = ("view", "impression", "reach", "click", "seen", "save")
"""In the names of counts that say who saw a post, not what they made of it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A post that was received."""

    at: datetime
    """Aware, on the clocks that count."""
    score: int
    """How often readers reacted, in whatever way."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the week, and how its posts were received."""

    weekend: bool
    hours: tuple[int, int]
    """From which hour, and before which."""
    scores: tuple[int, ...]
    """Ascending."""
    middle: time
    """At what time its posts went out, in the middle, to a quarter of an hour."""
    interval: tuple[int, int] | None = None
    """Where the median of such posts lies; `None`: it has too few to be compared."""

    @property
    def median(self) -> float:
        """Return what half of its posts reached."""
        return median(self.scores)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be told of an account's times."""

    parts: Sequence[Part]
    """In the order of the week and the day."""
    best: Sequence[Part]
    """Those that are received better than all others; none: no difference can be told."""

    @property
    def is_possible(self) -> bool:
        """Return whether there is anything to compare."""
        return sum(part.interval is not None for part in self.parts) > 1


def score(counts: Mapping[str, int]) -> int:
    """Return how often readers reacted to a post."""
    return sum(count for name, count in counts.items() if not any(sign in name.casefold() for sign in SEEN))


def compare(samples: Iterable[Sample]) -> Comparison:
    """Compare the parts of the week; the order of the samples does not matter."""
    found: defaultdict[tuple[bool, tuple[int, int]], list[Sample]] = defaultdict(list)
    for sample in samples:
        hours = next(band for band in HOURS if sample.at.hour < band[1])
        found[sample.at.isoweekday() >= SATURDAY, hours].append(sample)
    many = sum(len(group) >= LEAST for group in found.values())
    parts = [_part(weekend, hours, group, many) for (weekend, hours), group in sorted(found.items())]
    return Comparison(parts, _best([part for part in parts if part.interval is not None]))


def _part(weekend: bool, hours: tuple[int, int], group: Sequence[Sample], many: int) -> Part:
    scores = tuple(sorted(sample.score for sample in group))
    interval = bounds(scores, RISK / many) if len(group) >= LEAST else None
    return Part(weekend, hours, scores, _middle([sample.at for sample in group], hours[1]), interval)


def _middle(moments: Iterable[datetime], before: int) -> time:
    minutes = sorted(at.hour * 60 + at.minute for at in moments)
    quarters = min(round(minutes[len(minutes) // 2] / QUARTER), before * 60 // QUARTER - 1)
    return time(*divmod(quarters * QUARTER, 60))


def bounds(scores: Sequence[int], risk: float) -> tuple[int, int] | None:
    """Return an interval that misses the median with no more than `risk`; `None`: there are too few for that.

    `scores` ascend. Their k-th smallest and largest miss it as often as a fair coin falls on one side fewer than
    k times of as many throws as there are scores, on either side.
    """
    many, allowed = len(scores), Fraction(risk) / 2 * 2 ** len(scores)  # exact: a float ends at a thousand throws
    ways, tail, out = 1, 1, 0
    while tail <= allowed:
        out += 1
        ways = ways * (many - out + 1) // out
        tail += ways
    return None if out == 0 else (scores[out - 1], scores[many - out])


def _best(parts: Sequence[Part]) -> Sequence[Part]:
    """Return the fewest parts that lie above all others."""
    falling = sorted(parts, key=lambda part: -part.median)
    for many in range(1, len(falling)):
        above, below = falling[:many], falling[many:]
        lowest = min(part.interval[0] for part in above if part.interval)
        if lowest > max(part.interval[1] for part in below if part.interval):
            return sorted(above, key=lambda part: (part.weekend, part.hours))
    return ()


WEEK = (("mon", "tue", "wed", "thu", "fri"), ("sat", "sun"))
Habit = tuple[tuple[str, ...], tuple[time, ...]]
"""Days and times."""
USUAL: Habit = (WEEK[0], (time(12, 15), time(18)))
AT_WORK: Habit = (("tue", "wed", "thu"), (time(8, 30), time(12, 15)))
HABITS: Mapping[str, Habit] = {
    **dict.fromkeys(("linkedin", "linkedin_page", "slack", "slack_webhook", "google_business"), AT_WORK),
    "email": (("tue", "thu"), (time(9),)),
    "pinterest": ((*WEEK[0], *WEEK[1]), (time(20),)),
}
"""What people do where nothing is measured: conventions, not findings. Networks of work are read on working mornings,
mail once a day, and pictures for the home in the evening."""


def habit(platform: str) -> Habit:
    """Return when people usually speak on a platform."""
    return HABITS.get(platform, USUAL)


def rhythm(parts: Sequence[Part]) -> Sequence[tuple[Sequence[str], Sequence[time]]]:
    """Return the days of some parts of the week, with their times: the working days, the weekend, or each."""
    found = []
    for weekend in (False, True):
        times = [part.middle for part in parts if part.weekend == weekend]
        if times:
            found.append((WEEK[weekend], times))
    return found
