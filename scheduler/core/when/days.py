"""The part of a time that a calendar shows: "friday", « le 3 mars », "2027-03-03", « après-demain »."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from scheduler.core.when import words
from scheduler.core.when.words import Shift

_WEEKDAYS = {
    word: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
    )
    for number, name in enumerate(names.split(), start=1)
    for word in (name, name[:3])
}
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_WORD = r"[^\W\d_]+"
_YEAR = r"(?P<year>[12]\d{3})"
_ENGLISH_COUNT = "an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNT = rf"{_ENGLISH_COUNT}|une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze"
# No month is shorter than mai and may; the library also takes "eight" for August.
_MONTH = rf"(?P<month>(?!(?:{_ENGLISH_COUNT})\b)[^\W\d_]{{3,}})\.?"
_A_WEEKDAY = re.compile(
    rf"(?:(?P<which>next|last|this|ce|on|le) )?(?P<weekday>{_WEEKDAY})(?: (?P<after>prochain|dernier))?"
)
"""What `after` says in French, `which` says in English."""
_ISO = re.compile(rf"{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})")
_NUMBERS = re.compile(rf"(?:on |le )?(?P<first>\d{{1,2}})([/.])(?P<second>\d{{1,2}})(?:\2{_YEAR})?")
_START = rf"(?:on |le )?(?:(?P<weekday>{_WEEKDAY}),? )?(?:the |le )?"
_DAY_MONTH = re.compile(rf"{_START}(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?{_MONTH},?(?: {_YEAR})?")
_MONTH_DAY = re.compile(rf"{_START}{_MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?")
_MONTHS, _LONGEST = 12, 31
_LEAP = 8
"""Within so many years there is a 29 February."""
_AWAY = re.compile(rf"(?P<ahead>in |dans |il y a )?(?:[1-9]\d{{0,2}} ?|(?:{_COUNT}) )(?P<unit>{_WORD})(?P<ago> ago)?")
_NEAR = re.compile(rf"{_WORD}(?:['-]{_WORD})*|(?:the )?day after tomorrow")


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a phrase may mean."""

    readings: tuple[tuple[date, ...], ...]
    """One for each sense of the phrase; in each, every occurrence around today, ascending."""
    weekday: int | None = None
    """The ISO weekday that the phrase gives to its date."""
    problem: str | None = None
    """Why the phrase cannot be used; `readings` are then the nearest that could."""


def read_days(text: str, today: date) -> Days | None:
    """Return the days that `text` may mean, in lower case; `None`: it names no day."""
    for read in (_weekday, _iso, _written, _numbers, _near):
        if days := read(text, today):
            return days
    return None


def shift_away(text: str, base: datetime) -> Shift | None:
    """Return where a distance from the naive `base` leads: "in 3 days", « il y a 2 heures »."""
    found = _AWAY.fullmatch(text)
    if not found or bool(found["ahead"]) == bool(found["ago"]):
        return None
    if words.shift(found["unit"], base):  # the library takes "in 3 tomorrow" for tomorrow
        return None
    shift = words.shift(text, base)
    return shift if shift and shift.wall != base else None


def shift_near(text: str, base: datetime) -> Shift | None:
    """Return where the name of a near day leads from the naive `base`: "tomorrow", « après-demain », "now"."""
    return words.shift(text, base) if _NEAR.fullmatch(text) else None


def _weekday(text: str, today: date) -> Days | None:
    found = _A_WEEKDAY.fullmatch(text)
    if not found:
        return None
    week = timedelta(days=7)
    coming = today + timedelta(days=(_WEEKDAYS[found["weekday"]] - today.isoweekday()) % 7)
    match found["after"] or found["which"]:
        case "next" | "prochain":
            return Days(((coming if coming > today else coming + week,),))
        case "last" | "dernier":
            return Days(((coming - week,),))
        case "this" | "ce":
            return Days(((coming,),))
        case _:
            return Days(((coming - week, coming, coming + week),))


def _iso(text: str, today: date) -> Days | None:
    found = _ISO.fullmatch(text)
    return _dates(int(found["day"]), int(found["month"]), found["year"], today) if found else None


def _written(text: str, today: date) -> Days | None:
    found = _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text)
    month = words.month(found["month"]) if found else None
    if not (found and month):
        return None
    days = _dates(int(found["day"]), month, found["year"], today)
    return days and replace(days, weekday=_WEEKDAYS.get(found["weekday"]))


def _numbers(text: str, today: date) -> Days | None:
    found = _NUMBERS.fullmatch(text)
    if not found:
        return None
    first, second = int(found["first"]), int(found["second"])
    orders = dict.fromkeys(((first, second), (second, first)))  # one where they are equal
    senses = [days for day, month in orders if (days := _dates(day, month, found["year"], today))]
    if len(senses) <= 1:
        return senses[0] if senses else None
    names = " or ".join(f"{day} {month_name[month]}" for day, month in orders)
    return Days(tuple(days.readings[0] for days in senses), problem=f"it may be {names}")


def _near(text: str, today: date) -> Days | None:
    noon = datetime.combine(today, time(12))
    shift = shift_away(text, noon) or shift_near(text, noon)
    return Days(((shift.wall.date(),),)) if shift and not shift.elapsed else None


def _dates(day: int, month: int, year: str | None, today: date) -> Days | None:
    """Return the occurrences of a date, or the end of its month where it has none; `None`: no month is like that."""
    if not (1 <= month <= _MONTHS and 1 <= day <= _LONGEST):
        return None
    years = (int(year),) if year else range(today.year - _LEAP, today.year + _LEAP + 1)
    lengths = {year: monthrange(year, month)[1] for year in years}
    if dates := tuple(date(year, month, day) for year in years if day <= lengths[year]):
        return Days((dates,))
    ends = tuple(date(year, month, lengths[year]) for year in years)
    return Days((ends,), problem=f"there is no {day} {month_name[month]}" + (f" in {year}" if year else ""))
