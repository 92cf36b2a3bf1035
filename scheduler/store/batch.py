"""Many rows, or many values, as one parameter: a statement that carries out all of them at once.

A driver lets go of the interpreter for every row that it is handed, and has to wait for its turn again behind the
threads that talk to platforms: one statement for many rows is several times faster there than one for each.
A statement that is the same however many values there are is built, parsed and planned once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Insert,
    Select,
    String,
    Subquery,
    Table,
    Text,
    TypeDecorator,
    Update,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import JSON, NullType, TypeEngine

from scheduler.store.database import Tx

Change: TypeAlias = Insert | Update


def given(dialect: str, table: Table, **columns: TypeEngine[Any]) -> Subquery:
    """Return the rows that `packed` has for a table, as a table named `given`."""
    whole = bindparam(_parameter(table.name), type_=Text())
    if dialect == "sqlite":
        each = func.json_each(whole).table_valued("value")
    else:
        each = func.json_array_elements(cast(whole, JSON())).table_valued("value")
    cells = [_cell(dialect, each.c.value, place, kind) for place, kind in enumerate(columns.values())]
    return select(*(cell.label(name) for cell, name in zip(cells, columns, strict=True))).subquery("given")


def _cell(dialect: str, row: ColumnElement[Any], place: int, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    if dialect == "sqlite":
        return type_coerce(func.json_extract(row, literal_column(f"'$[{place}]'")), kind)
    return cast(row.op("->>")(literal_column(str(place))), kind)


class among(FunctionElement[Any]):  # noqa: N801  reads as the functions of SQLAlchemy do
    """Whether a column holds one of the values of a parameter, a collection."""

    # as a boolean it would be compared to 1 on SQLite, which then looks into no index
    type = NullType()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], parameter: str) -> None:
        super().__init__(column, bindparam(parameter, type_=_Values()))


class _Values(TypeDecorator[Any]):
    """Texts or integers as one parameter."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Write them as JSON on SQLite, as a server writes an array elsewhere."""
        if dialect.name == "sqlite":
            return json.dumps(list(value))
        # https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
        escaped = (str(one).replace("\\", "\\\\").replace('"', '\\"') for one in value)
        return "{" + ",".join(f'"{one}"' for one in escaped) + "}"


@compiles(among, "sqlite")
def _among(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  the compiler made both


@compiles(among, "postgresql")
def _any(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    kind = "TEXT" if isinstance(next(iter(element.clauses)).type, String) else "BIGINT"
    return f"{column} = ANY (CAST({values} AS {kind}[]))"


def packed(**rows: Sequence[Sequence[Any]]) -> dict[str, str]:
    """Return the parameters for the rows of tables; each row holds what JSON can say, in the order of the columns."""
    return {_parameter(table): json.dumps(those) for table, those in rows.items()}


def _parameter(table: str) -> str:
    return f"{table}_rows"


def together(tx: Tx, *changes: Change, given: Mapping[str, Any]) -> list[int]:
    """Carry out changes of different tables, and return how many rows each has changed.

    A server is asked once for all of them: each answer that is waited for costs more than most changes do.
    """
    if tx.dialect.name == "sqlite":
        return [tx.execute(change, given).rowcount for change in changes]
    return list(tx.execute(_joined(*changes), given).one())


@cache
def _joined(*changes: Change) -> Select[Any]:
    done = [change.returning(literal_column("1")).cte(f"done_{place}") for place, change in enumerate(changes)]
    return select(*(select(func.count()).select_from(each).scalar_subquery() for each in done))
