"""The installation itself: set it up, check it, back it up."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, JsonOption, opened, remembered
from scheduler.errors import SettingsError, StoreError


def init(
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of tambour.yaml instead.")] = False,
    url: Annotated[str | None, typer.Option("--url", help="The site's address.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="The site's language, such as fr.")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help="The site's zone, such as Europe/Paris.")] = None,
    config: ConfigOption = None,
) -> None:
    """Write a commented tambour.yaml; never overwrites one."""
    from adapters.platforms import PLATFORMS
    from scheduler.settings import json_schema, local_zone
    from scheduler.settings.template import fill

    if schema:
        show.document(json_schema(PLATFORMS))
        return
    path = remembered(config) or Path("tambour.yaml")
    if path.exists():
        raise SettingsError(f"{path} is there already and stays as it is; change it with an editor")
    text = fill(
        url=url or _ask("The site's address", "https://example.org"),
        language=language or _ask("Its language", "en"),
        timezone=timezone or _ask("Its time zone", local_zone()),
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror}") from error
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
    from scheduler.store.backup import copy_database

    with opened(config) as tambour:
        if file.exists():
            raise StoreError(f"{file} is there already and stays as it is; name another file")
        if not file.absolute().parent.is_dir():
            raise StoreError(f"there is no folder {file.absolute().parent}; create it")
        copy_database(tambour.settings.database, file)
    typer.echo(f"backed up to {file}")


def restore(file: FileArgument, config: ConfigOption = None) -> None:
    """Bring back what a backup holds, while the daemon runs; what was sent since is never sent again."""
    from scheduler.store.backup import copy_database
    from scheduler.store.backup import restore as bring_back

    with opened(config) as tambour:
        _ = tambour.store  # made where there is none
        database = tambour.settings.database
        safety = database.with_name(f"{database.name}.before-restore-{datetime.now():%Y%m%dT%H%M%S%f}")  # noqa: DTZ005  a name
        copy_database(database, safety)
        knows = bring_back(database, file)
    typer.echo(f"restored from {file}; what was there before is in {safety}")
    if not knows:
        typer.echo(
            "this database cannot know what was sent since the backup, so every account of the backup is paused: "
            "look at the accounts, cancel what is public already, then `tambour resume --all`",
            err=True,
        )
