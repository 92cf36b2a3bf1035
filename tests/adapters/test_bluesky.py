from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import (
    Card,
    Content,
    Duplicate,
    Identity,
    Intent,
    Media,
    Part,
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.bluesky import Bluesky
from adapters.bluesky.record import facets, place_of, record_key, tid
from adapters.bluesky.session import own_server
from adapters.testing import AT, Drawer
from tests.adapters.fakes import FakeBluesky, connection, frozen, published

OPTIONS = {"handle": "@tilleul.example", "password": FakeBluesky.password}
IMAGE = Media(b"one", "image/png", 4, 3, "un carré")
LINK = "https://maison.example/semer"
POST = Content("Semer l'été #jardin", link=LINK, card=Card("Semer", "Quand et quoi"), tags=("jardin",), language="fr")


def account(server: object, drawer: Drawer | None = None, **options: str) -> Bluesky:
    return Bluesky(connection(server, {**OPTIONS, **options}, drawer))


def calls(server: FakeBluesky) -> list[str]:
    return [request.url.path.rpartition(".")[2] for request in server.requests]


def test_the_credentials_name_the_account() -> None:
    """With its address, so that it can be opened."""
    found = account(FakeBluesky()).verify()

    assert found == Identity("@tilleul.example", "https://bsky.app/profile/did:plc:tilleul")


def test_a_receipt_names_the_record() -> None:
    """The address holds the permanent name: a handle may change."""
    intent, receipt = published(account(FakeBluesky()), POST)
    place = frozen(intent, "rkey")

    assert receipt == Receipt(
        f"at://did:plc:tilleul/app.bsky.feed.post/{place}", f"https://bsky.app/profile/did:plc:tilleul/post/{place}"
    )


def test_a_post_is_dated_by_its_first_attempt() -> None:
    """The record must be the same on every attempt."""
    intent = account(FakeBluesky()).prepare(POST, key="k1", at=AT)

    assert frozen(intent, "record", "createdAt") == "2026-05-04T09:30:15.123Z"


def test_a_post_is_put_only_where_nothing_is() -> None:
    """Nothing that stands there may be overwritten."""
    intent = account(FakeBluesky()).prepare(POST, key="k1", at=AT)

    assert frozen(intent, "swapRecord") is None


def test_a_post_says_its_language() -> None:
    """Readers filter by it."""
    intent = account(FakeBluesky()).prepare(POST, key="k1", at=AT)

    assert frozen(intent, "record", "langs") == ["fr"]


def test_a_link_becomes_a_card_with_its_picture() -> None:
    """Bluesky looks nothing up: what the adapter does not send is not there."""
    card = Card("Semer", "Quand et quoi", IMAGE)
    intent = account(FakeBluesky()).prepare(replace(POST, card=card), key="k1", at=AT)
    blob = {"$type": "blob", "ref": {"$link": "bafk3"}, "size": 3, "mimeType": "image/png"}

    assert frozen(intent, "record", "embed") == {
        "$type": "app.bsky.embed.external",
        "external": {"uri": LINK, "title": "Semer", "description": "Quand et quoi", "thumb": blob},
    }


def test_a_link_without_a_card_is_its_own_title() -> None:
    """An empty card would be a grey box."""
    intent = account(FakeBluesky()).prepare(replace(POST, card=None), key="k1", at=AT)

    assert frozen(intent, "record", "embed", "external") == {"uri": LINK, "title": LINK, "description": ""}


def test_images_are_shown_in_their_shape_with_their_text() -> None:
    """Without a shape they jump while they load."""
    content = Content(f"Semer {LINK}", link=LINK, media=(IMAGE,))
    images = frozen(account(FakeBluesky()).prepare(content, key="k1", at=AT), "record", "embed", "images")

    assert isinstance(images, list)
    assert images[0] == {
        "alt": "un carré",
        "aspectRatio": {"width": 4, "height": 3},
        "image": {"$type": "blob", "ref": {"$link": "bafk3"}, "size": 3, "mimeType": "image/png"},
    }


def test_images_and_a_card_at_once_are_refused_aloud() -> None:
    """The link would be lost in silence."""
    with pytest.raises(Unsupported, match="put the link into the text"):
        account(FakeBluesky()).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT)


