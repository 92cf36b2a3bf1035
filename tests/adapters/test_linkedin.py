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
    Duplicate,
    Identity,
    Intent,
    Media,
    Part,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.linkedin import LinkedIn
from adapters.linkedin.page import LinkedInPage
from adapters.powers import powers
from adapters.testing import AT, Drawer, WireRules, failure
from tests.adapters.fake_linkedin import MEMBER, ORGANIZATION, FakeLinkedIn
from tests.adapters.fakes import CLOCK, connection, frozen, published

OPTIONS = {"access_token": FakeLinkedIn.token}
PAGE_OPTIONS = {**OPTIONS, "organization": "2414183"}
IMAGE = Media(b"one", "image/png", 2, 2, "un carré")
OTHER_IMAGE = Media(b"two", "image/jpeg", 2, 2, "un cercle")
POST = Content("Semer l'été (tôt) #jardin", tags=("jardin",), language="fr")
LINKED = replace(POST, link="https://ex.org/semer", card=Card("Semer", "Tout ce qu'il faut", IMAGE))
PART = Part("À lire : https://ex.org/semer")


class TestLinkedIn(WireRules):
    options = OPTIONS
    secrets = (FakeLinkedIn.token,)
    fake = FakeLinkedIn

    def connect(self, connection: Connection) -> Adapter:
        return LinkedIn(connection)


class TestLinkedInPage(TestLinkedIn):
    options = PAGE_OPTIONS

    def connect(self, connection: Connection) -> Adapter:
        return LinkedInPage(connection)


def member(server: FakeLinkedIn, **options: str) -> LinkedIn:
    return LinkedIn(connection(server, {**OPTIONS, **options}))


def page(server: FakeLinkedIn) -> LinkedInPage:
    return LinkedInPage(connection(server, PAGE_OPTIONS))


def prepared(account: LinkedIn, content: Content) -> Intent:
    """Prepare a post with the patience that images take."""
    try:
        return account.prepare(content, key="k1", at=AT)
    except Unavailable:
        return account.prepare(content, key="k1", at=AT)


def answering(response: httpx.Response) -> Any:
    """Make a server that lets a member in and answers everything else with `response`."""

    def respond(request: httpx.Request) -> httpx.Response:
        return FakeLinkedIn()(request) if request.url.path == "/v2/userinfo" else response

    return respond


def failed(response: httpx.Response) -> Any:
    account = LinkedIn(connection(answering(response), OPTIONS))
    intent = account.prepare(POST, key="k1", at=AT)
    return failure(lambda: account.publish(intent))


def test_the_credentials_name_the_member() -> None:
    """With an address that leads to the own profile."""
    assert member(FakeLinkedIn()).verify() == Identity("Maison Tilleul", "https://www.linkedin.com/in/me/")


def test_the_credentials_of_a_page_name_the_organisation() -> None:
    """Whoever looks after two of them mixes them up."""
    found = page(FakeLinkedIn()).verify()

    assert found == Identity("Maison Tilleul", "https://www.linkedin.com/company/maison-tilleul/")


@pytest.mark.parametrize(("make", "author"), [(member, MEMBER), (page, ORGANIZATION)])
def test_a_post_has_its_author(make: Any, author: str) -> None:
    """A member's token can speak for a page too."""
    intent = make(FakeLinkedIn()).prepare(POST, key="k1", at=AT)

    assert frozen(intent, "body", "author") == author


def test_a_receipt_names_the_post() -> None:
    """A person opens it, a program deletes it."""
    _, receipt = published(member(FakeLinkedIn()), POST)

    assert receipt == Receipt("urn:li:share:7000", "https://www.linkedin.com/feed/update/urn:li:share:7000/")


def test_the_author_is_asked_for_once() -> None:
    """It never changes."""
    server = FakeLinkedIn()
    account = member(server)
    published(account, POST)
    published(account, replace(POST, text="autre"))

    assert [request.url.path for request in server.requests].count("/v2/userinfo") == 1


def test_a_token_from_the_settings_lasts_nobody_knows_how_long() -> None:
    """Nothing tells, and most apps are given nothing that replaces it."""
    account = member(FakeLinkedIn())

    assert (account.expires_at(), account.refresh_due()) == (None, None)


