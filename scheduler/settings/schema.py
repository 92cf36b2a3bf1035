"""The shape of `tambour.yaml`, as Pydantic models: what is allowed, and in what form."""

from __future__ import annotations

import re
from datetime import time, timedelta
from enum import IntEnum
from functools import cache
from ipaddress import ip_address
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, create_model

from adapters.base import Option, OptionKind
from adapters.platforms import Platform


class Model(BaseModel):
    """Refuses unknown keys; never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Day(IntEnum):
    """ISO weekdays."""

    mon = 1
    tue = 2
    wed = 3
    thu = 4
    fri = 5
    sat = 6
    sun = 7


def _day(value: str) -> Day:
    if value not in Day.__members__:
        raise ValueError(f"{value!r} is no day; write one of {', '.join(Day.__members__)}")
    return Day[value]


def _clock_time(value: str) -> time:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        raise ValueError(f'{value!r} is no time of day; write it as "09:00"')
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _duration(value: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})([mhdw])", value)
    if not found:
        raise ValueError(f"{value!r} is no duration; write a number and m, h, d or w, such as 90m or 2d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{value!r} is no time zone; write an IANA name such as Europe/Paris") from None
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{value!r} is no web address; write it whole, such as https://example.org")
    if parts.username or parts.password:
        raise ValueError("a web address here must not hold a user name or a password")
    return value.rstrip("/")


def _server(value: str) -> str:
    value = _web_address(value)
    parts = urlsplit(value)
    if parts.scheme != "https" and not _is_loopback(str(parts.hostname)):
        raise ValueError(f"{value!r} would send the account's secret unprotected; write https://")
    return value


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _database(value: str) -> str:
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise ValueError(f"{value!r} is no database address; write sqlite:/// and a file, such as sqlite:///tambour.db")
    return value


def _text(pattern: str, description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": description})


DayName = Annotated[Day, BeforeValidator(_day), WithJsonSchema({"enum": list(Day.__members__)})]
ClockTime = Annotated[
    time, BeforeValidator(_clock_time), _text(r"^([01]?\d|2[0-3]):[0-5]\d$", "wall-clock time, such as 09:00")
]
Duration = Annotated[timedelta, BeforeValidator(_duration), _text(r"^\d{1,4}[mhdw]$", "such as 90m, 2h or 1d")]
Zone = Annotated[str, AfterValidator(_zone), _text("^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$", "IANA name, such as Europe/Paris")]
WebAddress = Annotated[str, AfterValidator(_web_address), _text("^https?://", "whole web address")]
ServerAddress = Annotated[str, AfterValidator(_server), _text("^https?://", "address of a server, with https")]
Database = Annotated[str, AfterValidator(_database), _text("^sqlite:///.", "such as sqlite:///tambour.db")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="such as fr")]


class EnvSecret(Model):
    """A secret in an environment variable."""

    env: str


class FileSecret(Model):
    """A secret in a file, whose path is relative to the settings file."""

    file: str


class KeyringSecret(Model):
    """A secret in the system's keyring, under the service `tambour`."""

    keyring: str


SECRET_KEYS = ("env", "file", "keyring")


def _reference(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1 and set(value) <= set(SECRET_KEYS):
        return value
    # the value itself may be the secret: it is never repeated
    raise ValueError("a secret stands here by reference only: {env: NAME}, {file: PATH} or {keyring: NAME}")


Secret = Annotated[EnvSecret | FileSecret | KeyringSecret, BeforeValidator(_reference)]


class Rhythm(Model):
    """When an account speaks, in wall-clock time."""

    days: Annotated[tuple[DayName, ...], Field(min_length=1)] = tuple(Day)
    times: Annotated[tuple[ClockTime, ...], Field(min_length=1)] = (time(9, 0),)
    timezone: Zone | None = None
    """The site's where it is left out."""
    gap: Duration = timedelta(hours=1)
    """Least distance between two posts of the account."""


class Site(Model):
    """Where the articles live, on the web and on disk."""

    url: WebAddress | None = None
    content: str = "content"
    timezone: Zone | None = None
    """The machine's where it is left out."""
    language: Language | None = None
    """Each article's own, told from its words, where it is left out."""


class Account(Model):
    """What accounts of every platform have in common."""

    platform: str
    rhythm: Rhythm = Rhythm()


class File(Model):
    """The whole file, but for the accounts, whose shape depends on their platform."""

    site: Site = Site()
    database: Database = "sqlite:///tambour.db"
    accounts: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")], Any] = {}


TYPES: dict[OptionKind, Any] = {
    OptionKind.TEXT: Annotated[str, Field(min_length=1)],
    OptionKind.URL: WebAddress,
    OptionKind.SERVER: ServerAddress,
    OptionKind.FOLDER: Annotated[str, Field(min_length=1)],
    OptionKind.SECRET: Secret,
}


@cache
def account_model(platform: Platform) -> type[Account]:
    """Return the shape of an account on `platform`."""
    fields: dict[str, Any] = {"platform": (Literal[platform.name], ...)}
    fields |= {option.name: _field(option) for option in platform.options}
    return create_model(f"{platform.name.capitalize()}Account", __base__=Account, **fields)


def _field(option: Option) -> tuple[Any, Any]:
    kind = TYPES[option.kind]
    if option.required:
        return (kind, Field(description=option.help))
    return (kind | None, Field(default=None, description=option.help))
