"""A small site on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from adapters.base import Counting, Limits, LinkPlace
from scheduler.core.model import Article, Site
from scheduler.intake import Destination, read

PLAIN = Limits(Counting.CODE_POINTS, text=500, images=4)
CARDS = Limits(Counting.GRAPHEMES, text=300, link_place=LinkPlace.CARD, images=4, card_image_bytes=100_000)

FRONT = """---
title: Drying thyme
description: Thyme dries in a week if it hangs in the shade.
date: 2026-05-01
{more}
---
"""
BODY = """
Thyme keeps its scent for a year when it is dried slowly. The shade matters more than the heat.

## Cutting

Thyme for drying that is cut in the morning holds twice as much oil as thyme that is cut at noon.
The dew has gone by nine, and the sun has not yet driven the scent out of the leaves.
A sharp knife leaves the plant unharmed.

## Hanging

Ten stems of thyme to a bunch are drying in seven days, twenty stems need three weeks and often turn mouldy in the
middle.
Bunches that hang head down keep their leaves. A string of cotton gives way as the stems shrink.

## Keeping

A brown glass keeps thyme fresh for eighteen months after drying, a paper bag for only four. Light bleaches the leaves
long before their taste fades. Whole leaves outlast crushed ones by half a year.
"""


@dataclass(frozen=True)
class Garden:
    """A site about herbs."""

    root: Path

    @property
    def site(self) -> Site:
        return Site("https://garden.example", str(self.root / "content"), "Europe/Paris", "en")

    def write(self, name: str = "thyme.md", *, more: str = "", body: str = BODY) -> Path:
        """Write an article; `more` is added to its front matter."""
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FRONT.format(more=more) + body, encoding="utf-8")
        return path

    def article(self, name: str = "thyme.md", *, more: str = "", body: str = BODY) -> Article:
        return read(self.write(name, more=more, body=body), self.site)

    def picture(self, name: str = "content/thyme.png") -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40, 30), "green").save(path)
        return path


def to(account: str, limits: Limits = PLAIN) -> Destination:
    """Return an account as a destination."""
    return Destination(account, "plain", limits)
