"""What checking finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether something must be mended."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to look at."""

    line: int
    """In the article's file, from 1."""
    severity: Severity
    message: str
    """What it is, and what to do."""
    rule: str
    """A name for it, to search for and to count."""


def error(line: int, message: str, rule: str) -> Finding:
    """Return what must be mended."""
    return Finding(line, Severity.ERROR, message, rule)


def warning(line: int, message: str, rule: str) -> Finding:
    """Return what should be looked at."""
    return Finding(line, Severity.WARNING, message, rule)