def test_a_post_without_link_or_image_embeds_nothing() -> None:
    """An empty embed is refused."""
    record = account(FakeBluesky()).prepare(Content("Semer"), key="k1", at=AT).request["record"]

    assert record == {"$type": "app.bsky.feed.post", "text": "Semer", "createdAt": "2026-05-04T09:30:15.123Z"}


def test_another_text_in_the_posts_place_is_no_receipt() -> None:
    """It is for a person to look at."""
    server = FakeBluesky()
    bluesky = account(server)
    published(bluesky, POST)

    with pytest.raises(Duplicate, match="another text") as caught:
        published(bluesky, replace(POST, text="Récolter"))

    assert caught.value.receipt is not None


def test_the_same_text_in_the_posts_place_is_the_post() -> None:
    """A later attempt may have uploaded a picture anew."""
    server = FakeBluesky()
    bluesky = account(server)
    _, first = published(bluesky, POST)
    _, second = published(bluesky, replace(POST, card=Card("Autre titre")))

    assert second == first


def test_a_place_that_is_taken_and_cannot_be_read_is_uncertain() -> None:
    """It may well hold the post."""
    server = FakeBluesky()
    published(account(server), POST)

    def half_dead(request: httpx.Request) -> httpx.Response:
        return httpx.Response(502) if request.url.path.endswith("getRecord") else server(request)

    with pytest.raises(Uncertain, match="cannot be read"):
        published(account(half_dead), replace(POST, card=Card("Autre titre")))


def test_a_record_in_another_place_is_uncertain() -> None:
    """Whatever the server did, it was not what it was asked."""
    server = FakeBluesky()

    def confused(request: httpx.Request) -> httpx.Response:
        answer = server(request)
        return httpx.Response(200, json={"uri": "at://elsewhere"}) if server.publishes(request) else answer

    with pytest.raises(Uncertain, match="unreadable"):
        published(account(confused), POST)


def test_a_picture_that_a_server_threw_away_proves_that_there_is_no_post() -> None:
    """Servers clear out only what no record names; prepared anew, the post brings it again."""
    server = FakeBluesky()
    server.lost_blobs = {"bafk3"}

    with pytest.raises(Refused, match="queue the post again"):
        published(account(server), replace(POST, card=Card("Semer", image=IMAGE)))


def test_a_refusal_is_in_the_servers_words() -> None:
    """It names the limit."""
    with pytest.raises(Refused, match="no, because of InvalidRequest"):
        published(account(FakeBluesky()), Content("x" * 301))


def answer(bluesky: Bluesky, *after: Receipt, text: str = "Et puis", key: str = "k2") -> tuple[Intent, Receipt]:
    intent = bluesky.prepare_reply(Part(text), POST, after=after, key=key, at=AT)
    return intent, bluesky.publish(intent)


def test_an_answer_names_the_first_post_and_the_one_before_with_their_marks() -> None:
    """Without both, readers see a thread that has fallen apart."""
    server = FakeBluesky()
    bluesky = account(server)
    _, first = published(bluesky, POST)
    _, second = answer(bluesky, first)
    intent, _ = answer(bluesky, first, second, text="Et enfin", key="k3")

    assert frozen(intent, "record", "reply") == {
        "root": {"uri": first.id, "cid": f"bafy-{len(POST.text)}"},
        "parent": {"uri": second.id, "cid": "bafy-7"},
    }


def test_an_answer_speaks_the_language_of_its_post_and_shows_its_own_images() -> None:
    """The card of the post is the post's."""
    bluesky = account(FakeBluesky())
    _, first = published(bluesky, POST)
    said = replace(POST, parts=(Part("Et puis #jardin", (IMAGE,)),))
    intent = bluesky.prepare_reply(said.parts[0], said, after=(first,), key="k2", at=AT)
    tag = {"$type": "app.bsky.richtext.facet#tag", "tag": "jardin"}

    assert frozen(intent, "record", "langs") == ["fr"]
    assert frozen(intent, "record", "embed", "$type") == "app.bsky.embed.images"
    assert frozen(intent, "record", "facets") == [{"index": {"byteStart": 8, "byteEnd": 15}, "features": [tag]}]


