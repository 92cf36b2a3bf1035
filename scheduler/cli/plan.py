"""Planning a site: see what would be done, then have it done."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.destinations import chosen
from scheduler.cli.options import AccountsOption, ConfigOption, JsonOption, end_understood, opened
from scheduler.cli.progress import progress
from scheduler.cli.sources import fetch, files
from scheduler.errors import PlanMoved

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.app import Tambour
    from scheduler.app.planning import Proposal
    from scheduler.plans.documents import Written

TRIES = 3
"""How often a plan is made that nobody has to look at: posts go out while it is being made."""

PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Markdown files, folders of them, or addresses of articles; else the whole site.",
        metavar="PATH",
    ),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Plan so far, a day or a time; else as the settings say.", metavar="WHEN")
]


def plan(
    paths: PathsArgument = None,
    account: AccountsOption = None,
    until: UntilOption = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show what changes in a text, line by line.")] = False,
    as_html: Annotated[bool, typer.Option("--html", help="Print one page of HTML, to be sent to somebody.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, for a pull request.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write it to a file, for `tambour apply`.", metavar="FILE"),
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Read the site, compare it with the queue, and show what `tambour apply` would do; writes nothing there.

    With --html or --markdown, -o writes that page instead of a plan.
    """
    from scheduler.app import planning

    if sum((as_html, as_markdown, as_json)) > 1:
        raise typer.BadParameter("choose one of --json, --html and --markdown")
    with opened(config) as tambour:
        last = None if until is None else end_understood(tambour, until)
        order = planning.ordered(tambour, files(tambour, paths or ()), last)
        places = chosen(tambour, account or (), keep=False)
        with (
            tambour.unwritten() as store,
            progress("reading") as seen,
            planning.proposed(tambour, store, places, order, lambda _one, rows: seen(1, rows)) as proposal,
        ):
            _tell(proposal, diff, as_html, as_markdown, as_json, output)


def _tell(proposal: Proposal, diff: bool, as_html: bool, as_markdown: bool, as_json: bool, output: Path | None) -> None:
    from scheduler.cli.plans import markdown, page, text

    if as_html or as_markdown:
        whole = (page if as_html else markdown).render(proposal)
        if output is None:
            typer.echo(whole, nl=False)
        else:
            _write(output, whole)
    elif as_json:
        show.document(proposal.document())
    else:
        text.render(proposal, diff=diff)
    if output is not None and not (as_html or as_markdown):
        _write(output, json.dumps(proposal.document(), ensure_ascii=False, indent=1) + "\n")


def _write(output: Path, whole: str) -> None:
    output.write_text(whole, encoding="utf-8")
    typer.echo(f"wrote {output}", err=True)


def apply(
    file: Annotated[
        Path | None, typer.Argument(help="A plan that `tambour plan -o` wrote; else one is made now.", metavar="FILE")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    config: ConfigOption = None,
) -> None:
    """Do what a plan says, all of it or nothing; a second time changes nothing.

    Only posts that a plan made are touched, and of those none that a person has changed since.
    A plan from a file is refused where the site, the settings or the queue have changed since it was made.
    """
    from scheduler.app import planning
    from scheduler.plans import documents

    with opened(config) as tambour:
        written = None if file is None else documents.read(file)
        if written is not None and _is_done(tambour, written):
            return
        if written is not None:
            planning.check_accounts(tambour, written)
        fetch(tambour)
        insist(lambda: _apply(tambour, written, yes=yes), tries=TRIES if yes and written is None else 1)


def _apply(tambour: Tambour, written: Written | None, *, yes: bool) -> None:
    from scheduler.app import planning
    from scheduler.cli.plans import text

    order = planning.ordered(tambour) if written is None else written.order
    places = chosen(tambour, written.accounts if written is not None else (), keep=True)
    with (
        tambour.unwritten() as store,
        progress("reading") as seen,
        planning.proposed(tambour, store, places, order, lambda _one, rows: seen(1, rows)) as proposal,
    ):
        planning.check(proposal, written)
        text.render(proposal, diff=False)
        if proposal.plan.deeds and not yes:
            _ask()
        number = planning.carry_out(tambour, proposal, written)
    text.applied(tambour, number, proposal)


def insist(act: Callable[[], None], *, tries: int) -> None:
    """Plan and act once more where the queue has moved in between: a post went out, or a time has passed."""
    for _ in range(tries - 1):
        try:
            act()
        except PlanMoved:
            typer.echo("the queue has moved in the meantime, so it is planned once more", err=True)
        else:
            return
    act()


def _is_done(tambour: Tambour, written: Written) -> bool:
    from scheduler.app import planning

    with tambour.unwritten() as store:
        number = planning.done_already(store, written)
    if number is not None:
        typer.echo(f"this plan is done already (plan {number}): nothing to do", err=True)
    return number is not None


def _ask() -> None:
    if not sys.stdin.isatty():
        typer.echo("nothing was done; --yes does it without asking", err=True)
        raise typer.Exit(1)
    typer.confirm("Do this?", abort=True, err=True)
