"""Rows as what somebody wants to post, each with the line that it begins on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.core.sheets.dates import Order, is_date, joined, order_of, read_when
from scheduler.core.sheets.headings import Column, Field, columns
from scheduler.core.sheets.tables import NO_TEXT, ZERO, table
from scheduler.core.state import State
from scheduler.errors import SheetError

WITHOUT_NAMES = (Field.DATE, Field.TEXT, Field.LINK, Field.IMAGE)
"""What the columns hold of a file that names none."""
YES = frozenset({"true", "yes", "y", "1", "x", "oui", "vrai"})
NO = frozenset({"", "false", "no", "n", "0", "non", "faux"})
WAITS = frozenset({"", "queued", "scheduled", "planned", "approved", "ready", "planifié", "programmé", "approuvé"})
DRAFTS = frozenset({"draft", "brouillon", "pending", "needs approval", "à approuver"})
OVER = frozenset({str(state) for state in State} - {"draft", "queued"} | {"sent", "posted", "publié", "envoyé"})
_SEVERAL = re.compile(r"\s*(?:\n|\|+|,\s+|[,;](?=https?://))\s*")
_NAMES = re.compile(r"\s*[,;|\n]\s*")
_DESCRIBED = re.compile(r"\s*(?:\|\||\n)\s*")


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a line; of the whole file where there is none."""

    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one row wants to be posted."""

    line: int
    text: str
    when: datetime | str | None
    """An instant, a naive wall-clock time, or words; `None`: whenever there is room."""
    names: tuple[str, ...] = ()
    """Accounts, groups or platforms; none: the file does not say."""
    zone: str | None = None
    link: str | None = None
    images: tuple[tuple[str, str], ...] = ()
    """Addresses or paths, each with what is said of it to who cannot see it."""
    hashtags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    campaign: str | None = None
    language: str | None = None
    is_draft: bool = False


@dataclass
class Sheet:
    """What a file holds."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    """What was found, by the names of the fields."""
    unused: tuple[str, ...]
    """Columns whose name says nothing, and that hold something."""
    wanted: list[Wanted] = field(default_factory=list)
    over: list[Remark] = field(default_factory=list)
    """Rows of what has been posted already, or never will be."""
    problems: list[Remark] = field(default_factory=list)


def read(data: bytes, *, dates: Order | None = None) -> Sheet:
    """Read a file of posts; `dates` says in which order its dates are, where nothing else does.

    Raises SheetError where it cannot be read as a whole.
    """
    told = table(data, _judge)
    known = columns(told.first)
    named = any(column.field is Field.TEXT for column in known) and not is_date(told.first[0])
    if not named:
        known = _unnamed(told.first)
    by_field = {of: [column for column in known if column.field is of] for of in Field}
    rows = [_Row(line, cells, by_field) for line, cells in (told.lines[1:] if named else told.lines)]
    if not rows:
        raise SheetError("it holds the names of its columns, and no post; add a line for each")
    order = dates or order_of((row.line, row.when) for row in rows)
    used = {column.place for column in known}
    unused = (name for place, name in enumerate(told.first) if named and place not in used and name.strip())
    sheet = Sheet(told.encoding, told.delimiter, tuple(column.field for column in known), tuple(unused))
    for row in rows:
        _take(row, sheet, order, len(told.first) if named else len(WITHOUT_NAMES))
    return sheet


def _judge(first: list[str]) -> int:
    """Return how well a first line may be one: a known name in each cell, or a date and what follows it."""
    if first and is_date(first[0]):
        return 2 * len(first)
    return 2 * len(columns(first)) if any(column.field is Field.TEXT for column in columns(first)) else 0


def _unnamed(first: list[str]) -> list[Column]:
    if len(first) < 2 or not is_date(first[0]):  # noqa: PLR2004  a date and a text
        named = ", ".join(repr(name.strip()[:30]) for name in first[:8])
        raise SheetError(
            f"no column is called text or message; the first line has {named}; "
            "name the columns there, or begin each line with a date and a text"
        )
    return [Column(one, place, one) for place, one in enumerate(WITHOUT_NAMES)]


class _Row:
    """The cells of a line, by what they hold."""

    def __init__(self, line: int, cells: list[str], known: Mapping[Field, Sequence[Column]]) -> None:
        self.line = line
        self.cells = cells
        self._known = known

    def all(self, of: Field) -> Iterator[tuple[Column, str]]:
        """Yield the columns of a field that hold something here."""
        for column in self._known[of]:
            if column.place < len(self.cells) and self.cells[column.place].strip():
                yield column, self.cells[column.place]

    def get(self, of: Field) -> str:
        """Return what a field holds; nothing where there is no such column."""
        return next((cell for _, cell in self.all(of)), "")

    @property
    def when(self) -> str:
        """Return its time, as it was written."""
        return joined([self.get(Field.DATE), self.get(Field.TIME)])


def _take(row: _Row, sheet: Sheet, order: Order, width: int) -> None:
    state = row.get(Field.STATE).strip().casefold()
    if state in OVER:
        sheet.over.append(Remark(row.line, f"it is {state} there"))
        return
    try:
        _check(row, state, width)
        sheet.wanted.append(_wanted(row, order, is_draft=state in DRAFTS))
    except SheetError as error:
        sheet.problems.append(Remark(row.line, str(error)))


def _check(row: _Row, state: str, width: int) -> None:
    if any(ZERO in cell for cell in row.cells):
        raise SheetError(f"it {NO_TEXT}")
    if any(cell.strip() for cell in row.cells[width:]):
        raise SheetError("it has more cells than there are columns; is a quotation mark missing?")
    if state not in WAITS | DRAFTS:
        raise SheetError(f"the state {state!r} is none that is known; write queued or draft")
    if video := next((cell for _, cell in row.all(Field.VIDEO)), None):
        raise SheetError(f"a video cannot be posted: {video}; take it out")
    follows = row.get(Field.FOLLOWS).strip()
    if follows and follows != row.get(Field.LINK).strip():
        raise SheetError("what follows a post, a thread or a comment, cannot be read from a file; take it out")
    if not row.get(Field.TEXT).strip():
        raise SheetError("there is nothing to post: its text is empty")


def _wanted(row: _Row, order: Order, *, is_draft: bool) -> Wanted:
    return Wanted(
        line=row.line,
        text=row.get(Field.TEXT).strip(),
        when=read_when(row.when, order) if row.when else None,
        names=_names(row),
        zone=row.get(Field.ZONE).strip() or None,
        link=row.get(Field.LINK).strip() or None,
        images=_images(row),
        hashtags=tuple(one.lstrip("#") for one in _listed(row.get(Field.HASHTAGS).replace(" #", ", #"))),
        labels=_listed(row.get(Field.LABELS)),
        campaign=row.get(Field.CAMPAIGN).strip() or None,
        language=row.get(Field.LANGUAGE).strip() or None,
        is_draft=is_draft or _says_yes(row.get(Field.DRAFT)),
    )


def _names(row: _Row) -> tuple[str, ...]:
    """Return where a post goes: its account, else its platforms."""
    named = _listed(row.get(Field.ACCOUNT)) or _listed(row.get(Field.PLATFORM))
    return named or tuple(column.platform for column, cell in row.all(Field.SWITCH) if _says_yes(cell))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in _NAMES.split(cell) if one.strip()))


def _says_yes(cell: str) -> bool:
    """Return what a cell of yes and no says.

    Raises SheetError where it says neither.
    """
    word = cell.strip().casefold()
    if word not in YES | NO:
        raise SheetError(f"{cell.strip()!r} is neither yes nor no; write one of them")
    return word in YES


def _images(row: _Row) -> tuple[tuple[str, str], ...]:
    """Return the images, with the words for each: from columns that have numbers, else from the parts of one cell."""
    alts = {column.number: cell for column, cell in row.all(Field.ALT)}
    numbered = [(cell.strip(), alts.get(column.number, "")) for column, cell in row.all(Field.IMAGE) if column.number]
    if numbered:
        return tuple(numbered)
    images = [one for one in _SEVERAL.split(row.get(Field.IMAGE).strip()) if one]
    words = alts.get(None, "").strip()
    told = [one for one in (_DESCRIBED.split(words) if len(images) > 1 else [words]) if words]
    if len(told) > len(images):
        raise SheetError(f"{len(told)} images are described, and there are {len(images)}; separate them by ||")
    return tuple(zip(images, [*told, *[""] * (len(images) - len(told))], strict=True))
