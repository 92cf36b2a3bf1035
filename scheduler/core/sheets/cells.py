"""Cells that a spreadsheet would run: what begins like a formula gets an apostrophe, which is taken off again."""

from __future__ import annotations

import re

STARTS = "=+\\-@\t\r＝＋－＠"
"""https://owasp.org/www-community/attacks/CSV_Injection; the wide forms are run as well."""
_LIKE_A_FORMULA = re.compile(f"'*[{STARTS}]")
_GUARDED = re.compile(f"'+[{STARTS}]")


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that `guarded` made a cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell
