from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import (
    Content,
    Duplicate,
    Identity,
    Media,
    Part,
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Uncertain,
)
from adapters.testing import AT, Drawer
from adapters.x import X
from adapters.x.post import shown
from tests.adapters.fake_x import ROTATING, SIGNED, FakeX
from tests.adapters.fakes import connection, frozen, published

POST = Content("Semer l'été https://maison-tilleul.example/semer/ #jardin", tags=("jardin",), language="fr")
IMAGES = (Media(b"one", "image/png", 2, 2, "un carré"), Media(b"two", "image/jpeg", 2, 2))
BOTH = pytest.mark.parametrize("options", [SIGNED, ROTATING], ids=["signed", "rotating"])


def account(
    app: Callable[[httpx.Request], httpx.Response],
    options: Mapping[str, str] = SIGNED,
    drawer: Drawer | None = None,
) -> X:
    return X(connection(app, options, drawer))


def asked(books: FakeX) -> list[str]:
    return [f"{request.method} {request.url.path}" for request in books.requests]


def answering(books: FakeX, answer: httpx.Response) -> Callable[[httpx.Request], httpx.Response]:
    """Answer in X's place where a post is published."""
    return lambda request: answer if books.publishes(request) else books(request)


def test_the_credentials_name_the_account() -> None:
    """Who mixes two accounts up should see it."""
    assert account(FakeX()).verify() == Identity("@tilleul", "https://x.com/tilleul")


def test_a_receipt_names_the_post() -> None:
    """Its address needs no name of the account."""
    _, receipt = published(account(FakeX()), POST)

    assert receipt == Receipt("5000", "https://x.com/i/status/5000")


@pytest.mark.parametrize("lacking", ["api_secret", "token", "token_secret"])
def test_an_account_that_lacks_a_secret_is_told_which(lacking: str) -> None:
    """Four are copied, and one is forgotten."""
    with pytest.raises(Unauthorized, match=f"lacks {lacking}:"):
        account(FakeX(), {**SIGNED, lacking: ""}).verify()


def test_an_account_without_any_secret_is_told_to_log_in() -> None:
    """Which way, is for a person to choose."""
    with pytest.raises(Unauthorized, match="tambour login"):
        account(FakeX(), {"client_id": "the-app"}).verify()


def test_a_question_with_parameters_is_signed_with_them() -> None:
    """Colons and commas are where signatures go wrong."""
    books = FakeX()
    x = account(books)
    intent, receipt = published(x, POST)

    assert x.find(intent) == receipt


def test_a_token_that_was_refused_is_replaced_once_and_kept() -> None:
    """It lives two hours, and the one before is used up."""
    drawer, books = Drawer(), FakeX()
    published(account(books, ROTATING, drawer), POST)

    assert (drawer.kept["access"], drawer.kept["refresh"]) == ("access-1", "refresh-1")


def test_the_tokens_that_were_kept_are_used_after_a_restart() -> None:
    """The refresh token of the settings is good once."""
    drawer, books = Drawer(), FakeX()
    account(books, ROTATING, drawer).verify()
    account(books, ROTATING, drawer).verify()

    assert books.issued == 1


def test_a_post_goes_out_under_the_token_that_replaced_a_dead_one() -> None:
    """What is refused was not published."""
    drawer, books = Drawer(), FakeX()
    x = account(books, ROTATING, drawer)
    x.verify()
    drawer.kept["access"] = "dead"
    published(x, POST)

    assert (len(books.posts), books.issued) == (1, 2)


def test_an_empty_answer_replaces_no_token() -> None:
    """The old refresh token may still be good."""
    drawer, books = Drawer(), FakeX()
    account(books, ROTATING, drawer).verify()
    before = dict(drawer.kept)
    empty = {"/2/oauth2/token": httpx.Response(200, json={}), "/2/users/me": httpx.Response(401)}
    with pytest.raises(Unavailable):
        account(lambda request: empty[request.url.path], ROTATING, drawer).verify()

    assert drawer.kept == before


def test_a_refresh_token_that_was_used_elsewhere_asks_for_a_login() -> None:
    """Only a person can help."""
    with pytest.raises(Unauthorized, match="log in again"):
        account(FakeX(), {**ROTATING, "refresh_token": "refresh-of-yesterday"}).verify()


