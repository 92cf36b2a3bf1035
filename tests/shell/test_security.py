"""What a platform says is data from a stranger."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from scheduler.core.lifecycle import Move
from scheduler.core.place import Place
from scheduler.core.state import State
from scheduler.store import open_store, posts
from scheduler.store.tables import posts as table
from tests.shell.command import Home, make_home
from tests.shell.fakes import START

HOSTILE = "no\x1b[2J\x07 <b>way</b>"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A post that a platform has refused in hostile words."""
    made = make_home(tmp_path)
    number = made.queue_one()
    store = open_store(place(made))
    with store.write() as tx:
        tx.execute(update(table).where(table.c.id == number).values(state=State.UNCERTAIN))
        posts.change(tx, number, Move.GIVE_UP, now=START, reason=HOSTILE, url=f"https://x.example/{HOSTILE}")
    store.close()
    return made


def place(home: Home) -> Place:
    return home.path / "tambour.db"


@pytest.mark.parametrize("words", [("list",), ("show", "1"), ("why", "1"), ("log",), ("doctor",)], ids=" ".join)
def test_a_platform_cannot_command_the_terminal(home: Home, words: tuple[str, ...]) -> None:
    """It could hide a line of the log, or fake one."""
    done = home(*words)

    assert "\x1b" not in done.out + done.err
    assert "\x07" not in done.out + done.err


def test_a_platforms_words_are_plain_in_json(home: Home) -> None:
    """A program that prints them decides for itself."""
    assert "\\u001b" in home("log", "--json").out
