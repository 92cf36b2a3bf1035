"""What an account may spend in a calendar month."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.budget import Budget, affordable, dollars

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BUDGET = Budget(Decimal(1), "Europe/Paris")
SUMS = st.decimals(0, 3, places=3)


def test_a_month_begins_on_the_clocks_of_the_account() -> None:
    """A budget of November is not spent in what is October there."""
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # 00:30 on the first of November in Paris

    assert BUDGET.month(late).isoformat() == "2026-11-01T00:00:00+01:00"


@pytest.mark.parametrize(("spent", "fits"), [("0.8", True), ("0.801", False)])
def test_a_budget_may_be_spent_to_the_last_cent(spent: str, fits: bool) -> None:
    """And not beyond."""
    assert (BUDGET.overspent(Decimal("0.2"), spent=Decimal(spent), now=NOW) is None) == fits


def test_what_would_be_too_much_is_told_in_sums() -> None:
    """Whoever raises the budget wants to know by how much."""
    reason = BUDGET.overspent(Decimal("0.215"), spent=Decimal("0.9"), now=NOW)

    assert reason == "it costs $0.215, and of the $1.00 for 2026-11, $0.90 are spent"


def test_what_costs_nothing_always_fits() -> None:
    """A budget of nothing does not stop it."""
    assert Budget(Decimal(0), "UTC").overspent(Decimal(0), spent=Decimal(3), now=NOW) is None


@pytest.mark.parametrize(("sum_", "told"), [("5", "5.00"), ("0.2", "0.20"), ("0.015", "0.015"), ("20.0150", "20.015")])
def test_a_sum_is_told_in_cents_and_their_parts(sum_: str, told: str) -> None:
    """A price of a cent and a half is one."""
    assert dollars(Decimal(sum_)) == told


@given(st.lists(SUMS), SUMS)
def test_what_fits_together_never_goes_beyond_the_budget(costs: list[Decimal], spent: Decimal) -> None:
    """The earlier come first, and a cheap one may pass a dear one."""
    fitting = affordable(costs, BUDGET, spent=spent, now=NOW)
    paid = [costs[place] for place in fitting if costs[place]]

    assert not paid or spent + sum(paid) <= BUDGET.most
    assert affordable(costs, None, spent=spent, now=NOW) == list(range(len(costs)))
