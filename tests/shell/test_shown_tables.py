"""Rules of tables on a terminal: however narrow it is, nobody has to guess which post, where, in which state."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from scheduler.cli.show import LEAST, fitted

HEADERS = ("id", "when", "account", "state", "text")
TEXTS = ("Thé à la menthe 🌿, l’été au château", "抹茶のおいしい点て方と保存のこつ", "Bonjour à toutes et à tous, 🇫🇷🇯🇵")
ROWS = [
    (str(number), "Wed 02 Dec 2026 08:15 JST", account, state, text)
    for number, account, state, text in zip(
        range(7, 10), ("tokyo", "carnet-de-la-maison", "journal"), ("queued", "queued (paused)", ""), TEXTS, strict=True
    )
]


def shown(width: int) -> list[str]:
    """Return what a terminal of that many columns shows."""
    screen = Console(file=StringIO(), width=width, force_terminal=True, color_system=None)
    for one in fitted(HEADERS, ROWS, width=width):
        screen.print(one, no_wrap=True, overflow="ignore", crop=False)
    assert isinstance(screen.file, StringIO)
    return screen.file.getvalue().splitlines()


@pytest.mark.parametrize("width", [30, 40, 60, 79, 80, 90, 120])
def test_no_terminal_is_too_narrow_for_what_a_row_says(width: int) -> None:
    """A table that loses its last columns tells of posts without their states, and of no text at all."""
    lines = shown(width)
    whole = " ".join(lines)

    assert all(cell_len(line) <= width for line in lines)
    assert all(whole.count(cell) >= sum(row.count(cell) for row in ROWS) for row in ROWS for cell in row[:-1])
    assert all(text[: LEAST // 2 - 1] in whole for text in TEXTS)
