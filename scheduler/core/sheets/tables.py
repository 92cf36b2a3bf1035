"""Bytes as a table: what they are encoded in and what separates them is found out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scheduler.core.encoding import marked, misfit
from scheduler.core.sheets.cells import unguarded
from scheduler.errors import SheetError

DELIMITERS = (",", ";", "\t")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""What Excel's and LibreOffice's own files begin with."""
_TOLD = re.compile(r"sep=(?P<delimiter>.)\r?\n")
"""How a spreadsheet is told what separates the cells, on a line before all others."""

AS_CSV = "save it as CSV in UTF-8"
ZERO = "\0"
NO_TEXT = "holds a zero byte, which no text has; the file is damaged or no CSV: export it again"
LONGEST = csv.field_size_limit()
"""Characters of a cell."""

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
        raise SheetError("there is nothing in it to read; name a CSV file with posts")
    line, first = lines[0]
    if any(ZERO in cell for cell in first):
        raise SheetError(f"line {line} {NO_TEXT}")
    return Table(encoding, delimiter, first, lines)


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text, and what it is encoded in: by its mark, as UTF-16 without one, as UTF-8, else Windows-1252."""
    if data.startswith(WORKBOOKS):
        raise SheetError(f"it is a workbook, not a CSV file; {AS_CSV}")
    encoding = marked(data) or _wide(data) or "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or _is_mostly_utf_8(data):
            raise SheetError(f"{misfit(error)}, as the rest of the file is; {AS_CSV}") from error
        return _old(data, error), "cp1252"


def _old(data: bytes, no_utf_8: UnicodeDecodeError) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise SheetError(f"{misfit(no_utf_8)}, nor is the file Windows-1252; {AS_CSV}") from error


def _is_mostly_utf_8(data: bytes) -> bool:
    """Tell whether more letters are UTF-8 than are not: a file that was put together, or cut."""
    text = data.decode("utf-8", "replace")
    return 2 * text.count("\ufffd") <= sum(not letter.isascii() for letter in text)


def _wide(data: bytes) -> str | None:
    """Return which UTF-16 it is that has no mark: of most letters one byte of two is zero, always the same."""
    first, second, quarter = data[::2].count(0), data[1::2].count(0), len(data) // 4
    if quarter == 0 or min(first, second) > 0:
        return None
    return "utf-16-le" if second > quarter else "utf-16-be" if first > quarter else None


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
            raise SheetError(f"line {line} cannot be read: {_cause(error)}; is a quotation mark missing?") from error
        if cells is None:
            return
        cells = [unguarded(cell.replace("\r\n", "\n")) for cell in cells]
        if any(cell.strip() for cell in cells):
            yield line, cells


def _cause(error: csv.Error) -> str:
    if "field limit" not in str(error):
        return str(error)
    return f"a cell has more than {LONGEST:,} characters, and no post is that long"
