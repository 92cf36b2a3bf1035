"""Articles of a feed, a sitemap or an export, before a command reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scheduler.cli.printable import printable
from scheduler.cli.progress import progress

if TYPE_CHECKING:
    from scheduler.app import Tambour

ADDRESS = re.compile(r"(https?):/+(.+)")
"""A web address; a path has lost one of its slashes."""


def fetch(tambour: Tambour) -> None:
    """Fetch the articles where they are no files, and say on standard error what was left out."""
    from scheduler.app.sourcing import refreshed

    if tambour.settings.source is None:
        return
    with progress("fetching") as seen:
        done = refreshed(tambour, lambda _one, rows: seen(1, rows))
    for problem in done.problems if done is not None else ():
        typer.echo(f"left out: {printable(problem)}", err=True)


def files(tambour: Tambour | None, paths: Sequence[Path]) -> list[Path]:
    """Return the files that are named, some of them perhaps by their articles' addresses; fetch what is no file.

    Raises ArticleError where an address is that of no article.
    """
    from scheduler.app.sourcing import file_of
    from scheduler.errors import ArticleError

    found = [ADDRESS.fullmatch(str(path)) for path in paths]
    if tambour is not None and (any(found) or not paths):
        fetch(tambour)
    named = []
    for path, address in zip(paths, found, strict=True):
        if address is None:
            named.append(path)
        elif tambour is None:
            raise ArticleError(f"{address[1]}://{address[2]} is no file; name one, or write settings by `tambour init`")
        else:
            named.append(file_of(tambour, f"{address[1]}://{address[2]}"))
    return named
