"""Rules of approval: what was approved goes out as it was approved, or not at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from adapters.base import Content, Media
from scheduler.core.approval import Approval, Demand, Role
from scheduler.core.lifecycle import Move
from scheduler.core.state import State
from scheduler.errors import WrongState
from scheduler.store import Store, approving, posts
from scheduler.store.tables import posts as table
from tests.shell.command import SETTINGS, Home, make_home
from tests.shell.conftest import Queue, put
from tests.shell.fakes import START

RULES = Approval({"Anna": frozenset({Role.CONTENT}), "Bruno": frozenset()}, (Demand(Role.CONTENT), Demand("Bruno")))
PICTURE = Media(b"\x89PNG", "image/png", 1, 1, "thyme")


def approve(store: Store, number: int, person: str = "", rules: Approval = Approval()) -> tuple[State, str | None]:  # noqa: B008  frozen
    with store.write() as tx:
        return approving.approve(tx, number, rules, person, now=START)


def state(store: Store, number: int) -> State:
    with store.read() as tx:
        return posts.get(tx, number).state


@pytest.mark.both
def test_a_post_waits_for_everybody_who_is_asked(store: Store, queue: Queue) -> None:
    """In any order; each name is in the log."""
    number = queue(state=State.DRAFT)

    assert approve(store, number, "Bruno", RULES) == (State.DRAFT, "to be approved by: content manager")
    assert approve(store, number, "Anna", RULES) == (State.QUEUED, None)


@pytest.mark.parametrize("what", ["text", "image", "time"])
def test_what_changes_after_its_approval_is_a_draft_again(store: Store, queue: Queue, what: str) -> None:
    """Nobody approved that."""
    number = queue(state=State.DRAFT)
    approve(store, number)
    with store.write() as tx:
        if what == "time":
            posts.reschedule(tx, number, posts.get(tx, number).publish_at + timedelta(hours=1), now=START)
        else:
            content = Content("Bonsoir") if what == "text" else Content("Bonjour", media=(PICTURE,))
            posts.rewrite(tx, number, content, now=START)

    assert state(store, number) is State.DRAFT
    assert approve(store, number) == (State.QUEUED, None)


def test_an_approval_of_what_a_post_said_before_counts_no_more(store: Store, queue: Queue) -> None:
    """Also where others have to approve it still."""
    number = queue(state=State.DRAFT)
    approve(store, number, "Anna", RULES)
    with store.write() as tx:
        posts.rewrite(tx, number, Content("Bonsoir"), now=START)

    assert approve(store, number, "Bruno", RULES)[0] is State.DRAFT


def test_an_edit_that_is_taken_back_needs_no_other_approval(store: Store, queue: Queue) -> None:
    """It is what was approved."""
    number = queue(state=State.DRAFT)
    approve(store, number)
    with store.write() as tx:
        posts.rewrite(tx, number, Content("Bonjour"), now=START)

    assert state(store, number) is State.QUEUED


def test_only_a_draft_can_be_approved(store: Store, queue: Queue) -> None:
    """What is public is beyond that."""
    number = queue()
    put(store, number, State.PUBLISHED)

    with pytest.raises(WrongState, match=f"post {number}: a post that is published cannot be approved"):
        approve(store, number)


def test_an_approved_draft_waits_for_its_article_all_the_same(store: Store, queue: Queue) -> None:
    """The two are asked apart."""
    number = queue(state=State.DRAFT)
    put(store, number, State.DRAFT)
    with store.write() as tx:
        held = {"held": "article", "hold_reason": "its article is gone", "reason": "to be approved by: Bruno"}
        tx.execute(update(table).where(table.c.id == number).values(held))
        before = posts.get(tx, number).reason
        posts.change(tx, number, Move.APPROVE, now=START, reason="by Bruno")
        post = posts.get(tx, number)

    assert before == "its article is gone; to be approved by: Bruno"
    assert (post.state, post.held, post.reason) == (State.QUEUED, "article", "its article is gone")


@pytest.mark.parametrize("approvers", [["Anna"], ["Anna", "Bruno"]])
def test_what_changes_names_who_has_to_approve_it_again(store: Store, queue: Queue, approvers: list[str]) -> None:
    """A draft that some have approved, and a post that all have."""
    number = queue(state=State.DRAFT)
    for person in approvers:
        approve(store, number, person, RULES)
    with store.write() as tx:
        posts.rewrite(tx, number, Content("Bonsoir"), now=START, rules=RULES)
        rewritten = posts.get(tx, number)
        missing = approving.awaited(tx, number, RULES)

    assert rewritten.state is State.DRAFT
    assert rewritten.reason == "it was approved as it was before; to be approved by: content manager, Bruno"
    assert missing == ["content manager", "Bruno"]


def test_a_draft_that_is_again_what_one_has_approved_waits_for_the_others(store: Store, queue: Queue) -> None:
    """That approval counts."""
    number = queue(state=State.DRAFT)
    approve(store, number, "Anna", RULES)
    with store.write() as tx:
        for text in ("Bonsoir", "Bonjour"):
            posts.rewrite(tx, number, Content(text), now=START, rules=RULES)
        reason = posts.get(tx, number).reason

    assert reason == "to be approved by: Bruno"


PEOPLE = """
people: {Anna: content manager, Bruno: [social media manager, community manager]}
approval: [{by: content manager, accounts: [carnet]}]
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = make_home(tmp_path)
    made.config.write_text(SETTINGS + PEOPLE, encoding="utf-8")
    return made


