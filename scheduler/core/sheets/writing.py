"""Posts as a sheet, in our own layout: RFC 4180, a post a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.core.sheets.cells import guarded

BEFORE_IMAGES = (
    *("number", "account", "platform", "publish_at", "timezone", "utc"),
    *("state", "kind", "text", "follows", "link"),
)
AFTER_IMAGES = ("hashtags", "campaign", "article", "address")


@dataclass(frozen=True, slots=True)
class Row:
    """A post as a sheet shows it."""

    number: int
    account: str
    platform: str
    publish_at: datetime
    """Aware, in the zone it was planned in."""
    state: str
    kind: str
    text: str
    follows: tuple[str, ...] = ()
    """The rest of a thread, or its first comment."""
    link: str | None = None
    images: tuple[tuple[str, str], ...] = ()
    """Each with what is said of it to who cannot see it."""
    hashtags: tuple[str, ...] = ()
    campaign: str | None = None
    article: str | None = None
    address: str | None = None
    """Where it is public."""


def sheet(rows: Iterable[Row]) -> str:
    """Return posts as a sheet; it has a pair of columns for each image of the post that has most."""
    listed = list(rows)
    most = max((len(row.images) for row in listed), default=0) or 1
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings(most))
    for row in listed:
        writer.writerow([guarded(cell) for cell in _cells(row, most)])
    return out.getvalue()


def headings(images: int) -> list[str]:
    """Return the names of the columns."""
    pairs = [f"{name} {number}" for number in range(1, images + 1) for name in ("image", "alt")]
    return [*BEFORE_IMAGES, *pairs, *AFTER_IMAGES]


def _cells(row: Row, most: int) -> list[str]:
    at = row.publish_at
    pairs = [cell for pair in row.images for cell in pair]
    return [
        *(str(row.number), row.account, row.platform),
        *(at.isoformat(), str(at.tzinfo), at.astimezone(UTC).isoformat()),
        *(row.state, row.kind, row.text, "\n\n".join(row.follows), row.link or ""),
        *(pairs + [""] * (2 * most - len(pairs))),
        *(", ".join(row.hashtags), row.campaign or "", row.article or "", row.address or ""),
    ]
