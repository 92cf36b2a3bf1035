"""The section `pictures:`, where pictures may come from and how quote cards look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, WithJsonSchema, model_validator

from scheduler.core import model
from scheduler.settings.model import Model
from scheduler.settings.values import FilePath

READABLE = 4.5
"""Least contrast of text and its ground. Source: WCAG 2.2, success criterion 1.4.3."""
COLOUR = r"#[0-9A-Fa-f]{6}"


def _colour(value: str) -> str:
    if not re.fullmatch(COLOUR, value):
        raise ValueError(f'{value!r} is no colour; write it in quotes as "#1f4d3a"')
    return value.lower()


def _host(value: str) -> str:
    parts = urlsplit(f"//{value}")
    if not value or parts.netloc != value or parts.hostname not in {value.lower(), value.lower().strip("[]")}:
        raise ValueError(f"{value!r} is no host; write its name alone, such as cdn.example.org")
    return str(parts.hostname)


Colour = Annotated[
    str, AfterValidator(_colour), WithJsonSchema({"type": "string", "pattern": f"^{COLOUR}$", "description": "#rrggbb"})
]
Host = Annotated[str, AfterValidator(_host)]


class Cards(Model):
    """How quote cards look."""

    background: Colour
    ink: Colour
    font: FilePath | None = None
    logo: FilePath | None = None

    @model_validator(mode="after")
    def _is_readable(self) -> Self:
        if (contrast := _contrast(self.background, self.ink)) < READABLE:
            raise ValueError(
                f"the ink on the background has a contrast of {contrast:.1f}, too little to read; "
                f"choose colours with {READABLE} or more"
            )
        return self


class Pictures(Model):
    """Where pictures may come from, and what stands in for one that is missing."""

    hosts: tuple[Host, ...] = ()
    cards: Cards | None = None


def shown(pictures: Pictures, folder: Path, own: frozenset[str] = frozenset()) -> model.Pictures:
    """Return the settings of the pictures as the core takes them; relative paths start from `folder`.

    `own` are hosts that may be asked for pictures without being named.
    """
    hosts = own.union(pictures.hosts)
    if pictures.cards is None:
        return model.Pictures(hosts)
    font, logo = (_absolute(folder, named) for named in (pictures.cards.font, pictures.cards.logo))
    style = model.CardStyle(pictures.cards.background, pictures.cards.ink, font, logo)
    return model.Pictures(hosts, style)


def _absolute(folder: Path, named: str | None) -> str | None:
    return None if named is None else str((folder / Path(named).expanduser()).absolute())


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2.2 defines it, from 0 to 1."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)  # noqa: PLR2004  WCAG's
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
