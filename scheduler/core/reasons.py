"""Several reasons, told as one."""

from __future__ import annotations


def told(*reasons: str | None) -> str | None:
    """Return those that there are, one after the other; `None`: there is none."""
    return "; ".join(filter(None, reasons)) or None
