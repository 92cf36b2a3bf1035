from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

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
    Unsupported,
)
from adapters.mastodon import Mastodon
from adapters.mastodon.status import status
from adapters.testing import AT
from tests.adapters.fakes import CLOCK, connection, frozen, published
from tests.adapters.mastodons import FakeMastodon, as_mastodon_shows

OPTIONS = {"url": "https://social.example/", "token": FakeMastodon.token}
IMAGE = Media(b"one", "image/png", 2, 2, "un carré")
OTHER_IMAGE = Media(b"two", "image/jpeg", 2, 2, "un cercle")
POST = Content("Semer l'été #jardin", tags=("jardin",), language="fr-CA")


def account(server: FakeMastodon, **options: str) -> Mastodon:
    return Mastodon(connection(server, {**OPTIONS, **options}))


def uploads(server: FakeMastodon) -> int:
    return sum(request.url.path == "/api/v2/media" for request in server.requests)


def test_the_credentials_name_the_account() -> None:
    """With its address, so that it can be opened."""
    found = account(FakeMastodon()).verify()

    assert found == Identity("@tilleul", "https://social.example/@tilleul")


def test_a_revoked_token_is_unauthorized() -> None:
    """The account is held until there is a new one."""
    with pytest.raises(Unauthorized, match="access token is invalid"):
        account(FakeMastodon(), token="revoked").verify()


def test_an_account_without_a_name_is_unreadable() -> None:
    """It is not the server that it says it is."""
    account_of_nobody = {"acct": "", "url": "https://social.example"}

    with pytest.raises(Unavailable, match="unreadable"):
        Mastodon(connection(lambda _: httpx.Response(200, json=account_of_nobody), OPTIONS)).verify()


def test_a_receipt_names_the_status() -> None:
    """A person opens it, a program deletes it."""
    _, receipt = published(account(FakeMastodon()), POST)

    assert receipt == Receipt("9000", "https://social.example/@tilleul/9000")


def test_a_status_without_an_address_is_named_by_its_uri() -> None:
    """Some servers of the family leave the address out."""
    server = FakeMastodon()

    def respond(request: httpx.Request) -> httpx.Response:
        status = json.loads(server(request).content)
        return httpx.Response(200, json={**status, "url": None, "uri": "https://social.example/objects/1"})

    _, receipt = published(Mastodon(connection(respond, OPTIONS)), POST)

    assert receipt.url == "https://social.example/objects/1"


def test_a_post_carries_its_key_and_its_language() -> None:
    """One makes a repeat harmless, the other lets readers translate."""
    server = FakeMastodon()
    published(account(server), POST, key="k7")

    assert (server.requests[-1].headers["idempotency-key"], server.statuses[0]["language"]) == ("k7", "fr")


def test_a_post_without_a_language_leaves_it_to_the_account() -> None:
    """Guessing would be worse."""
    intent = account(FakeMastodon()).prepare(replace(POST, language=None), key="k1", at=AT)

    assert "language" not in intent.request


def test_images_keep_their_order_and_their_text() -> None:
    """The text of one under another misleads those who cannot see them."""
    server = FakeMastodon()
    published(account(server), replace(POST, media=(IMAGE, OTHER_IMAGE)))

    assert [server.media[each] for each in server.statuses[0]["media_ids"]] == ["un carré", "un cercle"]


def test_an_image_that_is_being_processed_is_waited_for() -> None:
    """A status that names it too early is refused."""
    server = FakeMastodon()
    server.processing = 1
    with pytest.raises(Unavailable) as caught:
        account(server).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT)

    assert caught.value.retry_after is not None


def test_an_image_that_was_being_processed_is_not_uploaded_again() -> None:
    """Servers count uploads."""
    server = FakeMastodon()
    server.processing = 2
    mastodon = account(server)
    content = replace(POST, media=(IMAGE,))
    for _ in range(2):
        with pytest.raises(Unavailable):
            mastodon.prepare(content, key="k1", at=AT)
    intent = mastodon.prepare(content, key="k1", at=AT)

    assert (frozen(intent, "media_ids"), uploads(server)) == (["100"], 1)


