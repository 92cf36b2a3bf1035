"""An installation to be measured: its settings, its queue, and its daemon as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, literal, select

from adapters.base import Content
from benchmarks.dispatch.text import text
from scheduler.core.model import NewPost
from scheduler.core.state import State
from scheduler.store import Store, accounts, open_store, posts, tables

TAMBOUR = str(Path(sys.executable).with_name("tambour"))
ACCOUNTS = 50
TOKEN = "BENCH_TOKEN"  # noqa: S105  the name of a variable
UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with settings, whose accounts all live on the stub server."""

    folder: Path

    @property
    def database(self) -> Path:
        """Return where the queue is."""
        return self.folder / "tambour.db"

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the queue."""
        store = open_store(self.database)
        try:
            yield store
        finally:
            store.close()

    def start(self, *arguments: str, token: str = "bench") -> subprocess.Popen[bytes]:
        """Start a daemon that the stub's books will know as `token`."""
        command, environ = [TAMBOUR, "run", *arguments], os.environ | {TOKEN: token}
        with (self.folder / "daemon.log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, env=environ, stderr=log)


def install(folder: Path, port: int, *, count: int = ACCOUNTS) -> Installation:
    """Write the settings, with every ceiling raised; the claim still checks them."""
    account = f'{{platform: mastodon, url: "http://127.0.0.1:{port}", token: {{env: {TOKEN}}}}}'
    lines = [f"  {name}: {account}" for name in names(count)]
    (folder / "tambour.yaml").write_text("\n".join(["accounts:", *lines, ""]), encoding="utf-8")
    return Installation(folder)


def names(count: int) -> list[str]:
    """Return the accounts' names."""
    return [f"account-{number:02d}" for number in range(count)]


def fill(store: Store, posts_wanted: int, *, due: datetime, count: int = ACCOUNTS) -> None:
    """Queue posts of 300 bytes, dealt out to the accounts, all due at one moment."""
    chosen = names(count)
    with store.write() as tx:
        accounts.know(tx, dict.fromkeys(chosen, "mastodon"))
        first = NewPost(chosen[0], "mastodon", Content(text(0)), due.astimezone(UTC_ZONE), State.QUEUED, "manual")
        like = tx.execute(select(tables.posts).where(tables.posts.c.id == posts.add(tx, first, article=None, now=due)))
        pattern: dict[str, Any] = {name: value for name, value in like.one()._mapping.items() if name != "id"}
        rest = [
            pattern
            | {"account": chosen[number % count], "key": f"bench-{number}"}
            | {"content": pattern["content"] | {"text": text(number)}}
            for number in range(1, posts_wanted)
        ]
        if rest:
            tx.execute(insert(tables.posts), rest)


def multiply(store: Store, times: int) -> None:
    """Queue every post `times` times over, within the database."""
    table = tables.posts
    count = select(literal(1).label("i")).cte("copies", recursive=True)
    count = count.union_all(select(count.c.i + 1).where(count.c.i < times - 1))
    copied = [column for column in table.c if column.name not in {"id", "key"}]
    key = (table.c.key + "-" + count.c.i.cast(tables.String)).label("key")
    with store.write() as tx:
        tx.execute(insert(table).from_select([*(column.name for column in copied), "key"], select(*copied, key)))


def now() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)
