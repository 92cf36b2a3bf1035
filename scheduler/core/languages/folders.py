"""Reads the lists of a language: a folder of text files, one entry a line.

A line that starts with `;` is a comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

Lists = Mapping[str, tuple[str, ...]]
"""The entries of each list, by the list's name."""
HERE = files("scheduler.core.languages")


def read(folder: Traversable) -> Lists:
    """Return the lists in a folder."""
    return {file.name.removesuffix(".txt"): _entries(file) for file in folder.iterdir() if file.name.endswith(".txt")}


@cache
def lists(code: str) -> Lists:
    """Return the lists of the language with this code; none where it has no folder."""
    return read(HERE / code) if code in languages() else {}


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have lists, sorted."""
    return tuple(sorted(folder.name for folder in HERE.iterdir() if (folder / "stop.txt").is_file()))


def is_code(name: str) -> bool:
    """Tell whether a name is a language's code, such as `fr` or `pt-br`."""
    return name.partition("-")[0].lower() in _codes()


@cache
def _codes() -> frozenset[str]:
    return frozenset(_entries(HERE / "codes.txt"))


def _entries(file: Traversable) -> tuple[str, ...]:
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith(";"))
