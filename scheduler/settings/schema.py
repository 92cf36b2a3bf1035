"""The shape of `tambour.yaml`, as Pydantic models: what is allowed, and in what form."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, create_model, field_validator

from adapters.base import Option, OptionKind
from adapters.logins import given
from adapters.platforms import Platform
from scheduler.settings.approving import Demand, PersonName, Roles
from scheduler.settings.campaign import Campaign, NamedCampaign
from scheduler.settings.database import SQLITE, Database
from scheduler.settings.dispatching import Count, Dispatch, Fuse, Late
from scheduler.settings.evergreen import Evergreen
from scheduler.settings.model import Model, Section
from scheduler.settings.operating import Events, Metrics, Notify
from scheduler.settings.pictures import Host, Pictures
from scheduler.settings.posting import Money, Place
from scheduler.settings.references import AnySecret, Secret
from scheduler.settings.rhythm import AtLeastOne, Choice, ClosedDays, Holidays, Rhythm, Some
from scheduler.settings.values import (
    AccountName,
    Duration,
    FilePath,
    Language,
    Permalink,
    ServerAddress,
    Source,
    WebAddress,
    Zone,
    safely,
    text,
)
from scheduler.settings.voice import Switch, Voice


class Site(Model):
    """Where the articles live, on the web and on disk."""

    generator: Literal["hugo", "jekyll", "docusaurus", "astro", "eleventy", "none"] | None = None
    """What makes the pages; where it is left out, the one whose configuration lies beside this file."""
    source: Source | None = None
    """A feed, a sitemap or an export, in the place of a content folder."""
    url: WebAddress | None = None
    """As the generator has it where it is left out; likewise the next three."""
    content: FilePath | None = None
    """Else `content`."""
    timezone: Zone | None = None
    """Else the machine's."""
    permalink: Permalink | None = None
    """What addresses are made of, for articles that name none; as the generator does it where it is left out."""
    language: Language | None = None
    """Else each article's own, told from its words."""
    closed: tuple[ClosedDays, ...] = ()
    """Days on which no account says anything."""
    holidays: Holidays | None = None
    check_links: Switch = True
    """Whether a post waits until the page that it points to is there."""

    @field_validator("content")
    @classmethod
    def _is_one_of_two(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("source") is not None:
            raise ValueError("the articles come from site.source; take one of the two out")
        return value


class Plan(Model):
    """What `tambour plan` looks at."""

    ahead: Duration = timedelta(days=90)
    """How far it plans."""
    repeat: Duration = timedelta(days=90)
    """For how long an account does not say nearly the same again."""


class Account(Model):
    """What accounts of every platform have in common."""

    platform: str
    rhythm: Annotated[Rhythm, Section] = Rhythm()
    only: Annotated[Choice, Section] = Choice()
    """The teasers that it takes; all where it is left out."""
    never: Annotated[Choice, Section] = Choice()
    """The teasers that it does not take."""
    fuse: Annotated[Fuse, Section] = Fuse()
    late: Annotated[Late, Section] = Late()
    in_flight: Count = 1
    """Posts of the account under way at once."""
    link: Place | None = None
    """Where its links stand; the platform's own place where it is left out."""
    check_links: Switch | None = None
    """The site's where it is left out; never where its posts stay on this machine."""
    thread: Switch = False
    """Whether what does not fit in a post is told over several."""
    budget: Money | None = None
    """US dollars that its posts may cost in a calendar month."""


class File(Model):
    """The whole file, but for the accounts, whose shape depends on their platform."""

    site: Annotated[Site, Section] = Site()
    database: Database = "sqlite:///tambour.db"
    database_password: Secret | None = None
    """Of a server; the driver looks for one itself where it is left out."""
    sessions: FilePath | None = None
    """Beside the database, or on a server beside this file, where it is left out."""
    accounts: Annotated[dict[AccountName, Any], Section] = Field(default_factory=dict)
    groups: Annotated[dict[AccountName, Annotated[tuple[str, ...], Some, AtLeastOne]], Section] = Field(
        default_factory=dict
    )
    """Names for several accounts at once, wherever accounts are named."""
    voice: Annotated[Voice, Section] = Voice()
    pictures: Annotated[Pictures, Section] = Pictures()
    campaign: Annotated[Campaign, Section] = Campaign()
    campaigns: Annotated[dict[AccountName, NamedCampaign], Section] = Field(default_factory=dict)
    evergreen: tuple[Evergreen, ...] = ()
    """What may return in slots that are left; the first that takes an article says how."""
    plan: Annotated[Plan, Section] = Plan()
    people: Annotated[dict[PersonName, Roles], Section] = Field(default_factory=dict)
    approval: tuple[Demand, ...] = ()
    """Who has to approve what."""
    dispatch: Annotated[Dispatch, Section] = Dispatch()
    notify: Annotated[Notify, Section] = Notify()
    metrics: Annotated[Metrics, Section] = Metrics()
    events: Annotated[Events, Section] = Events()
    health: FilePath | None = None
    """Beside the database where it is left out."""
    private_hosts: tuple[Host, ...] = ()
    """Hosts, or their addresses, in private networks that accounts may be served from."""

    @field_validator("database_password")
    @classmethod
    def _is_needed(cls, value: AnySecret | None, info: ValidationInfo) -> AnySecret | None:
        if value is not None and info.data.get("database", SQLITE).startswith(SQLITE):
            raise ValueError("a SQLite file has no password; take this out, or name a server in database")
        return value


TYPES: dict[OptionKind, Any] = {
    OptionKind.TEXT: Annotated[str, Field(min_length=1)],
    OptionKind.URL: WebAddress,
    OptionKind.SERVER: ServerAddress,
    OptionKind.FOLDER: FilePath,
    OptionKind.SECRET: Secret,
}


@cache
def account_model(platform: Platform) -> type[Account]:
    """Return the shape of an account on `platform`."""
    fields: dict[str, Any] = {"platform": (Literal[platform.name], ...)}
    fields |= {option.name: _field(option, given(platform.name)) for option in platform.options}
    return create_model(f"{platform.name.capitalize()}Account", __base__=Account, **fields)


def _formed(option: Option) -> Any:
    """Return a text in the form that its option asks for."""

    def check(value: str) -> str:
        if not re.fullmatch(str(option.pattern), value):
            raise ValueError(f"{safely(value)} is not what is expected here: {option.help}")
        return value

    return Annotated[str, AfterValidator(check), text(f"^(?:{option.pattern})$", option.help)]


def _field(option: Option, by_login: frozenset[str]) -> tuple[Any, Any]:
    """Return how an option is checked; what a login gives may be left out."""
    kind = TYPES[option.kind] if option.pattern is None else _formed(option)
    if option.required and option.name not in by_login:
        return (kind, Field(description=option.help))
    return (kind | None, Field(default=None, description=option.help))
