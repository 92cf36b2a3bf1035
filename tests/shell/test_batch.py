"""Many values as one parameter."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler.store import Store, accounts, tables
from scheduler.store.batch import among

NAMES = ["journal", "l'été", 'the "daily"', "back\\slash", "{curly, braces}", "NULL", ""]


@pytest.mark.both
def test_a_column_is_looked_up_among_values_of_any_spelling(store: Store) -> None:
    """An account whose name a database reads otherwise would never be served."""
    query = select(tables.accounts.c.name).where(among(tables.accounts.c.name, "names"))
    with store.write() as tx:
        accounts.know(tx, dict.fromkeys([*NAMES, "another"], "memory"))
        found = set(tx.scalars(query, {"names": NAMES}))

    assert found == set(NAMES)


@pytest.mark.both
def test_nothing_is_among_no_values(store: Store) -> None:
    """Where no account is free, nothing is claimed."""
    query = select(tables.accounts.c.name).where(among(tables.accounts.c.name, "names"))
    with store.write() as tx:
        accounts.know(tx, {"journal": "memory"})

        assert list(tx.scalars(query, {"names": []})) == []
