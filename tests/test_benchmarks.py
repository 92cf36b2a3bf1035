"""The benchmarks run: what they print is for people, and nobody's time is tested here."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks import rehearsal, review
from benchmarks.dispatch import punctuality, queue, throughput
from benchmarks.dispatch.__main__ import Part
from benchmarks.dispatch.contenders import ASYNC, THREADS, floor, tambour
from benchmarks.dispatch.surroundings import surroundings
from scheduler.store import open_store, tables

POSTS = 60


@pytest.mark.parametrize("kind", ["threads", "async"])
def test_a_bare_loop_sends_every_post_once(kind: str) -> None:
    """What everything else is a ratio to has to have sent what it was asked to."""
    with surroundings() as around:
        books = floor(kind, 4)(around, POSTS, False)

    assert (sorted(books.arrived), books.doubled) == (list(range(POSTS)), 0)


def test_a_daemon_that_is_killed_half_way_sends_every_post_once() -> None:
    """The comparison with other queues begins with our own promise."""
    with surroundings() as around:
        around.server = replace(around.server, patience=90.0)  # a daemon may start slowly beside other tests
        books = tambour()(around, POSTS, True)

    assert (sorted(books.arrived), books.doubled) == (list(range(POSTS)), 0)


@pytest.mark.parametrize(("part", "posts"), [(punctuality.alone, 2), (queue.depth, 300)])
def test_a_part_prints_a_verdict_with_its_bar(part: Part, posts: int) -> None:
    """A figure without the promise that it has to keep says nothing."""
    with surroundings() as around:
        lines = list(part(around, posts, 1))

    assert any("(at most" in line for line in lines)


def test_a_rehearsal_and_its_floor_send_the_same_posts() -> None:
    """A ratio of different work says nothing."""
    rehearsed, floor = rehearsal.measured(4, 2, 5, rounds=1)
    posts = rehearsed.split()[0]

    assert int(posts) > 0
    assert f"for {posts} posts" in floor


def test_a_long_history_is_as_long_as_it_says(tmp_path: Path) -> None:
    """A look at what is not there is quick."""
    review.install(tmp_path / "long", "", 3_000)
    with closing(open_store(tmp_path / "long" / "tambour.db")) as store, store.read() as tx:
        held = [tx.scalar(select(func.count()).select_from(table)) or 0 for table in (tables.posts, tables.events)]

    assert held[0] >= 3_000
    assert held[1] >= 2 * held[0]


def test_a_table_gives_ratios_to_both_floors() -> None:
    """Machines differ; ratios within one run can be compared."""
    rates = {THREADS: [100.0, 300.0, 200.0], ASYNC: [20.0, 30.0, 20.0], "x": [50.0, 150.0, 100.0]}

    assert next(islice(throughput.table(rates), 3, None)).split() == ["x", "100", "0.50", "5.00"]
