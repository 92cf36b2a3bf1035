"""The tables of the platforms, made from their adapters.

`python -m tests.docs.reference` writes them anew into the pages that have them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from adapters.catalogue import Row, catalogue
from tests.docs.pages import ROOT

BEGIN, END = "<!-- made from the code: the platforms -->", "<!-- the platforms end -->"
Column = Callable[[Row], str]


def _has(power: str) -> Column:
    return lambda row: "yes" if getattr(row.powers, power) else "no"


def _named(folder: str) -> Column:
    return lambda row: f"[{row.platform}]({folder}/{row.platform}.md)"


BRIEF: dict[str, Column] = {
    "images": lambda row: str(row.limits.images or "no"),
    "alt text": _has("alt"),
    "link card": _has("card"),
    "threads": _has("threads"),
    "first comment": _has("comment"),
    "taken back": _has("delete"),
    "[class](docs/platforms.md#after-a-lost-answer)": lambda row: str(row.idempotency),
    "tried against": lambda row: str(row.checked),
}
WHOLE: dict[str, Column] = {
    "text": lambda row: str(row.limits.text or "no limit"),
    "images": lambda row: str(row.limits.images or "no"),
    "alt text": _has("alt"),
    "link card": _has("card"),
    "language": _has("language"),
    "threads": _has("threads"),
    "first comment": _has("comment"),
    "taken back": _has("delete"),
    "counts": _has("metrics"),
    "answers": _has("answers"),
    "listed": _has("list"),
    "class": lambda row: str(row.idempotency),
    "tried against": lambda row: str(row.checked),
    "login": lambda row: ", ".join(row.login) or "none",
}
PLACES: dict[Path, dict[str, Column]] = {
    ROOT / "README.md": {"platform": _named("docs/platforms")} | BRIEF,
    ROOT / "docs" / "platforms.md": {"platform": _named("platforms")} | WHOLE,
}
"""Each page and the columns of its table."""


def filled(text: str, columns: dict[str, Column]) -> str:
    """Return a page with its table made anew."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return "\n".join([f"{before}{BEGIN}", *_lines(columns), f"{END}{after}"])


def _lines(columns: dict[str, Column]) -> Iterator[str]:
    yield _line(list(columns))
    yield re.sub(r"[^|]+", "---", _line(list(columns)).strip())
    for row in catalogue():
        yield _line([cell(row) for cell in columns.values()])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
