from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    AdapterError,
    Card,
    Connection,
    Content,
    Duplicate,
    Identity,
    Media,
    Part,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.facebook import Facebook
from adapters.testing import AT, WireRules, answering, failure
from tests.adapters.fake_graph import FakeFacebook, refused, said
from tests.adapters.fakes import CLOCK, connection, frozen, published

OPTIONS = {"page": "77", "token": FakeFacebook.token}
IMAGE = Media(b"one", "image/png", 2, 2, "un carré")
OTHER_IMAGE = Media(b"two", "image/jpeg", 2, 2, "un cercle")
LINK = "https://ex.org/semer"
POST = Content("Semer l'été #jardin", tags=("jardin",), language="fr")
LINKED = replace(POST, link=LINK, card=Card("Semer"))
PART = Part(f"À lire : {LINK}")
NOW = CLOCK.replace(microsecond=0)


class TestFacebook(WireRules):
    options = OPTIONS
    secrets = (FakeFacebook.token,)
    fake = FakeFacebook
    refusal = answering(400, body='{"error": {"code": 190, "message": "expired"}}')

    def connect(self, connection: Connection) -> Adapter:
        return Facebook(connection)


def page(server: Any, **options: str) -> Facebook:
    return Facebook(connection(server, {**OPTIONS, **options}))


def failed(answer: httpx.Response) -> AdapterError:
    """Return what becomes of an answer to a post."""
    account = page(lambda _: answer)
    intent = account.prepare(POST, key="k1", at=AT)
    return failure(lambda: account.publish(intent))


def test_the_credentials_name_the_page() -> None:
    """With its address, so that it can be opened."""
    assert page(FakeFacebook()).verify() == Identity("Maison Tilleul", "https://www.facebook.com/tilleul")


def test_the_token_of_a_person_is_not_the_pages() -> None:
    """It looks the same, and every post would fail."""
    server = FakeFacebook()
    server.me["id"] = "1"

    with pytest.raises(Unauthorized, match="it takes the page's own token"):
        page(server).verify()


def test_a_receipt_names_the_post() -> None:
    """A person opens it, a program deletes it."""
    _, receipt = published(page(FakeFacebook()), POST)

    assert receipt == Receipt("77_8000", "https://www.facebook.com/tilleul/posts/77_8000")


def test_a_post_without_an_address_is_shown_by_its_number() -> None:
    """Facebook leads from there to the post."""
    _, receipt = published(page(lambda _: said({"id": "77_1"})), POST)

    assert receipt.url == "https://www.facebook.com/77_1"


def test_a_link_becomes_a_card() -> None:
    """Facebook reads the page by itself."""
    server = FakeFacebook()
    published(page(server), LINKED)

    assert server.things["77_8000"]["link"] == LINK


def test_a_link_in_a_comment_makes_no_card() -> None:
    """Its author has chosen where it stands."""
    server = FakeFacebook()
    published(page(server), replace(POST, link=LINK, parts=(PART,)))

    assert "link" not in server.things["77_8000"]


def test_photos_keep_their_order_and_their_text() -> None:
    """The text of one under another misleads those who cannot see them."""
    server = FakeFacebook()
    published(page(server), replace(POST, media=(IMAGE, OTHER_IMAGE)))

    assert server.public()[0].alts == ("un carré", "un cercle")


def test_photos_and_a_link_that_would_be_lost_are_refused() -> None:
    """A post has room for one of them."""
    with pytest.raises(Unsupported, match="put the link into the text"):
        page(FakeFacebook()).prepare(replace(LINKED, media=(IMAGE,)), key="k1", at=AT)


def test_a_post_without_photos_is_computed() -> None:
    """It is sent sooner then."""
    account = page(FakeFacebook())

    assert (account.composes(LINKED), account.composes(replace(POST, media=(IMAGE,)))) == (True, False)


def test_the_version_of_the_api_is_a_setting() -> None:
    """Meta drops one after two years."""
    server = FakeFacebook()
    with pytest.raises(StopIteration):
        page(server, version="v27.0").verify()

    assert server.requests[-1].url.path == "/v27.0/me"


def test_a_text_that_was_just_posted_is_a_duplicate_of_nobody_knows_what() -> None:
    """Facebook does not name the first one."""
    account = page(FakeFacebook())
    intent, _ = published(account, POST)
    error = failure(lambda: account.publish(intent))

    assert isinstance(error, Duplicate)
    assert error.receipt is None


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(190, 460), Unauthorized),
        (refused(102), Unauthorized),
        (refused(4), Unavailable),
        (refused(32), Unavailable),
        (refused(80001), Unavailable),
        (refused(1), Uncertain),
        (refused(2, status=500), Uncertain),
        (refused(200, message="the app may not publish"), Refused),
        (refused(368), Refused),
        (said({"error": {"code": "?"}}), Uncertain),
    ],
)
def test_the_number_of_an_error_says_what_to_do(answer: httpx.Response, kind: type[AdapterError]) -> None:
    """Its status is nearly always the same."""
    assert type(failed(answer)) is kind


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"X-Business-Use-Case-Usage": '{"77": [{"estimated_time_to_regain_access": 7}]}'}, timedelta(minutes=7)),
        ({"X-Business-Use-Case-Usage": '{"77": [{"estimated_time_to_regain_access": 99999}]}'}, timedelta(days=1)),
        ({"X-Business-Use-Case-Usage": '{"77": [{"call_count": 100}]}'}, None),
        ({"X-Business-Use-Case-Usage": "[7]"}, None),
        ({"X-App-Usage": '{"call_count": 100}'}, None),
        ({"Retry-After": "60", "X-Business-Use-Case-Usage": "{}"}, timedelta(minutes=1)),
    ],
)
def test_a_limit_is_waited_out_as_long_as_facebook_tells(headers: dict[str, str], wait: timedelta | None) -> None:
    """It counts on from the start for an app that does not stop."""
    answer = refused(32)
    answer.headers.update(headers)
    error = failed(answer)

    assert isinstance(error, Unavailable)
    assert error.retry_after == wait