def test_an_image_that_a_server_gave_up_is_uploaded_anew_when_asked_again() -> None:
    """A person who queues the post once more expects a fresh start."""
    server = FakeMastodon()
    server.processing = 1
    mastodon = account(server)
    content = replace(POST, media=(IMAGE,))
    with pytest.raises(Unavailable):
        mastodon.prepare(content, key="k1", at=AT)
    server.media.clear()
    server.processing = 0
    with pytest.raises(Refused):
        mastodon.prepare(content, key="k1", at=AT)
    mastodon.prepare(content, key="k1", at=AT)

    assert uploads(server) == 2


def test_a_status_is_found_among_those_since_the_first_attempt() -> None:
    """After an hour the server has forgotten the key."""
    server = FakeMastodon()
    mastodon = account(server)
    intent, receipt = published(mastodon, POST)
    server.add("another")

    assert mastodon.find(intent) == receipt


def test_an_older_status_of_the_same_text_is_not_the_post() -> None:
    """A teaser may be posted again next year."""
    server = FakeMastodon()
    server.add(POST.text, at=AT - timedelta(minutes=2))
    mastodon = account(server)

    assert mastodon.find(mastodon.prepare(POST, key="k1", at=AT)) is None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("un\ndeux\n\ntrois", "<p>un<br>deux</p><p>trois</p>"),
        (
            "voir https://ex.org/a/long",
            '<p>voir <a href="#"><span class="invisible">https://</span><span>ex.org/a/</span><span>long</span></a></p>',
        ),
        (
            "voir https://ex.org/a/long",
            '<p>voir <a href="https://ex.org/a/long" rel="ugc">ex.org/a…</a></p>',
        ),
        (
            "merci @alice@other.example !",
            '<p>merci <span class="h-card"><a href="https://other.example/@alice">@<span>alice</span></a></span> !</p>',
        ),
        ("cafe\u0301", "<p>caf\u00e9</p>"),
    ],
)
def test_a_text_is_recognised_in_the_servers_html(text: str, html: str) -> None:
    """A status that is not recognised would be posted again."""
    server = FakeMastodon()
    server.add("")["content"] = html
    mastodon = account(server)

    assert mastodon.find(mastodon.prepare(Content(text), key="k1", at=AT)) is not None


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n<>&'\""), max_size=80))
def test_any_text_is_recognised_as_mastodon_shows_it(text: str) -> None:
    """One that is not would be posted again."""
    fields = {"id": "1", "uri": "https://social.example/1", "created_at": CLOCK.isoformat()}

    assert status({**fields, "content": as_mastodon_shows(text)}).says(text)


def test_a_search_goes_back_past_the_first_attempt() -> None:
    """A busy account has more than a page since then."""
    server = FakeMastodon()
    mastodon = account(server)
    server.add("long before", at=AT - timedelta(days=1))
    intent, receipt = published(mastodon, POST)
    for number in range(100):
        server.add(f"later {number}")

    assert mastodon.find(intent) == receipt


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    server = FakeMastodon()
    mastodon = account(server)
    intent = mastodon.prepare(POST, key="k1", at=AT)
    for number in range(401):
        server.add(f"later {number}")

    with pytest.raises(Unavailable, match="look at the account yourself"):
        mastodon.find(intent)


def test_a_status_without_a_zone_in_its_time_is_unreadable() -> None:
    """An hour's error decides whether the post is sent again."""
    server = FakeMastodon()
    server.add(POST.text)["created_at"] = CLOCK.replace(tzinfo=None).isoformat()
    mastodon = account(server)

    with pytest.raises(Unavailable, match="unreadable"):
        mastodon.find(mastodon.prepare(POST, key="k1", at=AT))


INSTANCE = {
    "configuration": {
        "statuses": {"max_characters": 1000, "max_media_attachments": 6, "characters_reserved_per_url": 30},
        "media_attachments": {
            "image_size_limit": 5000,
            "image_matrix_limit": 6000,
            "description_limit": 700,
            "supported_mime_types": ["image/png", "video/mp4"],
        },
    }
}


