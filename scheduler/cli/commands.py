"""The program: its commands by name, in the order of the help."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from scheduler.cli.options import ConfigOption, remember_config

COMMANDS = {
    "init": "installation",
    "platforms": "platforms",
    "login": "login",
    "teasers": "article",
    "check": "check",
    "plan": "plan",
    "apply": "plan",
    "queue": "queue",
    "post": "post",
    "import": "sheets",
    "list": "posts",
    "next": "calendar",
    "calendar": "calendar",
    "gaps": "gaps",
    "rehearse": "rehearse",
    "show": "posts",
    "edit": "post",
    "move": "posts",
    "approve": "posts",
    "cancel": "posts",
    "requeue": "posts",
    "confirm": "posts",
    "resolve": "posts",
    "retract": "aftercare",
    "reception": "aftercare",
    "times": "times",
    "import-sent": "aftercare",
    "pause": "daemon",
    "resume": "daemon",
    "run": "daemon",
    "log": "log",
    "why": "log",
    "doctor": "installation",
    "backup": "installation",
    "restore": "installation",
    "copy-database": "installation",
}
"""Each command and the module of this package that has it, as a function of its name."""


def program(words: Sequence[str] = ()) -> typer.Typer:
    """Return the program, with those of its commands that `words` may mean; with all where they name none.

    Typer takes as long to build one command as `tambour --help` may take to answer.
    """
    app = typer.Typer(
        name="tambour",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(tambour)
    for name in [name for name in COMMANDS if name in words] or COMMANDS:
        module = import_module(f"scheduler.cli.{COMMANDS[name]}")
        function = name.replace("-", "_")
        app.command(name)(getattr(module, function, None) or getattr(module, f"{function}_"))
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"tambour {version('tambour')}")
        raise typer.Exit


def tambour(
    config: ConfigOption = None,
    version: Annotated[  # noqa: ARG001  handled by its callback
        bool, typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Turn articles into teaser posts, and publish each one once, on time, on every account."""
    remember_config(config)
