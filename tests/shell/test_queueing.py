"""Queueing: all or nothing, once, and nothing left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from adapters.base import Limits
from scheduler.core.lifecycle import Move
from scheduler.core.model import Article, Rhythm
from scheduler.core.state import State
from scheduler.errors import ArticleError, PlanError
from scheduler.intake import House, Timing
from scheduler.queueing import Queued, Wishes, queue_article, queue_texts
from scheduler.store import Store, articles, posts
from scheduler.store.tables import posts as table
from tests.shell.conftest import new_post
from tests.shell.fakes import START
from tests.shell.sites import PLAIN, Garden, to

pytestmark = pytest.mark.both

DAILY = Rhythm(frozenset(range(1, 8)), (time(9), time(17)), "Europe/Paris", timedelta(hours=1))
NEVER = Rhythm(frozenset(), (), "Europe/Paris", timedelta())
WISHES = Wishes(Timing(START))

QueueArticle = Callable[..., Queued]


@pytest.fixture
def garden(tmp_path: Path) -> Garden:
    return Garden(tmp_path)


@pytest.fixture
def queue_it(store: Store, garden: Garden) -> QueueArticle:
    """Queue an article on account `a`, or on those named."""

    def queue_on(article: Article, *names: str, wishes: Wishes = WISHES, b: Rhythm = DAILY) -> Queued:
        destinations = [to(name) for name in names or ("a",)]
        return queue_article(store, article, destinations, {"a": DAILY, "b": b}, House(garden.site), wishes, now=START)

    return queue_on


def listed(store: Store) -> list[tuple[str, datetime]]:
    with store.read() as tx:
        return [(one.account, one.publish_at) for one in posts.listing(tx, posts.Filter())]


def counted(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(table)) or 0)


def reasons(queued: Queued) -> list[str]:
    return [f"{one.account}: {one.reason}" for one in queued.skipped if "queued already" in one.reason]


def test_what_was_queued_is_what_was_planned(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """The command shows the one, the daemon sends the other."""
    queued = queue_it(garden.article())

    for number, planned in queued.posts:
        assert number is not None
        with store.read() as tx:
            kept = posts.get(tx, number)
        assert (kept.content, kept.publish_at, kept.article) == (
            planned.content,
            planned.publish_at,
            queued.article.path,
        )
    assert len(queued.posts) > 1


def test_a_second_time_changes_nothing(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """A script may queue the whole folder each night."""
    queue_it(garden.article())
    before = listed(store)

    again = queue_it(garden.article())

    assert (again.posts, listed(store)) == ((), before)
    assert reasons(again) == ["a: queued already; --again queues it once more"]


def test_an_article_may_be_queued_again_on_purpose(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """An evergreen comes back each year."""
    first = queue_it(garden.article())

    second = queue_it(garden.article(), wishes=replace(WISHES, again=True))

    assert len(second.posts) == len(first.posts)
    assert counted(store) == 2 * len(first.posts)


def test_an_article_that_has_changed_is_said_to(garden: Garden, queue_it: QueueArticle) -> None:
    """What is queued shows the older version."""
    queue_it(garden.article())

    assert reasons(queue_it(garden.article(more="tags: [herbs]"))) == [
        "a: queued already; the article has changed since; --again queues it once more"
    ]


def test_an_account_that_came_later_gets_its_posts(garden: Garden, queue_it: QueueArticle) -> None:
    """And the others none twice."""
    queue_it(garden.article())

    later = queue_it(garden.article(), "a", "b")

    assert {post.account for _, post in later.posts} == {"b"}
    assert reasons(later) == ["a: queued already; --again queues it once more"]


def test_what_was_cancelled_may_be_queued_anew(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """Cancelling is how a plan is made afresh."""
    first = queue_it(garden.article())
    with store.write() as tx:
        for number, _ in first.posts:
            assert number is not None
            posts.change(tx, number, Move.CANCEL, now=START)

    assert len(queue_it(garden.article()).posts) == len(first.posts)


def test_another_file_with_the_same_link_is_refused(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """One page would be announced twice."""
    queue_it(garden.article(more="canonical_url: https://garden.example/thyme/"))
    before = counted(store)

    with pytest.raises(ArticleError, match=r"copy\.md has the same link as .*thyme\.md, which is queued already"):
        queue_it(garden.article("copy.md", more="canonical_url: https://garden.example/thyme/"))

    assert counted(store) == before


@pytest.mark.parametrize(
    ("more", "said"), [("draft: true", "draft"), ("social: false", "social"), ("expires: 2020-01-01", "expire")]
)
def test_an_article_that_is_not_for_the_public_is_skipped(
    store: Store, garden: Garden, queue_it: QueueArticle, more: str, said: str
) -> None:
    """With the reason: the author may have forgotten."""
    queued = queue_it(garden.article(more=more))

    assert (queued.posts, counted(store)) == ((), 0)
    assert [said in one.reason for one in queued.skipped] == [True]


def test_an_article_of_the_future_is_skipped(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """Its page is not there yet."""
    article = garden.article()
    queued = queue_it(replace(article, date=START + timedelta(days=30)))

    assert (queued.posts, counted(store), len(queued.skipped)) == ((), 0, 1)


def test_a_dry_run_writes_nothing(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """It shows what would be queued, to the minute."""
    shown = queue_it(garden.article(), wishes=replace(WISHES, dry_run=True))
    nothing = counted(store)
    done = queue_it(garden.article())

    assert nothing == 0
    assert [number for number, _ in shown.posts] == [None] * len(done.posts)
    assert [post for _, post in shown.posts] == [post for _, post in done.posts]


def test_drafts_wait_for_approval(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """An editor looks at them first."""
    queue_it(garden.article(), wishes=replace(WISHES, state=State.DRAFT))

    with store.read() as tx:
        assert {one.state for one in posts.listing(tx, posts.Filter())} == {State.DRAFT}


def test_articles_share_an_accounts_slots(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """No two posts of an account at one time."""
    queue_it(garden.article())
    queue_it(garden.article("sage.md", more="slug: sage"))

    times = [at for _, at in listed(store)]
    assert len(set(times)) == len(times) > 4


def test_accounts_do_not_wait_for_each_other(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """Each has a rhythm of its own."""
    queue_it(garden.article(), "a", "b")

    times = {name: [at for account, at in listed(store) if account == name] for name in ("a", "b")}
    assert times["a"] == times["b"] != []


def test_all_accounts_are_queued_or_none(store: Store, garden: Garden, queue_it: QueueArticle) -> None:
    """Half a campaign would have to be taken apart by hand."""
    with pytest.raises(PlanError, match="'b'"):
        queue_it(garden.article(), "a", "b", b=NEVER)

    assert counted(store) == 0


def test_an_article_of_which_nothing_fits_is_not_marked_as_queued(store: Store, garden: Garden) -> None:
    """It gets its posts once the account has room for them."""
    tiny = Limits(PLAIN.counting, text=5)
    article = garden.article()

    queued = queue_article(store, article, [to("a", tiny)], {"a": DAILY}, House(garden.site), WISHES, now=START)

    with store.read() as tx:
        assert (queued.posts, articles.find(tx, article)) == ((), None)


def test_texts_of_ones_own_are_queued_all_or_none(store: Store) -> None:
    """One text on several accounts is one thing to the person who wrote it."""
    at = START.astimezone(ZoneInfo("Europe/Paris"))
    wrong = replace(new_post(account="b"), publish_at=at, content=None)  # type: ignore[arg-type]  # breaks in the middle

    with pytest.raises(AttributeError):
        queue_texts(store, [new_post("one"), wrong], now=START)

    assert counted(store) == 0
    assert len(queue_texts(store, [new_post("one"), new_post("one", account="b")], now=START)) == counted(store) == 2
