"""What every form of a plan says in the same words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.show import both
from scheduler.core.plan import Action

if TYPE_CHECKING:
    from scheduler.app.planning import Proposal
    from scheduler.core.plan import Entry, Plan

SIGNS: Mapping[Action, str] = {
    Action.ADD: "+",
    Action.CHANGE: "~",
    Action.MOVE: ">",
    Action.CANCEL: "-",
    Action.HOLD: "!",
    Action.RELEASE: "<",
    Action.KEEP: " ",
}
BEGINNING = "before its first heading"
COUNTED: Mapping[Action, str] = {
    Action.ADD: "to add",
    Action.CHANGE: "to change",
    Action.MOVE: "to move",
    Action.CANCEL: "to cancel",
    Action.HOLD: "to hold",
    Action.RELEASE: "to release",
    Action.KEEP: "kept",
}


def by_article(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Yield the posts of each article, the article with the first post first, and its posts in their order."""
    first: dict[str, int] = {}
    for number, entry in enumerate(entries):
        first.setdefault(entry.article, number)
    for path, group in groupby(sorted(entries, key=lambda one: first[one.article]), lambda one: one.article):
        yield path, list(group)


def titles(plan: Plan) -> Mapping[str, str]:
    """Return the title of each article."""
    return {subject.path: subject.title for subject in plan.subjects}


def placed(path: str) -> str:
    """Return a path as a person standing here would write it."""
    near = os.path.relpath(path)
    return path if near.startswith("..") else Path(near).as_posix()


def about(entry: Entry) -> str:
    """Return what a post is besides its text: account, kind, length, card, cost."""
    told = [entry.account, entry.kind if entry.section is None else f"{entry.kind}, {entry.section}"]
    if entry.wanted is not None:
        facts = entry.wanted.facts
        told.append(f"{facts.length} of {facts.limit or 'no limit'}")
        told += [f"card: {facts.card}"] if facts.card else []
        told += [f"{len(facts.images)} image{'s' if len(facts.images) > 1 else ''}"] if facts.images else []
        told += [f"{len(facts.parts) + 1} parts"] if facts.parts else []
        told += [f"${facts.cost}"] if facts.cost else []
    if entry.evergreen:
        told.append("evergreen")
    if entry.campaign:
        told.append(f"campaign {entry.campaign}")
    return " · ".join(told)


def remarks(entry: Entry) -> Iterator[str]:
    """Yield what a person should know of a post: why, from where, waiting for whom."""
    if entry.was is not None:
        yield f"was at {both(entry.was)}"
    yield from entry.reasons
    if entry.note is not None:
        yield entry.note
    if entry.awaits is not None:
        yield f"a draft: {entry.awaits}"


def says(entry: Entry) -> tuple[str, ...]:
    """Return what a post says: its text, then what follows in a thread, where that is new."""
    if entry.wanted is None:
        return (entry.before or "",)
    return entry.wanted.text, *entry.wanted.facts.parts


def counted(plan: Plan) -> str:
    """Return how many posts each action is done to."""
    found = {action: sum(one.action is action for one in plan.entries) for action in Action}
    told = [f"{many} {COUNTED[action]}" for action, many in found.items() if many or action is Action.ADD]
    return ", ".join(told)


def refused(proposal: Proposal) -> list[tuple[str, str]]:
    """Return what does not become a post: each article with each reason, and where in it that holds."""
    from scheduler.core.gate import plainly
    from scheduler.plans.documents import refusals

    found: dict[tuple[str, str], list[str]] = {}
    for one in refusals(proposal.plan, proposal.gathered):
        place = ", ".join(part for part in (one.account, one.section) if part)
        found.setdefault((placed(one.article), plainly(one.reason)), []).append(place)
    return [(article, f"{why}{_where(found[article, why])}") for article, why in sorted(found)]


def _where(places: Sequence[str]) -> str:
    """Say where in an article something holds; what has no place is its beginning, or all of it."""
    if not any(places):
        return ""
    return f" ({'; '.join(place or BEGINNING for place in dict.fromkeys(places))})"


def noted(proposal: Proposal) -> list[str]:
    """Return what a person should know of articles."""
    from scheduler.plans.documents import notes

    return [f"{placed(article)}: {note}" for article, note in notes(proposal.plan)]


def asides(proposal: Proposal) -> Iterator[tuple[str, list[str]]]:
    """Yield what is beside the plan itself, under a heading each."""
    plan = proposal.plan
    yield (
        "To be corrected",
        [f"post {one.post} on {one.account}: {'; '.join(one.reasons)} {one.url or ''}" for one in plan.corrections],
    )
    yield "Clashes", [f"post {one.post} on {one.account}, {both(one.at)}: {one.reason}" for one in plan.clashes]
    yield "Notes", noted(proposal)
    yield "Not posted", [f"{where}: {why}" for where, why in refused(proposal)]
