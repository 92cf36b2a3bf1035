"""A plan as Markdown, for a pull request or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.cli.plans.words import COUNTED, about, asides, by_article, counted, placed, remarks, says, titles
from scheduler.cli.show import both

if TYPE_CHECKING:
    from scheduler.app.planning import Proposal
    from scheduler.core.plan import Entry

MEANING = re.compile(r"([\\`*_{}\[\]<>#|~])")


def render(proposal: Proposal) -> str:
    """Return the page."""
    return "\n".join(_lines(proposal)) + "\n"


def _lines(proposal: Proposal) -> Iterator[str]:
    plan = proposal.plan
    yield f"**{counted(plan)}**, until {plan.until:%Y-%m-%d}"
    named = titles(plan)
    for path, entries in by_article(plan.deeds):
        yield f"\n### {_plain(named.get(path) or placed(path))}\n"
        yield f"`{placed(path)}`"
        for entry in entries:
            yield from _entry(entry)
    for heading, rows in asides(proposal):
        if rows:
            yield f"\n<details><summary>{heading} ({len(rows)})</summary>\n"
            yield from (f"- {_plain(row)}" for row in rows)
            yield "\n</details>"


def _entry(entry: Entry) -> Iterator[str]:
    number = "" if entry.post is None else f" post {entry.post} ·"
    yield f"\n**{COUNTED[entry.action]}** ·{number} {both(entry.at)} · {_plain(about(entry))}"
    for remark in remarks(entry):
        yield f"*{_plain(remark)}*"
    for text in says(entry):
        yield ""
        yield from (f"> {_plain(line)}  " for line in text.splitlines())


def _plain(text: str) -> str:
    return MEANING.sub(r"\\\1", text)