def test_the_daemon_knows_when_tokens_are_to_be_replaced() -> None:
    """Three quarters of their two hours, by X's clock."""
    x = account(FakeX(), ROTATING, Drawer())
    x.refresh()

    assert (x.refresh_due(), x.expires_at()) == (datetime(2026, 5, 4, 11, 0, tzinfo=UTC), None)


def test_signatures_do_not_end() -> None:
    """Nothing is to be replaced."""
    x = account(FakeX())
    x.refresh()

    assert (x.refresh_due(), x.expires_at()) == (None, None)


@BOTH
def test_images_keep_their_order_and_their_text(options: dict[str, str]) -> None:
    """An image without a text is told nothing of, for that costs money too."""
    books = FakeX()
    published(account(books, options), replace(POST, media=IMAGES))

    assert books.public()[0].alts == ("un carré", "")
    assert asked(books).count("POST /2/media/metadata") == 1


def test_an_image_that_is_uploaded_is_not_uploaded_again() -> None:
    """The second one fails, and both are asked for once more."""
    books, failures = FakeX(), [httpx.Response(503)]

    def respond(request: httpx.Request) -> httpx.Response:
        second = request.url.path == "/2/media/upload" and b"two" in request.content
        return failures.pop() if second and failures else books(request)

    x = account(respond)
    content = replace(POST, media=IMAGES)
    with pytest.raises(Unavailable):
        x.prepare(content, key="k1", at=AT)
    intent = x.prepare(content, key="k1", at=AT)

    assert frozen(intent, "media", "media_ids") == ["700", "701"]


def test_a_post_without_images_is_composed_without_asking() -> None:
    """It is sent sooner, and costs no question."""
    x = account(FakeX())

    assert (x.composes(POST), x.composes(replace(POST, media=IMAGES))) == (True, False)


def test_a_part_answers_the_one_before() -> None:
    """Readers follow a thread downwards."""
    books = FakeX()
    x = account(books)
    _, first = published(x, POST)
    x.publish(x.prepare_reply(Part("La suite", IMAGES[:1]), POST, after=(first,), key="k2", at=AT))

    assert (books.posts[1]["reply"], books.public()[1].alts) == ({"in_reply_to_tweet_id": first.id}, ("un carré",))


@pytest.mark.parametrize(
    "text",
    [
        "a < b & c > d, « c'est »",
        "voir https://maison-tilleul.example/a?b=1&c=2, et https://autre.example/",
        "sur maison-tilleul.fr aujourd'hui",
        "cafe\u0301 👩\u200d🌾\n\nune ligne",
    ],
)
def test_a_text_is_recognised_as_x_shows_it(text: str) -> None:
    """Shortened addresses, HTML's letters, the address of an image behind it: else it would be posted again."""
    x = account(FakeX())
    intent, receipt = published(x, Content(text, media=IMAGES[:1]))

    assert x.find(intent) == receipt


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n<>&"), max_size=30)
ADDRESSES = st.sampled_from(["https://maison-tilleul.example/a?b=1&c=2", "https://autre.example/", "tilleul.fr", ""])


@given(st.lists(st.tuples(WORDS, ADDRESSES), min_size=1, max_size=3))
def test_any_text_is_recognised_as_x_shows_it(pieces: list[tuple[str, str]]) -> None:
    """One that is not would be posted again."""
    text = " ".join(f"{words} {address}" for words, address in pieces) + "."
    books = FakeX()
    fields = books.add(text, images=("700",))

    assert shown(fields).says(text)


def test_an_older_post_of_the_same_text_is_not_the_post() -> None:
    """A teaser may be posted again next year."""
    books = FakeX()
    books.add(POST.text, at=AT - timedelta(minutes=2))
    x = account(books)

    assert x.find(x.prepare(POST, key="k1", at=AT)) is None


def test_a_search_reads_on_where_there_is_more() -> None:
    """A busy account has more than a page since then."""
    books = FakeX()
    books.page = 5
    x = account(books)
    intent, receipt = published(x, POST)
    for later in range(12):
        books.add(f"later {later}")

    assert x.find(intent) == receipt


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    books = FakeX()
    books.page = 1
    x = account(books)
    for later in range(5):
        books.add(f"later {later}")

    with pytest.raises(Unavailable, match="look at the account yourself"):
        x.find(x.prepare(POST, key="k1", at=AT))