def test_a_token_is_replaced_where_the_app_was_given_the_means() -> None:
    """Its owner need not come back every 60 days."""
    server = FakeLinkedIn()
    lasting = {"access_token": "AQX-fresh", "expires_in": 5_184_000}

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/v2/accessToken":
            return httpx.Response(200, headers={"Date": "Mon, 04 May 2026 09:30:00 GMT"}, json=lasting)
        return server(request)

    drawer = Drawer()
    options = {**OPTIONS, "refresh_token": "AQX-refresh", "client_id": "7", "client_secret": "s"}
    LinkedIn(connection(respond, options, drawer)).refresh()

    assert drawer.kept["access"] == "AQX-fresh"


def test_a_version_that_linkedin_has_dropped_holds_the_account() -> None:
    """No post is to blame, and none should be lost."""
    server = FakeLinkedIn()
    account = member(server, version="202401")

    with pytest.raises(Unauthorized, match="write a newer `version`"):
        published(account, POST)


def test_visibility_is_the_accounts() -> None:
    """Some speak to their connections only."""
    intent = member(FakeLinkedIn(), visibility="connections").prepare(POST, key="k1", at=AT)

    assert frozen(intent, "body", "visibility") == "CONNECTIONS"


def test_a_link_is_an_article_with_a_picture() -> None:
    """LinkedIn does not read the page by itself."""
    intent = prepared(member(FakeLinkedIn()), LINKED)

    assert frozen(intent, "body", "content") == {
        "article": {
            "source": "https://ex.org/semer",
            "title": "Semer",
            "description": "Tout ce qu'il faut",
            "thumbnail": "urn:li:image:0",
        }
    }


def test_a_link_without_a_card_is_called_by_its_address() -> None:
    """An article must have a title."""
    intent = member(FakeLinkedIn()).prepare(replace(POST, link="https://ex.org/semer"), key="k1", at=AT)

    assert frozen(intent, "body", "content", "article") == {
        "source": "https://ex.org/semer",
        "title": "https://ex.org/semer",
    }


def test_a_link_in_a_comment_makes_no_card() -> None:
    """Its author has chosen where it stands."""
    content = replace(POST, link="https://ex.org/semer", parts=(PART,))

    assert "content" not in member(FakeLinkedIn()).prepare(content, key="k1", at=AT).request["body"]  # type: ignore[operator]


def test_images_and_a_link_that_would_be_lost_are_refused() -> None:
    """A post has room for one of them."""
    content = replace(LINKED, media=(IMAGE,))

    with pytest.raises(Unsupported, match="put the link into the text"):
        member(FakeLinkedIn()).prepare(content, key="k1", at=AT)


def test_several_images_keep_their_order_and_their_text() -> None:
    """The text of one under another misleads those who cannot see them."""
    intent = prepared(member(FakeLinkedIn()), replace(POST, media=(IMAGE, OTHER_IMAGE)))

    assert frozen(intent, "body", "content", "multiImage", "images") == [
        {"id": "urn:li:image:0", "altText": "un carré"},
        {"id": "urn:li:image:1", "altText": "un cercle"},
    ]


def test_a_members_images_are_given_time() -> None:
    """Its token cannot ask for them, and a post that comes too early may vanish."""
    server = FakeLinkedIn()
    error = failure(lambda: member(server).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT))

    assert isinstance(error, Unavailable)
    assert error.retry_after


def test_an_image_is_uploaded_once() -> None:
    """The time that it was given is not lost."""
    server = FakeLinkedIn()
    prepared(member(server), replace(POST, media=(IMAGE,)))

    assert server.images == ["urn:li:image:0"]


def test_a_page_asks_for_its_images() -> None:
    """So it waits no longer than it must."""
    server = FakeLinkedIn()
    server.image_state = "PROCESSING"
    account = page(server)
    content = replace(POST, media=(IMAGE,))
    waited = failure(lambda: account.prepare(content, key="k1", at=AT))
    server.image_state = "AVAILABLE"
    intent = account.prepare(content, key="k1", at=AT)

    assert isinstance(waited, Unavailable)
    assert frozen(intent, "body", "content", "media", "id") == "urn:li:image:0"


def test_an_image_that_linkedin_gave_up_is_uploaded_anew_when_asked_again() -> None:
    """A person who queues the post once more expects a fresh start."""
    server = FakeLinkedIn()
    server.image_state = "PROCESSING_FAILED"
    account = page(server)
    content = replace(POST, media=(IMAGE,))
    refused = failure(lambda: account.prepare(content, key="k1", at=AT))
    server.image_state = "AVAILABLE"
    intent = account.prepare(content, key="k1", at=AT)

    assert isinstance(refused, Refused)
    assert frozen(intent, "body", "content", "media", "id") == "urn:li:image:1"


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/x", "http://www.linkedin.com/x", "https://notlinkedin.com/"]
)
def test_an_image_goes_to_linkedin_alone(url: str) -> None:
    """The token goes with it."""
    server = FakeLinkedIn()
    server.upload = url
    error = failure(lambda: member(server).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT))

    assert isinstance(error, Unavailable)
    assert all(request.method != "PUT" for request in server.requests)


