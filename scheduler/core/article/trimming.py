"""Spans without the white space around them."""

from __future__ import annotations

from scheduler.core.model import Span


def stripped(text: str, span: Span) -> Span:
    """Return `span` without white space at its ends; empty, and still inside it, where there is nothing else."""
    start, end = span
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(start + left, end - len(piece) + len(piece.rstrip()))
