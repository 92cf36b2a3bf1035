"""The platforms there are, and what each can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from adapters.catalogue import Row


def platforms(as_json: JsonOption = False, config: ConfigOption = None) -> None:  # noqa: ARG001  the same everywhere
    """List the platforms that accounts can be on, and what each can do.

    With --json, a list of objects: `platform`; `powers`, each by its name and true or false; `class`, from A to F, what
    a lost answer leaves to do; `checked`, what its adapter was tried against: server, description or facts only;
    `limits`; `login`, the ways that `tambour login` knows.
    """
    from adapters.catalogue import catalogue

    rows = list(catalogue(lambda problem: show.say(problem, err=True)))
    if as_json:
        show.document([row.as_json() for row in rows])
    else:
        show.table(("platform", "class", "checked", "powers"), [_cells(row) for row in rows])


def _cells(row: Row) -> tuple[str, ...]:
    able = [name for name, has in row.as_json()["powers"].items() if has]
    return row.platform, row.idempotency or "", row.checked or "", ", ".join(able)
