"""Rules of words that have to fit."""

from __future__ import annotations

import pytest

from scheduler.core.calendar.pieces import wrapped


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("thym", ["thym"]),
        ("le thym pousse", ["le thym", "pousse"]),
        ("le thym pousse au soleil", ["le thym", "pousse …"]),
        ("anticonstitutionnel", ["anticon…"]),
    ],
    ids=["nothing", "one word", "two lines", "more than two", "a word without room"],
)
def test_a_text_takes_two_lines_at_most(text: str, lines: list[str]) -> None:
    """A day of the calendar has no more room, and says that it goes on."""
    assert list(wrapped(text, 8, 2, len)) == lines
