from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    AdapterError,
    Connection,
    Content,
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
from adapters.matrix import Matrix
from adapters.testing import AT, WireRules
from tests.adapters.fake_matrix import ME, ROOM, FakeMatrix, no, yes
from tests.adapters.fakes import CLOCK, connection, frozen, published

OPTIONS = {"url": "https://matrix.maison.example/", "token": FakeMatrix.token, "room": ROOM}
POST = Content("Semer l'été <tôt> @room")
IMAGE = Media(b"one", "image/png", 3, 2, "un carré")

Server = Callable[[httpx.Request], httpx.Response]


class TestMatrix(WireRules):
    options = OPTIONS
    secrets = (FakeMatrix.token,)
    fake = FakeMatrix

    def connect(self, connection: Connection) -> Adapter:
        return Matrix(connection)


def account(server: Server, **options: str) -> Matrix:
    return Matrix(connection(server, {**OPTIONS, **options}))


def failing(answer: httpx.Response) -> AdapterError:
    """Return what becomes of an answer to the request that publishes."""
    server = FakeMatrix()
    matrix = account(lambda request: answer if server.publishes(request) else server(request))
    with pytest.raises(AdapterError) as caught:
        published(matrix, POST)

    return caught.value


def sent(server: FakeMatrix) -> dict[str, Any]:
    """Return what the newest event holds."""
    content: dict[str, Any] = server.events[-1]["content"]
    return content


def test_the_credentials_name_the_account() -> None:
    """With its address, so that it can be opened."""
    assert account(FakeMatrix()).verify() == Identity(ME, f"https://matrix.to/#/{ME}")


def test_a_receipt_names_the_event_and_where_it_is_read() -> None:
    """The address says by which server the room is reached."""
    _, receipt = published(account(FakeMatrix()), POST)

    assert receipt == Receipt(f"{ROOM}/$1/é", f"https://matrix.to/#/{ROOM}/$1/é?via=maison.example")


def test_a_room_may_be_named_by_its_alias() -> None:
    """Its id is not for people; it is asked for once."""
    server = FakeMatrix()
    matrix = account(server, room="#news:maison.example")
    published(matrix, POST, key="k1")
    intent, _ = published(matrix, POST, key="k2")
    asked = [request for request in server.requests if "/directory/" in request.url.path]

    assert (frozen(intent, "room"), len(asked)) == (ROOM, 1)


def test_an_encrypted_room_is_refused_aloud() -> None:
    """The server would take the post in the clear, and clients would warn of it."""
    server = FakeMatrix()
    server.encrypted = True

    with pytest.raises(Unsupported, match="encrypted"):
        account(server).prepare(POST, key="k1", at=AT)


def test_an_encrypted_room_is_told_before_the_first_post() -> None:
    """That is what checking an account is for."""
    server = FakeMatrix()
    server.encrypted = True

    with pytest.raises(Unsupported, match="encrypted"):
        account(server).verify()


def test_a_room_that_turned_encrypted_is_noticed() -> None:
    """Anyone with the right may do so between two posts."""
    server = FakeMatrix()
    matrix = account(server)
    published(matrix, POST)
    server.encrypted = True

    with pytest.raises(Unsupported):
        matrix.prepare(POST, key="k2", at=AT)


def test_a_token_of_another_device_than_the_settings_name_is_refused() -> None:
    """The server keeps the keys of a device: a repeat from another would be a second post."""
    with pytest.raises(Unauthorized, match=r"'TAMBOUR'.*'PINNED'"):
        account(FakeMatrix(), device="PINNED").prepare(POST, key="k1", at=AT)


def test_the_device_that_the_settings_name_posts() -> None:
    """It is the one that a login was made as."""
    server = FakeMatrix()
    published(account(server, device="TAMBOUR"), POST)

    assert len(server.events) == 1


def test_a_repeat_from_another_device_looks_before_it_posts() -> None:
    """A new token may have come between an attempt and its repeat."""
    server = FakeMatrix()
    intent, receipt = published(account(server), POST)
    repeated = account(server, token=FakeMatrix.other_token).publish(intent)

    assert (repeated, len(server.events)) == (receipt, 1)


def test_another_device_posts_what_is_not_there() -> None:
    """A post that waited for a new token is not lost."""
    server = FakeMatrix()
    intent = account(server).prepare(POST, key="k1", at=AT)
    account(server, token=FakeMatrix.other_token).publish(intent)

    assert len(server.events) == 1


def test_nobody_is_notified_by_what_looks_like_a_mention() -> None:
    """An article about rooms must not wake one."""
    server = FakeMatrix()
    published(account(server), POST)

    assert sent(server)["m.mentions"] == {}


def test_an_image_is_shown_with_its_text_and_its_shape() -> None:
    """Readers reserve its room."""
    server = FakeMatrix()
    published(account(server), replace(POST, media=(IMAGE,)))
    event = sent(server)

    assert (event["msgtype"], event["body"], event["filename"]) == ("m.image", POST.text, "image.png")
    assert event["info"] == {"mimetype": "image/png", "size": 3, "w": 3, "h": 2}
    assert event["url"] == "mxc://maison.example/1"


def test_an_image_arrives_to_the_byte_before_anybody_sees_it() -> None:
    """An upload is no event."""
    server = FakeMatrix()
    account(server).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT)

    assert (server.media, server.events) == ([("image/png", b"one")], [])


