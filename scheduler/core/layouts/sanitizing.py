"""Names as parts of paths and of addresses, as Hugo writes them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath
from urllib.parse import quote

ALLOWED = frozenset("./\\_#+~-@")
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


def sanitized(name: str, *, at_most_one: bool = True) -> str:
    """Return a name without what Hugo lets into no address; white space becomes a hyphen.

    With `at_most_one`, none is put at the start, at the end or beside another hyphen.
    """
    made: list[str] = []
    space = False
    for place, char in enumerate(name):
        if _allowed(char) or (char == "%" and ESCAPE.match(name, place)):
            made += ["-", char] if space and char != "-" else [char]
            space = False
        elif char.isspace() and not at_most_one:
            made.append("-")
        elif char.isspace() and made and made[-1] != "-":
            space = True
    return "".join(made)


def escaped(address: str) -> str:
    """Return an address as an author wrote it, with what no address may hold escaped."""
    return "".join(char if char.isprintable() and not char.isspace() else in_address(char) for char in address)


def in_address(path: str, safe: str = "/~+") -> str:
    """Return a path as a part of an address; what is no text at all becomes a question mark."""
    return quote(path, safe=safe, errors="replace")


def parts_below(folder: str, path: PurePath) -> tuple[str, ...]:
    """Return the names of a file and of its folders, from the one given; nothing where it is not within."""
    return path.relative_to(folder).parts if path.is_relative_to(folder) else ()


def plain_letters(name: str) -> str:
    """Return a name without accents."""
    parts = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", "".join(char for char in parts if unicodedata.category(char) != "Mn"))


def _allowed(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LM" or kind == "Nd" or char in ALLOWED
