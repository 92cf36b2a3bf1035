"""Noticing that other daemons are gone."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.store import Tx, dispatching
from scheduler.store.database import Absence, Database


class Lookout:
    """Looks from time to time which daemons that have posts under way are there.

    A daemon that has lost its connection is back within a second; so it counts as gone when it was missed twice.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner
        self._missed: frozenset[str] = frozenset()

    def gone(self, tx: Tx) -> Mapping[str, Absence]:
        """Look, and return those that are gone."""
        absent = self._database.absent(tx, dispatching.others(tx, self._owner))
        missed, self._missed = self._missed, frozenset(absent)
        return {owner: how for owner, how in absent.items() if how is Absence.ENDED or owner in missed}
