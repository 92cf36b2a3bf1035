"""Posts from a file, and into one."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli import means, show
from scheduler.cli.options import ConfigOption, JsonOption, opened
from scheduler.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from scheduler.app import Tambour
    from scheduler.app.importing import Imported
    from scheduler.core.calendar.spans import Span
    from scheduler.core.sheets.reading import Remark, Sheet
    from scheduler.core.sheets.writing import Row

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


class OrderName(StrEnum):
    """The names of `scheduler.core.sheets.dates`, for a command."""

    DMY = "dmy"
    MDY = "mdy"


def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file.", metavar="FILE")],
    account: Annotated[
        list[str] | None,
        typer.Option(
            "--account",
            "-a",
            help="Where all of it goes, whatever the file says: an account or a group; may be repeated.",
            metavar="ACCOUNT",
        ),
    ] = None,
    dates: Annotated[
        OrderName | None, typer.Option("--dates", help="Which comes first in a date, where the file does not tell.")
    ] = None,
    reslot: Annotated[
        bool, typer.Option("--reslot", help="Give what has no time, or one that is past, the next free slot.")
    ] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Wait for `tambour approve`.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Queue even what is queued already, or posted by hand.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be queued, and write nothing.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Queue the posts of a CSV file, tambour's own or another tool's: all of them, or none where one cannot be.

    A second time changes nothing.
    """
    from scheduler.app.importing import Asked, import_file
    from scheduler.core.sheets.dates import Order

    order = None if dates is None else Order(dates.value)
    asked = Asked(file, tuple(account or ()), order, reslot, draft, again, dry_run)
    with opened(config) as tambour:
        with progress("reading") as seen:
            done = import_file(tambour, asked, seen)
        if not (as_json or done.problems):
            means.tell(tambour, [post for *_, post in done.posts])
    if as_json:
        show.document(_json(done))
    else:
        _print(done, file, tambour.settings.site.zone, dry_run=dry_run)
    if done.problems:
        raise typer.Exit(1)


def _print(done: Imported, file: Path, home: ZoneInfo, *, dry_run: bool) -> None:
    rows = [
        (
            str(line),
            str(number or "-"),
            show.wall(post.publish_at, home),
            post.account,
            str(post.state),
            post.content.text,
        )
        for line, number, post in done.posts
    ]
    if rows:
        show.table(("line", "id", "when", "account", "state", "text"), rows)
    sheet = done.sheet
    show.say(_taken_for(sheet), err=True)
    if sheet.unused:
        show.say(f"columns that are not used: {', '.join(sheet.unused)}", err=True)
    _say(done.notes, "")
    _say(done.left_out, "left out: ")
    _say(done.problems, f"tambour: {file}: ")
    if done.problems:
        told = f"nothing was queued: {show.many(len(done.problems), 'problem', 'problems')}"
    else:
        told = f"{'would queue' if dry_run else 'queued'} {show.many(len(rows), 'post', 'posts')}"
    typer.echo(told, err=True)


def _taken_for(sheet: Sheet) -> str:
    told = f"read as {sheet.encoding}, separated by {SEPARATORS.get(sheet.delimiter, sheet.delimiter)}"
    strange = next((one for one in sheet.wanted if not one.text.isascii()), None)
    if sheet.encoding != "cp1252" or strange is None:
        return told
    from scheduler.core.gate.telling import quoted

    return f"{told}: line {strange.line} is {quoted(strange.text)}; if its letters are wrong, save the file as UTF-8"


def _say(remarks: Iterable[Remark], word: str) -> None:
    for one in remarks:
        show.say(f"{word}{'' if one.line is None else f'line {one.line}: '}{one.reason}", err=True)


def _json(done: Imported) -> dict[str, Any]:
    return {
        "encoding": done.sheet.encoding,
        "delimiter": done.sheet.delimiter,
        "columns": [*done.sheet.columns],
        "unused": [*done.sheet.unused],
        "posts": [
            {
                "line": line,
                "id": number,
                "account": post.account,
                "platform": post.platform,
                "publish_at": post.publish_at.isoformat(),
                "timezone": str(post.publish_at.tzinfo),
                "state": post.state,
                "text": post.content.text,
                "link": post.content.link,
                "images": [image.alt for image in post.content.media],
                "cost": show.cost_json(post.platform, post.content),
                "reason": post.reason,
            }
            for line, number, post in done.posts
        ],
        "left_out": _remarks(done.left_out),
        "problems": _remarks(done.problems),
        "notes": _remarks(done.notes),
    }


def _remarks(found: Iterable[Remark]) -> list[dict[str, Any]]:
    return [{"line": one.line, "reason": one.reason} for one in found]


def write(tambour: Tambour, span: Span, accounts: Sequence[str], target: Path | None, images: Path | None) -> None:
    """Write the posts of a span as a sheet to a file, or to standard output; their images into a folder, if any."""
    from os.path import relpath

    from scheduler.cli.ics import replaced
    from scheduler.core.sheets.writing import sheet
    from scheduler.store import listed

    with tambour.unwritten() as store, store.read() as tx:
        rows = listed.rows(tx, *span.instants(tambour.settings.site.zone), accounts)
        if images is not None:
            images.mkdir(parents=True, exist_ok=True)
            for name in dict.fromkeys(name for row in rows for name, _ in row.images):
                (images / name).write_bytes(listed.image(tx, name))
            folder = Path(relpath(images, target.parent if target else Path()))
            rows = [replace(row, images=_beside(folder, row)) for row in rows]
    whole = sheet(rows)
    if target is None:
        sys.stdout.write(whole)
    else:
        replaced(target, whole.encode())


def _beside(folder: Path, row: Row) -> tuple[tuple[str, str], ...]:
    """Return the images of a row as they are found from where the sheet lies."""
    return tuple(((folder / name).as_posix(), alt) for name, alt in row.images)
