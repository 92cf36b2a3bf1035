from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    Card,
    Connection,
    Content,
    Identity,
    Media,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.ghost import Ghost
from adapters.testing import AT, WireRules, failure
from adapters.testing.rules import SQUARE
from tests.adapters.fake_ghost import URL, FakeGhost
from tests.adapters.fakes import CLOCK, connection, published

OPTIONS = {"url": f"{URL}/", "key": FakeGhost.key}
LINK = "https://ex.org/semer?a=1&utm_source=x"
POST = Content("Semer l'été #jardin", tags=("jardin",), language="fr")
LINKED = replace(POST, link=LINK, card=Card("Semer & récolter", "Tout ce qu'il faut"))
OTHER_IMAGE = Media(b"two", "image/jpeg", 2, 2, 'un "cercle" & plus')


class TestGhost(WireRules):
    options = OPTIONS
    secrets = (FakeGhost.key, FakeGhost.secret)
    fake = FakeGhost
    drawn = ("updated_at",)

    def connect(self, connection: Connection) -> Adapter:
        return Ghost(connection, CLOCK.timestamp)


def site(server: Any, **options: str) -> Ghost:
    return Ghost(connection(server, {**OPTIONS, **options}), CLOCK.timestamp)


def only(server: FakeGhost) -> dict[str, Any]:
    (post,) = server.posts.values()
    return post


def test_the_key_names_the_site() -> None:
    """It has no other owner."""
    assert site(FakeGhost()).verify() == Identity("Maison Tilleul", f"{URL}/")


@pytest.mark.parametrize("key", ["", FakeGhost.secret, f"{FakeGhost.key[:-1]}"])
def test_half_a_key_is_not_sent(key: str) -> None:
    """It was cut while it was copied."""
    server = FakeGhost()

    with pytest.raises(Unauthorized, match="copy it again"):
        site(server, key=key).verify()
    assert not server.requests


def test_a_post_has_all_that_a_page_of_the_site_has() -> None:
    """Nothing of it is markup."""
    server = FakeGhost()
    published(site(server, canonical="link"), LINKED)
    post = only(server)

    assert post["title"] == "Semer & récolter"
    assert post["custom_excerpt"] == "Tout ce qu'il faut"
    assert post["canonical_url"] == "https://ex.org/semer?a=1"
    assert post["tags"] == [{"name": "jardin"}]
    assert '<a href="https://ex.org/semer?a=1&amp;utm_source=x">Semer &amp; récolter</a>' in post["html"]


def test_an_original_is_named_only_where_the_account_wishes_it() -> None:
    """A teaser is no copy of its article."""
    server = FakeGhost()
    published(site(server), LINKED)

    assert only(server)["canonical_url"] is None


def test_a_wish_that_is_none_is_refused_before_the_first_post() -> None:
    """It would be left out in silence."""
    with pytest.raises(Unsupported, match="is not link"):
        site(FakeGhost(), canonical="yes").verify()


def test_no_post_goes_out_by_mail() -> None:
    """Mail cannot be taken back, nor a second one."""
    server = FakeGhost()
    published(site(server), LINKED)

    assert not [request for request in server.requests if "newsletter" in str(request.url)]


def test_the_first_image_is_the_feature_image_and_the_others_stand_below() -> None:
    """Each with its own text."""
    server = FakeGhost()
    published(site(server), replace(POST, media=(SQUARE, OTHER_IMAGE)))

    assert server.public()[0].alts == (SQUARE.alt, OTHER_IMAGE.alt)
    assert server.images == [SQUARE.data, OTHER_IMAGE.data]


def test_an_image_is_uploaded_once_though_another_fails() -> None:
    """The site keeps every one of them."""
    server = FakeGhost()

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503) if b"two" in request.content and not tries.pop() else server(request)

    tries = [True, False]
    account = site(respond)
    content = replace(POST, media=(SQUARE, OTHER_IMAGE))
    first = failure(lambda: account.prepare(content, key="k1", at=AT))
    account.prepare(content, key="k1", at=AT)

    assert isinstance(first, Unavailable)
    assert server.images == [SQUARE.data, OTHER_IMAGE.data]


def test_a_text_that_the_site_changes_is_not_published() -> None:
    """Ghost writes it anew as it likes."""
    server = FakeGhost()
    server.filter = lambda text: text.replace("été", "hiver")

    with pytest.raises(Refused, match="changes the text: look at the draft"):
        site(server).prepare(POST, key="k1", at=AT)


def test_a_draft_whose_answer_was_lost_is_taken_up_again() -> None:
    """With the text as it is now, and as the draft that it is."""
    server = FakeGhost()
    first = site(server).prepare(POST, key="k1", at=AT)
    second = site(server).prepare(replace(POST, tags=()), key="k1", at=AT)

    assert first.request["post"] == second.request["post"]
    assert only(server)["tags"] == []
    assert b'"status"' not in server.requests[-1].content