def test_a_link_that_follows_as_a_comment_makes_no_card_in_the_post() -> None:
    """Whoever wants it below the post does not want it in the post."""
    followed = replace(POST, card=None, parts=(Part(f"Lire : {LINK}"),))
    bluesky = account(FakeBluesky())
    intent, first = published(bluesky, followed)
    comment = bluesky.prepare_reply(followed.parts[0], followed, after=(first,), key="k2", at=AT)

    assert "embed" not in json.loads(json.dumps(intent.request))["record"]
    assert frozen(comment, "record", "facets")


def test_an_answer_to_a_post_that_is_gone_is_refused() -> None:
    """It would stand alone, and say half of something."""
    bluesky = account(FakeBluesky())
    _, first = published(bluesky, POST)
    bluesky.delete(first)

    with pytest.raises(Refused, match="is gone"):
        answer(bluesky, first)


def test_a_list_goes_back_page_by_page_to_the_instant() -> None:
    """What is older was said too long ago to matter."""
    server = FakeBluesky()
    server.page = 1
    bluesky = account(server)
    for days in range(4):
        published(bluesky, Content(f"Jour {days}"), key=f"k{days}", at=AT + timedelta(days=days))
    found = [each.text for each in bluesky.sent(since=AT + timedelta(days=1.5))]

    assert found == ["Jour 3", "Jour 2"]
    assert calls(server).count("listRecords") == 3


@pytest.mark.parametrize("broken", [{}, {"createdAt": "0000-01-01"}, {"createdAt": AT.isoformat(), "text": None}])
def test_a_record_that_cannot_be_read_is_left_out_of_the_list(broken: dict[str, Any]) -> None:
    """Any program may write records: one that is broken must not hide the others."""
    server = FakeBluesky()
    published(account(server), POST)
    server.records["zzzzzzzzzzzzz"] = {"text": "?", **broken}

    assert [each.text for each in account(server).sent(since=AT - timedelta(days=1))] == [POST.text]


