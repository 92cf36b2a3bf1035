"""An installation to be measured: its settings, its queue, and its daemon as a real process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, func, insert, literal, select, true

from adapters.base import Content
from benchmarks.dispatch.text import text
from scheduler.core.model import NewPost
from scheduler.core.place import Place, Server
from scheduler.core.state import State
from scheduler.store import Store, accounts, open_store, posts, tables

TAMBOUR = str(Path(sys.executable).with_name("tambour"))
ACCOUNTS = 50
TOKEN = "BENCH_TOKEN"  # noqa: S105  the name of a variable
SETTINGS = """\
dispatch:
  in_flight: {in_flight}
  fuse: {{hour: 1000000, day: 1000000, gap: 0s}}
  late: {{then: send}}
"""
KEPT = 24
"""Letters of a key that tell it from all others, with room for a number behind them."""
UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with settings, whose accounts all live on the stub server."""

    folder: Path
    place: Place

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the queue."""
        store = open_store(self.place)
        try:
            yield store
        finally:
            store.close()

    def command(self, *arguments: str) -> list[str]:
        """Return what starts a daemon, in `folder`."""
        return [TAMBOUR, "run", *arguments]

    def environ(self, name: str = "bench") -> dict[str, str]:
        """Return the environment of a daemon that the stub's books will know as `name`."""
        return os.environ | {TOKEN: name}


def install(folder: Path, port: int, server: str | None = None, *, in_flight: int = ACCOUNTS) -> Installation:
    """Write the settings, with every ceiling raised; the claim still checks them.

    `server` is the address of an empty PostgreSQL database.
    """
    account = f'{{platform: mastodon, url: "http://127.0.0.1:{port}", token: {{env: {TOKEN}}}}}'
    lines = [f"  {name}: {account}" for name in names()]
    where = [f"database: {server}"] if server else []
    written = "\n".join([*where, SETTINGS.format(in_flight=in_flight), "accounts:", *lines, ""])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tambour.yaml").write_text(written, encoding="utf-8")
    return Installation(folder, Server(server) if server else folder / "tambour.db")


def names() -> list[str]:
    """Return the accounts' names."""
    return [f"account-{number:02d}" for number in range(ACCOUNTS)]


def fill(store: Store, at: Sequence[datetime]) -> None:
    """Queue posts of 300 bytes, each for its time, dealt out to the accounts."""
    chosen = names()
    with store.write() as tx:
        accounts.know(tx, dict.fromkeys(chosen, "mastodon"))
        first = NewPost(chosen[0], "mastodon", Content(text(0)), at[0].astimezone(UTC_ZONE), State.QUEUED, "manual")
        number = posts.add(tx, first, article=None, now=at[0])
        pattern = tx.execute(select(tables.posts).where(tables.posts.c.id == number)).one()._asdict()
        rest = [_like(pattern, number, due, chosen[number % ACCOUNTS]) for number, due in enumerate(at)]
        if rest[1:]:
            tx.execute(insert(tables.posts), rest[1:])


def _like(pattern: Mapping[str, Any], number: int, due: datetime, account: str) -> dict[str, Any]:
    own = {"account": account, "key": f"bench-{number}", "publish_at": due, "due_at": due}
    content = pattern["content"] | {"text": text(number)}
    return {name: value for name, value in pattern.items() if name != "id"} | own | {"content": content}


def multiply(store: Store, times: int) -> None:
    """Queue every post `times` times over, within the database."""
    table = tables.posts
    first = select(literal(1).label("i")).cte("copies", recursive=True)
    copies = first.union_all(select(first.c.i + 1).where(first.c.i < times - 1))
    copied = {column.name: column for column in table.c if column.name not in {"id", "key"}}
    key = func.substr(table.c.key, 1, KEPT) + "-" + cast(copies.c.i, String)
    queued = select(*copied.values(), key).select_from(table.join(copies, true()))
    with store.write() as tx:
        tx.execute(insert(table).from_select([*copied, "key"], queued))


def now() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


def in_seconds(seconds: float) -> datetime:
    """Return a moment from now."""
    return now() + timedelta(seconds=seconds)
