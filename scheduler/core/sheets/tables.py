"""Bytes as a table: what they are encoded in and what separates them is found out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scheduler.core.sheets.cells import unguarded
from scheduler.errors import SheetError

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = (",", ";", "\t")
_TOLD = re.compile(r"sep=(?P<delimiter>.)\r?\n")
"""How a spreadsheet is told what separates the cells, on a line before all others."""

Judge = Callable[[list[str]], int]


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a file."""

    encoding: str
    delimiter: str
    first: list[str]
    """The first line that holds anything: the names of the columns, or what there is without names."""
    lines: list[tuple[int, list[str]]]
    """All of them, the first included, each by the number of the line that it begins on."""


def table(data: bytes, judge: Judge) -> Table:
    """Read a file; `judge` says how well a first line may be one.

    Raises SheetError.
    """
    text, encoding = _decoded(data)
    begin, told = 1, _TOLD.match(text)
    if told:
        text, begin = text[told.end() :], 2
    delimiter = told["delimiter"] if told else max(DELIMITERS, key=lambda one: judge(_first(text, one)))
    lines = list(_lines(text, delimiter, begin))
    if not lines:
        raise SheetError("the file is empty: there is nothing to read")
    return Table(encoding, delimiter, lines[0][1], lines)


def _decoded(data: bytes) -> tuple[str, str]:
    named = next((name for bom, name in BOMS if data.startswith(bom)), None) or _wide(data)
    for encoding in (named,) if named else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise SheetError("the file is neither UTF-8, UTF-16 nor Windows-1252; save it as CSV in UTF-8")


def _wide(data: bytes) -> str | None:
    """Return which UTF-16 it is that has no mark: of most letters one byte of two is zero."""
    quarter = len(data) // 4
    if quarter and data[1::2].count(0) > quarter:
        return "utf-16-le"
    return "utf-16-be" if quarter and data[::2].count(0) > quarter else None


def _first(text: str, delimiter: str) -> list[str]:
    try:
        return next(_lines(text, delimiter, 1), (1, []))[1]
    except SheetError:
        return []


def _lines(text: str, delimiter: str, begin: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold anything."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = rows.line_num + begin
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise SheetError(f"line {line} cannot be read: {error}; is a quotation mark missing?") from error
        if cells is None:
            return
        cells = [unguarded(cell.replace("\r\n", "\n")) for cell in cells]
        if any(cell.strip() for cell in cells):
            yield line, cells
