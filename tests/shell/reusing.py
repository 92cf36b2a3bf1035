"""A PostgreSQL database that tests have one after the other."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg

from scheduler.core.place import Server
from scheduler.store.database import REVISIONS
from scheduler.store.tables import metadata
from tests.postgres import OWNER, Postgres

ALONE = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
SHAPE = """
    SELECT relname::text, relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION SELECT tgname::text, 'trigger' FROM pg_trigger
    UNION SELECT proname::text, 'function' FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION SELECT unnest(setconfig), 'setting' FROM pg_db_role_setting
        JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
    ORDER BY 1
"""
"""What a test may have changed beside rows."""
EMPTY = f"""
    {"".join(f"DELETE FROM {table.name}; " for table in reversed(metadata.sorted_tables))}
    SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
    INSERT INTO installation VALUES (gen_random_uuid()::text);
    UPDATE alembic_version SET version_num = '{REVISIONS[-1]}'
"""  # noqa: S608  our own tables


class Reused:
    """Emptied after each test, in milliseconds: to make one anew takes hundreds. A test that spoils it ends it."""

    def __init__(self, postgres: Postgres, template: str) -> None:
        self._postgres = postgres
        self._template = template
        self._name: str | None = None
        self._shape: list[Any] = []

    def take(self) -> Server:
        """Return where it is."""
        if self._name is None:
            self._name = f"test_{uuid4().hex}"
            self._postgres.ask(f"CREATE DATABASE {self._name} TEMPLATE {self._template}")
            with self._session() as session:
                self._shape = _shape(session)
        return self._postgres.at(self._name)

    def give_back(self) -> None:
        """Break its connections off, and empty it."""
        with self._session() as session:
            session.execute(ALONE.encode())
            spoilt = _shape(session) != self._shape
            if not spoilt:
                session.execute(EMPTY.encode())
        if spoilt:
            self.drop()

    def drop(self) -> None:
        """End it, if it was ever made."""
        if self._name is not None:
            self._postgres.ask(f"DROP DATABASE {self._name} WITH (FORCE)")
            self._name = None

    def _session(self) -> psycopg.Connection[Any]:
        address = f"postgresql://{OWNER}@/{self._name}?host={self._postgres.folder}"
        return psycopg.connect(address, autocommit=True)


def _shape(session: psycopg.Connection[Any]) -> list[Any]:
    return session.execute(SHAPE.encode()).fetchall()
