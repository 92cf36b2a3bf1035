"""The section `rhythm:` of an account, and the days off of the whole site: when there are posts, and when not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scheduler import almanac
from scheduler.core import model
from scheduler.core.planning import impossible
from scheduler.settings.dispatching import Count
from scheduler.settings.model import Model, Section
from scheduler.settings.values import CLOCK, ClockTime, Day, DayName, Duration, Zone, clock_time, text
from scheduler.settings.voice import Switch

LONGEST_PAUSE = timedelta(days=366)
LONGEST_JITTER = timedelta(hours=12)


def _some(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        raise ValueError("at least one is needed here")
    return value


Some = AfterValidator(_some)  # a bound of Pydantic's would also count the items that are wrong
AtLeastOne = Field(json_schema_extra={"minItems": 1})


def _hours(value: Any) -> tuple[time, time]:
    start, dash, end = str(value).partition("-")
    if not dash or start.strip() == end.strip():
        raise ValueError(f'{value!r} are no quiet hours; write "21:00-08:00"')
    return clock_time(start.strip()), clock_time(end.strip())


def _days(value: Any) -> tuple[date, date]:
    first, dots, last = (part.strip() for part in str(value).partition(".."))
    try:
        start = date.fromisoformat(first)
        end = date.fromisoformat(last) if dots else start
    except ValueError:
        raise ValueError(f"{value!r} is no day; write 2026-12-24, or 2026-12-24..2027-01-02") from None
    if not start <= end <= start + LONGEST_PAUSE:
        raise ValueError(f"{value!r} is no range of days; the later day comes last, at most a year after the first")
    return start, end


def _jitter(value: timedelta) -> timedelta:
    if value > LONGEST_JITTER:
        raise ValueError("a slot may come 12h late at most; write less, such as 10m")
    return value


def _region(value: Any) -> str:
    return str(value)


DATE = r"\d{4}-\d{2}-\d{2}"
QuietHours = Annotated[
    tuple[time, time],
    BeforeValidator(_hours),
    text(f"{CLOCK.removesuffix('$')}-{CLOCK.removeprefix('^')}", "such as 21:00-08:00"),
]
ClosedDays = Annotated[
    tuple[date, date],
    BeforeValidator(_days),
    text(rf"^{DATE}(\.\.{DATE})?$", "a day, such as 2026-12-24, or days, such as 2026-12-24..2027-01-02"),
]
Jitter = Annotated[Duration, AfterValidator(_jitter)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Region = Annotated[str, BeforeValidator(_region)]


class Holidays(Model):
    """Whose public holidays are days off."""

    country: Country
    region: Region | None = None
    bridges: Switch = False
    """Whether a working day alone between two days off is one too."""


class Most(Model):
    """The most posts that an account plans."""

    day: Count | None = None
    week: Count | None = None


class Rhythm(Model):
    """When an account speaks, in wall-clock time."""

    days: Annotated[tuple[DayName, ...], Some, AtLeastOne] = tuple(Day)
    times: Annotated[tuple[ClockTime, ...], Some, AtLeastOne] = (time(9, 0),)
    by_day: Annotated[dict[DayName, tuple[ClockTime, ...]], Section] = Field(default_factory=dict)
    """Times of weekdays that have their own; none: nothing goes out on that day."""
    timezone: Zone | None = None
    """The site's where it is left out."""
    gap: Duration = timedelta(hours=1)
    """Least distance between two posts of the account."""
    most: Annotated[Most, Section] = Most()
    quiet: tuple[QuietHours, ...] = ()
    closed: tuple[ClosedDays, ...] = ()
    """Besides those of the site."""
    holidays: Holidays | None = None
    """The site's where they are left out."""
    jitter: Jitter = timedelta()
    """The most by which a slot comes later than promised."""

    @model_validator(mode="after")
    def _has_slots(self) -> Rhythm:
        if (problem := impossible(paced(self, "UTC"))) is not None:
            raise ValueError(f"this rhythm has no slot: {problem}")
        return self


class Choice(Model):
    """Some teasers, by what they are and what their article is about."""

    kinds: tuple[model.Kind, ...] = ()
    tags: tuple[str, ...] = ()


def paced(rhythm: Rhythm, zone: str, closed: tuple[tuple[date, date], ...] = ()) -> model.Rhythm:
    """Return a rhythm as the core takes it; `zone` and `closed` are those of the site."""
    return model.Rhythm(
        days=frozenset(rhythm.days),
        times=_ascending(rhythm.times),
        timezone=rhythm.timezone or zone,
        gap=rhythm.gap,
        by_day={int(day): _ascending(times) for day, times in rhythm.by_day.items()},
        most_a_day=rhythm.most.day,
        most_a_week=rhythm.most.week,
        quiet=rhythm.quiet,
        closed=dict.fromkeys(_each_day((*closed, *rhythm.closed)), "the settings say so"),
        jitter=rhythm.jitter,
    )


def _ascending(times: tuple[time, ...]) -> tuple[time, ...]:
    return tuple(sorted(set(times)))


def _each_day(ranges: tuple[tuple[date, date], ...]) -> Iterator[date]:
    for start, end in ranges:
        yield from (start + timedelta(days=number) for number in range((end - start).days + 1))


def kept_holidays(*chosen: Holidays | None) -> almanac.Holidays | None:
    """Return whose holidays are kept: the first of `chosen` that is given decides."""
    said = next((one for one in chosen if one is not None), None)
    return None if said is None else almanac.Holidays(said.country, said.region, said.bridges)


def tasting(only: Choice, never: Choice) -> model.Taste:
    """Return what an account takes as the core knows it."""
    return model.Taste(
        *(model.Choice(frozenset(one.kinds), frozenset(map(str.lower, one.tags))) for one in (only, never))
    )