def test_a_plan_is_approved_as_a_whole(home: Home) -> None:
    """Its drafts, of the accounts that somebody has to look at."""
    done = home("apply", "--yes")
    drafts = [one["id"] for one in home("list", "--state", "draft", "--json").json]
    approved = home("approve", "--plan", "1", "--as", "Anna")

    assert f"{len(drafts)} drafts wait for `tambour approve --plan 1`" in done.err
    assert approved.out.splitlines() == [f"post {number} is queued" for number in drafts]
    assert home("list", "--state", "draft", "--json").json == []
    assert "approved by a person: by Anna" in home("why", str(drafts[0])).out


def test_a_draft_tells_who_has_to_approve_it_while_it_is_held_and_afterwards(home: Home) -> None:
    """Its article goes and comes back; nobody has approved it meanwhile."""
    text = home.article.read_text(encoding="utf-8")
    home("apply", "--yes")
    home.article.write_text(text.replace("title:", "draft: true\ntitle:", 1), encoding="utf-8")
    home("apply", "--yes")
    held = home("list", "--state", "draft", "--json").json
    why = home("why", str(held[0]["id"])).out.splitlines()[-1]
    home.article.write_text(text, encoding="utf-8")
    home("apply", "--yes")
    back = {one["reason"] for one in home("list", "--state", "draft", "--json").json}

    asked, out = "to be approved by: content manager", "its article is out: draft"
    assert {one["reason"] for one in held} == {f"{out}; {asked}"}
    person = f"it waits for the content manager (Anna): `tambour approve {held[0]['id']} --as Anna`"
    assert why == f"it waits for its article: {out}; {person}"
    assert back == {asked}


def test_a_plan_that_changes_what_was_approved_asks_again(home: Home) -> None:
    """The article has changed since."""
    home("apply", "--yes")
    home("approve", "--plan", "1", "--as", "Anna")
    text = home.article.read_text(encoding="utf-8")
    home.article.write_text(text.replace("une taille par an", "deux tailles par an"), encoding="utf-8")
    home("apply", "--yes")

    assert {one["account"] for one in home("list", "--state", "draft", "--json").json} == {"carnet"}


@pytest.mark.parametrize("queue", [("queue", "content"), ("post", "manual")])
def test_what_is_queued_by_hand_waits_too(home: Home, queue: tuple[str, str]) -> None:
    """The rule is about the account, not about the way."""
    if queue[0] == "queue":
        home("queue", str(home.article), "--account", "carnet")
    else:
        home("post", "Bonjour", "--account", "carnet", "--at", "demain 9h")

    assert {one["state"] for one in home("list", "--json").json} == {"draft"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["1"], "say who approves, with --as"),
        (["1", "--as", "Zoé"], "names no 'Zoé' under people:; it names: Anna, Bruno"),
    ],
)
def test_who_approves_is_one_of_the_settings(home: Home, words: list[str], why: str) -> None:
    """A slip must not sign for a stranger."""
    home("apply", "--yes")
    done = home("approve", *words)

    assert (done.code, why in done.err) == (1, True)


def test_posts_or_a_plan_are_named(home: Home) -> None:
    """Not both, and not neither."""
    assert (home("approve").code, home("approve", "1", "--plan", "1").code) == (2, 2)


def test_a_demand_that_nobody_can_meet_is_refused(home: Home) -> None:
    """Its posts would wait for ever."""
    home.config.write_text(SETTINGS + "approval: [{by: boss}]\n", encoding="utf-8")
    done = home("list")

    assert (done.code, "approval.0.by: nobody under people: is 'boss'" in done.err) == (1, True)