def test_a_post_is_found_among_those_since_the_first_attempt() -> None:
    """After a lost answer it must not be sent again."""
    server = FakeFacebook()
    account = page(server)
    intent, receipt = published(account, POST)
    server.add({"message": "autre"})

    assert account.find(intent) == receipt


def test_an_older_post_of_the_same_text_is_not_the_post() -> None:
    """A teaser may be posted again next year."""
    server = FakeFacebook()
    server.add({"message": POST.text}, at=AT - timedelta(minutes=2))
    account = page(server)

    assert account.find(account.prepare(POST, key="k1", at=AT)) is None


def test_a_search_goes_on_where_a_page_ends() -> None:
    """By its mark: the address of the next page carries the token."""
    server = FakeFacebook()
    server.page_size = 2
    account = page(server)
    intent, receipt = published(account, POST)
    for number in range(5):
        server.add({"message": f"plus tard {number}"})

    assert account.find(intent) == receipt
    assert {request.url.host for request in server.requests} == {"graph.facebook.com"}


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    server = FakeFacebook()
    server.page_size = 1
    account = page(server)
    intent = account.prepare(POST, key="k1", at=AT)
    for number in range(11):
        server.add({"message": f"plus tard {number}"})

    with pytest.raises(Unavailable, match="look at the account yourself"):
        account.find(intent)


def test_a_time_without_a_zone_is_unreadable() -> None:
    """An hour's error decides whether the post is sent again."""
    server = FakeFacebook()
    server.add({"message": POST.text})["created_time"] = "2026-05-04T09:30:15"
    account = page(server)

    with pytest.raises(Unavailable, match="unreadable"):
        account.find(account.prepare(POST, key="k1", at=AT))


@pytest.mark.parametrize("broken", [{"message": ["x"]}, {"permalink_url": 7}, {"id": None}])
def test_a_list_that_makes_no_sense_is_unreadable(broken: dict[str, Any]) -> None:
    """What is not a text is not compared with one."""
    server = FakeFacebook()
    server.add({"message": POST.text}).update(broken)
    account = page(server)

    with pytest.raises(Unavailable, match="unreadable"):
        list(account.sent(since=AT))


def test_what_follows_a_post_is_a_comment_under_it() -> None:
    """A link can live there."""
    server = FakeFacebook()
    account = page(server)
    _, receipt = published(account, POST)
    account.publish(account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT))

    assert [comment["message"] for comment in server.comments] == [PART.text]


def test_a_comment_is_found() -> None:
    """After a lost answer it must not be there twice."""
    server = FakeFacebook()
    account = page(server)
    _, receipt = published(account, POST)
    intent = account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)
    before = account.find(intent)
    comment = account.publish(intent)
    found = account.find(intent)

    assert before is None
    assert found
    assert found.id == comment.id


def test_a_comment_with_an_image_is_refused() -> None:
    """It would be lost."""
    with pytest.raises(Unsupported, match="carries no image"):
        page(FakeFacebook()).prepare_reply(
            replace(PART, media=(IMAGE,)), POST, after=(Receipt("77_1"),), key="k2", at=AT
        )


def test_deleting_takes_a_post_back() -> None:
    """What was published by mistake goes."""
    server = FakeFacebook()
    account = page(server)
    _, receipt = published(account, POST)
    account.delete(receipt)

    assert server.public() == []


def test_what_is_gone_is_deleted() -> None:
    """Somebody was faster."""
    server = FakeFacebook()
    page(server).delete(Receipt("77_1"))

    assert [request.method for request in server.requests] == ["DELETE", "GET"]


def test_what_cannot_be_deleted_and_is_still_there_is_no_success() -> None:
    """Facebook says the same where a permission is missing."""
    server = FakeFacebook()
    account = page(server)
    _, receipt = published(account, POST)
    server.deletes = False

    with pytest.raises(Refused, match="Unsupported delete request"):
        account.delete(receipt)


def test_a_delete_that_is_not_confirmed_is_unreadable() -> None:
    """Its author counts on it."""
    account = page(lambda _: said({"success": "perhaps"}))

    with pytest.raises(Unavailable, match="unreadable"):
        account.delete(Receipt("77_1"))


def test_the_numbers_of_a_post_are_counted_and_seen() -> None:
    """Reactions come from the post, views from its insights."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/insights"):
            return FakeFacebook()(request)
        totals = {name: {"summary": {"total_count": 3}} for name in ("comments", "reactions")}
        return said({"id": "77_1", **totals})

    assert page(respond).measure(Receipt("77_1")) == {
        "comments": 3,
        "reactions": 3,
        "shares": 0,
        "views": 30,
        "likes": 4,
    }


def test_the_pages_posts_are_listed() -> None:
    """What was posted by hand is learnt so."""
    server = FakeFacebook()
    account = page(server)
    _, receipt = published(account, POST)
    server.add({}, at=AT - timedelta(days=1))

    assert list(account.sent(since=AT - timedelta(hours=1))) == [Sent(receipt, POST.text, NOW)]


def test_what_is_frozen_of_photos_is_their_names() -> None:
    """An intent is kept for long; their bytes are at Facebook already."""
    intent = page(FakeFacebook()).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT)

    assert json.loads(str(frozen(intent, "form", "attached_media"))) == [{"media_fbid": "8000"}]
