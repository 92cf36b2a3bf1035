"""The tables' versions: each is reached from each that is older, and nothing is lost on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from scheduler.core.place import Server
from scheduler.errors import StoreError
from scheduler.store import Store, migrations, open_store
from scheduler.store.database import REVISIONS
from scheduler.store.migrate import migrate
from scheduler.store.tables import metadata

ROWS = """
INSERT INTO accounts (name, platform) VALUES ('a', 'plain');
INSERT INTO articles (id, path, link, title, digest, queued_at) VALUES (1, '/a.md', 'https://e.org/a', 'A', 'd', 1);
INSERT INTO media VALUES ('d', 'image/png', x'00');
INSERT INTO posts (
    id, account, article_id, kind, source, content, publish_at, wall, zone, state, due_at, key, created_at
) VALUES (
    1, 'a', 1, 'manual', '[]', '{}', 1, '2026-11-24T09:00:00', 'Europe/Paris', 'queued', 1, 'k', 1
);
INSERT INTO attempts (post_id, number, started_at) VALUES (1, 1, 1);
INSERT INTO events (id, at, post_id, event) VALUES (1, 1, 1, 'queued');
"""
"""What the first version could hold; every later one must be able to take it over."""

TABLES = ("accounts", "articles", "media", "posts", "attempts", "events")


def at_revision(path: Path, revision: str) -> None:
    """Make a database as an older version left it, with a row in every table."""
    migrate(path, to=revision)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(ROWS)


def counted(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as database:
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}  # noqa: S608  our own names


def test_the_reason_of_a_hold_moves_to_where_it_belongs(tmp_path: Path) -> None:
    """Older versions kept it where the reason of the post's state is now."""
    path = tmp_path / "a.db"
    at_revision(path, "0006")
    with closing(sqlite3.connect(path)) as database:
        database.executescript("UPDATE posts SET held = 'article', reason = 'gone'")
    migrate(path)
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT reason, hold_reason FROM posts").fetchall()

    assert found == [(None, "gone")]


@pytest.mark.both
def test_the_migrations_end_in_the_tables_that_the_program_uses(store: Store) -> None:
    """A column that is in one only is found by a user otherwise."""
    with store.read() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True, "compare_server_default": True})

        found = compare_metadata(context, metadata)

    # what a column is for is told to engineers, not to servers
    assert [one for one in found if not (isinstance(one, list) and one[0][0] == "modify_comment")] == []


@pytest.mark.parametrize("index", ["ix_posts_due", "ix_posts_unsettled", "ix_posts_open"])
def test_a_server_has_the_partial_indexes_too(postgresql_place: Server, index: str) -> None:
    """A claim takes as long with a million posts as with a thousand."""
    with closing(open_store(postgresql_place)) as store, store.read() as tx:
        made = tx.exec_driver_sql(f"SELECT pg_get_indexdef('{index}'::regclass)").scalar_one()

    assert " WHERE " in made


def test_every_migration_is_known_in_its_order() -> None:
    """A database of a version that is not in the list is refused as too new."""
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    newest_first = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]

    assert tuple(reversed(newest_first)) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_survive_from_every_version(tmp_path: Path, revision: str) -> None:
    """An upgrade must not cost anybody their queue."""
    path = tmp_path / "tambour.db"
    at_revision(path, revision)

    open_store(path).close()

    assert counted(path) == dict.fromkeys(TABLES, 1)


@pytest.mark.parametrize("revision", REVISIONS)
def test_references_hold_after_an_upgrade(tmp_path: Path, revision: str) -> None:
    """They are not looked at while tables are replaced."""
    path = tmp_path / "tambour.db"
    at_revision(path, revision)

    open_store(path).close()

    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_is_backed_up_before_it_is_changed(tmp_path: Path, revision: str) -> None:
    """The way back, should the new version disappoint."""
    path = tmp_path / "tambour.db"
    at_revision(path, revision)
    before = counted(path)

    migrate(path, to="heads")

    assert counted(path.with_name(f"tambour.db.before-migration-from-{revision}")) == before


def test_nothing_is_copied_where_nothing_changes(tmp_path: Path) -> None:
    """A copy at every start would fill the disk."""
    path = tmp_path / "tambour.db"
    open_store(path).close()
    open_store(path).close()

    assert [file.name for file in tmp_path.iterdir()] == ["tambour.db"]


def test_an_installation_has_a_name_of_its_own(tmp_path: Path) -> None:
    """A backup is recognised by it."""
    names = set()
    for name in ("one.db", "two.db"):
        with closing(open_store(tmp_path / name)) as store, store.read() as tx:
            names.add(tx.exec_driver_sql("SELECT id FROM installation").scalar_one())

    assert len(names) == 2


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    """Half of the tables would be refused by every version."""
    path = tmp_path / "tambour.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIEW events AS SELECT 'in the way of the last table'")

    with pytest.raises(StoreError, match="already"):
        open_store(path)

    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("events",)]
