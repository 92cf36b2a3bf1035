from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    AdapterError,
    Card,
    Connection,
    Content,
    Identity,
    Media,
    Part,
    Quota,
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.testing import AT, Drawer, WireRules
from adapters.tumblr import Tumblr
from tests.adapters.fake_tumblr import BLOG, FakeTumblr, no, yes
from tests.adapters.fakes import CLOCK, connection, frozen, published
from tests.adapters.rotating import APP, SECRETS

OPTIONS = {"blog": BLOG, **APP}
LINK = "https://ex.org/semer"
POST = Content("Semer l'été\n\n« tôt »", link=LINK, tags=("jardin", "été à deux"), language="fr")
IMAGE = Media(b"one", "image/png", 3, 2, "un carré")
NOW = CLOCK.replace(microsecond=0)

Server = Callable[[httpx.Request], httpx.Response]


class TestTumblr(WireRules):
    options = OPTIONS
    secrets = SECRETS
    fake = FakeTumblr

    def connect(self, connection: Connection) -> Adapter:
        return Tumblr(connection)


def account(server: Server, drawer: Drawer | None = None, **options: str) -> Tumblr:
    return Tumblr(connection(server, {**OPTIONS, **options}, drawer))


def answering(books: FakeTumblr, answer: httpx.Response) -> Server:
    """Answer in the place of what publishes."""
    return lambda request: answer if books.publishes(request) else books(request)


def blocks(content: Content) -> Any:
    return frozen(account(FakeTumblr()).prepare(content, key="k1", at=AT), "body", "content")


def test_the_blog_is_one_of_the_accounts() -> None:
    """With its address, so that it can be opened."""
    assert account(FakeTumblr()).verify() == Identity(BLOG, f"https://{BLOG}.tumblr.com/")


@pytest.mark.parametrize("blog", [f"{BLOG}.tumblr.com", "www.jardin.example", "t:jardin"])
def test_a_blog_may_be_named_in_any_way_that_tumblr_knows(blog: str) -> None:
    """By its name, its address, or its number for ever."""
    assert account(FakeTumblr(), blog=blog).verify().name == blog


def test_a_blog_of_somebody_else_holds_the_account() -> None:
    """Every post would be refused."""
    with pytest.raises(Unauthorized, match="tilleul has no blog 'staff'"):
        account(FakeTumblr(), blog="staff").verify()


def test_a_receipt_says_where_people_read_it() -> None:
    """A person opens it, a program deletes it."""
    _, receipt = published(account(FakeTumblr()), POST)

    assert receipt == Receipt("7000000000000", f"https://{BLOG}.tumblr.com/post/7000000000000")


def test_a_post_is_paragraphs_and_the_card_of_its_link() -> None:
    """Its tags stand in a field of their own, one with spaces among them."""
    books = FakeTumblr()
    published(account(books), replace(POST, card=Card("Semer", "Quand ?")))
    card = {"type": "link", "url": LINK, "title": "Semer", "description": "Quand ?"}

    assert books.posts[0]["content"] == [*({"type": "text", "text": each} for each in POST.text.split("\n\n")), card]
    assert books.posts[0]["tags"] == "jardin,été à deux"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (POST, [{"type": "link", "url": LINK}]),
        (replace(POST, text=f"Voir {LINK}"), []),
        (replace(POST, parts=(Part(LINK),)), []),
        (replace(POST, link=None), []),
    ],
)
def test_a_link_that_stands_elsewhere_has_no_card(content: Content, expected: list[Any]) -> None:
    """It would stand there twice."""
    assert [block for block in blocks(content) if block["type"] == "link"] == expected


def test_a_tag_with_a_comma_is_refused() -> None:
    """Tumblr would read two."""
    with pytest.raises(Unsupported, match="comma"):
        account(FakeTumblr()).prepare(replace(POST, tags=("a,b",)), key="k1", at=AT)