def test_an_image_without_alternative_text_has_none() -> None:
    """An empty one would be read out."""
    server = FakeMatrix()
    published(account(server), replace(POST, media=(replace(IMAGE, alt=""),)))

    assert not [name for name in sent(server) if "alt" in name]


def test_several_images_are_refused() -> None:
    """An event shows one, and a post is one event."""
    with pytest.raises(Unsupported, match="one image"):
        account(FakeMatrix()).prepare(replace(POST, media=(IMAGE, IMAGE)), key="k1", at=AT)


@pytest.mark.parametrize(("told", "expected"), [(1000, 1000), (None, Matrix.limits.image_bytes)])
def test_the_server_tells_how_large_an_image_may_be(told: object, expected: int | None) -> None:
    """Servers differ."""
    server = FakeMatrix()
    server.largest = told

    assert account(server).read_limits().image_bytes == expected


def test_a_part_is_in_the_thread_of_the_first_and_answers_the_last() -> None:
    """Clients without threads show it as an answer."""
    server = FakeMatrix()
    matrix = account(server)
    _, first = published(matrix, POST)
    second = matrix.publish(matrix.prepare_reply(Part("La suite"), POST, after=(first,), key="k2", at=AT))
    third = matrix.prepare_reply(Part("Et fin", (IMAGE,)), POST, after=(first, second), key="k3", at=AT)
    relation = {"rel_type": "m.thread", "event_id": "$1/é", "is_falling_back": True}

    assert frozen(third, "content", "m.relates_to") == {**relation, "m.in_reply_to": {"event_id": "$2/é"}}


def test_an_event_is_found_by_its_key_whatever_its_text() -> None:
    """Two posts may say the same."""
    server = FakeMatrix()
    matrix = account(server)
    intent, receipt = published(matrix, POST, key="k1")
    published(matrix, POST, key="k2")

    assert matrix.find(intent) == receipt


def test_a_search_reads_page_after_page_and_no_further_than_the_first_attempt() -> None:
    """A lively account has more than one since then."""
    server = FakeMatrix()
    matrix = account(server)
    for number in range(150):
        server.add({"body": f"before {number}"}, at=AT - timedelta(days=1))
    intent, receipt = published(matrix, POST)
    for number in range(150):
        server.add({"body": f"later {number}"})
    found = matrix.find(intent)
    unsent = matrix.find(matrix.prepare(POST, key="k2", at=AT))
    pages = [request for request in server.requests if request.url.path.endswith("/messages")]

    assert (found, unsent, len(pages)) == (receipt, None, 4)


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    server = FakeMatrix()
    matrix = account(server)
    intent = matrix.prepare(POST, key="k1", at=AT)
    for number in range(1001):
        server.add({"body": f"later {number}"})

    with pytest.raises(Unavailable, match="look at it yourself"):
        matrix.find(intent)


def test_an_event_without_a_time_makes_the_page_unreadable() -> None:
    """It might be the one that is looked for."""
    server = FakeMatrix()
    page = yes(chunk=[{"event_id": "$1", "content": {}}])
    matrix = account(lambda request: page if request.url.path.endswith("/messages") else server(request))

    with pytest.raises(Unavailable, match="unreadable"):
        matrix.find(matrix.prepare(POST, key="k1", at=AT))


def test_what_stands_in_the_room_is_listed_without_what_was_redacted() -> None:
    """What was posted by hand is not repeated."""
    server = FakeMatrix()
    server.add({"body": "too old"}, at=CLOCK - timedelta(days=2))
    server.add({"body": "un"})
    server.add({})
    server.add({"body": "somebody else's"}, user="@other:maison.example")
    found = list(account(server).sent(since=CLOCK - timedelta(days=1)))

    assert [each.text for each in found] == ["un"]


def test_reactions_are_counted() -> None:
    """They are all that a room keeps."""
    server = FakeMatrix()
    server.reactions = 3
    matrix = account(server)
    _, receipt = published(matrix, POST)

    assert matrix.measure(receipt) == {"reactions": 3}


def test_a_post_is_redacted() -> None:
    """The room keeps that there was one, and not what it said."""
    server = FakeMatrix()
    matrix = account(server)
    _, receipt = published(matrix, POST)
    matrix.delete(receipt)

    assert server.events[0]["content"] == {}


def test_a_post_that_is_gone_is_deleted() -> None:
    """A server may forget."""
    server = FakeMatrix()
    account(server).delete(Receipt(f"{ROOM}/$99"))

    assert "/redact/" in server.requests[-1].url.path


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (no(403, "M_FORBIDDEN"), Refused),
        (no(413, "M_TOO_LARGE"), Refused),
        (no(401, "M_UNKNOWN_TOKEN", soft_logout=True), Unauthorized),
        (no(500, "M_UNKNOWN"), Uncertain),
        (httpx.Response(404, text="no such page"), Refused),
        (httpx.Response(403, json=["a list"]), Refused),
    ],
)
def test_a_refusal_is_told_apart(answer: httpx.Response, expected: type[AdapterError]) -> None:
    """What to do next depends on it."""
    assert type(failing(answer)) is expected


@pytest.mark.parametrize(("asked", "expected"), [(2000, timedelta(seconds=2)), (10**20, timedelta(days=1))])
def test_an_older_servers_wait_is_read_where_it_stands(asked: int, expected: timedelta) -> None:
    """It has no header for it; and no number of a stranger's stops an account for years."""
    found = failing(no(429, "M_LIMIT_EXCEEDED", retry_after_ms=asked))

    assert isinstance(found, Unavailable)
    assert found.retry_after == expected
