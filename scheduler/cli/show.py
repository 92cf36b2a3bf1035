"""How results look: tables for a person, tab-separated lines for a pipe, JSON for a program."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import typer

from scheduler.cli.printable import printable

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rich.table import Table
    from rich.text import Text

    from adapters.base import Content
    from scheduler.core.model import Event, Post, PostSummary, Skipped

STYLES = {
    "published": "green",
    "queued": "cyan",
    "publishing": "cyan",
    "draft": "yellow",
    "uncertain": "bold yellow",
    "missed": "bold yellow",
    "failed": "bold red",
    "cancelled": "dim",
    "retracted": "dim",
    # the fates of a rehearsal
    "on": "green",
    "handed": "green",
    "late": "bold yellow",
    "waiting": "bold yellow",
    "held": "bold yellow",
    "over": "bold yellow",
    "in": "bold yellow",
    "refused": "bold red",
}

GUTTER = 3
"""Columns between two cells of a table."""
INDENT = 2
"""Columns before what goes on below a row."""
LEAST = 12
"""Columns in which the last cell of a row is worth showing."""


def say(text: str, *, colour: str | None = None, bold: bool = False, dim: bool = False, err: bool = False) -> None:
    """Print a line, styled on a terminal unless NO_COLOR (https://no-color.org) asks for none."""
    if os.environ.get("NO_COLOR"):
        typer.echo(printable(text), err=err)
    else:
        typer.secho(printable(text), fg=colour, bold=bold, dim=dim, err=err)


def many(count: int, one: str, more: str) -> str:
    """Return how many there are, with the words for one or for more."""
    return f"{count:,} {one if count == 1 else more}"


def following(content: Content) -> None:
    """Print what follows a post: the parts of its thread, its first comment."""
    for number, part in enumerate(content.parts, 2):
        say(f"[{number} of {len(content.parts) + 1}]", dim=True)
        say(part.text)


def cost(platform: str, content: Content) -> str:
    """Return what a post costs, with all that follows it; nothing where it costs nothing."""
    from adapters.prices import cost as asked
    from scheduler.core.budget import dollars

    return f"${dollars(found)}" if (found := asked(platform, content)) else ""


def cost_json(platform: str, content: Content) -> float:
    """Return what a post costs, in US dollars."""
    from adapters.prices import cost as asked

    return float(asked(platform, content))


def document(value: Any) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def line(value: Mapping[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows: coloured on a terminal, aligned where they have room; tab-separated and whole elsewhere."""
    if sys.stdout.isatty():
        from rich.console import Console

        console = Console(highlight=False)
        for one in fitted(headers, rows, width=console.width):
            console.print(one, no_wrap=True, overflow="ignore", crop=False)
        return
    for row in (headers, *rows):
        typer.echo("\t".join(_one_line(cell) for cell in row))


def fitted(headers: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> Iterable[Table | Text]:
    """Return rows as a table where its last column is worth showing, else with their cells below each other."""
    from rich.cells import cell_len

    least = min(LEAST, max(cell_len(row[-1]) for row in (headers, *rows)))
    if _room(headers, rows, width) >= least:
        return [grid(headers, rows, width=width)]
    return (line for row in (headers, *rows) for line in _record(headers, [*map(_one_line, row)], width))


def grid(headers: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> Table:
    """Return a table whose last column is cut to the width there is; the others are whole."""
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for index, header in enumerate(headers[:-1]):
        made.add_column(header, no_wrap=True, min_width=max(cell_len(row[index]) for row in (headers, *rows)))
    left = max(_room(headers, rows, width), GUTTER)
    made.add_column(headers[-1], no_wrap=True, overflow="ellipsis", max_width=left)
    for row in rows:
        cells = zip(headers, row, strict=True)
        made.add_row(*(Text(_one_line(cell), style=_style(header, cell)) for header, cell in cells))
    return made


def _room(headers: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> int:
    """Return how many columns a table has left for its last one."""
    from rich.cells import cell_len

    whole = sum(max(cell_len(row[index]) for row in (headers, *rows)) for index in range(len(headers) - 1))
    return width - whole - GUTTER * len(headers)


def _record(headers: Sequence[str], row: Sequence[str], width: int) -> Iterator[Text]:
    """Yield the lines of a row: all of its cells are there, and the last one is cut."""
    from rich.cells import cell_len
    from rich.text import Text

    from scheduler.core.calendar.pieces import cut, filled

    cells = [*row[:-1], cut(row[-1], width - INDENT, cell_len)]
    told = [(_style(*one) if row[0] != headers[0] else "bold", one[1]) for one in zip(headers, cells, strict=True)]
    pieces = iter(Text(cell, style=style) for style, cell in told if cell)
    for number, line in enumerate(filled(filter(None, cells), width - INDENT, GUTTER, cell_len)):
        yield Text(" " * INDENT * bool(number)) + Text(" " * GUTTER).join(islice(pieces, len(line)))


def _style(header: str, cell: str) -> str:
    return STYLES.get(cell.partition(" ")[0], "") if header in {"state", "event", "fate"} else ""


def _one_line(cell: str) -> str:
    return printable(" ".join(cell.split()))


def wall(at: datetime, home: ZoneInfo) -> str:
    """Return a time as a person reads it, in the zone it was planned in; named where clocks at `home` differ."""
    zone = "" if at.utcoffset() == at.astimezone(home).utcoffset() else f" {at:%Z}"
    return f"{at:%a %d %b %Y %H:%M}{zone}"


def both(at: datetime) -> str:
    """Return a time on the clocks of its zone, and in UTC, with the day where that is another."""
    utc, clock = at.astimezone(UTC), "%H:%M:%S" if at.second else "%H:%M"
    day = "" if utc.date() == at.date() else "%a %d %b %Y "
    there = "" if at.tzname() == "UTC" else f" ({utc:{day}{clock} UTC})"
    return f"{at:%a %d %b %Y {clock} %Z}{there}"


def state(summary: PostSummary) -> str:
    """Return a post's state, and what it waits for."""
    if summary.state == "uncertain" and summary.hold in {"handed over", "settings"}:
        return f"uncertain ({summary.hold})"
    if summary.state != "queued":
        return str(summary.state)
    if summary.hold:
        return f"queued ({summary.hold})"
    if summary.not_before:
        day = "" if summary.not_before.date() == summary.publish_at.date() else "%a %d %b "
        return f"queued (again at {summary.not_before:{day}%H:%M})"
    return "queued"


def summary_json(summary: PostSummary) -> dict[str, Any]:
    """Return a line of `tambour list --json`."""
    return {
        "id": summary.id,
        "account": summary.account,
        "platform": summary.platform,
        "kind": summary.kind,
        "publish_at": summary.publish_at.isoformat(),
        "timezone": str(summary.publish_at.tzinfo),
        "state": summary.state,
        "hold": summary.hold,
        "not_before": None if summary.not_before is None else summary.not_before.isoformat(),
        "text": summary.text,
        "url": summary.url,
        "reason": summary.reason,
    }


def post_json(post: Post) -> dict[str, Any]:
    """Return a post as `tambour show --json` prints it."""
    content = post.content
    images = [*content.media, *([content.card.image] if content.card and content.card.image else [])]
    return {
        "id": post.id,
        "account": post.account,
        "platform": post.platform,
        "article": post.article,
        "kind": post.kind,
        "section": post.section,
        "publish_at": post.publish_at.isoformat(),
        "timezone": str(post.publish_at.tzinfo),
        "state": post.state,
        "attempts": post.attempts,
        "not_before": None if post.not_before is None else post.not_before.isoformat(),
        "text": content.text,
        "link": content.link,
        "card": None
        if content.card is None
        else {"title": content.card.title, "description": content.card.description},
        "hashtags": list(content.tags),
        "language": content.language,
        "parts": [part.text for part in content.parts],
        "cost": cost_json(post.platform, content),
        "images": [
            {"type": image.mime, "width": image.width, "height": image.height, "alt": image.alt} for image in images
        ],
        "url": post.url,
        "reason": post.reason,
        "key": post.key,
    }


def skipped(items: Iterable[Skipped], *, prefix: str = "") -> None:
    """Say on standard error what did not become a post, and why."""
    from scheduler.core.gate import plainly

    for item in items:
        place = ", ".join(part for part in (item.account, item.section) if part)
        say(f"skipped: {prefix}{f'{place}: ' if place else ''}{plainly(item.reason)}", err=True)


def event_row(event: Event, zone: ZoneInfo) -> tuple[str, ...]:
    """Return a line of the log as cells, its time in `zone`."""
    number = "" if event.post is None else str(event.post)
    detail = " ".join(part for part in (event.url, event.reason) if part)
    return moment(event.at, zone), number, event.account or "", event.event, event.state or "", detail


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return the time of something that happened, in `zone` and with its offset."""
    return at.astimezone(zone).isoformat(sep=" ", timespec="seconds")


EVENT_HEADERS = ("at", "post", "account", "event", "state", "detail")