def test_a_draft_that_has_been_published_meanwhile_is_left_as_it_is() -> None:
    """The request that was given up for lost came through."""
    server = FakeGhost()
    account = site(server)
    _, receipt = published(account, POST)
    again = account.prepare(replace(POST, tags=()), key="k1", at=AT)

    assert account.publish(again) == receipt
    assert only(server)["tags"] == [{"name": "jardin"}]


def test_a_draft_that_its_owner_has_changed_is_looked_at_again() -> None:
    """Ghost publishes nothing that we have not seen."""
    server = FakeGhost()
    account = site(server)
    intent = account.prepare(POST, key="k1", at=AT)
    only(server)["updated_at"] = "2026-05-04T09:31:00.000Z"
    error = failure(lambda: account.publish(intent))

    assert isinstance(error, Unavailable)
    assert (server.public(), account.find(intent)) == ([], None)


def test_a_draft_that_was_deleted_is_made_anew() -> None:
    """Nothing was published."""
    server = FakeGhost()
    account = site(server)
    intent = account.prepare(POST, key="k1", at=AT)
    server.posts.clear()
    error = failure(lambda: account.publish(intent))

    assert isinstance(error, Unavailable)
    assert account.find(intent) is None


def test_only_ghost_itself_says_that_a_post_is_gone() -> None:
    """What stands before it knows of none: believed, a post would be made again that is there."""
    server = FakeGhost()
    account = site(server)
    intent, receipt = published(account, POST)
    lost = site(lambda _: httpx.Response(404, html="<h1>Not found"))
    errors = [failure(lambda: lost.find(intent)), failure(lambda: lost.delete(receipt))]

    assert [type(error) for error in errors] == [Refused, Refused]


def test_of_two_drafts_of_one_post_the_first_is_published() -> None:
    """The answer to the first came so late that it was given up; the second goes again, and nobody saw it."""
    server = FakeGhost()
    first = site(server).prepare(POST, key="k1", at=AT)
    asked: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        late = request.method == "GET" and asked == ["GET"]
        return FakeGhost()(request) if late else server(request)

    account = site(respond)
    error = failure(lambda: account.prepare(POST, key="k1", at=AT))
    again = account.prepare(POST, key="k1", at=AT)

    assert isinstance(error, Unavailable)
    assert again.request["post"] == first.request["post"] == only(server)["id"]


def test_a_site_that_names_its_posts_itself_has_its_way() -> None:
    """The number is what a post is published by."""
    server = FakeGhost()

    def respond(request: httpx.Request) -> httpx.Response:
        return server(
            httpx.Request(
                request.method,
                request.url,
                headers=request.headers,
                content=request.content.replace(b'"slug":"', b'"slug":"x-'),
            )
        )

    published(site(respond), POST)

    assert [seen.text for seen in server.public()] == [POST.text]


def test_posts_are_listed_over_several_pages_until_they_are_too_old() -> None:
    """What was posted by hand is learnt so."""
    server = FakeGhost()
    server.add(status="published", slug="old", published_at="2020-01-01T00:00:00.000Z")
    for number in range(101):
        server.add(status="published", slug=f"post-{number}", html=f"<p>{number} &amp; plus</p>")
    server.add(status="draft", slug="draft")
    found = list(site(server).sent(since=AT))

    first = next(reversed([post for post in server.posts.values() if post["status"] == "published"]))
    at = CLOCK.replace(microsecond=CLOCK.microsecond // 1000 * 1000)
    assert found[0] == Sent(Receipt(first["id"], f"{URL}/post-100/"), "100 & plus", at)
    assert len(found) == 101
    assert list(site(server).sent(since=AT + timedelta(days=1))) == []


def test_a_post_is_taken_back_once_and_twice() -> None:
    """Somebody may be faster."""
    server = FakeGhost()
    account = site(server)
    _, receipt = published(account, POST)
    for _ in range(2):
        account.delete(receipt)

    assert server.posts == {}


def test_what_ghost_says_of_a_refusal_is_told() -> None:
    """It knows which field it was."""
    said = {"errors": [{"message": "Validation error, cannot save post.", "context": "Value in [posts.title] exceeds"}]}

    server = FakeGhost()
    account = site(lambda request: httpx.Response(422, json=said) if request.method == "POST" else server(request))

    with pytest.raises(Refused, match=r"cannot save post\. Value in \[posts\.title\] exceeds"):
        account.prepare(POST, key="k1", at=AT)


def test_a_key_that_may_not_write_holds_the_account() -> None:
    """No post is to blame."""
    server = FakeGhost()
    account = site(lambda request: httpx.Response(403, json={}) if request.method == "POST" else server(request))

    with pytest.raises(Unauthorized, match="custom integration"):
        account.prepare(POST, key="k1", at=AT)