@pytest.mark.parametrize("knows_v2", [True, False])
def test_limits_are_the_servers_own(*, knows_v2: bool) -> None:
    """Servers of the family take from 500 to 10,000 characters."""
    server = FakeMastodon()
    server.described = False
    server.instance, server.knows_v2 = {**server.instance, **INSTANCE}, knows_v2
    expected = replace(
        Mastodon.limits,
        text=1000,
        url_cost=30,
        images=6,
        image_bytes=5000,
        image_pixels=6000,
        image_types=("image/png",),
        alt_text=700,
    )

    assert account(server).read_limits() == expected


@pytest.mark.parametrize("configuration", [{}, None, {"statuses": {"max_characters": True}, "media_attachments": {}}])
def test_a_limit_that_a_server_does_not_tell_is_mastodons(configuration: Any) -> None:
    """Old servers tell little."""
    server = FakeMastodon()
    server.described = False
    server.instance["configuration"] = configuration

    assert account(server).read_limits() == Mastodon.limits


def test_a_content_warning_takes_its_room() -> None:
    """The server counts it with the text."""
    found = account(FakeMastodon(), warning="jardin, insectes").read_limits()

    assert found.text == 500 - len("jardin, insectes")


def test_a_post_carries_the_accounts_visibility_and_warning() -> None:
    """They are the account's custom, whatever the post."""
    server = FakeMastodon()
    published(account(server, visibility="unlisted", warning="insectes"), POST)

    assert (server.statuses[0]["visibility"], server.statuses[0]["spoiler_text"]) == ("unlisted", "insectes")


@pytest.mark.parametrize("visibility", ["direct", "Public", "friends"])
def test_a_visibility_that_is_none_is_refused_aloud(visibility: str) -> None:
    """A letter to nobody is no post, and a typing error must not make one public."""
    mastodon = account(FakeMastodon(), visibility=visibility)

    with pytest.raises(Unsupported, match="correct it"):
        mastodon.prepare(POST, key="k1", at=AT)
    with pytest.raises(Unsupported):
        mastodon.verify()


def test_a_part_answers_the_one_before() -> None:
    """Readers follow a thread downwards."""
    server = FakeMastodon()
    mastodon = account(server)
    _, first = published(mastodon, POST)
    part = mastodon.prepare_reply(Part("La suite", (IMAGE,)), POST, after=(first,), key="k2", at=AT)
    mastodon.publish(part)

    assert (server.statuses[1]["in_reply_to_id"], server.statuses[1]["language"]) == (first.id, "fr")
    assert server.public()[1].alts == ("un carré",)


def test_the_replay_window_ends_before_the_server_forgets() -> None:
    """A repeat after that would be a second post."""
    mastodon = account(FakeMastodon())
    published(mastodon, POST)

    assert timedelta() < mastodon.replay_window < timedelta(hours=1)


def test_a_server_is_asked_what_it_is_before_a_repeat() -> None:
    """After a restart nobody knows it any more, and a repeat heals a doubt sooner than a search."""
    assert account(FakeMastodon()).replay_window > timedelta()


def test_nothing_is_repeated_while_nobody_knows_the_server() -> None:
    """It may be one that would post twice."""
    mastodon = Mastodon(connection(lambda _request: httpx.Response(503), OPTIONS))

    assert mastodon.replay_window == timedelta()


def test_a_server_is_asked_once_what_it_is() -> None:
    """Its answer does not change from one post to the next."""
    server = FakeMastodon()
    mastodon = account(server)
    published(mastodon, POST)
    published(mastodon, replace(POST, text="Encore"), key="k2")

    assert [request.url.path for request in server.requests] == ["/api/v2/instance", *["/api/v1/statuses"] * 2]


