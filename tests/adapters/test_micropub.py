from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    Connection,
    Content,
    Identity,
    Part,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.micropub import Micropub
from adapters.micropub.discovery import endpoint
from adapters.testing import AT, WireRules, failure
from adapters.testing.rules import SQUARE
from tests.adapters.fake_micropub import ENDPOINT, MEDIA, PAGE, FakeMicropub
from tests.adapters.fakes import CLOCK, connection, frozen, published

OPTIONS = {"url": PAGE, "token": FakeMicropub.token}
POST = Content("Semer l'été #jardin", tags=("jardin", "été"), language="fr")
PART = Part("La suite")


class TestMicropub(WireRules):
    options = OPTIONS
    secrets = (FakeMicropub.token,)
    fake = FakeMicropub

    def connect(self, connection: Connection) -> Adapter:
        return Micropub(connection)


def site(server: Any, **options: str) -> Micropub:
    return Micropub(connection(server, {**OPTIONS, **options}))


def test_a_site_is_named_by_its_address() -> None:
    """There is no other name that every server tells."""
    assert site(FakeMicropub()).verify() == Identity("tilleul.example/blog", PAGE)


@pytest.mark.parametrize(
    ("header", "body", "found"),
    [
        ("", '<link rel="micropub" href="/pub">', "https://tilleul.example/pub"),
        ("", "<a REL=micropub href=pub>", "https://tilleul.example/blog/pub"),
        (
            '<https://a.example/>; rel="hub", </pub>; rel="micropub"',
            '<link rel="micropub" href="/no">',
            "https://tilleul.example/pub",
        ),
        ("<https://a.example/p?x=1,2>; rel=micropub", "", "https://a.example/p?x=1,2"),
        ("", '<!-- <link rel="micropub" href="/no"> --><link rel="micropub" href="">', PAGE),
        ("<x>; rel=micropubs", '<link rel="micropub"><p>&lt;link rel="micropub" href="/no"&gt;', None),
    ],
)
def test_the_page_names_the_endpoint(header: str, body: str, found: str | None) -> None:
    """In its header first, and nowhere in what is said there."""
    assert endpoint(PAGE, header, body) == found


@pytest.mark.parametrize(
    "url",
    ["http://api.tilleul.example/", "http://127.0.0.1/pub", "ftp://a.example", "https://[", "https://a@b/"],
)
def test_the_token_is_sent_nowhere_without_tls(url: str) -> None:
    """Whoever listens on the way could post."""
    with pytest.raises(Refused, match="names an endpoint"):
        endpoint(PAGE, "", f'<link rel="micropub" href="{url}">')


def test_a_site_on_this_machine_may_speak_without_tls() -> None:
    """Nobody is on the way."""
    assert endpoint("http://127.0.0.1:8080/", "", '<link rel=micropub href="/pub">') == "http://127.0.0.1:8080/pub"


def test_a_page_that_names_no_endpoint_is_asked_again() -> None:
    """It may be another page for a while."""
    server = FakeMicropub()
    server.page = "<p>back soon"

    with pytest.raises(Unavailable, match="names no Micropub endpoint"):
        site(server).verify()


def test_an_endpoint_of_the_settings_is_not_looked_for() -> None:
    """Some pages cannot be changed by their owners."""
    server = FakeMicropub()
    published(site(server, endpoint=ENDPOINT), POST)

    assert PAGE not in {str(request.url) for request in server.requests}


def test_a_note_goes_as_a_form_that_every_server_reads() -> None:
    """It says all that there is to say."""
    server = FakeMicropub()
    intent, receipt = published(site(server), POST)
    request = server.requests[-1]

    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.content.decode().startswith(
        "h=entry&content=Semer+l%27%C3%A9t%C3%A9+%23jardin&category%5B%5D=jardin&"
    )
    assert server.entries[receipt.id]["category"] == ["jardin", "été"]
    assert receipt == Receipt(f"{PAGE}2026/{frozen(intent, 'properties', 'mp-slug')[0]}", receipt.id)  # type: ignore[index]


def test_a_note_with_an_image_goes_as_json_for_only_that_can_describe_it() -> None:
    """And the image goes before it."""
    server = FakeMicropub()
    published(site(server), replace(POST, media=(SQUARE,)))

    told = json.loads(server.requests[-1].content)["properties"]
    assert told["photo"] == [{"value": "https://api.tilleul.example/media/1.png", "alt": SQUARE.alt}]
    assert server.media == [SQUARE.data]


def test_images_without_words_go_as_a_form() -> None:
    """It can carry their addresses."""
    server = FakeMicropub()
    image = replace(SQUARE, alt="")
    published(site(server), replace(POST, media=(image, image)))

    assert next(iter(server.entries.values()))["photo"] == [
        f"https://api.tilleul.example/media/{n}.png" for n in (1, 2)
    ]


def test_an_image_is_uploaded_once_though_another_fails() -> None:
    """The site keeps every one of them."""
    server = FakeMicropub()
    other = replace(SQUARE, data=b"two")

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503) if b"two" in request.content and tries.pop() else server(request)

    tries = [False, True]
    account = site(respond)
    content = replace(POST, media=(SQUARE, other))
    failure(lambda: account.prepare(content, key="k1", at=AT))
    account.prepare(content, key="k1", at=AT)

    assert server.media == [SQUARE.data, b"two"]


@pytest.mark.parametrize("config", [None, {}, {"media-endpoint": ""}, {"media-endpoint": 1}])
def test_a_site_without_a_place_for_images_refuses_them(config: dict[str, Any] | None) -> None:
    """They would be lost."""
    server = FakeMicropub()
    server.config = config

    assert site(server).read_limits().images == 0
    with pytest.raises(Unsupported, match="takes no images"):
        site(server).prepare(replace(POST, media=(SQUARE,)), key="k1", at=AT)


