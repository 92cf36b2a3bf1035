from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
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
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.google_business import GoogleBusiness
from adapters.testing import AT, Drawer, WireRules
from adapters.testing.rules import ILLUSTRATED
from tests.adapters.fake_google_business import LOCATION, POSTS, FakeGoogleBusiness, no
from tests.adapters.fakes import CLOCK, connection, published
from tests.adapters.rotating import APP, SECRETS

OPTIONS = {"location": LOCATION, **APP}
LINK = "https://ex.org/semer"
POST = Content("Semer l'été", link=LINK, card=Card("Semer"), language="fr")
IMAGE = Media(b"x" * 20_000, "image/jpeg", 400, 300)

Server = Callable[[httpx.Request], httpx.Response]


class TestGoogleBusiness(WireRules):
    options = OPTIONS
    secrets = SECRETS[:3]
    fake = FakeGoogleBusiness
    illustrated = replace(ILLUSTRATED, media=(IMAGE,))

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def connect(self, connection: Connection) -> Adapter:
        places = {"media_folder": str(self.folder), "media_url": "https://ex.org/pictures"}
        return GoogleBusiness(replace(connection, options={**connection.options, **places}))


def location(server: Server, drawer: Drawer | None = None, **options: str) -> GoogleBusiness:
    return GoogleBusiness(connection(server, {**OPTIONS, **options}, drawer))


def body(content: Content, **options: str) -> Any:
    return location(FakeGoogleBusiness(), None, **options).prepare(content, key="k1", at=AT).request


def failing(answer: httpx.Response) -> AdapterError:
    """Return what becomes of an answer to the request that publishes."""
    books = FakeGoogleBusiness()
    with pytest.raises(AdapterError) as caught:
        published(location(lambda request: answer if books.publishes(request) else books(request)), POST)

    return caught.value


def test_the_location_is_named_and_its_posts_can_be_read() -> None:
    """A project that Google has not let in may know the name all the same."""
    books = FakeGoogleBusiness()

    assert location(books).verify() == Identity("Maison Tilleul", "https://maps.example/22")
    assert POSTS in {request.url.path for request in books.requests}


def test_a_button_that_there_is_not_holds_the_account() -> None:
    """It is a typing error in the settings."""
    with pytest.raises(Unauthorized, match="LEARN_MORE, BOOK"):
        location(FakeGoogleBusiness(), button="click").verify()


def test_a_post_leads_to_its_link_by_a_button_and_says_its_language() -> None:
    """The button says what the account wants it to."""
    assert body(POST, button="shop") == {
        "summary": POST.text,
        "topicType": "STANDARD",
        "languageCode": "fr",
        "callToAction": {"actionType": "SHOP", "url": LINK},
    }


@pytest.mark.parametrize(
    "content", [replace(POST, card=None, text=f"Voir {LINK}"), replace(POST, card=None, link=None)]
)
def test_a_link_that_stands_elsewhere_has_no_button(content: Content) -> None:
    """Its author wanted it there."""
    assert "callToAction" not in body(content)


def test_an_image_is_fetched_from_where_the_account_shows_it(tmp_path: Path) -> None:
    """Google takes no upload."""
    found = body(replace(POST, media=(IMAGE,)), media_folder=str(tmp_path), media_url="https://ex.org/pictures/")
    (file,) = tmp_path.iterdir()

    assert found["media"] == [{"mediaFormat": "PHOTO", "sourceUrl": f"https://ex.org/pictures/{file.name}"}]
    assert file.read_bytes() == IMAGE.data


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ((IMAGE, IMAGE), "one image"),
        ((replace(IMAGE, alt="un carré"),), "no alternative text"),
        ((replace(IMAGE, data=b"x"),), "10240 bytes"),
        ((replace(IMAGE, height=249),), "250 pixels"),
        ((IMAGE,), "media_folder"),
    ],
)
def test_what_google_would_leave_out_is_refused(media: tuple[Media, ...], reason: str) -> None:
    """It would show the post without it, and say nothing."""
    with pytest.raises(Unsupported, match=reason):
        location(FakeGoogleBusiness()).prepare(replace(POST, media=media), key="k1", at=AT)


def test_without_a_public_place_there_are_no_images(tmp_path: Path) -> None:
    """So that one is refused when it is planned."""
    hosted = location(FakeGoogleBusiness(), media_folder=str(tmp_path), media_url="https://ex.org/")

    assert (location(FakeGoogleBusiness()).read_limits().images, hosted.read_limits().images) == (0, 1)