def test_a_post_is_composed_without_asking_once_the_server_is_known() -> None:
    """It is sent sooner."""
    mastodon = account(FakeMastodon())
    before = mastodon.composes(POST)
    published(mastodon, POST)

    assert (before, mastodon.composes(POST), mastodon.composes(replace(POST, media=(IMAGE,)))) == (False, True, False)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"content": "<p>Semer</p>"}, "in its text"),
        ({"visibility": "direct"}, "in its visibility"),
        ({"spoiler_text": "!"}, "in its content warning"),
        ({"in_reply_to_id": "1"}, "in its place in its thread"),
        ({"media_attachments": [{}]}, "in its number of images"),
        ({"content": "", "visibility": "private"}, "in its text and visibility"),
    ],
)
def test_a_status_that_is_not_what_was_sent_is_told_with_its_address(change: dict[str, object], named: str) -> None:
    """The key of an older text gives that text back, and some servers leave out what they do not know."""
    server = FakeMastodon()

    def respond(request: httpx.Request) -> httpx.Response:
        answer = server(request)
        return httpx.Response(200, json={**answer.json(), **change}) if server.publishes(request) else answer

    with pytest.raises(Duplicate, match=named) as caught:
        published(Mastodon(connection(respond, OPTIONS)), POST)

    assert caught.value.receipt == Receipt("9000", "https://social.example/@tilleul/9000")


def test_what_a_server_does_not_tell_is_no_difference() -> None:
    """Small servers answer in few words."""
    server = FakeMastodon()
    told = {"id", "created_at", "content", "uri"}

    def respond(request: httpx.Request) -> httpx.Response:
        answer = server(request)
        few = {name: value for name, value in answer.json().items() if name in told}
        return httpx.Response(200, json=few) if server.publishes(request) else answer

    _, receipt = published(Mastodon(connection(respond, OPTIONS)), POST)

    assert receipt.id == "9000"


def test_a_status_whose_text_is_no_text_is_unreadable() -> None:
    """Nobody knows what is public then."""
    server = FakeMastodon()

    def respond(request: httpx.Request) -> httpx.Response:
        answer = server(request)
        return httpx.Response(200, json={**answer.json(), "content": None}) if server.publishes(request) else answer

    with pytest.raises(Uncertain, match="unreadable"):
        published(Mastodon(connection(respond, OPTIONS)), POST)


def test_a_post_is_measured_by_the_servers_own_counts() -> None:
    """How often it was seen, nobody counts there."""
    mastodon = account(FakeMastodon())
    _, receipt = published(mastodon, POST)

    assert mastodon.measure(receipt) == {"replies": 1, "reblogs": 2, "favourites": 3, "quotes": 0}


def test_what_the_account_posted_is_listed_from_the_newest() -> None:
    """What was posted by hand is not repeated."""
    server = FakeMastodon()
    server.add("trop vieux", at=AT - timedelta(days=2))
    server.add("à la main\nhier", at=AT - timedelta(days=1))
    server.add("ce matin\n\nencore", at=AT)
    found = list(account(server).sent(since=AT - timedelta(days=1, hours=1)))

    assert [each.text for each in found] == ["ce matin\n\nencore", "à la main\nhier"]


def test_a_token_that_a_server_refuses_in_plain_text_is_unauthorized() -> None:
    """Some do, with 400."""
    respond = connection(lambda _: httpx.Response(400, text="Bad token"), OPTIONS)

    with pytest.raises(Unauthorized, match="make another"):
        Mastodon(respond).verify()


@pytest.mark.parametrize(
    ("app", "scopes"),
    [
        ({}, ()),
        ({"scopes": ["read", "write:media"]}, ("read", "write:media")),
        ({"scopes": ["profile", "write"]}, ("profile", "write", "read:accounts")),
    ],
)
def test_a_server_that_tells_what_its_token_allows_of_is_believed(app: dict[str, Any], scopes: tuple[str, ...]) -> None:
    """Only newer ones tell, and only they know `profile`."""
    server = FakeMastodon()
    server.app, server.described = app, bool(app)  # the description is that of the newest

    assert account(server).scopes() == scopes


def test_a_server_that_does_not_know_the_question_tells_nothing() -> None:
    """That is no lack."""

    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, json={"error": "Not found"})

    assert Mastodon(connection(respond, OPTIONS)).scopes() == ()
