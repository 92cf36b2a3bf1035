"""The webhook's own facts, and the rules that every adapter keeps."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest, new
from typing import Any

import httpx
import pytest

from adapters.base import Adapter, Card, Connection, Content, Intent, Receipt, Replays, Unauthorized, Unavailable
from adapters.testing import AT, Seen, Wire, WireRules, answering, failure
from adapters.testing.rules import KEY, SQUARE
from adapters.webhook import Webhook, sign
from tests.adapters.fakes import CLOCK, connection, published

SECRET = "whsec_bGEgbWFpc29uIGR1IHRpbGxldWwsIGNoYXF1ZSBtYXRpbg=="
OLD_SECRET = "whsec_bGUgdGlsbGV1bCBkZSBsYSBtYWlzb24sIGNoYXF1ZSBzb2ly"
OPTIONS = {"url": "https://site.example/posts", "secret": SECRET}
LINK = "https://maison.example/semer"
POST = Content(f"Semer l'été\n{LINK}", link=LINK, card=Card("Semer", "Tôt", SQUARE), tags=("jardin",), language="fr")


class Receiver:
    """A receiver that looks at signatures, and remembers the ids of what it took."""

    secret = SECRET

    def __init__(self, *, remembers: bool = True) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.requests: list[httpx.Request] = []
        self.remembers = remembers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.method != "POST":
            return httpx.Response(405)
        if not self._is_signed(request):
            return httpx.Response(401, json={"error": "whose signature is this?"})
        name = request.headers["webhook-id"]
        if not (self.remembers and name in dict(self.taken)):
            self.taken.append((name, json.loads(request.content)["data"]))
        return httpx.Response(201, json={"id": f"post-{name}", "url": f"https://site.example/{name}"})

    def _is_signed(self, request: httpx.Request) -> bool:
        head = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode()
        late = abs(int(request.headers["webhook-timestamp"]) - CLOCK.timestamp()) > 300
        made = new(b64decode(self.secret.removeprefix("whsec_")), head + request.content, sha256).digest()
        expected = f"v1,{b64encode(made).decode()}"
        shown = request.headers["webhook-signature"].split(" ")
        return not late and any(compare_digest(one, expected) for one in shown)

    def public(self) -> list[Seen]:
        return [Seen(post["text"], tuple(image["alt"] for image in post["images"])) for _, post in self.taken]

    def publishes(self, request: httpx.Request) -> bool:
        return request.method == "POST"


def webhook(app: object, **options: str) -> Webhook:
    return Webhook(connection(app, {**OPTIONS, **options}), clock=CLOCK.timestamp)


class TestWebhook(WireRules):
    options = {**OPTIONS, "remembers": "24h"}  # noqa: RUF012 - read only
    secrets = (SECRET, SECRET.removeprefix("whsec_"))
    fake = Receiver

    def connect(self, connection: Connection) -> Adapter:
        return Webhook(connection, clock=CLOCK.timestamp)

    def test_an_unreadable_answer_is_uncertain(self) -> None:
        """Not here: any 2xx says that it was taken, whatever else the receiver says (Standard Webhooks, 1.0)."""
        wire = self.wire()
        adapter = self._stage(wire).connect()
        wire.fault = answering(200, arrived=True, body="<html>thanks</html>")

        assert published(adapter, self.plain, key=KEY)[1] == Receipt(KEY)

    def test_a_lost_answer_before_publishing_is_safe(self) -> None:
        """Nothing is asked but whether the receiver is there."""
        wire = self.wire()
        adapter = self._stage(wire).connect()
        wire.fault, wire.where = answering(502), lambda _request: True

        assert type(failure(adapter.verify)) is Unavailable


class TestForgetful(TestWebhook):
    """A receiver that remembers nothing, so that nothing may be repeated."""

    options = OPTIONS


def test_a_receiver_is_told_all_that_a_post_holds() -> None:
    """What it makes of it is its own affair."""
    receiver = Receiver()
    published(webhook(receiver), POST)

    (_, told) = receiver.taken[0]
    image = {"type": "image/png", "width": 2, "height": 2, "alt": SQUARE.alt, "data": b64encode(SQUARE.data).decode()}
    assert told == {
        "account": "journal",
        "text": POST.text,
        "link": LINK,
        "card": {"title": "Semer", "description": "Tôt", "image": image},
        "tags": ["jardin"],
        "language": "fr",
        "images": [],
    }


def test_a_post_is_named_by_its_key_to_those_who_know_either_header() -> None:
    """Standard Webhooks call it `webhook-id`, many others `Idempotency-Key`."""
    receiver = Receiver()
    published(webhook(receiver), POST, key="k7")

    headers = receiver.requests[-1].headers
    assert (headers["webhook-id"], headers["idempotency-key"]) == ("k7", "k7")


def test_the_receivers_own_name_and_page_are_kept() -> None:
    """The log leads to the page."""
    _, receipt = published(webhook(Receiver()), POST, key="k7")

    assert receipt == Receipt("post-k7", "https://site.example/k7")


@pytest.mark.parametrize("said", ['{"id": 7, "url": 7}', '{"url": "javascript:alert(1)"}', '"ok"', ""])
def test_a_name_or_a_page_that_is_none_is_left_out(said: str) -> None:
    """It is shown on a web page some day."""
    wire = Wire(Receiver())
    wire.fault = answering(200, body=said)

    assert published(webhook(wire), POST, key="k7")[1] == Receipt("k7")


def test_a_repeat_is_signed_at_its_own_time() -> None:
    """Receivers refuse a signature that is more than five minutes old."""
    receiver = Receiver()
    intent = webhook(receiver).prepare(POST, key="k7", at=AT - timedelta(hours=3))
    webhook(receiver).publish(intent)

    assert receiver.requests[-1].headers["webhook-timestamp"] == str(int(CLOCK.timestamp()))


def test_while_one_secret_replaces_another_both_sign() -> None:
    """The receiver changes at a moment of its own."""
    receiver = Receiver()
    published(webhook(receiver, secret=f"{OLD_SECRET} {SECRET}"), POST)

    assert len(receiver.taken) == 1


def test_a_signature_is_what_the_standard_says() -> None:
    """HMAC-SHA256 over id, time and body, by the key that the secret spells in base64."""
    key = b64decode(SECRET.removeprefix("whsec_"))
    expected = b64encode(new(key, b"msg.1.{}", sha256).digest()).decode()

    assert sign(SECRET, b"msg.1.{}") == f"v1,{expected}"


@pytest.mark.parametrize("secret", ["whsec_", "whsec_!", " ", "whsec_YQ== whsec_"])
def test_a_secret_that_is_none_is_told_and_not_repeated(secret: str) -> None:
    """Every delivery would be refused."""
    error = failure(webhook(Receiver(), secret=secret).verify)

    assert (type(error), str(error)) == (Unauthorized, "the secret is none: copy it again, from whsec_ to its end")


def test_a_receiver_that_wants_nothing_more_holds_the_account() -> None:
    """410 says so; the post is kept for when the address is corrected."""
    wire = Wire(Receiver())
    wire.fault = answering(410)

    assert type(failure(lambda: published(webhook(wire), POST))) is Unauthorized


@pytest.mark.parametrize("status", [200, 204, 404, 405])
def test_a_receiver_that_answers_anything_is_there(status: int) -> None:
    """Few know of OPTIONS, and a test delivery would be a post."""
    wire = Wire(Receiver())
    wire.fault, wire.where = answering(status), lambda _request: True

    assert webhook(wire).verify().name == "site.example"


@pytest.mark.parametrize(("remembers", "window"), [("24h", timedelta(hours=24, minutes=-1)), ("1m", timedelta())])
def test_a_receiver_that_remembers_may_be_told_again_for_so_long(remembers: str, window: timedelta) -> None:
    """A minute less, since its clock is its own."""
    adapter = webhook(Receiver(), remembers=remembers)

    assert isinstance(adapter, Replays)
    assert adapter.replay_window == window


def test_a_receiver_that_forgets_is_never_told_again() -> None:
    """Then only a person can say what became of a lost answer."""
    assert not isinstance(webhook(Receiver(remembers=False)), Replays)


def test_a_span_of_time_that_is_none_is_told() -> None:
    """It would silently mean that nothing is remembered."""
    error = failure(webhook(Receiver(), remembers="a day").verify)

    assert "write a number and m, h or d, such as 24h" in str(error)


def test_images_make_a_post_too_large_to_be_prepared_in_passing() -> None:
    """They are written down in base64."""
    adapter = webhook(Receiver())

    assert (adapter.composes(POST), adapter.composes(replace(POST, media=(SQUARE,)))) == (True, False)


def test_what_is_delivered_is_what_was_prepared() -> None:
    """To the byte: the preview is a promise, and the signature is over it."""
    receiver = Receiver()
    intent = webhook(receiver).prepare(POST, key="k7", at=AT)
    webhook(receiver).publish(Intent("k7", AT, dict(intent.request)))

    assert receiver.requests[-1].content.decode() == intent.request["body"]
