"""How soon a command answers, as a ratio to importing the libraries that it cannot do without.

`python -m benchmarks.startup [ROUNDS]`; the rounds of floor and command alternate, so that both meet the same noise.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from adapters.base import Content
from scheduler.core.model import NewPost
from scheduler.core.state import State
from scheduler.store import accounts, open_store, posts

TAMBOUR = str(Path(sys.executable).with_name("tambour"))
POSTS = 10_000


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with TemporaryDirectory() as folder:
        settings = Path(folder) / "tambour.yaml"
        settings.write_text("accounts: {journal: {platform: feed, folder: public}}\n", encoding="utf-8")
        fill(Path(folder) / "tambour.db")
        compare("tambour --help", [TAMBOUR, "--help"], "import typer", 1.6, rounds)
        listing = [TAMBOUR, "--config", str(settings), "list"]
        compare(f"tambour list, {POSTS:,} posts", listing, "import typer, sqlalchemy, pydantic", 1.3, rounds)


def fill(path: Path) -> None:
    """Queue ten thousand posts."""
    store = open_store(path)
    now = datetime.now(UTC)
    with store.write() as tx:
        accounts.know(tx, {"journal": "feed"})
        for number in range(POSTS):
            at = (now + timedelta(hours=number)).astimezone(ZoneInfo("Europe/Paris"))
            text = f"Post {number}: a text of the usual length, with what an article says in a sentence or two."
            posts.add(tx, NewPost("journal", "feed", Content(text), at, State.QUEUED, "section"), article=None, now=now)
    store.close()


def compare(name: str, command: Sequence[str], floor: str, most: float, rounds: int) -> None:
    """Print how many times the floor a command takes."""
    floors, commands = [], []
    for _ in range(rounds):
        floors.append(seconds([sys.executable, "-c", floor]))
        commands.append(seconds(command))
    ratio = median(commands) / median(floors)
    print(
        f"{name}: {ratio:.2f} x `{floor}` (at most {most}), "
        f"medians of {rounds}: {median(commands) * 1000:.0f} ms and {median(floors) * 1000:.0f} ms"
    )


def seconds(command: Sequence[str]) -> float:
    """Return how long a program takes from start to end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
