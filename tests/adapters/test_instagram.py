from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    Connection,
    Content,
    Deletes,
    Identity,
    Media,
    Part,
    Receipt,
    Sent,
    Unavailable,
    Unsupported,
)
from adapters.instagram import Instagram
from adapters.testing import AT, WireRules, answering, failure
from tests.adapters.fake_graph import FakeInstagram, refused
from tests.adapters.fakes import CLOCK, connection, published

OPTIONS = {"user": "178", "access_token": FakeInstagram.token, "media_url": "https://ex.org/pictures"}
IMAGE = Media(b"one", "image/jpeg", 400, 400, "un carré")
OTHER_IMAGE = Media(b"two", "image/jpeg", 400, 400, "un cercle")
LINK = "https://ex.org/semer"
POST = Content("Semer l'été #jardin", tags=("jardin",), language="fr", media=(IMAGE,))
PART = Part("La suite")
NOW = CLOCK.replace(microsecond=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that the account's web server shows."""
    return tmp_path / "pictures"


class TestInstagram(WireRules):
    options = OPTIONS
    secrets = (FakeInstagram.token,)
    fake = FakeInstagram
    refusal = answering(400, body='{"error": {"code": 190, "message": "expired"}}')
    plain = POST
    other = replace(POST, text="Récolter en automne")
    illustrated = replace(POST, media=(IMAGE, OTHER_IMAGE))
    drawn = ("container",)

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def connect(self, connection: Connection) -> Adapter:
        return Instagram(replace(connection, options={**connection.options, "media_folder": str(self.folder)}))


def account(server: Any, folder: Path, **options: str) -> Instagram:
    return Instagram(connection(server, {**OPTIONS, "media_folder": str(folder), **options}))


def test_the_credentials_name_the_account(folder: Path) -> None:
    """With its address, so that it can be opened."""
    found = account(FakeInstagram(), folder).verify()

    assert found == Identity("@tilleul", "https://www.instagram.com/tilleul/")


def test_a_receipt_names_the_post(folder: Path) -> None:
    """A person opens it."""
    _, receipt = published(account(FakeInstagram(), folder), POST)

    assert receipt == Receipt("8001", "https://social.example/p/8001")


def test_a_post_whose_address_cannot_be_read_is_published_all_the_same(folder: Path) -> None:
    """A doubt would have it sent again."""
    server = FakeInstagram()

    def respond(request: httpx.Request) -> httpx.Response:
        return refused(2) if request.url.params.get("fields") == "permalink" else server(request)

    _, receipt = published(account(respond, folder), POST)

    assert receipt == Receipt("8001")


def test_a_post_without_an_image_is_refused(folder: Path) -> None:
    """Instagram has none."""
    with pytest.raises(Unsupported, match="no post without an image"):
        account(FakeInstagram(), folder).prepare(replace(POST, media=()), key="k1", at=AT)


def test_a_link_that_nobody_could_follow_is_refused(folder: Path) -> None:
    """Left out in silence, its author would count on it."""
    with pytest.raises(Unsupported, match="nobody can follow a link"):
        account(FakeInstagram(), folder).prepare(replace(POST, link=LINK), key="k1", at=AT)


def test_a_link_in_the_text_is_taken_as_text(folder: Path) -> None:
    """Readers can at least type it."""
    server = FakeInstagram()
    published(account(server, folder), replace(POST, text=f"À lire : {LINK}", link=LINK))

    assert server.public()[0].text == f"À lire : {LINK}"


def test_an_image_without_alternative_text_sends_none(folder: Path) -> None:
    """An empty one is refused."""
    server = FakeInstagram()
    published(account(server, folder), replace(POST, media=(replace(IMAGE, alt=""),)))

    assert "alt_text" not in server.containers["c8000"]


def test_several_images_are_a_carousel(folder: Path) -> None:
    """In their order, with the text on the whole."""
    server = FakeInstagram()
    published(account(server, folder), replace(POST, media=(IMAGE, OTHER_IMAGE)))

    assert server.containers["c8002"] == {
        "caption": POST.text,
        "media_type": "CAROUSEL",
        "children": "c8000,c8001",
        "state": "PUBLISHED",
    }


def test_a_day_whose_posts_are_used_up_is_waited_out(folder: Path) -> None:
    """A container for nothing would end tomorrow."""
    server = FakeInstagram()
    server.used["quota_usage"] = 100
    error = failure(lambda: account(server, folder).prepare(POST, key="k1", at=AT))

    assert isinstance(error, Unavailable)
    assert server.containers == {}


def test_a_container_that_was_published_tells_where(folder: Path) -> None:
    """After a lost answer it must not be sent again."""
    server = FakeInstagram()
    there = account(server, folder)
    intent = there.prepare(POST, key="k1", at=AT)
    before = there.find(intent)
    receipt = there.publish(intent)

    assert (before, there.find(intent)) == (None, receipt)


def test_a_published_container_without_a_post_is_asked_again(folder: Path) -> None:
    """It is public: `None` would have it sent again."""
    server = FakeInstagram()
    there = account(server, folder)
    intent, _ = published(there, POST)
    server.shows = False

    with pytest.raises(Unavailable, match="does not show it yet"):
        there.find(intent)


def test_what_follows_a_post_is_a_comment_under_it(folder: Path) -> None:
    """Instagram has no threads."""
    server = FakeInstagram()
    there = account(server, folder)
    _, receipt = published(there, POST)
    intent = there.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)
    before = there.find(intent)
    comment = there.publish(intent)

    assert (before, there.find(intent)) == (None, comment)
    assert (comment.url, [each["text"] for each in server.comments]) == (receipt.url, ["La suite"])