@pytest.mark.parametrize(("told", "url"), [("https://local.google.com/p", "https://local.google.com/p"), (None, None)])
def test_a_receipt_names_the_post_and_where_google_shows_it(told: str | None, url: str | None) -> None:
    """A post that is still looked at may be shown nowhere yet."""
    books = FakeGoogleBusiness()
    made = httpx.Response(200, json={"name": f"{LOCATION}/localPosts/7", "searchUrl": told})
    _, receipt = published(location(lambda request: made if books.publishes(request) else books(request)), POST)

    assert receipt == Receipt(f"{LOCATION}/localPosts/7", url)


def test_a_post_that_google_rejects_at_once_is_refused() -> None:
    """It was taken, and nobody sees it."""
    books = FakeGoogleBusiness()
    books.state = "REJECTED"

    with pytest.raises(Refused, match="rejected"):
        published(location(books), POST)


def test_a_post_that_google_rejected_is_not_found_nor_listed() -> None:
    """A doubt must not end as published where nobody sees anything."""
    books = FakeGoogleBusiness()
    business = location(books)
    intent, receipt = published(business, POST)
    found = business.find(intent)
    books.posts[0]["state"] = "REJECTED"

    assert (found, business.find(intent)) == (receipt, None)
    assert list(business.sent(since=AT)) == []


def test_a_post_is_found_by_text_and_link_wherever_it_stands() -> None:
    """Google names no order: also after older ones, and on a later page."""
    books = FakeGoogleBusiness()
    books.page = 2
    button = {"actionType": "BOOK", "url": LINK}
    for number in range(5):
        books.add(at=AT - timedelta(days=number + 1), summary=POST.text, callToAction=button)
    books.add(summary=POST.text)
    books.add()
    business = location(books)
    intent = business.prepare(POST, key="k1", at=AT)
    before = business.find(intent)
    receipt = business.publish(intent)

    assert (before, business.find(intent)) == (None, receipt)


def test_a_search_that_did_not_see_the_whole_list_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    books = FakeGoogleBusiness()
    books.page = 1
    for _ in range(21):
        books.add(at=AT - timedelta(days=1))
    business = location(books)

    with pytest.raises(Unavailable, match="look at it yourself"):
        business.find(business.prepare(POST, key="k1", at=AT))


def test_a_list_that_cannot_be_read_proves_nothing() -> None:
    """An hour's error decides whether the post is sent again."""
    books = FakeGoogleBusiness()
    books.posts.append({"name": "x", "createTime": "2026-05-04T09:30:00", "state": "LIVE"})
    business = location(books)

    with pytest.raises(Unavailable, match="unreadable"):
        business.find(business.prepare(POST, key="k1", at=AT))


def test_what_stands_there_is_listed_from_the_newest() -> None:
    """What was posted by hand is not repeated."""
    books = FakeGoogleBusiness()
    books.add(at=CLOCK - timedelta(hours=1), summary="hier")
    books.add(at=CLOCK, summary="ce matin")
    books.add(at=CLOCK - timedelta(days=2), summary="trop vieux")
    found = list(location(books).sent(since=CLOCK - timedelta(days=1)))

    assert [(each.text, each.at) for each in found] == [("ce matin", CLOCK), ("hier", CLOCK - timedelta(hours=1))]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (no(400, "INVALID_ARGUMENT", "Request contains an invalid argument."), Refused),
        (no(403, "PERMISSION_DENIED", "The caller does not have permission"), Unauthorized),
        (no(429, "RESOURCE_EXHAUSTED", "Quota exceeded", retry_after="60"), Unavailable),
        (no(503, "UNAVAILABLE", "later"), Uncertain),
    ],
)
def test_a_refusal_is_told_apart(answer: httpx.Response, expected: type[AdapterError]) -> None:
    """A project that Google has not let in holds the account, so that its posts wait."""
    assert type(failing(answer)) is expected


def test_a_token_is_replaced_and_what_replaces_it_stays() -> None:
    """Google gives one that lasts."""
    books, drawer = FakeGoogleBusiness(), Drawer()
    business = location(books, drawer)
    business.verify()
    business.refresh()

    assert (drawer.kept["access"], drawer.kept["refresh"]) == ("access-2", "refresh-0")
    assert business.refresh_due() is not None
    assert business.expires_at() is None
