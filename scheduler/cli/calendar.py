"""What is planned: what goes out next, and the calendar."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, JsonOption, asked_about, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from rich.console import Console

    from scheduler.app import Tambour
    from scheduler.core.calendar.layout import Sheet
    from scheduler.core.calendar.spans import Span
    from scheduler.core.model import PostSummary

BEFORE, AHEAD = timedelta(days=31), timedelta(days=366)
"""What other programs are told of."""
COLUMNS = 80
"""How wide a calendar is that goes to no terminal, unless COLUMNS says otherwise."""
NARROWEST = 20
"""Columns that a time and the beginning of an account take; a terminal that has fewer wraps them."""
STYLES = show.STYLES | {"held": "yellow", "today": "bold reverse", "day": "bold", "quiet": "dim"}

AccountOption = Annotated[
    str | None, typer.Option("--account", "-a", help="Only this account, or those of this group.", metavar="ACCOUNT")
]


def next_(
    account: AccountOption = None,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, max=1000, help="At most so many.")] = 10,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Tell what goes out next: when, on the clocks of your site, and in how long."""
    from scheduler.store import accounts, posts

    with opened(config) as tambour:
        named = asked_about(tambour, account)
        with tambour.unwritten() as store, store.read() as tx:
            found = posts.upcoming(tx, named or accounts.names(tx), most=lines)
            stopped = accounts.stopped(tx) is not None
        now, zone = tambour.clock.now(), tambour.settings.site.zone
    if stopped:
        typer.echo("everything is stopped; `tambour resume --all` lets it go on", err=True)
    if as_json:
        show.document([show.summary_json(one) | {"goes_out_at": _awaited(one, zone).isoformat()} for one in found])
    elif found:
        show.table(("id", "when", "in", "account", "state", "text"), [_next_row(one, now, zone) for one in found])
    else:
        typer.echo("nothing waits for its time; `tambour queue ARTICLE` makes posts", err=True)


def _next_row(post: PostSummary, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    from scheduler.core.calendar.distance import until

    at = _awaited(post, zone)
    return str(post.id), f"{show.wall(at, zone)} {at:%Z}", until(at - now), post.account, show.state(post), post.text


def _awaited(post: PostSummary, zone: ZoneInfo) -> datetime:
    """Return from when a post may go out, in `zone`."""
    return (post.not_before or post.publish_at).astimezone(zone)


def calendar(
    week: Annotated[bool, typer.Option("--week", help="A week, with what the posts say; so it is anyway.")] = False,
    month: Annotated[bool, typer.Option("--month", help="A month.")] = False,
    account: AccountOption = None,
    day: Annotated[
        str | None, typer.Option("--from", help="The week or month of this day, else of today.", metavar="DATE")
    ] = None,
    ics: Annotated[
        bool,
        typer.Option("--ics", help="As iCalendar; of the month before and the year to come, unless told otherwise."),
    ] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="As a CSV file, for a spreadsheet; of the same time, a post a line.")
    ] = False,
    images: Annotated[
        Path | None, typer.Option("--images", help="Where --csv puts the posts' images.", metavar="FOLDER")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where --ics or --csv goes, instead of the screen.", metavar="FILE"),
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Show what is planned as a calendar: a week or a month of posts in any state but cancelled."""
    if week and month:
        raise typer.BadParameter("choose one of --week and --month")
    if ics + as_csv + as_json > 1:
        raise typer.BadParameter("choose one of --ics, --csv and --json")
    if (output and not (ics or as_csv)) or (images and not as_csv):
        raise typer.BadParameter("--output goes with --ics or --csv, and --images with --csv")
    from scheduler.cli import ics as calendars
    from scheduler.cli import sheets
    from scheduler.core.calendar.spans import Span

    with opened(config) as tambour:
        zone = tambour.settings.site.zone
        today = tambour.clock.now().astimezone(zone).date()
        year = (ics or as_csv) and not (week or month or day)
        span = Span(today - BEFORE, today + AHEAD) if year else _span(day, today, month=month)
        if ics:
            calendars.write(tambour, span, asked_about(tambour, account), output)
            return
        if as_csv:
            sheets.write(tambour, span, asked_about(tambour, account), output, images)
            return
        found = _planned(tambour, span, asked_about(tambour, account))
    if as_json:
        show.document([show.summary_json(one) for one in found])
    else:
        _draw(found, span, zone, today, texts=not month)


def _span(day: str | None, today: date, *, month: bool) -> Span:
    from scheduler.core.calendar import spans

    chosen = today if day is None else _day(day)
    return spans.month(chosen) if month else spans.week(chosen)


def _day(words: str) -> date:
    from datetime import date

    from scheduler.errors import WhenError

    try:
        chosen = date.fromisoformat(words)
    except ValueError:
        raise WhenError(f"{words!r} is no day; write it as 2026-11-24") from None
    if not 1970 <= chosen.year < 9999:  # noqa: PLR2004  what a database keeps
        raise WhenError(f"{words!r} is too far away; no post is planned for then")
    return chosen


def _planned(tambour: Tambour, span: Span, accounts: Sequence[str]) -> list[PostSummary]:
    from scheduler.core.state import State
    from scheduler.store import posts

    with tambour.unwritten() as store, store.read() as tx:
        found = posts.between(tx, *span.instants(tambour.settings.site.zone), accounts)
    return [one for one in found if one.state is not State.CANCELLED]


def _draw(posts: Sequence[PostSummary], span: Span, zone: ZoneInfo, today: date, *, texts: bool) -> None:
    from rich.cells import cell_len
    from rich.console import Console

    from scheduler.core.calendar.layout import Sheet
    from scheduler.core.calendar.marks import legend
    from scheduler.core.calendar.pieces import filled

    screen = Console(highlight=False) if sys.stdout.isatty() else None
    width = max(screen.width, NARROWEST) if screen else _columns()
    head = (f"{span.first:%a %d %b %Y}", f"to {span.last:%a %d %b %Y}", f"({zone})")
    for line in filled(head, width, 1, cell_len):
        show.say(" ".join(line), bold=True)
    _print(posts, Sheet(span, zone, today, width, cell_len, texts), screen)
    for line in filled(legend(posts), width, 2, cell_len):
        show.say("  ".join(line))
    if not posts:
        show.say("nothing is planned; `tambour queue ARTICLE` makes posts", err=True)


def _columns() -> int:
    said = os.environ.get("COLUMNS", "")
    return max(int(said), NARROWEST) if said.isdecimal() else COLUMNS


def _print(posts: Sequence[PostSummary], sheet: Sheet, screen: Console | None) -> None:
    from rich.text import Text

    from scheduler.cli.printable import printable
    from scheduler.core.calendar.layout import drawn

    shown = [replace(post, text=printable(post.text)) for post in posts]
    for line in drawn(shown, sheet):
        if screen is None:
            typer.echo("".join(piece.text for piece in line).rstrip())
        else:
            words = (Text(piece.text, style=STYLES.get(piece.style, "")) for piece in line)
            screen.print(Text.assemble(*words), no_wrap=True, crop=True)