def test_a_comment_under_a_post_without_an_address_has_none(folder: Path) -> None:
    """There is nothing to open."""
    server = FakeInstagram()
    there = account(server, folder)
    _, receipt = published(there, POST)
    comment = there.publish(there.prepare_reply(PART, POST, after=(Receipt(receipt.id),), key="k2", at=AT))

    assert comment.url is None


def test_a_comment_with_an_image_is_refused(folder: Path) -> None:
    """It would be lost."""
    part = replace(PART, media=(IMAGE,))

    with pytest.raises(Unsupported, match="carries no image"):
        account(FakeInstagram(), folder).prepare_reply(part, POST, after=(Receipt("1"),), key="k2", at=AT)


def test_it_does_not_promise_to_take_back(folder: Path) -> None:
    """Its API deletes no post: a person does, in the app."""
    assert not isinstance(account(FakeInstagram(), folder), Deletes)


def test_a_posts_numbers_are_read(folder: Path) -> None:
    """Views and what readers made of it."""
    assert account(FakeInstagram(), folder).measure(Receipt("8001")) == {"views": 30, "likes": 4}


def test_the_accounts_posts_are_listed(folder: Path) -> None:
    """What was posted by hand is learnt so."""
    server = FakeInstagram()
    there = account(server, folder)
    _, receipt = published(there, POST)

    assert list(there.sent(since=AT - timedelta(hours=1))) == [Sent(receipt, POST.text, NOW)]


def test_a_token_from_instagram_is_exchanged_before_it_ends(folder: Path) -> None:
    """It lives 60 days."""
    there = account(FakeInstagram(), folder)
    due = there.refresh_due()
    there.refresh()

    assert due
    assert there.expires_at() == (there.refresh_due() or AT) + timedelta(days=15)


def test_a_token_from_facebook_is_left_alone(folder: Path) -> None:
    """It cannot be exchanged in that way."""
    assert account(FakeInstagram(), folder, url="https://graph.facebook.com/").refresh_due() is None


def test_a_token_from_facebook_is_used_there(folder: Path) -> None:
    """The other server does not know it."""
    server = FakeInstagram()
    account(server, folder, url="https://graph.facebook.com/").verify()

    assert server.requests[-1].url.host == "graph.facebook.com"