def test_images_travel_with_the_post_to_the_byte() -> None:
    """Each with its words and its shape, below the text."""
    books = FakeTumblr()
    published(account(books), replace(POST, link=None, media=(IMAGE, replace(IMAGE, data=b"two", alt=""))))
    first, second = (block for block in books.posts[0]["content"] if block["type"] == "image")
    media = {"type": "image/png", "identifier": "image0", "width": 3, "height": 2}

    assert first == {"type": "image", "media": [media], "alt_text": "un carré"}
    assert second == {"type": "image", "media": [{**media, "identifier": "image1"}]}
    assert books.files == {"image0": b"one", "image1": b"two"}


def test_a_part_is_a_reblog_of_the_last_one() -> None:
    """So the thread stands whole below each other on the blog."""
    books = FakeTumblr()
    tumblr = account(books)
    _, first = published(tumblr, POST)
    intent = tumblr.prepare_reply(Part("La suite", (IMAGE,)), POST, after=(first,), key="k2", at=AT)
    second = tumblr.publish(intent)

    assert books.posts[1]["parent_post_id"] == int(first.id)
    assert (books.public()[1].text, tumblr.find(intent)) == ("La suite", second)


def test_a_part_whose_post_is_gone_is_refused() -> None:
    """There is nothing to answer."""
    with pytest.raises(Refused):
        account(FakeTumblr()).prepare_reply(Part("La suite"), POST, after=(Receipt("1"),), key="k2", at=AT)


# finding


def test_two_posts_of_one_text_are_told_apart_by_their_names() -> None:
    """A teaser may be posted again; the name in the address is drawn from the key."""
    tumblr = account(FakeTumblr())
    first, receipt = published(tumblr, POST, key="k1")
    second = tumblr.prepare(POST, key="k2", at=AT)

    assert (tumblr.find(first), tumblr.find(second)) == (receipt, None)


def test_a_post_whose_name_was_not_kept_is_known_by_its_text() -> None:
    """Whether Tumblr keeps it to the letter, its papers do not promise."""
    books = FakeTumblr()
    books.keeps_names = False
    tumblr = account(books)
    intent, receipt = published(tumblr, POST)

    assert tumblr.find(intent) == receipt


def test_an_older_post_of_the_same_text_is_not_the_post() -> None:
    """It is of last year."""
    books = FakeTumblr()
    books.add([{"type": "text", "text": POST.text}], at=AT - timedelta(minutes=2))
    tumblr = account(books)

    assert tumblr.find(tumblr.prepare(POST, key="k1", at=AT)) is None


def test_a_search_reads_on_past_what_is_pinned() -> None:
    """A pinned post stands first, whatever its age."""
    books = FakeTumblr()
    books.add([], at=AT - timedelta(days=300), is_pinned=True)
    tumblr = account(books)
    intent, receipt = published(tumblr, POST)
    for number in range(45):
        books.add([], at=CLOCK + timedelta(seconds=number))

    assert tumblr.find(intent) == receipt


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    books = FakeTumblr()
    tumblr = account(books)
    intent = tumblr.prepare(POST, key="k1", at=AT)
    for _ in range(501):
        books.add([])

    with pytest.raises(Unavailable, match="look at it yourself"):
        tumblr.find(intent)


@pytest.mark.parametrize(
    "post",
    [
        {"id_string": "1", "content": []},
        {"id_string": "1", "content": [], "timestamp": 10**12},
        {"id_string": "1", "content": [{"type": "text"}], "timestamp": 1},
        {"id_string": "1", "content": [{"type": "text", "text": 7}], "timestamp": 1},
        {"content": [], "timestamp": 1},
        None,
    ],
)
def test_a_list_that_cannot_be_read_proves_nothing(post: Any) -> None:
    """The unreadable post may be the one that is looked for."""
    books = FakeTumblr()

    def respond(request: httpx.Request) -> httpx.Response:
        return yes(posts=[post]) if request.method == "GET" and books.tokens.issued else books(request)

    tumblr = account(respond)

    with pytest.raises(Unavailable, match="unreadable"):
        tumblr.find(tumblr.prepare(POST, key="k1", at=AT))


