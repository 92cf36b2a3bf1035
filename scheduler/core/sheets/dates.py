"""Times as other tools write them; which of two orders a date is in, the whole column says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from scheduler.core.planning import kept
from scheduler.core.when import understand
from scheduler.core.when.clocks import CLOCK, read_clock
from scheduler.errors import SheetError, WhenError

_CLOCK = rf"(?:[T ,]+|\s*(?:at|à|a)\s+)(?P<clock>{CLOCK})"
_SHORT = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<sign>[/.-])(?P<two>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}|\d\d)(?:{_CLOCK})?", re.IGNORECASE
)
_LONG = re.compile(rf"(?P<year>\d{{4}})[/.-](?P<one>\d{{1,2}})[/.-](?P<two>\d{{1,2}})(?:{_CLOCK})?", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d.+")
_MONTHS = 12
_CENTURY = 100


class Order(StrEnum):
    """In which order a date has its day and its month."""

    DMY = "dmy"
    MDY = "mdy"


def is_date(cell: str) -> bool:
    """Tell whether a cell is a date in numbers, with or without a time."""
    return bool(_SHORT.fullmatch(cell.strip()) or _LONG.fullmatch(cell.strip()) or _ISO.fullmatch(cell.strip()))


def order_of(cells: Iterable[tuple[int, str]]) -> Order:
    """Return the order that a column's dates are in, by their lines; one that has a day after the 12th tells.

    Raises SheetError where none tells, or they contradict each other.
    """
    doubtful: tuple[int, str] | None = None
    found: dict[Order, tuple[int, str]] = {}
    for line, cell in cells:
        orders = _orders(cell)
        if len(orders) == 1:
            found.setdefault(orders[0], (line, cell))
        elif orders and doubtful is None:
            doubtful = line, cell
    if len(found) > 1:
        (one, first), (two, second) = found[Order.DMY], found[Order.MDY]
        raise SheetError(
            f"line {one} has the day first, {first!r}, and line {two} the month, {second!r}; write all of them alike"
        )
    if not found and doubtful is not None:
        line, cell = doubtful
        raise SheetError(
            f"line {line}: {cell!r} may have the day first or the month, and no date in the file tells; "
            "say --dates dmy or --dates mdy"
        )
    return next(iter(found), Order.DMY)


def _orders(cell: str) -> Sequence[Order]:
    """Return the orders that a date may be in; none: it is not in doubt."""
    found = _SHORT.fullmatch(cell.strip())
    if found is None or found["one"] == found["two"]:
        return ()
    if found["sign"] == "." or int(found["one"]) > _MONTHS:
        return (Order.DMY,)
    return (Order.MDY,) if int(found["two"]) > _MONTHS else (Order.DMY, Order.MDY)


def read_when(cell: str, order: Order) -> datetime | str:
    """Return the instant, or the naive wall-clock time, that a cell holds; words as they are, to be understood later.

    Raises SheetError where it is no time.
    """
    text = " ".join(cell.split())
    if _ISO.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    found = _LONG.fullmatch(text) or _SHORT.fullmatch(text)
    return text if found is None else _numbers(found, order, text)


def _numbers(found: re.Match[str], order: Order, text: str) -> datetime:
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    month, day = (two, one) if found.re is _SHORT and order is Order.DMY else (one, two)
    if found["clock"] is None:
        raise SheetError(f"{text!r} names a day but no time; write for example {text} 09:00")
    clock = read_clock(found["clock"].lower())
    if clock.problem:
        raise SheetError(f"{text!r}: {clock.problem}; correct it")
    try:
        day_of = date(year if year >= _CENTURY else 20 * _CENTURY + year, month, day)
    except ValueError:
        raise SheetError(f"{text!r}: there is no such day; correct it, or say --dates") from None
    return datetime.combine(day_of, clock.time)


def settled(when: datetime | str, zone: ZoneInfo, now: datetime) -> tuple[datetime, str | None]:
    """Return the instant that a cell means in a zone, and what became of a time that its clocks skip or show twice.

    Raises SheetError where words are not understood.
    """
    if isinstance(when, str):
        try:
            return understand(when, now=now, zone=zone.key), None
        except WhenError as error:
            raise SheetError(str(error)) from error
    try:
        if when.tzinfo is not None:
            return _instant(when, zone), None
        promise = kept(when, when, zone)
        return _instant(promise.at, zone), promise.note
    except OverflowError:
        raise SheetError(f"{when.isoformat()}: no clock of {zone.key} shows that; correct it") from None


def _instant(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(UTC).astimezone(zone)


def joined(cells: Iterable[str]) -> str:
    """Return a date and a time that stand in two columns as one."""
    return " ".join(cell.strip() for cell in cells if cell.strip())
