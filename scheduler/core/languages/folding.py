"""Lays text beside the word lists."""

from __future__ import annotations


def fold(text: str) -> str:
    """Return `text` as the lists spell it; every character keeps its place."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals become two characters
        lower = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return lower.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
