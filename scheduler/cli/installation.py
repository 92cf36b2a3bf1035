"""The installation itself: set it up, check it, back it up."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, JsonOption, opened, remembered
from scheduler.cli.progress import progress
from scheduler.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from scheduler.app import Tambour
    from scheduler.core.place import Place


def init(
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of tambour.yaml instead.")] = False,
    url: Annotated[str | None, typer.Option("--url", help="The site's address.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="The site's language, such as fr.")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help="The site's zone, such as Europe/Paris.")] = None,
    config: ConfigOption = None,
) -> None:
    """Write a commented tambour.yaml; never overwrites one. What the site's generator knows is not asked."""
    from adapters.registry import Offered
    from scheduler.settings import json_schema, local_zone
    from scheduler.settings.generators import look
    from scheduler.settings.template import fill

    if schema:
        show.document(json_schema(Offered()))
        return
    path = remembered(config) or Path("tambour.yaml")
    if path.exists():
        raise SettingsError(f"{path} is there already and stays as it is; change it with an editor")
    found = look(path.absolute().parent)
    text = fill(
        url=url or (None if found and found.url else _ask("The site's address", "https://example.org")),
        language=language or (None if found and found.language else _ask("Its language", "en")),
        timezone=timezone or (None if found and found.timezone else _ask("Its time zone", local_zone())),
        found=found,
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror}") from error
    if found is not None:
        typer.echo(
            f"this is a site of {found.generator}: {' and '.join(found.files)} says where it is, and how it is laid out"
        )
    typer.echo(f"wrote {path}: look through it, then preview with `tambour teasers ARTICLE`")


def _ask(question: str, usual: str) -> str:
    if not sys.stdin.isatty():
        return usual
    return str(typer.prompt(question, default=usual, err=True))


def doctor(as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Check settings, database, clock and every account; exit code 1 if anything is wrong."""
    from scheduler.doctor import examine

    ok = True
    with opened(config) as tambour:
        for check in examine(tambour):
            ok = ok and check.ok
            if as_json:
                show.line({"check": check.name, "ok": check.ok, "detail": check.detail})
            else:
                mark, colour = ("ok   ", "green") if check.ok else ("WRONG", "red")
                show.say(f"{mark}  {check.name}: {check.detail}", colour=colour)
    if not ok:
        raise typer.Exit(1)


FileArgument = Annotated[Path, typer.Argument(help="The backup.", metavar="FILE")]


def backup(file: FileArgument, config: ConfigOption = None) -> None:
    """Copy the whole database to a file, while the daemon runs; secrets are not in it."""
    from scheduler.store.backup import back_up

    with opened(config) as tambour:
        if file.exists():
            raise StoreError(f"{file} is there already and stays as it is; name another file")
        if not file.absolute().parent.is_dir():
            raise StoreError(f"there is no folder {file.absolute().parent}; create it")
        back_up(tambour.place, file)
    typer.echo(f"backed up to {file}")


def restore(file: FileArgument, config: ConfigOption = None) -> None:
    """Bring back what a backup holds, while the daemon runs; what was sent since is never sent again."""
    from scheduler.store.backup import back_up
    from scheduler.store.restoring import restore as bring_back

    with opened(config) as tambour:
        store = tambour.store
        safety = tambour.settings.beside(f"before-restore-{datetime.now():%Y%m%dT%H%M%S%f}")  # noqa: DTZ005  a name
        back_up(store.place, safety)
        knows = bring_back(store, file, now=tambour.clock.now())
    typer.echo(f"restored from {file}; what was there before is in {safety}")
    if not knows:
        typer.echo(
            "this database cannot know what was sent since the backup, so every account of the backup is paused: "
            "look at each, cancel what is public already, then `tambour resume` it",
            err=True,
        )


def copy_database(
    source: Annotated[str, typer.Argument(help="Where everything is, such as sqlite:///tambour.db.", metavar="FROM")],
    target: Annotated[
        str,
        typer.Argument(help="An empty database, such as postgresql+psycopg://me@db.example/tambour.", metavar="TO"),
    ],
    config: ConfigOption = None,
) -> None:
    """Move everything to another database, from a file to a server or back; no daemon may run."""
    from scheduler.store.moving import move

    with opened(config) as tambour, progress("copying") as told:
        rows = move(_named(tambour, source), _named(tambour, target), now=tambour.clock.now(), told=told)
    typer.echo(f"moved {show.many(rows, 'row', 'rows')}; the old database is stopped, and sends nothing more")
    typer.echo(f"put `database: {target}` into tambour.yaml, then start the daemon again")


def _named(tambour: Tambour, address: str) -> Place:
    """Return the database at an address; a server that the settings name too has the password that they refer to."""
    from scheduler.settings.database import checked, located

    try:
        found = located(checked(address), None, Path.cwd())
    except ValueError as error:
        raise SettingsError(str(error)) from error
    known = tambour.settings.database
    return tambour.at(known if str(known) == str(found) else found)
