"""What a setting may be, in the form in which people write it."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from enum import IntEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from scheduler.core.layouts.tokens import PAGE_TOKENS, expanded


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


CLOCK = r"^([01]?\d|2[0-3]):[0-5]\d$"


def clock_time(value: str) -> time:
    """Return a time of day.

    Raises ValueError.
    """
    if not re.fullmatch(CLOCK, value):
        raise ValueError(f'{value!r} is no time of day; write it as "09:00"')
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _duration(value: str) -> timedelta:
    if not re.fullmatch(r"\d{1,4}[mhdw]", value):
        raise ValueError(f"{value!r} is no duration; write a number and m, h, d or w, such as 90m or 2d")
    return timedelta(**{UNITS[value[-1]]: int(value[:-1])})


def _pause(value: str) -> timedelta:
    if not re.fullmatch(r"\d{1,4}[smh]", value):
        raise ValueError(f"{value!r} is no pause; write a number and s, m or h, such as 20s or 5m")
    return timedelta(**{UNITS[value[-1]]: int(value[:-1])})


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{value!r} is no time zone; write an IANA name such as Europe/Paris") from None
    return value


def _web_address(value: str) -> str:
    parts = split(value)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{safely(value)} is no web address; write it whole, such as https://example.org")
    if "@" in parts.netloc:
        raise ValueError("a web address here must not hold a user name or a password")
    return value.rstrip("/")


def safely(value: str) -> str:
    """Return a value as an error may name it."""
    return "this" if "@" in value else repr(value)  # a password before the @ is never repeated


def split(value: str) -> SplitResult | None:
    """Return the parts of an address; none where it has no such form."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # checked when it is read
    except ValueError:
        return None
    return parts if value.isprintable() and " " not in value else None


def _server(value: str) -> str:
    value = _web_address(value)
    parts = urlsplit(value)
    if parts.scheme != "https" and not _is_loopback(str(parts.hostname)):
        raise ValueError(f"{value!r} would send the account's secret unprotected; write https://")
    return value


def _source(value: str) -> str:
    if "://" not in value:
        return _path(value)
    parts = urlsplit(_web_address(value))
    if parts.scheme != "https" and not _is_loopback(str(parts.hostname)):
        raise ValueError(f"{value!r} is not protected on its way; write https://")
    return value


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]+)*"


def _language(value: str) -> str:
    if not re.fullmatch(LANGUAGE, value):
        raise ValueError(f"{value!r} is no language; write its code, such as fr or pt-BR")
    return value


PERMALINK = r"/[^\s?#]*"


def _permalink(value: str) -> str:
    told = dict.fromkeys(PAGE_TOKENS, "")
    if not re.fullmatch(PERMALINK, value) or expanded(value, told, [], date.min) is None:
        known = ", ".join(f":{name}" for name in ("year", "month", "day", "section", *PAGE_TOKENS))
        raise ValueError(f"{value!r} is no permalink; write one such as /:year/:slug/, of {known}")
    return value


ACCOUNT = r"[A-Za-z0-9][A-Za-z0-9_.-]*"


def _account(value: str) -> str:
    if not re.fullmatch(ACCOUNT, value):
        raise ValueError(f"{value!r} is no name of an account; use letters, digits, dots and dashes")
    return value


def _path(value: str) -> str:
    try:
        Path(value).expanduser()
    except RuntimeError:
        raise ValueError(f"there is no home folder for {value!r}; write the whole path") from None
    return value


def text(pattern: str, description: str) -> WithJsonSchema:
    """Return how an editor is told of a text of a certain form."""
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": description})


DayName = Annotated[Day, BeforeValidator(_day), WithJsonSchema({"enum": list(Day.__members__)})]
ClockTime = Annotated[time, BeforeValidator(clock_time), text(CLOCK, "wall-clock time, such as 09:00")]
Duration = Annotated[timedelta, BeforeValidator(_duration), text(r"^\d{1,4}[mhdw]$", "such as 90m, 2h or 1d")]
Pause = Annotated[timedelta, BeforeValidator(_pause), text(r"^\d{1,4}[smh]$", "such as 20s or 5m")]
Zone = Annotated[str, AfterValidator(_zone), text("^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$", "IANA name, such as Europe/Paris")]
WebAddress = Annotated[str, AfterValidator(_web_address), text("^https?://", "whole web address")]
ServerAddress = Annotated[str, AfterValidator(_server), text("^https?://", "address of a server, with https")]
Source = Annotated[str, Field(min_length=1), AfterValidator(_source)]
Permalink = Annotated[str, AfterValidator(_permalink), text(f"^{PERMALINK}$", "such as /:year/:slug/")]
Language = Annotated[str, AfterValidator(_language), text(f"^{LANGUAGE}$", "such as fr")]
AccountName = Annotated[str, AfterValidator(_account), text(f"^{ACCOUNT}$", "such as mastodon")]
FilePath = Annotated[str, Field(min_length=1), AfterValidator(_path)]
