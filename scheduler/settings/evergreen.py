"""The section `evergreen:`: which articles may return, when, and how often."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

from scheduler.core import model
from scheduler.core.when.wall import first_instant
from scheduler.settings.campaign import DayOf
from scheduler.settings.dispatching import Count
from scheduler.settings.model import Model
from scheduler.settings.values import Duration, text
from scheduler.settings.voice import Switch

DAY = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
LEAP = 2028


def _season(value: Any) -> model.Season:
    first, _, last = (part.strip() for part in str(value).partition(".."))
    try:
        days = [date.fromisoformat(f"{LEAP}-{day}") for day in (first, last)]
    except ValueError:
        raise ValueError(f"{value!r} is no season; write its first and its last day, such as 03-01..06-15") from None
    start, end = ((day.month, day.day) for day in days)
    return start, end


def _some_time(value: timedelta) -> timedelta:
    if value < timedelta(days=1):
        raise ValueError("an article cannot return on the day it was heard of; write 1d at least")
    return value


Season = Annotated[
    model.Season, BeforeValidator(_season), text(rf"^{DAY}\.\.{DAY}$", "first and last day, such as 03-01..06-15")
]


class Evergreen(Model):
    """Some articles that may return; those whose author says `evergreen: yes` where it names none."""

    articles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    distance: Annotated[Duration, AfterValidator(_some_time)] = timedelta(weeks=8)
    season: Season | None = None
    until: DayOf | None = None
    """The last day."""
    most: Count = 1
    """In a week, on each account."""
    again: Switch = False
    """Whether a text may be said again where there is none left that was not."""


def returning(one: Evergreen, zone: str) -> model.Evergreen:
    """Return a rule as the core takes it; its days are those of `zone`."""
    end = None if one.until is None else datetime.combine(one.until + timedelta(days=1), time())
    return model.Evergreen(
        articles=one.articles,
        tags=frozenset(map(str.lower, one.tags)),
        distance=one.distance,
        season=one.season,
        until=None if end is None else first_instant(end, ZoneInfo(zone)),
        most=one.most,
        again=one.again,
    )
