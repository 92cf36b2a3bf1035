"""The commands by name, in the order of the help."""

from __future__ import annotations

from typing import Annotated

import typer

from scheduler.cli import article, daemon, installation, log, post, posts
from scheduler.cli.options import ConfigOption, remember_config

app = typer.Typer(
    name="tambour",
    help="Turn articles into teaser posts, and publish each one once, on time, on every account.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"tambour {version('tambour')}")
        raise typer.Exit


@app.callback()
def tambour(
    config: ConfigOption = None,
    version: Annotated[  # noqa: ARG001  handled by its callback
        bool, typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Turn articles into teaser posts, and publish each one once, on time, on every account."""
    remember_config(config)


for command in (
    installation.init,
    article.teasers,
    article.queue,
    post.post,
    posts.list_,
    posts.show,
    post.edit,
    posts.move,
    posts.approve,
    posts.cancel,
    posts.requeue,
    posts.resolve,
    daemon.pause,
    daemon.resume,
    daemon.run,
    log.log,
    log.why,
    installation.doctor,
    installation.backup,
    installation.restore,
):
    app.command(name=command.__name__.rstrip("_"))(command)
