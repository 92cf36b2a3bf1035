"""A plan as one page of HTML that loads nothing: to be sent to whoever approves it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from scheduler.cli.plans.words import COUNTED, about, asides, by_article, counted, placed, remarks, says, titles
from scheduler.cli.show import both

if TYPE_CHECKING:
    from scheduler.app.planning import Proposal
    from scheduler.core.plan import Entry

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
article { border-left: .3rem solid; padding: .2rem 1rem; margin: 1rem 0; }
.add, .release { border-color: #2e8b57; } .change { border-color: #c58b00; } .move { border-color: #2a7fb8; }
.cancel { border-color: #c0392b; } .hold { border-color: #8e44ad; }
p { margin: .2rem 0; } .text { white-space: pre-wrap; margin-top: .6rem; }
.cancel .text, del { text-decoration: line-through; }
.small { font-size: .85rem; opacity: .8; } ins { text-decoration: none; }
"""


def render(proposal: Proposal) -> str:
    """Return the page."""
    return "\n".join(_lines(proposal)) + "\n"


def _lines(proposal: Proposal) -> Iterator[str]:
    plan = proposal.plan
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Plan of {plan.made_at:%Y-%m-%d %H:%M} UTC</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{escape(counted(plan))}</h1>\n<p>until {plan.until:%Y-%m-%d}</p>"
    named = titles(plan)
    for path, entries in by_article(plan.deeds):
        yield f'<h2>{escape(named.get(path) or placed(path))}</h2>\n<p class="small">{escape(placed(path))}</p>'
        for entry in entries:
            yield from _entry(entry)
    for heading, rows in asides(proposal):
        if rows:
            yield f"<details><summary>{heading} ({len(rows)})</summary>\n<ul>"
            yield from (f"<li>{escape(row)}</li>" for row in rows)
            yield "</ul>\n</details>"
    yield "</body>\n</html>"


def _entry(entry: Entry) -> Iterator[str]:
    number = "" if entry.post is None else f" · post {entry.post}"
    yield f'<article class="{entry.action.value}">'
    yield f"<p><b>{both(entry.at)}</b> · {COUNTED[entry.action]}{number}</p>"
    yield f'<p class="small">{escape(about(entry))}</p>'
    for remark in remarks(entry):
        yield f'<p class="small"><i>{escape(remark)}</i></p>'
    if entry.wanted is not None and entry.before is not None and entry.before != entry.wanted.text:
        yield f'<p class="text"><del>{escape(entry.before)}</del></p>'
    yield from (f'<p class="text">{escape(text)}</p>' for text in says(entry))
    yield "</article>"
