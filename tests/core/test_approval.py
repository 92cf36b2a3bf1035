"""Rules of who approves what."""

from __future__ import annotations

import pytest

from scheduler.core.approval import ALONE, Approval, Demand, Role

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


@pytest.mark.parametrize(
    ("rules", "missing", "said"),
    [
        (ALONE, [], "it waits for a person: `tambour approve 7`"),
        (RULES, [], "it waits for a person: `tambour approve 7 --as NAME`"),
        (RULES, ["Bruno"], "it waits for Bruno: `tambour approve 7 --as Bruno`"),
        (
            RULES,
            ["content manager", "community manager"],
            (
                "it waits for the content manager (Anna), the community manager (Bruno): "
                "`tambour approve 7 --as Anna` and `tambour approve 7 --as Bruno`"
            ),
        ),
        (
            Approval({"Zoé B.": frozenset({Role.SOCIAL}), "Anna": frozenset({Role.SOCIAL})}),
            ["social media manager"],
            "it waits for the social media manager (Zoé B. or Anna): `tambour approve 7 --as 'Zoé B.'`",
        ),
    ],
)
def test_a_draft_says_whom_it_waits_for_and_how(rules: Approval, missing: list[str], said: str) -> None:
    """Whoever reads it can act at once."""
    assert rules.waits_for(7, missing) == said


def test_what_nobody_has_to_approve_waits_for_nobody() -> None:
    """Whoever works alone never hears of approval."""
    assert (Approval().awaits("a", "quote", ""), RULES.awaits("linkedin", "section", "")) == (
        None,
        "to be approved by: Bruno",
    )