def test_a_post_without_a_zone_in_its_time_is_unreadable() -> None:
    """An hour's error decides whether the post is sent again."""
    books = FakeX()
    page = {"data": [{"id": "1", "text": "a", "created_at": "2026-05-04T09:30:00"}], "meta": {}}

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=page) if request.url.path.endswith("/tweets") else books(request)

    x = account(respond)

    with pytest.raises(Unavailable, match="unreadable"):
        x.find(x.prepare(POST, key="k1", at=AT))


def test_a_repeat_that_x_refuses_is_looked_for() -> None:
    """X does not say which post it repeats; the account's own list does."""
    x = account(FakeX())
    intent, receipt = published(x, POST)

    with pytest.raises(Duplicate, match="duplicate content") as caught:
        x.publish(intent)
    assert caught.value.receipt == receipt


def test_a_repeat_of_what_cannot_be_found_names_nothing() -> None:
    """It was deleted, or is of last year, or X is away."""
    refusal = httpx.Response(403, json={"detail": "You are not allowed to create a Tweet with duplicate content."})

    def respond(request: httpx.Request) -> httpx.Response:
        return refusal if request.method == "POST" else httpx.Response(503)

    x = account(respond)

    with pytest.raises(Duplicate) as caught:
        x.publish(x.prepare(POST, key="k1", at=AT))
    assert caught.value.receipt is None


def test_a_refusal_is_told_in_xs_own_words() -> None:
    """They stand where its problems have them."""
    told = "Reply to this conversation is not allowed because you have not been mentioned"
    refusal = httpx.Response(403, json={"detail": told, "title": "Forbidden"})

    with pytest.raises(Refused, match=told):
        published(account(answering(FakeX(), refusal)), POST)


@pytest.mark.parametrize("status", [402, 403, 429])
def test_an_account_without_credits_waits_for_a_person(status: int) -> None:
    """The post is good; its author has to pay."""
    problem = {"type": "https://api.x.com/2/problems/usage-capped", "detail": "Usage cap exceeded"}
    refusal = httpx.Response(status, json=problem)

    with pytest.raises(Unavailable, match="credits") as caught:
        published(account(answering(FakeX(), refusal)), POST)
    assert caught.value.retry_after == timedelta(hours=1)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-rate-limit-reset": "1777887120"}, timedelta(minutes=2)),
        (
            {
                "x-rate-limit-remaining": "0",
                "x-rate-limit-reset": "1777887120",
                "x-user-limit-24hour-remaining": "0",
                "x-user-limit-24hour-reset": "1777890600",
            },
            timedelta(hours=1),
        ),
        ({"x-user-limit-24hour-remaining": "7", "x-rate-limit-reset": "1777887060"}, timedelta(minutes=1)),
        ({}, None),
    ],
)
def test_the_longest_limit_that_is_used_up_is_waited_for(headers: dict[str, str], wait: timedelta | None) -> None:
    """Asked again after a quarter of an hour, a day's limit is still used up."""
    refusal = httpx.Response(429, headers={"Date": "Mon, 04 May 2026 09:30:00 GMT", **headers})

    with pytest.raises(Unavailable) as caught:
        published(account(answering(FakeX(), refusal)), POST)
    assert caught.value.retry_after == wait


def test_an_answer_that_names_only_errors_is_uncertain() -> None:
    """X says 201 and names no post."""
    answer = httpx.Response(201, json={"errors": [{"detail": "something"}]})

    with pytest.raises(Uncertain):
        published(account(answering(FakeX(), answer)), POST)


def test_a_post_is_measured_by_xs_own_counts() -> None:
    """By their names there."""
    x = account(FakeX())
    _, receipt = published(x, POST)

    assert x.measure(receipt) == {"like_count": 3, "impression_count": 120}


def test_what_the_account_posted_is_listed_from_the_newest() -> None:
    """What was posted by hand is not repeated; its addresses are whole again."""
    books = FakeX()
    books.add("trop vieux", at=AT - timedelta(days=2))
    books.add("hier : https://maison-tilleul.example/hier", at=AT - timedelta(days=1))
    books.add("ce matin & encore", at=AT)
    found = account(books).sent(since=AT - timedelta(days=1, hours=1))

    assert [each.text for each in found] == ["ce matin & encore", "hier : https://maison-tilleul.example/hier"]


def test_who_the_account_is_is_asked_once() -> None:
    """Each question costs money."""
    books = FakeX()
    x = account(books)
    intent, _ = published(x, POST)
    x.verify()
    for _ in range(2):
        x.find(intent)

    assert asked(books).count("GET /2/users/me") == 1
