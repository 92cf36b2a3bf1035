"""What the settings decide: where articles live, and when accounts speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


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

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone itself."""
        return ZoneInfo(self.timezone)


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


@dataclass(frozen=True, slots=True)
class Slot:
    """One account at one instant."""

    account: str
    at: datetime
    """Aware, in an IANA zone: the wall-clock promise and its instant."""