@pytest.mark.parametrize(
    ("url", "error"), [("https://elsewhere.example/up", Unsupported), ("http://api.tilleul.example/media", Refused)]
)
def test_what_the_endpoint_names_may_not_be_elsewhere(url: str, error: type[Exception]) -> None:
    """The token goes with the image, and only the owner's own page is believed."""
    server = FakeMicropub()
    server.config = {"media-endpoint": url}

    with pytest.raises(error):
        site(server).prepare(replace(POST, media=(SQUARE,)), key="k1", at=AT)
    assert url not in {str(request.url) for request in server.requests}


def test_a_place_for_images_that_the_settings_name_is_used() -> None:
    """Its owner knows whose it is."""
    server = FakeMicropub()
    server.config = {"media-endpoint": "https://elsewhere.example/up"}
    account = site(server, media_endpoint=MEDIA)
    published(account, replace(POST, media=(SQUARE,)))

    assert server.media
    assert account.read_limits() == account.limits


def test_a_note_that_will_soon_be_there_is_posted() -> None:
    """A site that is built anew says so."""
    server = FakeMicropub()
    server.status = 202

    assert published(site(server), POST)[1].id in server.entries


def test_an_answer_without_an_address_is_doubtful() -> None:
    """The note may be there."""
    server = FakeMicropub()
    account = site(lambda request: httpx.Response(201) if server.publishes(request) else server(request))
    intent = account.prepare(POST, key="k1", at=AT)
    error = failure(lambda: account.publish(intent))

    assert "unreadable" in str(error)


def test_what_follows_a_note_answers_it() -> None:
    """Part by part."""
    server = FakeMicropub()
    account = site(server)
    _, first = published(account, POST)
    second = account.publish(account.prepare_reply(PART, POST, after=(first,), key="k2", at=AT))
    third = account.publish(account.prepare_reply(PART, POST, after=(first, second), key="k3", at=AT))

    assert [server.entries[each.id]["in-reply-to"] for each in (second, third)] == [[first.id], [second.id]]


@pytest.mark.parametrize("slugs", [True, False])
def test_a_note_is_found_among_the_sites_posts(slugs: bool) -> None:
    """By its name, or by its words where the site names its posts itself."""
    server = FakeMicropub()
    server.slugs = slugs
    account = site(server)
    server.now = AT - timedelta(hours=1)
    server.add({"content": ["older"]})
    server.now = CLOCK
    intent = account.prepare(POST, key="k1", at=AT)
    before = account.find(intent)
    receipt = account.publish(intent)

    assert (before, account.find(intent)) == (None, receipt)


def test_a_site_that_lists_nothing_is_looked_at() -> None:
    """A link on its page to the name that we asked for is proof."""
    server = FakeMicropub()
    server.lists = False
    intent, receipt = published(site(server), POST)

    assert site(server).find(intent) == receipt


def test_what_is_not_seen_on_a_page_may_be_there_all_the_same() -> None:
    """Nobody knows what a page shows."""
    server = FakeMicropub()
    server.lists = False
    account = site(server)
    intent = account.prepare(POST, key="k1", at=AT)

    with pytest.raises(Unavailable, match="look at it yourself"):
        account.find(intent)


def test_a_list_that_ends_too_soon_proves_nothing() -> None:
    """Some servers show the newest only."""
    server = FakeMicropub()
    account = site(server)
    intent = account.prepare(POST, key="k1", at=AT)
    for number in range(10):
        server.add({"mp-slug": [str(number)], "content": ["plus tard"]})

    with pytest.raises(Unavailable, match="too few"):
        account.find(intent)


def test_the_sites_posts_are_listed_page_by_page_until_they_are_too_old() -> None:
    """What was posted by hand is learnt so; what has no date is no post."""
    server = FakeMicropub()
    server.page_size = 2
    server.now = AT - timedelta(hours=1)
    server.add({"content": ["older"]})
    server.now = CLOCK
    url = server.add({"mp-slug": ["a"], "content": [{"html": "<p>un &amp; deux</p>"}]})
    server.add({"mp-slug": ["b"], "content": [{"html": "<b>x</b>", "text": "trois"}]})
    server.entries[server.add({"mp-slug": ["c"]})]["published"] = []
    server.add({"mp-slug": ["d"]})
    found = list(site(server).sent(since=AT))

    assert [each.text for each in found] == ["", "trois", "un & deux"]
    assert found[-1] == Sent(Receipt(url, url), "un & deux", CLOCK)


def test_a_post_without_an_address_is_unreadable() -> None:
    """It could not be named."""
    server = FakeMicropub()
    server.entries[server.add({"content": ["x"]})]["url"] = ["javascript:x"]

    with pytest.raises(Unavailable, match="unreadable"):
        list(site(server).sent(since=AT))


def test_a_note_is_taken_back_once_and_twice() -> None:
    """Somebody may be faster."""
    server = FakeMicropub()
    account = site(server)
    _, receipt = published(account, POST)
    for _ in range(2):
        account.delete(receipt)

    assert server.entries == {}


@pytest.mark.parametrize(("status", "error"), [(401, "insufficient_scope"), (403, "forbidden"), (400, "unauthorized")])
def test_a_token_that_may_not_post_holds_the_account(status: int, error: str) -> None:
    """No post is to blame."""
    server = FakeMicropub()
    said = httpx.Response(status, json={"error": error})
    account = site(lambda request: said if server.publishes(request) else server(request))
    intent = account.prepare(POST, key="k1", at=AT)

    assert isinstance(failure(lambda: account.publish(intent)), Unauthorized)
