"""Rules for what may be taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Content, Receipt
from scheduler.core.admission import (
    Blow,
    Bulkheads,
    Candidate,
    Later,
    Room,
    Take,
    Terms,
    TooDear,
    TooLate,
    Used,
    Verdict,
    Wait,
    ceilings,
    judge,
    judge_repeat,
)
from scheduler.core.budget import Budget
from scheduler.core.fuse import Fuse, Spent
from scheduler.core.lateness import Then
from scheduler.core.model import Claim, Rhythm

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RHYTHM = Rhythm(frozenset({1}), (time(9),), "Europe/Paris", timedelta())
TERMS = Terms(RHYTHM, Fuse(hour=3, day=9, gap=MINUTE))
TEN = timedelta(minutes=10)
JUST = NOW - timedelta(seconds=20)


def candidate(
    *,
    account: str = "a",
    post: int = 1,
    due: datetime = NOW,
    awaited: datetime = NOW,
    gap: timedelta | None = None,
    spent: Spent | None = None,
    unsent: int = 0,
) -> Candidate:
    return Candidate(account, post, due, awaited, gap, spent or Spent(), unsent)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (candidate(), Take()),
        (candidate(awaited=NOW - timedelta(hours=7)), TooLate(Then.MOVE)),
        (candidate(spent=Spent(last=JUST)), Wait(JUST + MINUTE)),
        (candidate(spent=Spent(last=JUST), gap=timedelta(seconds=10)), Take()),
        (candidate(spent=Spent(last=JUST), gap=timedelta(days=1)), Wait(JUST + MINUTE)),
        (candidate(spent=Spent(last=JUST), gap=TEN, awaited=NOW - TEN), Later(JUST + TEN)),
        (candidate(spent=Spent(last=NOW - TEN), gap=TEN, awaited=NOW - TEN), Take()),
        (candidate(unsent=1), Wait()),
        (candidate(unsent=1, gap=timedelta()), Take()),
        (candidate(spent=Spent(hour=NOW - MINUTE)), Blow("3 requests in an hour is its ceiling")),
        (candidate(spent=Spent(day=NOW - MINUTE)), Blow("9 requests in a day is its ceiling")),
        (candidate(spent=Spent(hour=NOW - MINUTE), unsent=1, gap=timedelta()), Wait()),
    ],
    ids=[
        "nothing stands against it",
        "its time has passed",
        "it keeps its distance",
        "its author asked for less",
        "its author asked for more, which the plan keeps",
        "its author asked for more, and the plan has slipped",
        "its author asked for more, and it has kept that",
        "another is under way, and when it leaves is not known",
        "another is under way, and no distance is asked for",
        "the hour is full",
        "the day is full",
        "the hour may be full once the other has left",
    ],
)
def test_what_may_be_taken(found: Candidate, expected: Verdict) -> None:
    """Every reason to wait, in its order: the one place that decides."""
    assert judge(found, TERMS, now=NOW) == expected


def test_what_is_under_way_counts_against_the_ceilings() -> None:
    """Two posts at once must not both be the last one allowed."""
    assert ceilings(TERMS.fuse, unsent=2) == (1, 7)
    assert ceilings(TERMS.fuse, unsent=5) == (1, 4)


ACCOUNTS = {
    name: replace(TERMS, in_flight=most, host=host)
    for name, most, host in (("a", 1, "x"), ("b", 2, "x"), ("c", 3, "y"), ("d", 1, "y"))
}
BULKHEADS = Bulkheads(host=2, in_all=4)


@given(st.lists(st.sampled_from(sorted(ACCOUNTS)), max_size=4), st.permutations(sorted(ACCOUNTS)))
def test_no_bulkhead_is_ever_exceeded(under_way: list[str], order: list[str]) -> None:
    """Neither an account, nor a host, nor all of them have more under way than is allowed."""
    room = Room(ACCOUNTS, BULKHEADS, under_way)
    wanted = [candidate(account=name, post=n) for n, name in enumerate(order) if name in room.free()]
    before = Counter(under_way)

    chosen = [one.account for one in room.fill(wanted)]

    hosts = Counter(ACCOUNTS[name].host for name in [*under_way, *chosen])
    assert len(under_way) + len(chosen) <= max(BULKHEADS.in_all, len(under_way))
    assert all(before[name] < ACCOUNTS[name].in_flight for name in chosen)
    assert all(hosts[ACCOUNTS[name].host] <= BULKHEADS.host for name in chosen)


def test_what_there_is_room_for_is_taken() -> None:
    """A bulkhead is no brake."""
    room = Room(ACCOUNTS, BULKHEADS, ())

    assert room.free() == ["a", "b", "c", "d"]
    assert len(room.fill([candidate(account=name) for name in "abcd"])) == 4


def test_a_crawling_host_leaves_room_for_the_others() -> None:
    """A dead platform delays nobody else."""
    assert Room(ACCOUNTS, BULKHEADS, ("a", "b")).free() == ["c", "d"]


def test_nothing_is_free_when_all_is_under_way() -> None:
    """The crew has an end."""
    assert Room(ACCOUNTS, BULKHEADS, ("a", "b", "c", "d")).free() == []


def test_an_account_with_a_backlog_lets_the_others_of_its_host_pass() -> None:
    """It is the turn of who has waited longest since it was last served."""
    backlog = candidate(account="a", due=NOW - timedelta(hours=5), spent=Spent(last=JUST))
    once = candidate(account="b", due=NOW - MINUTE)
    room = Room(ACCOUNTS, Bulkheads(host=1), ())

    assert [one.account for one in room.fill([backlog, once])] == ["b"]


def test_an_account_that_is_served_no_more_keeps_no_host_busy() -> None:
    """It was taken out of the settings while its post was under way."""
    assert "a" in Room(ACCOUNTS, BULKHEADS, ("gone", "gone", "gone")).free()


BUDGETED = replace(TERMS, budget=Budget(Decimal(1), "Europe/Paris"))


def test_a_post_that_is_too_dear_is_held_alone() -> None:
    """The account goes on with what it can pay."""
    dear = replace(candidate(), cost=Decimal("0.2"), paid=Decimal("0.9"))
    verdict = judge(dear, BUDGETED, now=NOW)

    assert isinstance(verdict, TooDear)
    assert "$0.90 are spent" in verdict.reason


def test_what_fits_the_budget_is_taken() -> None:
    """A budget is there to be spent."""
    assert judge(replace(candidate(), cost=Decimal("0.1"), paid=Decimal("0.9")), BUDGETED, now=NOW) == Take()


def test_a_budget_waits_for_what_is_not_paid_yet() -> None:
    """Two at once would both find the money there."""
    assert judge(candidate(unsent=1, gap=timedelta()), BUDGETED, now=NOW) == Wait()


@pytest.mark.parametrize(
    ("used", "within", "expected"),
    [
        (Used(Spent()), False, Take()),
        (Used(Spent(last=JUST)), False, Wait(JUST + MINUTE)),
        (Used(Spent(last=JUST)), True, Take()),
        (Used(Spent(hour=NOW - MINUTE)), False, Blow("3 requests in an hour is its ceiling")),
        (Used(Spent(hour=NOW - MINUTE)), True, Blow("3 requests in an hour is its ceiling")),
    ],
    ids=["nothing stands against it", "too soon", "within a thread", "over the ceiling", "over it within a thread"],
)
def test_a_repeat_keeps_its_distance_and_the_ceilings(used: Used, within: bool, expected: Verdict) -> None:
    """It may make a second post where a platform breaks its word; a thread that is half public goes on at once."""
    assert judge_repeat(used, TERMS, within=within, now=NOW) == expected


LINKED = Content("Le thym", link="https://tisane.example/thym/")


@pytest.mark.parametrize(
    ("terms", "content", "public", "page"),
    [
        (replace(TERMS, site="tisane.example"), LINKED, (), LINKED.link),
        (replace(TERMS, site="tisane.example"), LINKED, (Receipt("1"),), None),
        (replace(TERMS, site="tisane.example"), Content("Le thym"), (), None),
        (replace(TERMS, site="autre.example"), LINKED, (), None),
        (TERMS, LINKED, (), None),
    ],
    ids=["of the site", "of a thread that is begun", "without a link", "of another site", "not looked at"],
)
def test_a_post_awaits_the_page_of_its_own_site(
    terms: Terms, content: Content, public: tuple[Receipt, ...], page: str | None
) -> None:
    """It leads readers nowhere before the site is built; what others publish is not ours to wait for."""
    claim = Claim(1, "a", "plain", 1, content, "key", 0, NOW, published=public)

    assert terms.awaited_page(claim) == page
