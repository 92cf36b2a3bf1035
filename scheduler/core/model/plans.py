"""What the settings decide: where articles live, and when accounts speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from zoneinfo import ZoneInfo

from scheduler.core.model.layouts import Layout


@dataclass(frozen=True, slots=True)
class Site:
    """Where articles live, on the web and on disk."""

    url: str | None
    """Base address, such as `https://maison-tilleul.example`; `None` where no settings name it."""
    content: str
    """The content folder, as an absolute path."""
    timezone: str
    """IANA name; dates in front matter without a zone are in it."""
    language: str | None
    """BCP 47 tag of articles that name none; `None`: told from their words."""
    layout: Layout | None = None
    """The rules of its generator; `None`: those that Hugo has where nothing is set."""
    static: str = ""
    """The folder of what is published as it stands, as an absolute path; empty: `static`, beside the content."""
    tags: tuple[str, ...] = ()
    """Front matter that holds tags, before the usual names for it; as `matter` writes names."""
    parted_by: str | None = ","
    """What stands between the tags of one text; `None`: white space, unless there is a comma."""
    bundles: bool = False
    """Whether a folder that has an `index.md` is one article, with all that lies in it."""
    root: str = ""
    """The folder of the whole site, as an absolute path; empty: the one that the content folder lies in."""

    @property
    def whole(self) -> PurePath:
        """Return the folder of the whole site."""
        return PurePath(self.root) if self.root else PurePath(self.content).parent

    @property
    def served(self) -> PurePath:
        """Return the folder of what is published as it stands."""
        return PurePath(self.static) if self.static else PurePath(self.content).parent / "static"

    @property
    def folders(self) -> tuple[str, ...]:
        """Return where the articles lie, as absolute paths."""
        return (self.content,) if self.layout is None else self.layout.folders(self)

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone itself."""
        return ZoneInfo(self.timezone)


Hours = tuple[time, time]
"""From one time of day up to another, which it does not include; past midnight where the second is not the later."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When an account speaks, in its own zone's wall-clock time."""

    days: frozenset[int]
    """ISO weekdays: 1 is Monday."""
    times: tuple[time, ...]
    """Naive, ascending."""
    timezone: str
    """IANA name."""
    gap: timedelta
    """Least distance between two posts of the account."""
    by_day: Mapping[int, tuple[time, ...]] = field(default_factory=dict)
    """The times of weekdays that have their own, whatever `days` and `times` say."""
    most_a_day: int | None = None
    most_a_week: int | None = None
    """In an ISO week, from Monday on."""
    quiet: tuple[Hours, ...] = ()
    """When nothing goes out."""
    closed: Mapping[date, str] = field(default_factory=dict)
    """Days on which nothing goes out, each with the reason."""
    jitter: timedelta = timedelta()
    """The most by which a slot comes later than promised; always the same for the same slot."""

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone itself."""
        return ZoneInfo(self.timezone)

    @property
    def memory(self) -> timedelta:
        """Return how far back a post may lie that still forbids a slot."""
        return max(self.gap, timedelta(days=8) if self.most_a_day or self.most_a_week else timedelta())

    def times_on(self, weekday: int) -> tuple[time, ...]:
        """Return the times of an ISO weekday."""
        return self.by_day.get(weekday, self.times if weekday in self.days else ())

    def is_quiet(self, at: time) -> bool:
        """Tell whether nothing goes out at this time of day."""
        return any(start <= at < end if start < end else at >= start or at < end for start, end in self.quiet)


@dataclass(frozen=True, slots=True)
class Slot:
    """One account at one instant."""

    account: str
    at: datetime
    """Aware, in an IANA zone: the wall-clock promise and its instant."""
    note: str | None = None
    """What became of a promise that clocks show twice, or never."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Some teasers: by their kind, and by the tags of their article."""

    kinds: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    """In lower case."""


@dataclass(frozen=True, slots=True)
class Taste:
    """Which teasers an account takes."""

    only: Choice = Choice()
    """Those of one of these kinds, from an article with one of these tags; all where it names none."""
    never: Choice = Choice()

    def refuses(self, kind: str, tags: Iterable[str]) -> str | None:
        """Return why the account does not take a teaser; `None`: it does."""
        about = {tag.lower() for tag in tags}
        if kind in self.never.kinds or (self.only.kinds and kind not in self.only.kinds):
            return f"the account takes no posts of the kind {kind!r}"
        if unwanted := sorted(about & self.never.tags):
            return f"the account takes nothing about {unwanted[0]!r}"
        if self.only.tags and not about & self.only.tags:
            return f"the account takes only what is about {', '.join(sorted(self.only.tags))}"
        return None
