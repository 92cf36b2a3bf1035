"""The sections `campaign:` and `campaigns:`: how teasers spread, and what links carry for the site's statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scheduler.core import model
from scheduler.core.campaign import PLACEHOLDER, PLACEHOLDERS, PREFIX
from scheduler.core.when.wall import first_instant
from scheduler.settings.dispatching import Late, belated
from scheduler.settings.model import Model, Section
from scheduler.settings.values import AccountName, Duration, text
from scheduler.settings.voice import Switch, Tag

PARAMETERS = ("source", "medium", "name", "content", "term")


def _pattern(value: str) -> str:
    if re.search(r"[{}]", PLACEHOLDER.sub("", value)):
        possible = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(f"{value!r} has braces that stand for nothing; possible are {possible}")
    return value


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is no day; write it as 2026-12-24") from None


def _curve(value: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if not value:
        raise ValueError("at least one distance is needed here, such as [2d, 1w]")
    return value


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]
DayOf = Annotated[date, BeforeValidator(_day), text(r"^\d{4}-\d{2}-\d{2}$", "a day, such as 2026-12-24")]
Curve = Annotated[tuple[Duration, ...], AfterValidator(_curve)]


class Campaign(Model):
    """What holds for all campaigns; the parameters that a post's link carries go by their names without `utm_`."""

    source: Pattern | None = None
    medium: Pattern | None = None
    name: Pattern | None = None
    """`utm_campaign`."""
    content: Pattern | None = None
    term: Pattern | None = None
    curve: Curve = model.CURVE
    """Least distances between the teasers of an article on one account; the last one repeats."""
    together: Switch = False
    """Whether one teaser may go to several accounts in the same minute."""


class NamedCampaign(Model):
    """One campaign; what is left out comes from `campaign:`, and from each account."""

    articles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    hashtags: tuple[Tag, ...] = ()
    source: Pattern | None = None
    medium: Pattern | None = None
    name: Pattern | None = None
    content: Pattern | None = None
    term: Pattern | None = None
    curve: Curve | None = None
    together: Switch | None = None
    start: DayOf | None = None
    end: DayOf | None = None
    """The last day."""
    paused: Switch = False
    late: Annotated[Late, Section] = Late()

    @model_validator(mode="after")
    def _has_a_day(self) -> NamedCampaign:
        if self.start and self.end and self.end < self.start:
            raise ValueError("this campaign ends before it begins; correct start or end")
        return self


Campaigns = dict[AccountName, NamedCampaign]


def told(campaign: Campaign) -> model.Campaign:
    """Return what holds for all campaigns as the core takes it."""
    return model.Campaign(_parameters(campaign), curve=campaign.curve, together=campaign.together)


def named(name: str, one: NamedCampaign, rest: Campaign, *, zone: str, late: Late) -> model.Campaign:
    """Return a campaign as the core takes it; its days are those of `zone`, and `late` holds for every account."""
    home = ZoneInfo(zone)
    said = one.late.after is not None or one.late.then is not None
    return model.Campaign(
        {**_parameters(rest), **_parameters(one)},
        name=name,
        articles=one.articles,
        tags=frozenset(map(str.lower, one.tags)),
        accounts=frozenset(one.accounts),
        hashtags=one.hashtags,
        curve=one.curve or rest.curve,
        start=None if one.start is None else _midnight(one.start, home),
        end=None if one.end is None else _midnight(one.end + timedelta(days=1), home),
        paused=one.paused,
        late=belated(one.late, late) if said else None,
        together=rest.together if one.together is None else one.together,
    )


def _parameters(said: Campaign | NamedCampaign) -> Mapping[str, str]:
    values = {name: getattr(said, name) for name in PARAMETERS}
    known = {"campaign" if name == "name" else name: value for name, value in values.items() if value is not None}
    return {PREFIX + name: value for name, value in known.items()}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return first_instant(datetime.combine(day, time()), zone)
