"""Rules of who approves what."""

from __future__ import annotations

import pytest

from scheduler.core.approval import Approval, Demand, Role

RULES = Approval(
    {"Anna": frozenset({Role.CONTENT}), "Bruno": frozenset({Role.SOCIAL, Role.COMMUNITY})},
    (
        Demand(Role.CONTENT, kinds=frozenset({"quote"})),
        Demand("Bruno", accounts=frozenset({"linkedin"})),
        Demand(Role.COMMUNITY, campaigns=frozenset({"launch"})),
    ),
)


@pytest.mark.parametrize(
    ("post", "asked"),
    [
        (("mastodon", "section", ""), []),
        (("mastodon", "quote", ""), ["content manager"]),
        (("linkedin", "quote", ""), ["content manager", "Bruno"]),
        (("mastodon", "section", "launch"), ["community manager"]),
    ],
)
def test_each_demand_covers_its_posts(post: tuple[str, str, str], asked: list[str]) -> None:
    """By account, kind and campaign; what a demand leaves out does not matter."""
    assert RULES.asked(*post) == asked


@pytest.mark.parametrize(
    ("asked", "by", "missing"),
    [
        (["content manager", "Bruno"], [], ["content manager", "Bruno"]),
        (["content manager", "Bruno"], ["Anna"], ["Bruno"]),
        (["content manager", "Bruno"], ["Anna", "Bruno"], []),
        (["social media manager", "community manager"], ["Bruno"], []),
        (["content manager"], ["somebody who has left"], ["content manager"]),
    ],
)
def test_a_role_is_met_by_whoever_has_it(asked: list[str], by: list[str], missing: list[str]) -> None:
    """And a name by that person alone."""
    assert RULES.missing(asked, by) == missing


def test_what_nobody_has_to_approve_waits_for_nobody() -> None:
    """Whoever works alone never hears of approval."""
    assert (Approval().awaits("a", "quote", ""), RULES.awaits("linkedin", "section", "")) == (
        None,
        "to be approved by: Bruno",
    )
