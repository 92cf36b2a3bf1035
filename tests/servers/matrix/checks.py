"""The Matrix adapter against a real server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.base import Connection, Content, Part, Refused, Unauthorized, Uncertain, Unsupported
from adapters.matrix import Matrix
from adapters.matrix.event import ALT
from adapters.testing import Drawer, Rules, Seen, Stage
from adapters.testing.rules import SQUARE
from tests.adapters.fakes import published
from tests.servers.cutting import Cut, cutting, gateway, half, nothing
from tests.servers.matrix import NAME, Site

POST = Content("Semer l'été « tôt » 👩\u200d🌾\nhttps://maison.example/semer")
NOW = datetime.now(UTC)
ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


def account(site: Site, room: str, device: str = "TAMBOUR", url: str | None = None, pinned: str = "") -> Matrix:
    options = {"url": url or site.url, "token": site.login(device), "room": room, "device": pinned}
    return Matrix(Connection("journal", options, site.client, Drawer()))


class TestRules(Rules):
    """A real server is a stage like any other."""

    @pytest.fixture(autouse=True)
    def _site(self, site: Site) -> None:
        self.site = site

    def stage(self) -> Stage:
        room = self.site.room()
        return Stage(lambda: account(self.site, room), lambda: self._public(room))

    def _public(self, room: str) -> list[Seen]:
        said = self.site.said(room)
        return [
            Seen(each["body"], tuple(text["body"] for text in each.get(ALT, {}).get("m.text", ()))) for each in said
        ]


@pytest.mark.parametrize("device", ["TAMBOUR", "ANOTHER"])
@pytest.mark.parametrize("cut", [nothing, half, gateway])
def test_a_post_whose_answer_is_cut_off_is_public_once(site: Site, cut: Cut, device: str) -> None:
    """Sent again by the same device, which the server remembers, or by another, which looks first."""
    room = site.room()
    with cutting(site.url, "/send/", cut) as line:
        cut_off = account(site, room, url=line.url)
        intent = cut_off.prepare(POST, key="k1", at=NOW)
        with pytest.raises(Uncertain):
            cut_off.publish(intent)
    again = account(site, room, device)
    found = again.find(intent)

    assert found == again.publish(intent)
    assert [each["body"] for each in site.said(room)] == [POST.text]


def test_what_the_server_keeps_of_a_post_is_what_was_frozen(site: Site) -> None:
    """To the letter, the image's address and shape among it."""
    room = site.room()
    intent, _ = published(account(site, room), replace(POST, media=(SQUARE,)), at=NOW)

    assert site.said(room) == [intent.request["content"]]


def test_a_room_may_be_named_by_its_alias(site: Site) -> None:
    """Its id is not for people."""
    room = site.room(alias="nouvelles")
    published(account(site, f"#nouvelles:{NAME}"), POST, at=NOW)

    assert len(site.said(room)) == 1


def test_an_encrypted_room_is_refused_aloud(site: Site) -> None:
    """The server would take the post in the clear."""
    with pytest.raises(Unsupported, match="encrypted"):
        account(site, site.room(ENCRYPTION)).prepare(POST, key="k1", at=NOW)


def test_a_token_of_another_device_than_the_settings_name_is_refused(site: Site) -> None:
    """The server keeps the keys of a device."""
    with pytest.raises(Unauthorized, match="PINNED"):
        account(site, site.room(), pinned="PINNED").verify()


def test_the_server_tells_how_large_an_image_may_be(site: Site) -> None:
    """Synapse takes 50 MiB unless its settings say otherwise."""
    assert account(site, site.room()).read_limits().image_bytes == 50 * 1024 * 1024


def test_parts_are_in_the_thread_of_the_first(site: Site) -> None:
    """And the server finds them there."""
    room = site.room()
    matrix = account(site, room)
    _, first = published(matrix, POST, at=NOW)
    intent = matrix.prepare_reply(Part("La suite"), POST, after=(first,), key="k2", at=NOW)
    matrix.publish(intent)
    event = first.id.partition("/")[2]
    thread = site.call("GET", f"client/v1/rooms/{room}/relations/{event}/m.thread")["chunk"]

    assert [each["content"]["body"] for each in thread] == ["La suite"]


def test_reactions_are_counted(site: Site) -> None:
    """They are all that a room keeps."""
    room = site.room()
    matrix = account(site, room)
    _, receipt = published(matrix, POST, at=NOW)
    relation = {"rel_type": "m.annotation", "event_id": receipt.id.partition("/")[2], "key": "🌱"}
    site.call("PUT", f"client/v3/rooms/{room}/send/m.reaction/r1", **{"m.relates_to": relation})

    assert matrix.measure(receipt) == {"reactions": 1}


def test_what_stands_in_a_room_is_listed_until_it_is_redacted(site: Site) -> None:
    """Twice does no harm."""
    room = site.room()
    matrix = account(site, room)
    _, receipt = published(matrix, POST, at=NOW)
    listed = [each.receipt for each in matrix.sent(since=NOW - timedelta(minutes=1))]
    for _ in range(2):
        matrix.delete(receipt)

    assert (listed, list(matrix.sent(since=NOW - timedelta(minutes=1))), site.said(room)) == ([receipt], [], [])


def test_a_wrong_token_is_unauthorized(site: Site) -> None:
    """The account is held."""
    options = {"url": site.url, "token": "syt_wrong", "room": site.room()}

    with pytest.raises(Unauthorized):
        Matrix(Connection("journal", options, site.client, Drawer())).verify()


def test_a_room_that_the_account_is_not_in_is_refused(site: Site) -> None:
    """Nobody let it in."""
    with pytest.raises(Refused):
        published(account(site, f"!nowhere:{NAME}"), POST, at=NOW)


def test_a_text_that_is_too_long_is_refused(site: Site) -> None:
    """An event holds 65,536 bytes."""
    with pytest.raises(Refused):
        published(account(site, site.room()), Content("x" * 70_000), at=NOW)