def test_a_list_without_an_end_is_not_read_to_its_end() -> None:
    """A server that repeats a page must not hold the program."""
    server = FakeBluesky()
    published(account(server), POST)

    def repeating(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("listRecords"):
            request.url = request.url.copy_remove_param("cursor")
        return server(request)

    with pytest.raises(Unavailable, match="more posts"):
        list(account(repeating).sent(since=AT))


def test_counts_have_plain_names() -> None:
    """What the network does not count is left out."""
    bluesky = account(FakeBluesky())
    _, receipt = published(bluesky, POST)

    assert bluesky.measure(receipt) == {"likes": 3, "replies": 1}


def test_a_post_that_the_network_does_not_show_yet_has_no_counts() -> None:
    """None is not nought."""
    server = FakeBluesky()
    bluesky = account(server)
    _, receipt = published(bluesky, POST)
    server.is_behind = True

    with pytest.raises(Unavailable, match="not show the post yet"):
        bluesky.measure(receipt)


@pytest.mark.parametrize("address", ["", "at://did/app.bsky.feed.like/3k", "https://bsky.app/profile/x/post/3k"])
def test_what_is_no_address_of_a_post_is_not_taken_for_one(address: str) -> None:
    """A deletion in the wrong place cannot be taken back."""
    with pytest.raises(ValueError, match="not the address"):
        place_of(address)


def test_a_session_is_kept_before_it_is_used() -> None:
    """A crash in between would lose a refresh token that works only once."""
    server, drawer = FakeBluesky(), Drawer()
    kept: list[bool] = []

    def watching(request: httpx.Request) -> httpx.Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        kept.append(not token or token in drawer.kept.values())
        return server(request)

    account(watching, drawer).verify()

    assert kept == [True, True]


def test_a_kept_session_saves_the_login() -> None:
    """Logins are counted: 30 in five minutes."""
    server, drawer = FakeBluesky(), Drawer()
    for _ in range(2):
        account(server, drawer).verify()

    assert calls(server) == ["createSession", "getSession", "getSession"]


def test_an_expired_session_is_refreshed_once() -> None:
    """Two hours pass between most posts."""
    server, drawer = FakeBluesky(), Drawer()
    account(server, drawer).verify()
    drawer.kept["access"] = "expired"
    account(server, drawer).verify()

    assert calls(server)[2:] == ["getSession", "refreshSession", "getSession"]


def test_a_refresh_keeps_the_token_that_replaces_the_old() -> None:
    """The old one dies."""
    server, drawer = FakeBluesky(), Drawer()
    account(server, drawer).verify()
    drawer.kept["access"] = "expired"
    account(server, drawer).verify()

    assert (drawer.kept["access"], drawer.kept["refresh"]) == ("access-2", "refresh-2")


def test_a_lost_answer_to_a_refresh_is_asked_again_with_the_old_token() -> None:
    """It still answers for two hours."""
    server, drawer = FakeBluesky(), Drawer()
    account(server, drawer).verify()
    drawer.kept["access"] = "expired"

    def losing(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("refreshSession"):
            raise httpx.ReadTimeout("lost", request=request)
        return server(request)

    with pytest.raises(Unavailable):
        account(losing, drawer).verify()

    assert drawer.kept["refresh"] == "refresh-1"


def test_a_dead_refresh_token_leads_to_a_new_login() -> None:
    """A daemon may have been off for three months."""
    server, drawer = FakeBluesky(), Drawer()
    account(server, drawer).verify()
    drawer.kept["access"] = "expired"
    server.refuses_refresh = True
    account(server, drawer).verify()

    assert calls(server)[2:] == ["getSession", "refreshSession", "createSession", "getSession"]


def test_an_account_that_refuses_even_a_new_session_is_unauthorized() -> None:
    """There is nothing left to try."""
    server = FakeBluesky()

    def taken_down(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("getSession"):
            return httpx.Response(400, json={"error": "AccountTakedown", "message": "Account has been taken down"})
        return server(request)

    with pytest.raises(Unauthorized, match=r"new login.*taken down"):
        account(taken_down).verify()


def test_a_wrong_password_is_unauthorized() -> None:
    """The account is held until there is a new one."""
    with pytest.raises(Unauthorized, match=r"'tilleul\.example'"):
        account(FakeBluesky(), password="wrong").verify()


def test_a_password_that_wants_a_second_factor_asks_for_an_app_password() -> None:
    """Nobody is there to type the code."""

    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(401, json={"error": "AuthFactorTokenRequired"})

    with pytest.raises(Unauthorized, match="needs an app password"):
        account(respond).verify()


@pytest.mark.parametrize("body", ["[]", "{", '{"error": 5}', "[" * 100_000])
def test_an_error_without_a_name_goes_by_its_status(body: str) -> None:
    """A proxy may have written it."""
    with pytest.raises(Unavailable):
        account(lambda _: httpx.Response(502, text=body)).verify()


def test_a_session_without_a_token_is_unreadable() -> None:
    """Kept, it would be of no use to anyone."""
    answer = {"did": "did:plc:tilleul", "accessJwt": "", "refreshJwt": "r"}

    with pytest.raises(Unavailable, match="unreadable"):
        account(lambda _: httpx.Response(200, json=answer)).verify()


def test_a_new_password_ends_the_session_of_the_old() -> None:
    """Whoever changes the settings wants to see them tried."""
    server, drawer = FakeBluesky(), Drawer()
    account(server, drawer).verify()

    with pytest.raises(Unauthorized):
        account(server, drawer, password="wrong").verify()


def test_a_session_that_was_kept_in_part_is_none() -> None:
    """An older version may have kept less."""
    server, drawer = FakeBluesky(), Drawer()
    account(server, drawer).verify()
    del drawer.kept["did"]
    account(server, drawer).verify()

    assert calls(server)[2] == "createSession"


DOCUMENT = {"service": [{"id": "#other"}, {"id": "#atproto_pds", "serviceEndpoint": "https://morel.example/"}]}


@pytest.mark.parametrize(
    ("options", "document", "host"),
    [
        ({}, DOCUMENT, "morel.example"),
        ({}, None, "bsky.social"),
        ({"url": "http://127.0.0.1:2583/"}, DOCUMENT, "127.0.0.1:2583"),
    ],
)
def test_records_go_to_the_accounts_own_server(options: dict[str, str], document: Any, host: str) -> None:
    """The one that the settings name, else the one that the account does."""
    server = FakeBluesky()
    server.document = document
    Bluesky(connection(server, {**OPTIONS, **options})).verify()

    assert server.requests[-1].url.netloc.decode() == host


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"service": [{"id": "#atproto_pds", "serviceEndpoint": "http://morel.example"}]},
        {"service": [{"id": "#atproto_pds", "serviceEndpoint": {"uri": "https://morel.example"}}]},
    ],
)
def test_a_server_that_is_not_named_safely_is_not_believed(document: Any) -> None:
    """The session's token would travel in the clear."""
    assert own_server(document) is None


