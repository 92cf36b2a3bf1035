"""A plan in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import ndiff
from typing import TYPE_CHECKING

import typer

from scheduler.cli import show
from scheduler.cli.plans.words import (
    SIGNS,
    about,
    by_article,
    counted,
    noted,
    placed,
    refused,
    remarks,
    says,
    titles,
)
from scheduler.core.plan import Action

if TYPE_CHECKING:
    from scheduler.app import Tambour
    from scheduler.app.planning import Proposal
    from scheduler.core.plan import Entry

COLOURS: Mapping[Action, str] = {
    Action.ADD: "green",
    Action.CHANGE: "yellow",
    Action.MOVE: "cyan",
    Action.CANCEL: "red",
    Action.HOLD: "magenta",
    Action.RELEASE: "green",
    Action.KEEP: "white",
}


def render(proposal: Proposal, *, diff: bool) -> None:
    """Print what would be done, by article; what would not become a post goes to standard error."""
    plan = proposal.plan
    named = titles(plan)
    for path, entries in by_article(plan.deeds):
        show.say(f"{named.get(path, '')} ({placed(path)})".strip(), bold=True)
        for entry in entries:
            _print(entry, diff=diff)
        typer.echo()
    for one in plan.corrections:
        show.say(f"to correct: post {one.post} on {one.account} is public: {'; '.join(one.reasons)}", colour="yellow")
        if one.url:
            show.say(f"  {one.url}")
    for clash in plan.clashes:
        show.say(f"clash: post {clash.post} on {clash.account}, {show.both(clash.at)}: {clash.reason}", colour="yellow")
    for note in noted(proposal):
        show.say(f"note: {note}", err=True)
    for where, why in refused(proposal):
        show.say(f"skipped: {where}: {why}", err=True)
    typer.echo(f"{counted(plan)}; until {plan.until:%Y-%m-%d}")


def _print(entry: Entry, *, diff: bool) -> None:
    number = "" if entry.post is None else f" post {entry.post} ·"
    show.say(f"{SIGNS[entry.action]} {show.both(entry.at)} ·{number} {about(entry)}", colour=COLOURS[entry.action])
    for remark in remarks(entry):
        show.say(f"    [{remark}]", dim=True)
    if diff and entry.wanted is not None and entry.before is not None:
        _print_difference(entry.before, entry.wanted.text)
        return
    text, *parts = says(entry)
    for line in text.splitlines():
        show.say(f"    {line}" if line else "", dim=entry.wanted is None)
    for number_of_part, part in enumerate(parts, 2):
        show.say(f"    [part {number_of_part}] {part}")


def _print_difference(before: str, after: str) -> None:
    for line in ndiff(before.splitlines(), after.splitlines()):
        if not line.startswith("?"):
            colour = {"-": "red", "+": "green"}.get(line[:1])
            show.say(f"    {line}", colour=colour)


def applied(tambour: Tambour, number: int | None, proposal: Proposal) -> None:
    """Say what was done, and what waits for a person."""
    from scheduler.store import planned

    if number is None:
        typer.echo("nothing to do: the queue is as planned", err=True)
        return
    with tambour.store.read() as tx:
        drafts = planned.drafts_of(tx, number)
    typer.echo(f"plan {number} is done: {counted(proposal.plan)}", err=True)
    if drafts:
        waits = show.many(len(drafts), "draft waits", "drafts wait")
        typer.echo(f"{waits} for `tambour approve --plan {number}`", err=True)
