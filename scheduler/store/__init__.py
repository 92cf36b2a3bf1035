"""The database: functions that take and return values, each within a transaction of `Store.read` or `Store.write`."""

from scheduler.store.database import Store, Tx, exists, open_store

__all__ = ["Store", "Tx", "exists", "open_store"]
