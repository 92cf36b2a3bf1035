"""The reference of the commands, made from what they say of themselves.

`python -m tests.docs.reference` writes docs/commands.md anew, and the tables of the platforms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from typer.main import get_command

from scheduler.cli.commands import program
from tests.docs import tables
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "commands.md"
OPENING = """\
# Commands

Every command explains itself: `tambour --help`, `tambour queue --help`.
This page is made from those explanations.
What they are for is told in [articles](articles.md), [queue](queue.md), [daemon](daemon.md) and [log](log.md).

- **The settings file** is the one that `--config` names, before or after the command;
  else the one in `TAMBOUR_CONFIG`, else `tambour.yaml` in the working folder,
  else `tambour/tambour.yaml` in `XDG_CONFIG_HOME`, which is `~/.config` unless it says otherwise.
- **Results** go to standard output, remarks and errors to standard error.
  The last column of a table is cut to the width of your terminal, and where there is no room for it,
  cells stand below each other; in a pipe a table is whole, with tabs between the columns.
- **The exit code** is 0 when all went well, 1 when something is wrong, and 2 when the command was mistyped.
- **WHEN** is an ISO time or a few words of French or English, see [times](queue.md#times-as-words).
"""


@cache
def tree() -> Any:
    """Return tambour as Typer sees it: `commands` by name, each with its `params`."""
    return get_command(program())


def options(command: Any) -> Iterator[Any]:
    """Yield the options of a command, save those that every command has."""
    yield from (one for one in command.params if one.opts[0].startswith("-") and one.name not in {"config", "help"})


def arguments(command: Any) -> Iterator[Any]:
    """Yield the arguments of a command."""
    yield from (one for one in command.params if not one.opts[0].startswith("-"))


def render() -> str:
    """Return the text of the page."""
    parts = [OPENING, "## tambour\n", *_listed(tree())]
    for name, command in tree().commands.items():
        places = [_place(one) for one in arguments(command)]
        parts += [f"## {name}\n", f"`{' '.join(['tambour', name, '[OPTIONS]', *places])}`\n"]
        parts += [" ".join(paragraph.split()) + "\n" for paragraph in command.help.split("\n\n")]
        parts += _listed(command)
    return "\n".join(parts)


def _place(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _listed(command: Any) -> list[str]:
    lines = [f"- `{_place(one)}`: {one.help}" for one in arguments(command)]
    for one in options(command):
        spelt = ", ".join(f"`{each}`" for each in sorted(one.opts, key=len, reverse=True))
        value = "" if one.is_flag else f" `{_place(one)}`"
        lines.append(f"- {spelt}{value}: {one.help}")
    return ["\n".join(lines) + "\n"] if lines else []


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
    for page, columns in tables.PLACES.items():
        page.write_text(tables.filled(page.read_text(encoding="utf-8"), columns), encoding="utf-8")
