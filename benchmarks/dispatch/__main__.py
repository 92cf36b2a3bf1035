"""Measure the dispatcher: `python -m benchmarks.dispatch [PART…] [--quick] [--posts N] [--rounds N]`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.dispatch import punctuality, queue, sharing, throughput
from benchmarks.dispatch.surroundings import Surroundings, surroundings

Part: TypeAlias = Callable[[Surroundings, int, int], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A part of the benchmark, and how many posts and rounds it takes."""

    part: Part
    posts: int
    rounds: int
    quick: int
    """Posts in a short run, which has one round; 0: it is left out."""


PARTS = {
    "floors": Plan(throughput.floors, 5_000, 3, 1_000),
    "peers": Plan(throughput.peers, 2_500, 1, 0),
    "kills": Plan(throughput.kills, 1_000, 1, 0),
    "crowd": Plan(punctuality.crowd, 2_000, 1, 1_000),
    "alone": Plan(punctuality.alone, 100, 1, 20),
    "queue": Plan(queue.depth, 1_000_000, 5, 100_000),
    "daemons": Plan(sharing.daemons, 5_000, 1, 0),
}


def main() -> None:
    asked = arguments()
    with surroundings() as around:
        for name in asked.parts or PARTS:
            plan = PARTS[name]
            posts = asked.posts or (plan.quick if asked.quick else plan.posts)
            if posts:
                show(plan.part(around, posts, asked.rounds or (1 if asked.quick else plan.rounds)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dispatch", description="Measure the dispatcher.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"which, of: {', '.join(PARTS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="a short run, without the peers and several daemons")
    parser.add_argument("--posts", type=int, help="posts in each measurement")
    parser.add_argument("--rounds", type=int, help="rounds, of which the medians are shown")
    asked = parser.parse_args()
    for name in asked.parts:
        if name not in PARTS:
            parser.error(f"no such part: {name!r}")
    return asked


def show(lines: Iterator[str]) -> None:
    """Print lines as they come, and how long they took."""
    began = time.monotonic()
    for line in lines:
        print(line, flush=True)
    print(f"({time.monotonic() - began:.0f} s)\n", flush=True)


if __name__ == "__main__":
    main()