def test_what_stands_on_the_blog_is_listed_from_the_newest() -> None:
    """What was posted by hand is not repeated; an image alone has no text."""
    books = FakeTumblr()
    books.add([{"type": "text", "text": "trop vieux"}], at=CLOCK - timedelta(days=2))
    books.add([{"type": "image", "media": []}], at=CLOCK - timedelta(hours=1))
    books.add([{"type": "text", "text": "un"}, {"type": "text", "text": "deux"}])
    found = list(account(books).sent(since=CLOCK - timedelta(days=1)))

    assert [(each.text, each.at) for each in found] == [("un\n\ndeux", NOW), ("", NOW - timedelta(hours=1))]


# what Tumblr says


@pytest.mark.parametrize(
    ("answer", "expected", "wait"),
    [
        (no(400, 8001, "bad"), Refused, None),
        (no(403, 8023, "daily post limit"), Unavailable, timedelta(hours=1)),
        (no(403, 8011, "upload quota"), Unavailable, timedelta(hours=1)),
        (no(403, 4, "not yours"), Refused, None),
        (httpx.Response(403, json={"errors": "none"}), Refused, None),
        (no(429, 0, "Limit Exceeded", x_ratelimit_perhour_remaining="0", x_ratelimit_perhour_reset="120"), Unavailable, timedelta(minutes=2)),  # noqa: E501
        (no(429, 0, "Limit Exceeded", x_ratelimit_perday_remaining="0", x_ratelimit_perday_reset="3600"), Unavailable, timedelta(hours=1)),  # noqa: E501
        (no(429, 0, "Limit Exceeded"), Unavailable, None),
    ],
)  # fmt: skip
def test_a_refusal_is_told_apart(answer: httpx.Response, expected: type[AdapterError], wait: timedelta | None) -> None:
    """What to do next depends on it."""
    with pytest.raises(AdapterError) as caught:
        published(account(answering(FakeTumblr(), answer)), POST)

    assert type(caught.value) is expected
    assert getattr(caught.value, "retry_after", None) == wait


def test_a_refusal_is_told_in_tumblrs_own_words() -> None:
    """They stand in a list of errors."""
    with pytest.raises(Refused, match="the media is broken"):
        published(account(answering(FakeTumblr(), no(400, 8005, "the media is broken"))), POST)


def test_a_post_is_measured_by_its_notes() -> None:
    """Tumblr counts likes, reblogs and answers together."""
    tumblr = account(FakeTumblr())
    _, receipt = published(tumblr, POST)

    assert tumblr.measure(receipt) == {"notes": 3}


def test_what_is_left_of_the_day_is_told() -> None:
    """Whoever plans more learns it before."""
    assert account(FakeTumblr()).quota() == Quota(249, 250, timedelta(days=1))


# tokens


def test_tokens_are_replaced_when_they_are_refused_and_kept_before_they_are_used() -> None:
    """A refresh token is good once: the pair that is lost locks the account out."""
    books, drawer = FakeTumblr(), Drawer()
    published(account(books, drawer), POST)
    account(books, drawer).refresh()

    assert (drawer.kept["access"], drawer.kept["refresh"]) == ("access-2", "refresh-2")
    assert account(books, drawer).verify().name == BLOG


def test_tokens_are_due_before_they_end_and_nobody_knows_when_a_login_does() -> None:
    """They last 42 minutes."""
    books, drawer = FakeTumblr(), Drawer()
    tumblr = account(books, drawer)
    tumblr.verify()

    assert tumblr.refresh_due() == datetime(2026, 5, 4, 9, 30, tzinfo=UTC) + timedelta(seconds=1890)
    assert tumblr.expires_at() is None


def test_an_account_that_nobody_has_logged_in_says_so() -> None:
    """With the command that does."""
    tumblr = Tumblr(connection(FakeTumblr(), {"blog": BLOG}))

    with pytest.raises(Unauthorized, match="tambour login journal"):
        tumblr.verify()