def test_a_post_without_images_is_computed_once_the_author_is_known() -> None:
    """It is sent sooner then."""
    account = member(FakeLinkedIn())
    before = account.composes(POST)
    account.prepare(POST, key="k1", at=AT)

    assert (before, account.composes(POST), account.composes(LINKED)) == (False, True, False)


def test_a_duplicate_names_the_first_post() -> None:
    """After a lost answer it proves that the post is public."""
    server = FakeLinkedIn()
    account = member(server)
    intent, receipt = published(account, POST)
    error = failure(lambda: account.publish(intent))

    assert isinstance(error, Duplicate)
    assert error.receipt == receipt


def test_a_duplicate_of_a_person_proves_nothing() -> None:
    """Others have taken it for the name of a post."""
    error = failed(httpx.Response(422, json={"message": "Content is a duplicate of urn:li:person:1"}))

    assert isinstance(error, Duplicate)
    assert error.receipt is None


def test_another_refusal_is_no_duplicate() -> None:
    """A wrong field is one's own to mend."""
    assert type(failed(httpx.Response(422, json={"message": "visibility is unknown"}))) is Refused


def test_a_conflict_is_tried_again() -> None:
    """LinkedIn asks for it."""
    assert type(failed(httpx.Response(409, json={"message": "CONFLICT"}))) is Unavailable


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"Date": "Tue, 01 May 2001 22:30:00 GMT"}, timedelta(hours=1, minutes=30)), ({"Date": "soon"}, None)],
)
def test_a_spent_quota_is_waited_out_until_midnight(headers: dict[str, str], wait: timedelta | None) -> None:
    """LinkedIn does not say so in the answer."""
    error = failed(httpx.Response(429, headers=headers))

    assert isinstance(error, Unavailable)
    assert error.retry_after == wait


def test_what_follows_a_post_is_a_comment_under_it() -> None:
    """A link can live there."""
    server = FakeLinkedIn()
    account = member(server)
    _, receipt = published(account, POST)
    comment = account.publish(account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT))

    assert comment == Receipt("urn:li:comment:(urn:li:share:7000,7001)", receipt.url)
    assert [each["message"]["text"] for each in server.comments] == [PART.text]


def test_a_comment_is_never_repeated() -> None:
    """LinkedIn would show it twice, and does not say whether it is there."""
    account = member(FakeLinkedIn())
    intent, receipt = published(account, POST)
    comment = account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)

    assert (account.replays(intent), account.replays(comment)) == (True, False)


def test_a_page_looks_rather_than_repeats() -> None:
    """What it can see proves more than a refusal."""
    assert (powers(LinkedInPage).replay, powers(LinkedInPage).find) == (False, True)


def test_a_comment_with_an_image_is_refused() -> None:
    """It would be lost."""
    part = replace(PART, media=(IMAGE,))

    with pytest.raises(Unsupported, match="carries no image"):
        member(FakeLinkedIn()).prepare_reply(part, POST, after=(Receipt("urn:li:share:1"),), key="k2", at=AT)


def test_a_comment_is_named_wherever_its_number_stands() -> None:
    """Versions differ."""
    account = LinkedIn(connection(answering(httpx.Response(201, json={"id": "7001"})), OPTIONS))
    intent = account.prepare_reply(PART, POST, after=(Receipt("urn:li:share:1"),), key="k2", at=AT)

    assert account.publish(intent).id == "urn:li:comment:(urn:li:share:1,7001)"


def test_a_comment_without_a_number_is_doubtful() -> None:
    """It may be public."""
    account = LinkedIn(connection(answering(httpx.Response(201, json={"id": "none"})), OPTIONS))
    intent = account.prepare_reply(PART, POST, after=(Receipt("urn:li:share:1"),), key="k2", at=AT)
    error = failure(lambda: account.publish(intent))

    assert "unreadable" in str(error)


