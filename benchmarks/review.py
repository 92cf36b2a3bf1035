"""What looking costs with years of posts behind one: `list`, `next`, `calendar`, `log` and `why`.

`python -m benchmarks.review [POSTS [ROUNDS]]`: each command runs in this process, on an installation of a thousand
posts and on one of a million, in alternation. Half of the thousand are yet to come; all others have been published.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, String, cast, func, insert, literal, select, true, type_coerce

from adapters.base import Content
from benchmarks.dispatch.ours import KEPT
from scheduler.cli import run
from scheduler.core.lifecycle import Move
from scheduler.core.model import Event, NewPost
from scheduler.core.place import Place, Server
from scheduler.core.state import State
from scheduler.store import Store, Tx, accounts, open_store, posts
from scheduler.store.log import record_all
from scheduler.store.tables import attempts, events
from scheduler.store.tables import posts as table
from tests.postgres import DURABLE, started

SHORT = 1_000
DAY = 86_400_000_000
"""Microseconds."""
AGO = 62
"""Days before which there is only what is more than a thousand posts: what is shown is the same of both."""
MANY = 1_000_000
ROUNDS = 9
SLOWER = 1.3
NAMES = ("journal", "pouet", "ciel", "seldom")
SETTINGS = "accounts:\n" + "".join(f"  {name}: {{platform: feed, folder: {name}}}\n" for name in NAMES)
COMMANDS = (
    ("list",),
    ("list", "--account", "seldom"),
    ("list", "--state", "published"),
    ("list", "--state", "published", "--account", "seldom"),
    ("list", "--state", "failed"),
    ("next",),
    ("calendar",),
    ("calendar", "--month", "--account", "seldom"),
    ("calendar", "--ics"),
    ("log", "--lines", "50"),
    ("log", "--lines", "50", "--account", "seldom"),
    ("log", "--lines", "50", "--state", "failed"),
    ("log", "--since", "1h"),
    ("why", "1"),
)


def main() -> None:
    many, rounds, *_ = [*map(int, sys.argv[1:]), *(MANY, ROUNDS)[len(sys.argv) - 1 :]]
    with TemporaryDirectory() as folder:
        report("SQLite", [Path(folder) / "short", Path(folder) / "long"], ("", ""), many, rounds)
        server = started(DURABLE)
        try:
            for name in ("short", "long"):
                server.ask(f"CREATE DATABASE {name}")
            address = f"postgresql+psycopg://tambour@/{{}}?host={server.folder}"
            addresses = (address.format("short"), address.format("long"))
            report("PostgreSQL", [Path(folder) / "one", Path(folder) / "two"], addresses, many, rounds)
        finally:
            server.remove()


def report(kind: str, folders: Sequence[Path], addresses: Sequence[str], many: int, rounds: int) -> None:
    """Print what each command takes with a short history and with a long one."""
    for folder, address, count in zip(folders, addresses, (SHORT, many), strict=True):
        install(folder, address, count)
    for words in COMMANDS:
        times = [[seconds(folder, words) for folder in folders] for _ in range(rounds + 1)][1:]
        few, more = (min(found) * 1000 for found in zip(*times, strict=True))
        ratio = median(slow / quick for quick, slow in times)
        print(
            f"{kind}: {' '.join(words):40} {few:6.1f} ms of {SHORT:,} posts, {more:6.1f} of {many:,}: "
            f"{ratio:.2f} x (at most {SLOWER})"
        )


def seconds(folder: Path, words: Sequence[str]) -> float:
    """Return how long a command takes, without the start of Python."""
    began = time.perf_counter()
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), suppress(SystemExit):
        run(["--config", str(folder / "tambour.yaml"), *words])
    return time.perf_counter() - began


def install(folder: Path, address: str, count: int) -> None:
    """Write settings, a thousand posts, and a past of so many in all."""
    folder.mkdir()
    database = f"database: {address}\n" if address else ""
    (folder / "tambour.yaml").write_text(database + SETTINGS, encoding="utf-8")
    place: Place = Server(address) if address else folder / "tambour.db"
    with opened(place) as store, store.write() as tx:
        accounts.know(tx, dict.fromkeys(NAMES, "feed"))
        fill(tx, datetime.now(UTC))
        lengthen(tx, (count - SHORT) * 2 // SHORT)
    if address:
        with opened(place) as store, store.write() as tx:
            tx.exec_driver_sql("ANALYZE")  # which a server does by itself, a minute later


@contextmanager
def opened(place: Place) -> Iterator[Store]:
    """Open a database."""
    store = open_store(place)
    try:
        yield store
    finally:
        store.close()


def fill(tx: Tx, now: datetime) -> None:
    """Queue a thousand posts, one in a hundred for the account that speaks seldom; half of them have been published."""
    for number in range(SHORT):
        account = "seldom" if number % 100 == 0 else NAMES[number % 3]
        sent = number % 2 == 1 or account == "seldom"
        at = now + timedelta(hours=number * 0.7) * (-1 if sent else 1)
        words = f"Post {number}: a text of the usual length, with what an article says in a sentence or two."
        new = NewPost(account, "feed", Content(words), at.astimezone(ZoneInfo("Europe/Paris")), State.QUEUED, "section")
        post = posts.add(tx, new, article=None, now=at - timedelta(days=1))
        if sent:
            publish(tx, post, account, at)


def publish(tx: Tx, post: int, account: str, at: datetime) -> None:
    """Leave what a publication leaves."""
    tx.execute(insert(attempts).values(post_id=post, number=1, started_at=at, finished_at=at, outcome="published"))
    tx.execute(table.update().where(table.c.id == post).values(state=State.PUBLISHED, attempts=1))
    told = ((Move.CLAIM, State.PUBLISHING), (Move.DELIVER, State.PUBLISHED))
    record_all(tx, [Event(at, post, account, "feed", how, state, 1, None, None) for how, state in told])


def lengthen(tx: Tx, times: int) -> None:
    """Copy what was published into the past, so many times over."""
    if not times:
        return
    first = select(literal(1).label("i")).cte("copies", recursive=True)
    copies = first.union_all(select(first.c.i + 1).where(first.c.i < times))
    new: dict[str, ColumnElement[Any]] = {column.name: column for column in table.c if column.name != "id"}
    new["key"] = func.substr(table.c.key, 1, KEPT) + "-" + cast(copies.c.i, String)
    earlier = (copies.c.i + AGO) * literal(DAY, BigInteger)
    new |= {name: type_coerce(table.c[name], BigInteger) - earlier for name in ("publish_at", "due_at")}
    gone = select(*new.values()).select_from(table.join(copies, true())).where(table.c.state == State.PUBLISHED)
    tx.execute(insert(table).from_select(list(new), gone))
    older = table.c.id > SHORT
    tried = select(table.c.id, literal(1), table.c.publish_at, table.c.publish_at, literal("published")).where(older)
    tx.execute(insert(attempts).from_select(["post_id", "number", "started_at", "finished_at", "outcome"], tried))
    for how, state in ((Move.CLAIM, State.PUBLISHING), (Move.DELIVER, State.PUBLISHED)):
        told = select(table.c.publish_at, table.c.id, table.c.account, literal("feed"), literal(how.value))
        told = told.add_columns(literal(state.value), literal(1)).where(older)
        columns = ["at", "post_id", "account", "platform", "event", "state", "attempt"]
        tx.execute(insert(events).from_select(columns, told))


if __name__ == "__main__":
    main()
