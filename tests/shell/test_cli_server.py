"""The commands over a database on a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.core.place import Server
from tests.shell.command import Home, make_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation on a file, with posts."""
    made = make_home(tmp_path)
    made("queue", made.article)
    return made


def settle(home: Home, place: Server, more: str = "") -> None:
    """Let the settings name the server."""
    home.config.write_text(f"database: {place}\n{more}{home.config.read_text('utf-8')}", encoding="utf-8")


@pytest.fixture
def moved(home: Home, postgresql_place: Server) -> Home:
    """The installation after its move."""
    assert home("copy-database", f"sqlite:///{home.path}/tambour.db", postgresql_place.address).code == 0
    settle(home, postgresql_place)
    return home


def test_a_move_says_what_to_do_next(home: Home, postgresql_place: Server) -> None:
    """The settings are the author's to change."""
    done = home("copy-database", f"sqlite:///{home.path}/tambour.db", postgresql_place.address)

    assert (done.code, done.err) == (0, "")
    assert "rows; the old database is stopped, and sends nothing more" in done.out
    assert f"put `database: {postgresql_place}` into tambour.yaml" in done.out


def test_what_was_listed_before_a_move_is_listed_after_it(home: Home, postgresql_place: Server) -> None:
    """The queue is the same one."""
    before = home("list", "--json").json
    home("copy-database", f"sqlite:///{home.path}/tambour.db", postgresql_place.address)
    settle(home, postgresql_place)

    assert home("list", "--json").json == before != []


def test_an_address_that_is_none_is_explained(home: Home) -> None:
    """Before anything is opened."""
    done = home("copy-database", "tambour.db", "elsewhere.db")

    assert (done.code, "'tambour.db' is no database address; write sqlite:///" in done.err) == (1, True)


def test_a_servers_password_comes_from_where_the_settings_say(home: Home, postgresql_place: Server) -> None:
    """It is fetched when it is needed, and what is missing is named."""
    settle(home, postgresql_place, "database_password: {file: missing}\n")

    done = home("list")

    assert (done.code, f"cannot read the secret in {home.path}/missing" in done.err) == (1, True)


def test_the_doctor_looks_at_a_server(moved: Home, postgresql_place: Server) -> None:
    """Whether it answers, and who serves it."""
    done = moved("doctor")

    assert f"database: {postgresql_place}: ok" in done.out


def test_a_rehearsal_makes_nothing_on_a_server(home: Home, postgresql_place: Server) -> None:
    """Looking at teasers is free of consequences."""
    settle(home, postgresql_place)

    done = home("teasers", home.article, "--account", "carnet", "--json")

    assert (done.code, home("list", "--json").json) == (0, [])


def test_a_backup_of_a_server_is_restored_to_it(moved: Home) -> None:
    """What was cancelled since is back; what was there before is in a file beside the settings."""
    before = moved("list", "--json").json
    assert moved("backup", moved.path / "backup.db").code == 0
    moved("cancel", str(before[0]["id"]))

    done = moved("restore", moved.path / "backup.db")

    assert done.code == 0
    assert moved("list", "--json").json == before
    assert len(list(moved.path.glob("tambour.before-restore-*"))) == 1


def test_a_number_after_a_restore_is_a_new_one(moved: Home) -> None:
    """A server counts by itself, and is told how far it had come."""
    before = {post["id"] for post in moved("list", "--json").json}
    moved("backup", moved.path / "backup.db")
    moved("restore", moved.path / "backup.db")

    moved.queue_one()

    (new,) = {post["id"] for post in moved("list", "--json").json} - before
    assert new == max(before) + 1


def test_a_plan_is_carried_out_on_a_server_as_on_a_file(tmp_path: Path, postgresql_place: Server) -> None:
    """What an evening prepares is the same wherever the queue is; and what an article says goes with it."""
    for name in ("file", "server"):
        (tmp_path / name).mkdir()
    homes = [make_home(tmp_path / name) for name in ("file", "server")]
    settle(homes[1], postgresql_place)
    queues = [_evening(home) for home in homes]

    assert queues[0] == queues[1] != []


def _evening(home: Home) -> list[tuple[str, str, str, str]]:
    """Apply, apply again, edit a post and its article, apply; return what is queued then."""
    assert home("apply", "--yes").code == 0
    assert "nothing to do" in home("apply", "--yes").err
    first = home("list", "--json").json[0]["id"]
    home("edit", str(first), "--text", "Mon texte à moi")
    home.article.write_text(home.article.read_text("utf-8").replace("une taille", "deux tailles"), encoding="utf-8")
    assert home("apply", "--yes").code == 0
    return [(one["state"], one["account"], one["publish_at"], one["text"]) for one in home("list", "--json").json]
