"""XML from elsewhere: read, unless it declares entities, which can grow without bounds or read files."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from scheduler.errors import SourceError

FORBIDDEN = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")


def tree(data: bytes, named: str) -> Element:
    """Return the root of an XML document; names are `{namespace}name`.

    Raises SourceError where it is none, or declares entities.
    """
    try:
        return _read(data, named)
    except (ExpatError, LookupError, ValueError) as error:
        raise SourceError(f"{named} is not XML that can be read: {error}; correct it where it is made") from error


def check(data: bytes, named: str) -> None:
    """Make sure that a document declares no entities, as far as it is XML at all.

    Raises SourceError.
    """
    try:
        _read(data, named)
    except (ExpatError, LookupError, ValueError):
        return


def _read(data: bytes, named: str) -> Element:
    builder, parser = TreeBuilder(), ParserCreate(namespace_separator="}")

    def refuse(*_: object) -> None:
        raise SourceError(f"{named} declares XML entities, which no feed, sitemap or export needs; it is not read")

    def start(name: str, attributes: Mapping[str, str]) -> None:
        builder.start(_named(name), {_named(key): value for key, value in attributes.items()})

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: builder.end(_named(name))
    parser.CharacterDataHandler = builder.data
    parser.buffer_text = True
    parser.Parse(_allowed(data), True)
    return builder.close()


def _allowed(data: bytes) -> bytes:
    """Return a document without the control characters that XML forbids, and that old articles hold all the same."""
    wide = b"\0" in data[:4]  # two or four bytes a character
    return data if wide else data.translate(None, FORBIDDEN)


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name
