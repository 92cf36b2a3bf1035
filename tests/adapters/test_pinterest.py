from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
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
    Identity,
    Media,
    Part,
    Receipt,
    Refused,
    Unavailable,
    Unsupported,
)
from adapters.pinterest import Pinterest
from adapters.testing import AT, Drawer, WireRules
from adapters.testing.rules import ILLUSTRATED, OTHER
from tests.adapters.fake_pinterest import BOARD, FakePinterest, no
from tests.adapters.fakes import CLOCK, connection, frozen, published
from tests.adapters.rotating import APP, SECRETS

OPTIONS = {"board": BOARD, **APP}
LINK = "https://ex.org/semer"
IMAGE = Media(b"one", "image/png", 300, 300, "un carré")
OTHER_IMAGE = Media(b"two", "image/jpeg", 300, 300, "un rond")
POST = Content("Semer l'été #jardin", link=LINK, card=Card("Semer"), tags=("jardin",), media=(IMAGE,))
NOW = CLOCK.replace(microsecond=0)


class TestPinterest(WireRules):
    options = OPTIONS
    secrets = SECRETS
    fake = FakePinterest
    plain = ILLUSTRATED
    other = replace(OTHER, media=ILLUSTRATED.media)

    def connect(self, connection: Connection) -> Adapter:
        return Pinterest(connection)


def account(
    server: Callable[[httpx.Request], httpx.Response], drawer: Drawer | None = None, **options: str
) -> Pinterest:
    return Pinterest(connection(server, {**OPTIONS, **options}, drawer))


def body(content: Content) -> Any:
    return account(FakePinterest()).prepare(content, key="k1", at=AT).request


def failing(answer: httpx.Response) -> AdapterError:
    """Return what becomes of an answer to the request that publishes."""
    books = FakePinterest()
    with pytest.raises(AdapterError) as caught:
        published(account(lambda request: answer if books.publishes(request) else books(request)), POST)

    return caught.value


def test_the_credentials_name_the_account_and_its_board() -> None:
    """Who mixes two boards up should see it before the first Pin does."""
    assert account(FakePinterest()).verify() == Identity("tilleul, board Jardin", "https://www.pinterest.com/tilleul/")


def test_a_board_that_there_is_not_is_told() -> None:
    """It is a wrong number in the settings, and stays inside its path."""
    with pytest.raises(Refused, match="Board not found"):
        account(FakePinterest(), board="../pins").verify()


def test_things_may_be_tried_out_on_another_server() -> None:
    """Pinterest has one for apps on trial; tokens are renewed there too."""
    books = FakePinterest()
    account(books, url="https://api-sandbox.pinterest.com/").verify()

    assert {request.url.host for request in books.requests} == {"api-sandbox.pinterest.com"}


def test_a_pin_is_an_image_with_its_text_link_and_title() -> None:
    """The link is where a click on the image leads."""
    data = b64encode(b"one").decode()

    assert body(POST) == {
        "board_id": BOARD,
        "description": POST.text,
        "media_source": {"source_type": "image_base64", "content_type": "image/png", "data": data},
        "alt_text": "un carré",
        "link": LINK,
        "title": "Semer",
    }


def test_several_images_are_a_carousel_with_one_alternative_text() -> None:
    """A Pin has one: it says all of them, in the order of the images."""
    found = body(replace(POST, media=(IMAGE, OTHER_IMAGE)))

    assert [item["content_type"] for item in found["media_source"]["items"]] == ["image/png", "image/jpeg"]
    assert found["alt_text"] == "un carré\nun rond"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (replace(POST, media=()), "without an image"),
        (replace(POST, media=(replace(IMAGE, alt="a" * 300), replace(IMAGE, alt="b" * 300))), "500 characters"),
        (replace(POST, link=f"{LINK}?{'x' * 2048}"), "2048 characters"),
    ],
)
def test_what_a_pin_has_no_room_for_is_refused(content: Content, reason: str) -> None:
    """Nothing is left out in silence."""
    with pytest.raises(Unsupported, match=reason):
        account(FakePinterest()).prepare(content, key="k1", at=AT)


@pytest.mark.parametrize(
    "content",
    [
        replace(POST, card=None, text=f"Voir {LINK}"),
        replace(POST, card=None, parts=(Part(LINK),)),
        replace(POST, card=None, link=None),
    ],
)
def test_a_link_that_stands_elsewhere_is_not_the_pins(content: Content) -> None:
    """Its author wanted it there."""
    assert not {"link", "title"} & body(content).keys()


