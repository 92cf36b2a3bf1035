"""The Bluesky adapter against a real server."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import httpx
import pytest

from adapters import http
from adapters.base import (
    Card,
    Connection,
    Content,
    Duplicate,
    Part,
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Uncertain,
)
from adapters.bluesky import Bluesky
from adapters.testing import AT, Drawer, Rules, Seen, Stage
from adapters.testing.rules import SQUARE
from tests.servers.bluesky import JWT_SECRET, Account, Site

LINK = "https://maison.example/semer"
POST = Content(
    text=f"Semer l'été « tôt » 👩\u200d🌾 #jardin\n{LINK}",
    link=LINK,
    card=Card("Semer", "Quand et quoi", SQUARE),
    tags=("jardin",),
    language="fr",
)


def connection(
    site: Site, account: Account, drawer: Drawer | None = None, client: httpx.Client | None = None
) -> Connection:
    options = {"handle": account.handle, "password": account.password, "url": site.url}
    return Connection("journal", options, client or site.client, drawer or Drawer())


class TestRules(Rules):
    """A real server is a stage like any other."""

    @pytest.fixture(autouse=True)
    def _site(self, site: Site) -> None:
        self.site = site

    def stage(self) -> Stage:
        account = self.site.account()
        return Stage(
            lambda: Bluesky(connection(self.site, account)), lambda: self._public(account), (account.password,)
        )

    def test_counts_are_whole_numbers(self) -> None:
        """The server asks the network for them, which this one has no part in."""
        bluesky, receipt = self._published()

        with pytest.raises(Unavailable):
            bluesky.measure(receipt)

    def test_answers_are_heard(self) -> None:
        """Nor does it show any thread without the network."""
        bluesky, receipt = self._published()

        with pytest.raises(Unavailable):
            bluesky.heard(receipt)

    def _published(self) -> tuple[Bluesky, Receipt]:
        bluesky = Bluesky(connection(self.site, self.site.account()))
        return bluesky, bluesky.publish(bluesky.prepare(POST, key="k0", at=AT))

    def _public(self, account: Account) -> list[Seen]:
        records = self.site.records(account)
        return [
            Seen(record["text"], tuple(image["alt"] for image in record.get("embed", {}).get("images", ())))
            for record in records
        ]


def test_a_post_is_read_back_as_it_was_frozen(site: Site) -> None:
    """To the letter: marks, card, picture, language, time."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))
    intent = bluesky.prepare(POST, key="k1", at=AT)
    bluesky.publish(intent)

    assert site.records(account) == [intent.request["record"]]


def test_marks_cover_the_bytes_they_are_about(site: Site) -> None:
    """As whoever reads the record cuts them out."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))
    bluesky.publish(bluesky.prepare(POST, key="k1", at=AT))
    record = site.records(account)[0]
    text = record["text"].encode()
    pieces = [text[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() for facet in record["facets"]]

    assert pieces == ["#jardin", LINK]


def test_an_image_keeps_its_shape(site: Site) -> None:
    """Readers reserve its room."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))
    bluesky.publish(bluesky.prepare(replace(POST, media=(SQUARE,)), key="k1", at=AT))
    image = site.records(account)[0]["embed"]["images"][0]

    assert (image["alt"], image["aspectRatio"]) == (SQUARE.alt, {"width": 2, "height": 2})


