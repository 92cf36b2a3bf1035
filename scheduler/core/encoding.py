"""Bytes as text: where they are not what they are read as, the line says so."""

from __future__ import annotations

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What a file may begin with; one of UTF-32 begins like one of UTF-16."""
_SHOWN = 20


def marked(data: bytes) -> str | None:
    """Return the encoding that the mark at the beginning of a file names, if there is one."""
    return next((name for mark, name in MARKS if data.startswith(mark)), None)


def misfit(error: UnicodeDecodeError) -> str:
    """Tell which byte is not in the encoding that was tried, by its line and what stands before it."""
    before = error.object[: error.start].decode(error.encoding, "replace").lstrip("\ufeff")
    line = before.splitlines()[-1][-_SHOWN:] if before and not before.endswith("\n") else ""
    after = f" after {line!r}" if line else ""
    number = before.count("\n") + 1
    return f"line {number}: byte 0x{error.object[error.start]:02X}{after} is not {error.encoding.upper()}"
