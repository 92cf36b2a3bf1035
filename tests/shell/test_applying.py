"""Rules of carrying out a plan: nothing of it that its maker did not foresee."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.core.model import Site
from scheduler.core.plan import Action, Entry, Plan
from scheduler.errors import PlanError
from scheduler.intake import House
from scheduler.plans.applying import apply
from scheduler.plans.cache import Cache
from scheduler.plans.drafting import Drafter
from scheduler.store import Store
from tests.shell.fakes import START


@pytest.mark.parametrize("action", [Action.ADD, Action.MOVE, Action.CHANGE, Action.RELEASE])
def test_a_time_that_has_passed_meanwhile_is_kept_by_nobody(store: Store, tmp_path: Path, action: Action) -> None:
    """A plan that was left unanswered for an hour would send at once what it promised for then."""
    was = None if action in {Action.ADD, Action.RELEASE} else START - timedelta(days=1)
    plan = Plan(START, START, (Entry(action, "a", "plain", "thyme.md", "section", None, START, was=was),))
    drafter = Drafter(House(Site(None, str(tmp_path), "UTC", None)), (), Cache(None), START)

    with pytest.raises(PlanError, match="1 of the times in this plan have passed"):
        apply(store, plan, drafter, {}, now=START + timedelta(minutes=1))
