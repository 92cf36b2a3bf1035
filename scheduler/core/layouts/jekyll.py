"""The layout of a Jekyll site.

Source: https://jekyllrb.com/docs/permalinks/; compared with what Jekyll 4.3 publishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from scheduler.core.layouts.sanitizing import in_address
from scheduler.core.layouts.tokens import DAYS, MONTHS
from scheduler.core.model import Page, Site

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
DATED = re.compile(r"(?P<year>\d{2,4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})-(?P<text>.+)")
PRETTY = re.compile(r"[^\w.~!$&'()+,;=@]+")
BARE = re.compile(r"[\W_]+")
SAFE = "/~!$&'()+,;=@%"


@dataclass(frozen=True, slots=True)
class Jekyll:
    """What `_config.yml` says of posts."""

    places: tuple[str, ...]
    """The `_posts` folders, as absolute paths."""
    permalink: str = STYLES["date"]
    source: str = ""
    """The folder of all that Jekyll reads, as an absolute path; empty: the whole site."""

    def folders(self, site: Site) -> tuple[str, ...]:
        """Return the `_posts` folders, or the one folder that the settings name."""
        return self.places if site.content in self.places else (site.content,)

    def language(self, path: PurePath, site: Site) -> str:  # noqa: ARG002  the seam's signature
        """Return nothing: Jekyll's files name no language."""
        return ""

    def publishes(self, page: Page, site: Site) -> bool:
        """Tell whether the name of a file in a folder of posts has a date; without one it is no post."""
        posts = any(page.path.is_relative_to(one) for one in self.folders(site))
        return not posts or DATED.fullmatch(page.path.stem) is not None

    def address(self, page: Page, site: Site) -> str | None:
        """Return where Jekyll publishes a post; a file whose name has no date is none."""
        found = DATED.fullmatch(page.path.stem)
        folder = next((one for one in self.folders(site) if page.path.is_relative_to(one)), None)
        if site.url is None or found is None or folder is None:
            return None
        at = page.date.astimezone(site.zone) if page.date else _day(found)
        above = PurePath(folder).parent.relative_to(self.source or site.whole).parts if folder in self.places else ()
        told = {**_dated(at), **_named(page, found["text"]), "categories": "/".join(_categories(page, above))}
        pattern = page.text("permalink") or self.permalink
        tokens = re.findall(r":([a-z_]+)", pattern.replace(":output_ext", ""))
        if any(token not in told for token in tokens):
            return None
        filled = re.sub(r":([a-z_]+?)(?=:|[^a-z_]|$)", lambda one: told.get(one[1], one[0]), pattern)
        whole = re.sub("/{2,}", "/", f"/{filled}")
        return site.url.rstrip("/") + in_address(whole, safe=SAFE)


def _day(found: re.Match[str]) -> date:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return date(1, 1, 1)


def _named(page: Page, text: str) -> dict[str, str]:
    slug, name = page.text("slug"), page.path.stem
    title = PRETTY.sub("-", slug or text).strip("-")
    return {
        "title": title,
        "slug": BARE.sub("-", slug or text).strip("-").lower(),
        "name": BARE.sub("-", name).strip("-").lower(),
        "collection": "posts",
        "output_ext": ".html",
    }


def _categories(page: Page, above: Sequence[str]) -> Iterator[str]:
    """Yield the categories, each once: those that the folders name, then those of the post."""
    said: list[str] = list(above)
    for name, parts in (("category", False), ("categories", True)):
        match page.fields.get(name):
            case str() as value if value.strip():
                said += value.split() if parts else [value.strip()]
            case list() as values:
                said += [str(one) for one in values]
            case _:
                continue
    yield from dict.fromkeys(one.lower() for one in said)


def _dated(at: date) -> dict[str, str]:
    month, day = MONTHS[at.month - 1], DAYS[at.weekday()]
    year, week, _ = at.isocalendar()
    clock = (at.hour, at.minute, at.second) if isinstance(at, datetime) else (0, 0, 0)
    return {
        "year": f"{at.year:04}",
        "short_year": f"{at.year % 100:02}",
        "month": f"{at.month:02}",
        "i_month": str(at.month),
        "short_month": month[:3],
        "long_month": month,
        "day": f"{at.day:02}",
        "i_day": str(at.day),
        "y_day": f"{at.timetuple().tm_yday:03}",
        "w_year": str(year),
        "week": f"{week:02}",
        "w_day": str(at.isoweekday()),
        "short_day": day[:3],
        "long_day": day,
        "hour": f"{clock[0]:02}",
        "minute": f"{clock[1]:02}",
        "second": f"{clock[2]:02}",
    }