def test_an_answer_lost_on_the_way_back_and_a_repeat_are_one_post(site: Site) -> None:
    """The server has the post, and nobody here knows."""
    account, drawer = site.account(), Drawer()
    sound = Bluesky(connection(site, account, drawer))
    intent = sound.prepare(POST, key="k1", at=AT)

    class Losing(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            super().handle_request(request).close()
            raise httpx.ReadError("lost", request=request)

    with http.client(Losing()) as client, pytest.raises(Uncertain):
        Bluesky(connection(site, account, drawer, client)).publish(intent)

    assert (sound.find(intent), len(site.records(account))) == (sound.publish(intent), 1)


def test_another_post_in_the_same_place_is_not_overwritten(site: Site) -> None:
    """What is public stays as it is."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))
    bluesky.publish(bluesky.prepare(POST, key="k1", at=AT))

    with pytest.raises(Duplicate):
        bluesky.publish(bluesky.prepare(Content("Récolter"), key="k1", at=AT))

    assert [record["text"] for record in site.records(account)] == [POST.text]


PARTS = (Part("Puis l'arroser. 2/3"), Part("Enfin récolter. 3/3", (SQUARE,)))


def threaded(bluesky: Bluesky) -> list[Receipt]:
    """Publish a post and its parts."""
    after = [bluesky.publish(bluesky.prepare(POST, key="k0", at=AT))]
    for number, part in enumerate(PARTS, 1):
        intent = bluesky.prepare_reply(part, POST, after=tuple(after), key=f"k{number}", at=AT)
        after.append(bluesky.publish(intent))
    return after


def test_a_thread_is_read_back_in_its_order(site: Site) -> None:
    """Each part names the first and the one before, with the marks of what stands there."""
    account = site.account()
    first, second, third = (receipt.id for receipt in threaded(Bluesky(connection(site, account))))
    stored = {each["uri"]: each for each in site.stored(account)}
    named = {uri: {"uri": uri, "cid": stored[uri]["cid"]} for uri in (first, second)}

    assert [stored[uri]["value"].get("reply") for uri in (first, second, third)] == [
        None,
        {"root": named[first], "parent": named[first]},
        {"root": named[first], "parent": named[second]},
    ]


def test_a_thread_that_is_repeated_is_one_thread(site: Site) -> None:
    """However often a lost answer has it sent."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))

    assert (threaded(bluesky), len(site.records(account))) == (threaded(bluesky), 3)


def test_own_posts_are_listed_back_to_an_instant(site: Site) -> None:
    """Whoever posted them."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))
    threaded(bluesky)
    old = [each.text for each in bluesky.sent(since=AT + timedelta(days=1))]

    assert sorted(each.text for each in bluesky.sent(since=AT - timedelta(days=1))) == sorted(
        record["text"] for record in site.records(account)
    )
    assert not old


def test_what_is_deleted_is_gone_and_may_be_deleted_again(site: Site) -> None:
    """A retraction that was cut off is asked for once more."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))
    for receipt in reversed(threaded(bluesky)):
        bluesky.delete(receipt)
        bluesky.delete(receipt)

    assert not site.records(account)


def test_an_answer_to_what_was_deleted_is_refused(site: Site) -> None:
    """Its readers would not know what it answers."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))
    first = bluesky.publish(bluesky.prepare(POST, key="k0", at=AT))
    bluesky.delete(first)

    with pytest.raises(Refused, match="is gone"):
        bluesky.prepare_reply(PARTS[0], POST, after=(first,), key="k1", at=AT)


def expired(token: str) -> str:
    """Return the token as it will be when its time is over, signed as the server signs."""
    head, payload, _ = token.split(".")
    claims = json.loads(urlsafe_b64decode(payload + "=="))
    past = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    signed = f"{head}.{_base64(json.dumps({**claims, 'iat': past, 'exp': past + 1}).encode())}"
    return f"{signed}.{_base64(hmac.digest(JWT_SECRET.encode(), signed.encode(), sha256))}"


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def test_an_expired_session_is_refreshed(site: Site) -> None:
    """The server answers 400, which elsewhere means that the request is wrong."""
    account, drawer = site.account(), Drawer()
    bluesky = Bluesky(connection(site, account, drawer))
    bluesky.verify()
    before = dict(drawer.kept)
    drawer.kept["access"] = expired(before["access"])
    bluesky.verify()

    assert before["refresh"] != drawer.kept["refresh"]


def test_a_lost_refresh_may_be_repeated(site: Site) -> None:
    """The server gives the same successor again."""
    account, drawer = site.account(), Drawer()
    bluesky = Bluesky(connection(site, account, drawer))
    bluesky.verify()
    old = {**drawer.kept, "access": expired(drawer.kept["access"])}
    for _ in range(2):
        drawer.keep(old)
        identity = bluesky.verify()

    assert identity.name == f"@{account.handle}"


def test_a_dead_session_leads_to_a_new_login(site: Site) -> None:
    """A daemon may have been off for months."""
    account, drawer = site.account(), Drawer()
    bluesky = Bluesky(connection(site, account, drawer))
    bluesky.verify()
    dead = {name: expired(drawer.kept[name]) for name in ("access", "refresh")}
    drawer.keep({**drawer.kept, **dead})

    assert bluesky.verify().name == f"@{account.handle}"


def test_a_wrong_password_is_unauthorized(site: Site) -> None:
    """The account is held, the posts are kept."""
    account = replace(site.account(), password="wrong-wrong-wrong")

    with pytest.raises(Unauthorized):
        Bluesky(connection(site, account)).verify()


@pytest.mark.parametrize("text", ["x" * 301, "👩\u200d🌾" * 290])
def test_a_text_beyond_the_limits_is_refused(site: Site, text: str) -> None:
    """300 graphemes, and 3000 bytes."""
    account = site.account()
    bluesky = Bluesky(connection(site, account))

    with pytest.raises(Refused, match="text"):
        bluesky.publish(bluesky.prepare(Content(text), key="k1", at=AT))

    assert not site.records(account)
