"""What the servers that speak Mastodon's language do otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters.base import Content, Counting, Intent, Media, Part, Receipt, Unavailable, Uncertain, Unsupported
from adapters.limits import LIMITS
from adapters.mastodon import Mastodon, server
from adapters.testing import AT
from tests.adapters.fakes import connection, frozen, published
from tests.adapters.mastodons import SOURCE, FakeGoToSocial, FakeMastodon, FakePixelfed, FakePleroma

OPTIONS = {"url": "https://social.example", "token": FakeMastodon.token}
POST = Content("Semer l'été", media=(Media(b"one", "image/png", 2, 2, "un carré"),))
FINDERS = pytest.mark.parametrize("fake", [FakeGoToSocial, FakePleroma, FakePixelfed])


class FakeStranger(FakeMastodon):
    """A server that nobody here has heard of."""

    software = "tournesol"
    described = False

    def __init__(self) -> None:
        super().__init__()
        self.instance = {"version": "2.0"}


def account(books: FakeMastodon) -> Mastodon:
    return Mastodon(connection(books, OPTIONS))


@pytest.mark.parametrize(
    ("instance", "named"),
    [
        ({"version": "4.4.0", "source_url": SOURCE}, "mastodon"),
        ({"version": "4.3.1+glitch", "source_url": "https://github.com/glitch-soc/mastodon"}, "mastodon"),
        ({"version": "0.19.1", "source_url": "https://codeberg.org/superseriousbusiness/gotosocial"}, "gotosocial"),
        ({"version": "2.7.2 (compatible; Pleroma 2.9.1)"}, "Pleroma"),
        ({"version": "3.5.3 (compatible; Pixelfed 0.12.4)"}, "Pixelfed"),
        ({"version": "2.8.0 (compatible; Tournesol 2026.01)"}, "Tournesol"),
        ({"version": "4.4.0"}, None),
        ({"version": None}, None),
        ({}, None),
    ],
)
def test_a_server_is_known_by_its_own_word(instance: dict[str, Any], named: str | None) -> None:
    """Those that imitate Mastodon say whose version it is."""
    assert server.named(instance) == named


@pytest.mark.parametrize(
    ("links", "path"),
    [
        ({"links": [{"href": "https://elsewhere.example/nodeinfo/2.1"}]}, "/nodeinfo/2.1"),
        ({"links": [{"rel": "x"}, {"href": "https://a.example/n/2.0.json"}]}, "/n/2.0.json"),
        ({"links": [{"href": "https://a.example/n?token=1"}]}, None),
        ({"links": [{"href": "file:///etc"}, "x"]}, None),
        ({"links": None}, None),
        ({}, None),
        ([], None),
    ],
)
def test_a_servers_description_is_looked_for_on_the_server_itself(links: Any, path: str | None) -> None:
    """Only the path is taken from what it says: the token goes nowhere else."""
    assert server.document(links) == path


@pytest.mark.parametrize("description", [{}, [], {"software": None}, {"software": {"name": None}}])
def test_a_description_without_a_name_names_nothing(description: Any) -> None:
    """Then nothing is taken for granted."""
    assert server.habits(server.software(description)) is server.STRANGER


@pytest.mark.parametrize(
    ("fake", "known"),
    [
        (FakeGoToSocial, LIMITS["gotosocial"]),
        (FakePleroma, LIMITS["pleroma"]),
        (FakePixelfed, LIMITS["pixelfed"]),
        (FakeStranger, replace(LIMITS["mastodon"], counting=Counting.CODE_POINTS, url_cost=None)),
    ],
)
def test_each_counts_in_its_own_way(fake: type[FakeMastodon], known: object) -> None:
    """A text that fits on one does not on another."""
    assert account(fake()).read_limits() == known


def test_an_address_costs_its_length_where_the_server_counts_so() -> None:
    """GoToSocial tells another figure than it counts."""
    books = FakeGoToSocial()
    books.instance["configuration"] = {"statuses": {"characters_reserved_per_url": 25}}

    assert account(books).read_limits().url_cost is None


@FINDERS
def test_a_server_that_may_post_twice_is_searched_and_not_asked_again(fake: type[FakeMastodon]) -> None:
    """A repeat there is a second post, or no answer."""
    mastodon = account(fake())
    intent, receipt = published(mastodon, POST)

    assert (mastodon.replay_window, mastodon.find(intent)) == (timedelta(), receipt)


def test_a_stranger_is_searched_too() -> None:
    """Whether it keeps keys, nobody knows."""
    mastodon = account(FakeStranger())
    published(mastodon, POST)

    assert mastodon.replay_window == timedelta()


@pytest.mark.parametrize(
    ("fake", "keyed"),
    [(FakeMastodon, True), (FakePleroma, True), (FakeStranger, True), (FakeGoToSocial, False), (FakePixelfed, False)],
)
def test_a_key_is_sent_where_it_does_no_harm(fake: type[FakeMastodon], keyed: bool) -> None:
    """Pixelfed would refuse the post when it is sent again for a good reason."""
    books = fake()
    published(account(books), POST)

    assert ("idempotency-key" in books.requests[-1].headers) is keyed


def test_pixelfed_is_given_no_post_without_an_image() -> None:
    """It would refuse it at the time of publishing, when nobody looks."""
    with pytest.raises(Unsupported, match="image"):
        account(FakePixelfed()).prepare(replace(POST, media=()), key="k1", at=AT)


def test_pixelfed_takes_an_answer_without_an_image() -> None:
    """A comment that carries the link."""
    books = FakePixelfed()
    pixelfed = account(books)
    _, first = published(pixelfed, POST)
    comment = Part("https://maison-tilleul.example/semer")
    pixelfed.publish(pixelfed.prepare_reply(comment, POST, after=(first,), key="k2", at=AT))

    assert books.public()[1].text == comment.text


def test_a_key_that_pixelfed_has_met_proves_nothing() -> None:
    """It remembers the key before it makes the post."""
    books = FakePixelfed()
    intent = account(books).prepare(POST, key="k1", at=AT)
    keyed = Intent(intent.key, intent.at, {**intent.request, "keyed": True})
    account(books).publish(keyed)

    with pytest.raises(Uncertain, match="key"):
        account(books).publish(keyed)


@pytest.mark.parametrize("fake", [FakeGoToSocial, FakePleroma])
def test_a_text_is_marked_as_plain_where_the_account_may_write_markdown(fake: type[FakeMastodon]) -> None:
    """A star is a star."""
    intent = account(fake()).prepare(POST, key="k1", at=AT)

    assert frozen(intent, "content_type") == "text/plain"


def test_a_server_that_describes_itself_nowhere_is_a_stranger() -> None:
    """It may publish all the same."""
    books = FakeStranger()

    def respond(request: httpx.Request) -> httpx.Response:
        silent = request.url.path.endswith(("/instance", "/nodeinfo"))
        return httpx.Response(404, json={"error": "Not found"}) if silent else books(request)

    mastodon = Mastodon(connection(respond, OPTIONS))
    _, receipt = published(mastodon, POST)

    assert (receipt, mastodon.replay_window) == (Receipt("9000", receipt.url), timedelta())


def test_a_server_that_cannot_say_what_it_is_now_is_asked_again_later() -> None:
    """Taken for another, it would be sent what it cannot take."""
    broken = connection(lambda _: httpx.Response(503, json={"error": "maintenance"}), OPTIONS)

    with pytest.raises(Unavailable, match="maintenance"):
        Mastodon(broken).prepare(POST, key="k1", at=AT)