def test_a_title_that_is_too_long_is_the_pages_own_business() -> None:
    """It is no part of the post; the page has it."""
    assert "title" not in body(replace(POST, card=Card("x" * 101)))


def test_a_receipt_names_the_pin() -> None:
    """A person opens it, a program deletes it."""
    _, receipt = published(account(FakePinterest()), POST)

    assert receipt == Receipt("813744226420795884", "https://www.pinterest.com/pin/813744226420795884/")


def test_a_pin_is_found_by_text_and_link_wherever_it_stands() -> None:
    """Pinterest names no order: also after older ones, and on a later page."""
    books = FakePinterest()
    books.page = 2
    for number in range(5):
        books.add(at=AT - timedelta(days=number + 1), description=POST.text, link=LINK)
    pinterest = account(books)
    other, _ = published(pinterest, replace(POST, link="https://ex.org/autre"), key="k2")
    intent = pinterest.prepare(POST, key="k1", at=AT)
    before = pinterest.find(intent)
    receipt = pinterest.publish(intent)

    assert (before, pinterest.find(intent)) == (None, receipt)
    assert frozen(other, "link") == "https://ex.org/autre"


def test_a_pin_of_somebody_else_on_a_shared_board_is_not_ours() -> None:
    """It would pass for published what never was."""
    books = FakePinterest()
    books.add(description=POST.text, link=LINK, is_owner=False)
    pinterest = account(books)

    assert pinterest.find(pinterest.prepare(POST, key="k1", at=AT)) is None
    assert list(pinterest.sent(since=AT)) == []


def test_a_search_that_did_not_see_the_whole_board_says_so() -> None:
    """`None` would mean that the Pin is certainly not there."""
    books = FakePinterest()
    books.page = 1
    for _ in range(21):
        books.add(at=AT - timedelta(days=1))
    pinterest = account(books)

    with pytest.raises(Unavailable, match="look at it yourself"):
        pinterest.find(pinterest.prepare(POST, key="k1", at=AT))


def test_what_stands_on_the_board_is_listed_from_the_newest() -> None:
    """What was pinned by hand is not repeated; an image needs no words."""
    books = FakePinterest()
    books.add(at=CLOCK - timedelta(hours=1))
    books.add(at=CLOCK, description="un")
    books.add(at=CLOCK - timedelta(days=2), description="trop vieux")
    found = list(account(books).sent(since=CLOCK - timedelta(days=1)))

    assert [(each.text, each.at) for each in found] == [("un", NOW), ("", NOW - timedelta(hours=1))]


def test_a_pin_is_measured_by_pinterests_own_counts() -> None:
    """Since it was made."""
    pinterest = account(FakePinterest())
    _, receipt = published(pinterest, POST)

    assert pinterest.measure(receipt) == {
        "pin_click": 7,
        "impression": 20,
        "clickthrough": 3,
        "reaction": 10,
        "comment": 2,
    }


def test_a_pin_that_was_never_counted_has_no_counts() -> None:
    """Pinterest takes a day."""
    books = FakePinterest()
    pin = httpx.Response(200, json={"id": "1", "pin_metrics": None})
    pinterest = account(lambda request: pin if "pin_metrics" in request.url.params else books(request))

    assert pinterest.measure(Receipt("1")) == {}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (no(403, 29, "You may not create Pins in production, use API Sandbox"), Unavailable),
        (no(403, 7, "Not your board"), Refused),
        (no(400, 1, "Invalid image"), Refused),
        (httpx.Response(403, json=["a list"]), Refused),
    ],
)
def test_a_refusal_is_told_apart(answer: httpx.Response, expected: type[AdapterError]) -> None:
    """The posts of an app on trial wait for the permission; its credentials are good."""
    assert type(failing(answer)) is expected


def test_an_app_on_trial_says_what_to_ask_for() -> None:
    """Pinterest's own words send everybody to its sandbox."""
    assert "Standard access" in str(failing(no(403, 29, "use API Sandbox")))


def test_tokens_are_replaced_and_kept_before_they_are_used() -> None:
    """They last a month, and what replaces them two."""
    books, drawer = FakePinterest(), Drawer()
    pinterest = account(books, drawer)
    pinterest.verify()
    pinterest.refresh()

    assert (drawer.kept["access"], drawer.kept["refresh"]) == ("access-2", "refresh-2")
    assert (pinterest.refresh_due(), pinterest.expires_at()) == (
        AT.replace(second=0, microsecond=0) + timedelta(days=22.5),
        None,
    )
