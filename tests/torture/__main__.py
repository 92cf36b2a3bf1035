"""Never twice, never lost: `python -m tests.torture`, or a tenth of it with `--short`.

Real daemons are killed over and over while they publish to a server that drops, delays and doubles answers. What became
of each post is counted in that server's books. Exits with 1 if one was doubled or lost, or left to a person where the
platform could have told; and with 1 if a daemon without protection got through the same unharmed, since then
the run proves nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.core.place import Place
from tests.postgres import started
from tests.torture import naive
from tests.torture.daemon import CEILING
from tests.torture.ordeal import WRONG, Ordeal, Trial
from tests.torture.tally import Tally, by_class, tally
from tests.torture.town import DEAF

SHORT = Trial(kills=100, each_step=3, each=2)
LONG = Trial(kills=1_000, each_step=20)
SEVERAL = 3
"""Daemons that share a PostgreSQL server."""
TELLING = "abcde"
"""Classes of platforms that can tell what became of a post: nothing of theirs may be left to a person."""


def main(words: Sequence[str]) -> int:
    """Run what is named, or everything, with a line on each; return the exit code."""
    trial = SHORT if "--short" in words else LONG
    named = [word for word in words if word in PROOFS] or list(PROOFS)
    with TemporaryDirectory() as folder:
        faults = [fault for name in named for fault in PROOFS[name](trial, Path(folder) / name)]
    for fault in faults:
        tell(f"FAILED: {fault}")
    return 1 if faults else 0


def sqlite(trial: Trial, folder: Path) -> list[str]:
    """Torture one daemon on a file; return what was promised and not kept."""
    return protected("one daemon on SQLite", trial, folder, folder / "tambour.db")


def postgresql(trial: Trial, folder: Path) -> list[str]:
    """Torture several daemons on a server; return what was promised and not kept."""
    server = started()
    try:
        server.ask("CREATE DATABASE torture")
        several = replace(trial, daemons=SEVERAL)
        return protected(f"{SEVERAL} daemons on PostgreSQL", several, folder, server.at("torture"))
    finally:
        server.remove()


def unprotected(trial: Trial, folder: Path) -> list[str]:
    """Torture a daemon that does as everybody does; return what it did not break."""
    naively = replace(trial, each_step=0, live=naive.live)
    total = tortured("without protection", naively, folder, folder / "tambour.db")[1]["all"]
    enough = total.duplicated and total.lost
    return [] if enough else ["nothing was doubled, or nothing lost, without protection: the torture is too mild"]


def protected(name: str, trial: Trial, folder: Path, place: Place) -> list[str]:
    """Torture tambour; return what was promised and not kept."""
    ordeal, counted = tortured(name, trial, folder, place)
    faults = []
    if counted["all"].duplicated or counted["all"].lost:
        faults.append(f"{name}: posts were doubled or lost")
    # an hour of the fuse begins anew where the clock is set: at most one for each that is shown
    if counted[DEAF].due and ordeal.most_in_an_hour() > CEILING * len(set(WRONG)):
        faults.append(f"{name}: a server that ignores keys showed more than the fuse allows")
    if any(counted[kind].held for kind in TELLING):
        faults.append(f"{name}: posts were left to a person, though the platform could tell")
    return faults


def tortured(name: str, trial: Trial, folder: Path, place: Place) -> tuple[Ordeal, dict[str, Tally]]:
    """Run a trial, tell what came of it, and return it by class of platform; all, but for the one beyond help."""
    folder.mkdir()
    ordeal = Ordeal(trial, folder, place)
    ordeal.run()
    dues, public = ordeal.dues(), ordeal.public()
    counted = {**by_class(dues, public), "all": tally([due for due in dues if due.account[0] != DEAF], public)}
    tell(f"{name}: {', '.join(f'{times} {blow}' for blow, times in ordeal.struck.items())}")
    if trial.each_step:
        tell(f"  killed when it was {', '.join(f'{step} {times}' for step, times in ordeal.steps.items())}")
    for kind, one in counted.items():
        tell(f"  {kind:>3}: {one}")
    tell(f"  on a server that ignores keys, an account showed at most {ordeal.most_in_an_hour()} posts in an hour")
    return ordeal, counted


def tell(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


PROOFS = {"sqlite": sqlite, "postgresql": postgresql, "unprotected": unprotected}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
