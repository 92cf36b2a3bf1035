"""A database on a server: reached, refused, lost, and found again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from scheduler.core.place import Server
from scheduler.errors import StoreError
from scheduler.store import Store, accounts, exists, open_store
from scheduler.store.database import database_at
from scheduler.store.database.refusals import BY_CODE, advice
from tests.postgres import Postgres


@pytest.fixture
def place(postgresql_place: Server) -> Server:
    return postgresql_place


@pytest.fixture
def stranger(postgres: Postgres, place: Server) -> Iterator[Server]:
    """The same database for a user who needs a password and may do nothing."""
    name = f"stranger_{uuid4().hex}"
    postgres.ask(f"CREATE ROLE {name} LOGIN PASSWORD 'cumin-1789'")
    yield Server(place.address.replace("tambour@", f"{name}@"))
    postgres.ask(f"DROP ROLE {name}")


def name_of(store: Store) -> str:
    with store.read() as tx:
        return str(tx.scalar(text("SELECT current_database()")))


def refused(place: Server) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(place)
    return str(caught.value)


def test_a_server_that_is_away_is_named_with_what_to_do(place: Server) -> None:
    """The reader is a writer, not an administrator."""
    nowhere = Server("postgresql+psycopg://tambour@127.0.0.1:1/posts")

    assert refused(nowhere) == (
        "the database postgresql+psycopg://tambour@127.0.0.1:1/posts: "
        "the server does not answer; start it, or correct the address in the settings"
    )


def test_a_server_that_nobody_knows_is_named() -> None:
    """A typing error in its name is found by its sentence."""
    assert "no server has that name" in refused(Server("postgresql+psycopg://tambour@db.invalid/posts"))


def test_a_database_that_nobody_made_is_named(postgres: Postgres) -> None:
    """The server's administrator has to make it."""
    assert "there is no such database or user on the server" in refused(postgres.at("nowhere"))


def test_a_password_that_is_missing_is_asked_for(stranger: Server) -> None:
    """It is never asked for on the terminal: a daemon has none."""
    assert "it asks for a password; say in the settings where it is kept" in refused(stranger)


def test_a_wrong_password_is_told_and_not_repeated(stranger: Server) -> None:
    """What was typed wrongly is nearly the right one."""
    told = refused(replace(stranger, password="cumin-1798"))

    assert "its password is wrong; correct it where the settings say it is kept" in told
    assert "cumin" not in told


def test_a_user_who_may_do_nothing_is_told_what_is_missing(stranger: Server) -> None:
    """Newer servers let nobody make tables in the public schema."""
    assert "grant it the right to make and change tables" in refused(replace(stranger, password="cumin-1789"))


def test_a_password_is_in_no_text_that_is_shown() -> None:
    """Values end up in logs and tracebacks."""
    server = Server("postgresql+psycopg://tambour@db.example/posts", "cumin-1789")

    assert "cumin" not in f"{server} {server!r} {database_at(server)!r}"


def test_without_the_driver_it_is_said_how_to_get_it() -> None:
    """It is an extra: most installations have no server."""
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from scheduler.core.place import Server; from scheduler.store import open_store\n"
        "open_store(Server('postgresql+psycopg://tambour@db.example/posts'))"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr

    assert "needs the driver psycopg; install it with `pip install 'tambour[postgresql]'`" in told


@pytest.mark.parametrize("code", BY_CODE)
def test_what_a_server_refuses_has_a_sentence(code: str) -> None:
    """Its own words are for administrators."""
    assert advice(psycopg.errors.lookup(code)("out of words")) == BY_CODE[code]


def test_what_has_no_sentence_is_told_as_it_is() -> None:
    """In one line."""
    assert advice(psycopg.errors.lookup("22012")("division by zero\nLINE 1: SELECT 1/0")) == "division by zero"
    assert advice(None) == "None"


def test_another_programs_database_is_left_alone(postgres: Postgres, place: Server) -> None:
    """A wrong name in the settings must not add tables to somebody's shop."""
    with psycopg.connect(place.address.replace("+psycopg", "")) as session:
        session.execute("DROP TABLE alembic_version")

    assert refused(place).endswith("is another program's database; name another database in the settings")


def test_a_database_without_tables_is_none_yet(postgres: Postgres, place: Server) -> None:
    """Whoever only looks makes nothing."""
    empty = f"empty_{uuid4().hex}"
    postgres.ask(f"CREATE DATABASE {empty}")

    found = exists(postgres.at(empty))

    postgres.ask(f"DROP DATABASE {empty} WITH (FORCE)")
    assert (found, exists(place)) == (False, True)


def test_a_connection_that_breaks_undoes_what_was_under_way(store: Store, postgres: Postgres) -> None:
    """The next transaction finds the server again."""

    def cut_off() -> None:
        with store.write() as tx:
            accounts.know(tx, {"a": "plain"})
            pid = tx.scalar(text("SELECT pg_backend_pid()"))
            postgres.ask(f"SELECT pg_terminate_backend({pid})")
            accounts.names(tx)

    with pytest.raises(StoreError, match="the server went away; what was under way was undone"):
        cut_off()

    with store.read() as tx:
        assert accounts.names(tx) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "5s"), ("synchronous_commit", "on")],
)
def test_a_session_waits_for_nobody_for_ever_and_is_durable(
    store: Store, postgres: Postgres, setting: str, value: str
) -> None:
    """A daemon that was stopped in the middle of a transaction holds the others up for seconds."""
    postgres.ask(f"ALTER DATABASE {name_of(store)} SET synchronous_commit = off")

    with closing(open_store(store.place)) as anew, anew.write() as tx:
        assert tx.scalar(text(f"SHOW {setting}")) == value