def test_deleting_takes_back_posts_and_comments() -> None:
    """What was published by mistake goes."""
    server = FakeLinkedIn()
    account = member(server)
    _, receipt = published(account, POST)
    comment = account.publish(account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT))
    account.delete(comment)
    account.delete(receipt)

    assert (server.posts, server.comments) == ({}, [])


def test_what_is_gone_is_deleted() -> None:
    """Somebody was faster."""
    server = FakeLinkedIn()
    member(server).delete(Receipt("urn:li:share:1"))

    assert server.requests[-1].url.raw_path == b"/rest/posts/urn%3Ali%3Ashare%3A1"


def test_a_pages_post_is_found_though_linkedin_keeps_it_otherwise() -> None:
    """Hashtags come back as templates, and signs escaped."""
    server = FakeLinkedIn()
    account = page(server)
    intent, receipt = published(account, POST)

    assert account.find(intent) == receipt


def test_an_older_post_of_the_same_text_is_not_the_post() -> None:
    """A teaser may be posted again next year."""
    server = FakeLinkedIn()
    account = page(server)
    intent = account.prepare(POST, key="k1", at=AT)
    server.add(dict(intent.request["body"]), at=AT - timedelta(minutes=2))  # type: ignore[arg-type]

    assert account.find(intent) is None


def test_a_search_goes_back_past_the_first_attempt() -> None:
    """A busy page has more than a hundred posts since then."""
    server = FakeLinkedIn()
    account = page(server)
    intent, receipt = published(account, POST)
    for number in range(100):
        server.add({"author": ORGANIZATION, "commentary": f"plus tard {number}"}, at=CLOCK + timedelta(seconds=number))

    assert account.find(intent) == receipt


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    server = FakeLinkedIn()
    account = page(server)
    intent = account.prepare(POST, key="k1", at=AT)
    for number in range(1000):
        server.add({"author": ORGANIZATION, "commentary": f"plus tard {number}"})

    with pytest.raises(Unavailable, match="look at it yourself"):
        account.find(intent)


def test_a_comment_of_the_page_is_found() -> None:
    """After a lost answer it must not be there twice."""
    server = FakeLinkedIn()
    account = page(server)
    _, receipt = published(account, POST)
    intent = account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)
    before = account.find(intent)
    comment = account.publish(intent)

    assert (before, account.find(intent)) == (None, comment)


def test_a_comment_of_somebody_else_is_not_the_pages() -> None:
    """Readers repeat a link."""
    server = FakeLinkedIn()
    account = page(server)
    _, receipt = published(account, POST)
    intent = account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)
    account.publish(intent)
    server.comments[0]["actor"] = "urn:li:person:reader"

    assert account.find(intent) is None


def test_a_pages_posts_are_listed() -> None:
    """What was posted by hand is learnt so."""
    server = FakeLinkedIn()
    _, receipt = published(page(server), POST)

    assert list(page(server).sent(since=AT)) == [Sent(receipt, POST.text, CLOCK.replace(microsecond=123000))]


@pytest.mark.parametrize("instant", [0, 10**20, "now", None])
def test_a_time_that_makes_no_sense_is_unreadable(instant: object) -> None:
    """An hour's error decides whether the post is sent again."""
    server = FakeLinkedIn()
    server.posts[server.add({"author": ORGANIZATION, "commentary": "x"})]["createdAt"] = instant
    account = page(server)

    with pytest.raises(Unavailable, match="unreadable"):
        list(account.sent(since=AT))


@pytest.mark.parametrize(("kind", "named"), [("share", "shares"), ("ugcPost", "ugcPosts")])
def test_a_pages_numbers_are_whole_ones(kind: str, named: str) -> None:
    """A share of something is no count."""
    server = FakeLinkedIn()
    found = page(server).measure(Receipt(f"urn:li:{kind}:1"))

    assert found == {"impressionCount": 40, "clickCount": 3, "likeCount": 2}
    assert server.requests[-1].url.query.endswith(f"&{named}=List(urn%3Ali%3A{kind}%3A1)".encode())


@pytest.mark.parametrize("kind", [LinkedIn, LinkedInPage])
def test_a_visibility_that_there_is_not_is_refused_before_anything_is_sent(kind: type[LinkedIn]) -> None:
    """LinkedIn would refuse the post when it is due, and its author had thought it private."""
    account = kind(connection(options={**OPTIONS, "organization": "7", "visibility": "everybody"}))

    for call in (account.verify, lambda: account.prepare(POST, key="k1", at=AT)):
        with pytest.raises(Unsupported, match="visibility 'everybody' is not one of public, connections, logged_in"):
            call()
