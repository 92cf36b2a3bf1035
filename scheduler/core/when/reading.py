"""Reads a text into the wall-clock times it may mean, without choosing between them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from scheduler.core.when.clocks import CLOCK, read_clock
from scheduler.core.when.days import Days, read_days, shift_away, shift_near

_ISO = re.compile(r"[12]\d{3}-?\d{2}-?\d{2}[ t]\d{2}.*")
_DAY_CLOCK = re.compile(rf"(?:(?P<day>.+?),? )??(?:(?:at|à|a) )?(?P<clock>{CLOCK})")
_CLOCK_DAY = re.compile(rf"(?:(?:at|à|a) )?(?P<clock>{CLOCK}),? (?P<day>.+)")


@dataclass(frozen=True, slots=True)
class Wall:
    """A day and a clock, each as far as it was given."""

    days: Days
    clock: time | None
    problem: str | None = None
    """Why it cannot be used, whatever the zone; the rest is then the nearest that could."""


def read(text: str, now: datetime) -> datetime | Wall | None:
    """Return the instant, or the wall-clock times, that `text` may mean; `None`: it is not understood.

    `now` is aware; today is the day in its zone.
    """
    plain = _plain(text)
    if _ISO.fullmatch(plain) and (exact := _iso(plain, now)):
        return exact
    if moved := _away(plain, now):
        return moved
    plain = re.sub(r"(?<=\d)t(?=\d)", " ", plain)
    parts = _DAY_CLOCK.fullmatch(plain) or _CLOCK_DAY.fullmatch(plain)
    if not parts:
        days = read_days(plain, now.date())
        return Wall(days, None, days.problem) if days else None
    return _clocked(parts["day"], parts["clock"], now.date())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def _iso(text: str, now: datetime) -> datetime | Wall | None:
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError:  # not ISO after all, or a day that does not exist: the rest of the grammar says which
        return None
    return at.astimezone(now.tzinfo) if at.tzinfo else Wall(Days(((at.date(),),)), at.time())


def _away(text: str, now: datetime) -> datetime | Wall | None:
    """Read a phrase that counts from now and so brings its own clock: "in 3 days", "2 hours ago", "now"."""
    base = now.replace(tzinfo=None)
    away = shift_away(text, base)
    shift = away or shift_near(text, base)
    if shift and shift.elapsed:
        return (now.astimezone(UTC) + (shift.wall - base)).astimezone(now.tzinfo)
    return Wall(Days(((away.wall.date(),),)), base.time()) if away else None


def _clocked(day: str | None, clock: str, today: date) -> Wall | None:
    one = timedelta(days=1)
    days = read_days(day, today) if day else Days(((today - one, today, today + one),))
    if not days:
        return None
    shown = read_clock(clock)
    if day and clock in ("midnight", "minuit"):
        ends = tuple(tuple(each + one for each in reading) for reading in days.readings)
        days = Days(days.readings + ends, days.weekday, days.problem or "midnight may begin that day or end it")
    return Wall(days, shown.time, days.problem or shown.problem)
