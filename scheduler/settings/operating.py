"""The sections of whoever keeps tambour running: `notify:`, `metrics:` and `events:`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from scheduler.core.news import News, Tongue
from scheduler.settings.credentials import SecretRef
from scheduler.settings.model import Model
from scheduler.settings.references import Secret, referred
from scheduler.settings.values import CLOCK, Duration, clock_time
from scheduler.settings.voice import NO


@dataclass(frozen=True, slots=True)
class Notices:
    """Who is told what, and how."""

    to: tuple[SecretRef, ...] = ()
    """Where Apprise addresses are kept; they hold passwords."""
    news: frozenset[News] = frozenset(News)
    tongue: Tongue = Tongue.EN
    digest: time | None = None
    """When, on the clocks of the site, a day is summed up."""


@dataclass(frozen=True, slots=True)
class MetricsPlace:
    """Where Prometheus finds the metrics."""

    address: str
    port: int


def _digest(value: Any) -> time | None:
    return None if str(value).lower() in NO else clock_time(str(value))


def _port(value: Any) -> int:
    if not re.fullmatch(r"[1-9]\d{0,4}", str(value)) or int(value) > 65535:  # noqa: PLR2004  the last port
        raise ValueError(f"{value!r} is no port; write a number from 1 to 65535, such as 9464")
    return int(value)


def _address(value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError(f"{value!r} is no address of this machine; write one such as 127.0.0.1") from None


DigestTime = Annotated[
    time | None,
    BeforeValidator(_digest),
    WithJsonSchema({"type": "string", "pattern": f"{CLOCK}|^no$", "description": "wall-clock time, or no"}),
]
Port = Annotated[int, BeforeValidator(_port), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 65535})]
Address = Annotated[str, BeforeValidator(_address)]


class Notify(Model):
    """Who is told when something needs a person."""

    to: tuple[Secret, ...] = ()
    news: tuple[News, ...] = tuple(News)
    language: Tongue | None = None
    """The site's where it is left out, and English where the site speaks another."""
    digest: DigestTime = time(8, 0)


class Metrics(Model):
    """Where Prometheus finds the metrics; nowhere unless a port is given."""

    port: Port | None = None
    address: Address = "127.0.0.1"


class Events(Model):
    """How long the log goes back."""

    keep: Duration = timedelta(days=400)


def told(notify: Notify, folder: Path, *, site_language: str | None) -> Notices:
    """Return the settings of the notices; relative paths start from `folder`."""
    tongue = notify.language or (Tongue.FR if (site_language or "").partition("-")[0] == Tongue.FR else Tongue.EN)
    to = tuple(dict.fromkeys(referred(one, folder) for one in notify.to))
    return Notices(to, frozenset(notify.news), tongue, notify.digest)


def measured(metrics: Metrics) -> MetricsPlace | None:
    """Return where the metrics are served, if anywhere."""
    return None if metrics.port is None else MetricsPlace(metrics.address, metrics.port)
