"""Never twice, never lost: `python -m tests.torture`, or `--short` for a minute of it.

Real daemons are killed over and over while they publish to a server that drops, delays and doubles answers. What became
of each post is counted in that server's books. Exits with 1 if one was doubled or lost, or left to a person where the
platform could have told; and with 1 if a daemon without protection got through the same unharmed, since then
the run proves nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.core.place import Place
from tests.postgres import started
from tests.torture import naive
from tests.torture.ordeal import Ordeal, Trial
from tests.torture.tally import Tally, by_class, tally

SHORT = Trial(kills=100, each_step=3)
LONG = Trial(kills=1_000, each_step=20)
SEVERAL = 3
"""Daemons that share a PostgreSQL server."""
TELLING = "abcde"
"""Classes of platforms that can tell what became of a post: nothing of theirs may be left to a person."""


def main(words: Sequence[str]) -> int:
    """Run everything, with a line on each; return the exit code."""
    trial = SHORT if "--short" in words else LONG
    with TemporaryDirectory() as folder, postgres() as server:
        home = Path(folder)
        faults = [
            *protected("one daemon on SQLite", trial, home / "sqlite", home / "tambour.db"),
            *protected("three daemons on PostgreSQL", replace(trial, daemons=SEVERAL), home / "postgres", server),
            *unprotected(replace(trial, each_step=0, live=naive.live), home / "naive", home / "naive.db"),
        ]
    for fault in faults:
        tell(f"FAILED: {fault}")
    return 1 if faults else 0


def protected(name: str, trial: Trial, folder: Path, place: Place) -> Iterator[str]:
    """Torture tambour, and yield what it promised and did not keep."""
    counted = tortured(name, trial, folder, place)
    total = counted.pop("all")
    if total.duplicated or total.lost:
        yield f"{name}: posts were doubled or lost"
    if any(counted[kind].held for kind in TELLING):
        yield f"{name}: posts were left to a person though the platform could tell"


def unprotected(trial: Trial, folder: Path, place: Place) -> Iterator[str]:
    """Torture a daemon that does as everybody does, and yield what it did not break."""
    total = tortured("without protection", trial, folder, place)["all"]
    if not (total.duplicated and total.lost):
        yield "without protection, nothing was doubled or nothing was lost: the torture is too mild"


def tortured(name: str, trial: Trial, folder: Path, place: Place) -> dict[str, Tally]:
    """Run a trial, tell what came of it, and return it by class of platform."""
    folder.mkdir()
    ordeal = Ordeal(trial, folder, place)
    ordeal.run()
    dues, public = ordeal.dues(), ordeal.public()
    counted = {**by_class(dues, public), "all": tally(dues, public)}
    tell(f"{name}: {', '.join(f'{times} {blow}' for blow, times in ordeal.struck.items())}")
    if trial.each_step:
        tell(f"  killed when it was {', '.join(f'{step} {times}' for step, times in ordeal.steps.items())}")
    for kind, one in counted.items():
        tell(f"  {kind:>3}: {one}")
    return counted


@contextmanager
def postgres() -> Iterator[Place]:
    """Run a PostgreSQL server with an empty database."""
    server = started()
    try:
        server.ask("CREATE DATABASE torture")
        yield server.at("torture")
    finally:
        server.remove()


def tell(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
