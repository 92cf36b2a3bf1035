"""A plan whose process is killed while it is carried out: all of it is done, or nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event

from tests.shell.command import Home, make_home
from tests.warm import Program, Words

EVERGREEN = "plan: {ahead: 92d, repeat: 30d}\nevergreen:\n  - {articles: ['*'], distance: 30d, again: yes}\n"
BEGUN, HALF_WAY, COMMIT = ("INSERT INTO plans", 1), ("INSERT INTO posts", 4), ("COMMIT", 1)
"""Where a process ends: when a statement that begins so has been carried out for the so many-th time."""


@dataclass
class Doomed:
    """The command line, in a process that kills itself at a point."""

    words: tuple[str, ...]
    begin: str
    turn: int
    has_posts: bool = False

    def __call__(self) -> None:
        """Run until it is killed."""
        event.listen(Engine, "after_cursor_execute", lambda *told: self._carried_out(told[2]))
        event.listen(Engine, "commit", lambda _connection: self._carried_out("COMMIT"))
        Words(self.words)()

    def _carried_out(self, statement: str) -> None:
        self.has_posts |= statement.startswith("INSERT INTO posts")
        if statement.startswith(self.begin) and (self.has_posts or self.begin != "COMMIT"):
            self.turn -= 1
            if not self.turn:
                os.kill(os.getpid(), signal.SIGKILL)


def killed(home: Home, plan: Path, point: tuple[str, int]) -> int:
    """Apply a plan in a process that is killed at a point, and return how it ended."""
    words = ("apply", str(plan), "--yes", "--config", str(home.config))
    environ = {"PATH": os.environ["PATH"], "HOME": str(home.path)}
    return Program(Doomed(words, *point), folder=home.path, environ=environ).finish().returncode


def rows(home: Home) -> dict[str, int]:
    """Return how many rows each table has."""
    with closing(sqlite3.connect(home.path / "tambour.db")) as found:
        names = [name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = [found.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names]  # noqa: S608  ours
    return dict(zip(names, counts, strict=True))


def told(home: Home) -> list[tuple[object, ...]]:
    """Return what a plan that keeps everything says of the posts."""
    kept = home("plan", "--json").json["posts"]
    return [(one["action"], one["account"], one["publish_at"], one["text"], one["evergreen"]) for one in kept]


def test_a_plan_whose_process_is_killed_is_done_whole_or_not_at_all(tmp_path: Path) -> None:
    """Half a plan would be posts of which the next one knows nothing: what returns and what was done would disagree."""
    home = make_home(tmp_path)
    home.config.write_text(home.config.read_text(encoding="utf-8") + EVERGREEN, encoding="utf-8")
    plan = tmp_path / "plan.json"
    home("plan", "--output", plan)
    wanted = [("keep", *one[1:]) for one in told(home)]
    before = rows(home)
    for point in (BEGUN, HALF_WAY, COMMIT):
        assert (killed(home, plan, point), rows(home)) == (-signal.SIGKILL, before)

    done, again = home("apply", plan, "--yes"), home("apply", plan, "--yes")

    assert ("plan 1 is done" in done.err, "done already (plan 1)" in again.err) == (True, True)
    assert (rows(home)["posts"], rows(home)["plans"], told(home)) == (len(wanted), 1, wanted)
    assert {one[-1] for one in wanted} == {True, False}