@pytest.mark.parametrize(("clock", "expected"), [(0, "3n3lv272l2222"), (1023, "3n3lv272l22zz")])
def test_a_timestamp_identifier_is_written_as_specified(clock: int, expected: str) -> None:
    """The server refuses any other form."""
    assert tid(1_796_115_600_000_000, clock) == expected


@given(st.text(), st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_place_is_a_valid_identifier_near_the_posts_time(key: str, at: datetime) -> None:
    """A law: places sort as posts do, to the second."""
    place = record_key(key, at)

    assert tid(_micros(at), 0) <= place <= tid(_micros(at + timedelta(seconds=1)), 1023)


@given(st.sets(st.uuids().map(str), min_size=2, max_size=30))
def test_posts_of_the_same_instant_have_places_of_their_own(keys: set[str]) -> None:
    """A law: a shared place would lose a post."""
    assert len({record_key(key, AT) for key in keys}) == len(keys)


def _micros(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def marked(text: str, *tags: str, link: str | None = None) -> list[str]:
    """Return the pieces of the text's bytes that are marked, with what they are marked as."""
    found: list[str] = []
    for facet in json.loads(json.dumps(facets(Content(text, tags=tags, link=link)))):
        piece = text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        feature = facet["features"][0]
        found.append(f"{piece} -> {feature.get('uri', feature.get('tag'))}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("voir https://ex.org.", ["https://ex.org -> https://ex.org"]),
        ("(https://ex.org/a_(b))", ["https://ex.org/a_(b) -> https://ex.org/a_(b)"]),
        ("« https://ex.org/é »", ["https://ex.org/é -> https://ex.org/é"]),
        (
            "https://ex.org/a, https://ex.org/b !",
            ["https://ex.org/a -> https://ex.org/a", "https://ex.org/b -> https://ex.org/b"],
        ),
        ("👩\u200d🌾 https://ex.org", ["https://ex.org -> https://ex.org"]),
        ("ex.org", []),
    ],
)
def test_links_are_marked_without_the_sentence_around_them(text: str, expected: list[str]) -> None:
    """Nothing is a link on Bluesky that is not marked, to the byte."""
    assert marked(text) == expected


def test_the_posts_own_link_is_marked_whole() -> None:
    """An address may end with a full stop."""
    assert marked("voir https://ex.org/etc.", link="https://ex.org/etc.") == [
        "https://ex.org/etc. -> https://ex.org/etc."
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#été", ["#été -> été"]),
        ("l'#été", []),
        ("(#été), #été2, #ÉTÉ", ["#été -> été"]),
        ("« #été »", ["#été -> été"]),
        ("https://ex.org/ #été", ["https://ex.org/ -> https://ex.org/", "#été -> été"]),
        ("https://ex.org/(#été", ["https://ex.org/(#été -> https://ex.org/(#été"]),
    ],
)
def test_hashtags_are_marked_where_they_stand_as_words(text: str, expected: list[str]) -> None:
    """Part of a word or of an address is none."""
    assert marked(text, "été") == expected


@given(st.text(), st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_marks_never_overlap_and_always_fit(text: str, tag: str) -> None:
    """A law: the server refuses a post whose marks do not fit its bytes."""
    content = Content(f"{text} #{tag} https://ex.org/{tag} {text}", tags=(tag,))
    places = [facet["index"] for facet in json.loads(json.dumps(facets(content)))]
    ends = [0, *(place["byteEnd"] for place in places)]

    assert all(end <= place["byteStart"] < place["byteEnd"] for end, place in zip(ends, places, strict=False))
