"""Posts wait rather than overspend, and go on by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from adapters.base import Content, Intent, Part, Receipt, Refused, Uncertain
from scheduler.budgets import ease
from scheduler.core.admission import Terms
from scheduler.core.budget import Budget
from scheduler.core.state import State
from scheduler.store import Store, accounts, posts, spending
from tests.shell.bench import Bench, script
from tests.shell.conftest import new_post
from tests.shell.dispatching import OPEN
from tests.shell.fakes import START, Composing, Plain, nothing, raising

pytestmark = pytest.mark.both

Buy = Callable[..., int]
LINKED, PLAIN = "Lisez https://tisane.example/thym/", "Le thym aime le soleil."
"""$0.20 and $0.015 on X."""
NEXT_MONTH = START + timedelta(days=10)


class Answering(Plain):
    """A platform on which a post may answer another."""

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        return Intent(key, at, {"text": part.text})


@pytest.fixture
def buy(store: Store) -> Buy:
    """Queue a post on X; it is due at once."""

    def buy_one(text: str = LINKED, **wishes: object) -> int:
        with store.write() as tx:
            accounts.know(tx, {"a": "x"})
            post = replace(new_post(text, **wishes), platform="x")  # type: ignore[arg-type]
            return posts.add(tx, post, article=None, now=START)

    return buy_one


def budgeted(dollars: str) -> Terms:
    return replace(OPEN, budget=Budget(Decimal(dollars), "Europe/Paris"))


def bench(store: Store, dollars: str) -> Bench:
    return Bench(store, terms=budgeted(dollars))


def paid(store: Store) -> Decimal:
    with store.read() as tx:
        return spending.paid(tx, {"a": Budget(Decimal(1), "Europe/Paris")}, now=START)["a"]


def eased(store: Store, dollars: str | None, *, now: datetime = START) -> list[str]:
    terms = OPEN if dollars is None else budgeted(dollars)
    return [event.event for event in ease(store, {"a": terms}, now=now)]


@pytest.mark.parametrize("adapter", [Plain, Composing])
def test_a_post_that_would_go_beyond_the_budget_waits(store: Store, buy: Buy, adapter: type[Plain]) -> None:
    """The account goes on: a cheaper one still goes out."""
    tried = bench(store, "0.25")
    first, second, cheap = buy(), buy(), buy(PLAIN)

    tried.run(adapter)

    assert [tried.post(one).state for one in (first, second, cheap)] == [
        State.PUBLISHED,
        State.QUEUED,
        State.PUBLISHED,
    ]
    assert (tried.post(second).held, tried.events(second)[-1]) == ("budget", "held: budget")
    assert tried.post(second).reason == "it costs $0.20, and of the $0.25 for 2026-11, $0.20 are spent"


def test_without_a_budget_nothing_waits(store: Store, buy: Buy) -> None:
    """Whoever sets none counts elsewhere."""
    numbers = [buy() for _ in range(3)]
    tried = Bench(store)

    tried.run()

    assert [tried.post(one).state for one in numbers] == [State.PUBLISHED] * 3


@pytest.mark.parametrize(
    ("error", "cost"), [(None, "0.20"), (Refused("no"), "0"), (Uncertain("cut off"), "0.20")], ids=repr
)
def test_only_what_may_be_public_is_paid_for(store: Store, buy: Buy, error: Exception | None, cost: str) -> None:
    """What a platform refused, it does not charge."""
    tried = bench(store, "1")
    buy()
    tried.platform.after = script(nothing if error is None else raising(error))

    tried.run()

    assert paid(store) == Decimal(cost)


def test_a_thread_is_begun_only_if_all_of_it_fits(store: Store, buy: Buy) -> None:
    """Half of one is worth nothing."""
    tried = bench(store, "0.21")
    number = buy(PLAIN, parts=(Part(LINKED),))

    tried.run(Answering)

    assert (tried.platform.texts(), tried.post(number).held) == ([], "budget")


def test_each_part_of_a_thread_is_paid_for(store: Store, buy: Buy) -> None:
    """A comment with a link costs what a post with one does."""
    tried = bench(store, "0.25")
    buy(PLAIN, parts=(Part(LINKED),))

    tried.run(Answering)

    assert (len(tried.platform.texts()), paid(store)) == (2, Decimal("0.215"))


def test_what_waits_goes_on_when_a_month_begins(store: Store, buy: Buy) -> None:
    """At its account's next free times, not all at once."""
    tried = bench(store, "0.20")
    first, second, third = buy(), buy(), buy()
    tried.run()

    assert eased(store, "0.20") == []
    assert eased(store, "0.20", now=NEXT_MONTH) == ["released"]
    assert [tried.post(one).held for one in (first, second, third)] == [None, None, "budget"]
    assert tried.post(second).publish_at >= NEXT_MONTH


@pytest.mark.parametrize(("raised", "released"), [("0.41", 1), ("0.6", 2), (None, 2)])
def test_what_waits_goes_on_when_the_budget_is_raised(
    store: Store, buy: Buy, raised: str | None, released: int
) -> None:
    """Or taken out of the settings."""
    tried = bench(store, "0.20")
    for _ in range(3):
        buy()
    tried.run()

    assert eased(store, raised) == ["released"] * released


def test_what_waits_stays_where_its_account_has_no_other_time(store: Store, buy: Buy) -> None:
    """It is told in the daemon's log, and tried again."""
    tried = bench(store, "0.10")
    number = buy()
    tried.run()
    never = replace(OPEN, rhythm=replace(OPEN.rhythm, gap=timedelta(days=9999)))
    buy()

    assert ease(store, {"a": never}, now=START) == []
    assert tried.post(number).held == "budget"


def test_an_edit_lets_a_post_be_judged_anew(store: Store, buy: Buy) -> None:
    """Without its link it costs less."""
    tried = bench(store, "0.10")
    number = buy()
    tried.run()
    with store.write() as tx:
        posts.rewrite(tx, number, Content(PLAIN), now=START)

    tried.run()

    assert (tried.post(number).state, tried.post(number).held) == (State.PUBLISHED, None)


def test_a_post_that_waits_is_listed_with_its_reason(store: Store, buy: Buy) -> None:
    """It is not late: nobody forgot it."""
    tried = bench(store, "0.10")
    buy()
    tried.run()
    with store.read() as tx:
        (listed,) = posts.listing(tx, posts.Filter())

    assert (listed.hold, listed.not_before) == ("budget", None)
