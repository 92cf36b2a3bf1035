"""The Nostr adapter against a relay that others wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from coincurve import PrivateKey

from adapters.base import Connection, Content, Media, Part, Refused, Unavailable, Uncertain
from adapters.nostr import Nostr
from adapters.testing import Drawer, Rules, Seen, Stage
from tests.adapters.fake_nostr import made
from tests.adapters.fakes import published
from tests.servers.nostr import Site, cutting

POST = Content("Semer l'été « tôt » 👩\u200d🌾\nhttps://maison.example/semer", tags=("jardin",), language="fr")
NOW = datetime.now(UTC)
IMAGE = Media(b"one", "image/png", 3, 2, "un carré")


def account(site: Site, key: str, folder: Path, relays: str = "") -> Nostr:
    places = {"media_folder": str(folder), "media_url": "https://maison.example/pictures"}
    return Nostr(Connection("journal", {"key": key, "relays": relays or site.url, **places}, site.client, Drawer()))


@pytest.fixture
def key() -> str:
    """Whoever draws a key is somebody new."""
    return PrivateKey().secret.hex()


def public(nostr: Nostr) -> list[str]:
    return [each.text for each in nostr.sent(since=datetime(2020, 1, 1, tzinfo=UTC))][::-1]


class TestRules(Rules):
    """A real relay is a stage like any other, but takes no notes from the future."""

    ahead = timedelta(days=100)

    @pytest.fixture(autouse=True)
    def _site(self, site: Site, tmp_path: Path) -> None:
        self.site, self.folder = site, tmp_path

    def stage(self) -> Stage:
        key = PrivateKey().secret.hex()
        return Stage(lambda: account(self.site, key, self.folder), lambda: self._public(key), (key,))

    def _public(self, key: str) -> list[Seen]:
        nostr = account(self.site, key, self.folder)
        (relay,) = nostr._relays()
        events = relay.ask(kinds=[1], authors=[nostr._key.public], limit=100)
        events.sort(key=lambda event: event["created_at"])
        return [Seen(event["content"], _alts(event["tags"])) for event in events]


def _alts(tags: list[list[str]]) -> tuple[str, ...]:
    words = (word for tag in tags if tag[0] == "imeta" for word in tag)
    return tuple(word.removeprefix("alt ") for word in words if word.startswith("alt "))


def test_a_note_whose_answer_is_cut_off_is_found_and_repeated_and_stands_once(
    site: Site, key: str, tmp_path: Path
) -> None:
    """The relay has it, and nobody here was told."""
    with cutting(site) as line:
        cut_off = account(site, key, tmp_path, line)
        intent = cut_off.prepare(POST, key="k1", at=NOW)
        with pytest.raises(Uncertain):
            cut_off.publish(intent)
    nostr = account(site, key, tmp_path)
    found = nostr.find(intent)

    assert found is not None
    assert nostr.publish(intent) == found
    assert public(nostr) == [POST.text]


def test_one_relay_of_several_is_enough(site: Site, key: str, tmp_path: Path) -> None:
    """The other one is away; that a note is nowhere, nobody can say then."""
    nostr = account(site, key, tmp_path, f"ws://127.0.0.1:9 {site.url}")
    intent, receipt = published(nostr, POST, at=NOW)
    unsent = nostr.prepare(POST, key="k2", at=NOW)

    assert nostr.find(intent) == receipt
    with pytest.raises(Unavailable):
        nostr.find(unsent)


def test_a_thread_an_answer_and_a_reaction_are_seen(site: Site, key: str, tmp_path: Path) -> None:
    """By the marks that clients look for."""
    nostr = account(site, key, tmp_path)
    _, first = published(nostr, replace(POST, media=(IMAGE,)), at=NOW)
    nostr.publish(nostr.prepare_reply(Part("La suite"), POST, after=(first,), key="k2", at=NOW))
    (relay,) = nostr._relays()
    for kind, words in ((1, "oh"), (7, "+")):
        relay.take(made(words, ["e", first.id], ["p", nostr._key.public], at=NOW.timestamp(), kind=kind))

    assert nostr.measure(first) == {"reactions": 1, "reposts": 0, "replies": 1, "zaps": 0}
    assert sorted(public(nostr)) == ["La suite", POST.text]


def test_a_note_is_deleted(site: Site, key: str, tmp_path: Path) -> None:
    """This relay does as it is asked; twice does no harm."""
    nostr = account(site, key, tmp_path)
    intent, receipt = published(nostr, POST, at=NOW - timedelta(minutes=1))
    for _ in range(2):
        nostr.delete(receipt)

    assert (public(nostr), nostr.find(intent)) == ([], None)


def test_a_note_that_is_too_long_is_refused_whole(site: Site, key: str, tmp_path: Path) -> None:
    """In the relay's own words."""
    with pytest.raises(Refused, match="invalid: 280 characters"):
        published(account(site, key, tmp_path), replace(POST, text="x" * 9000), at=NOW)


def test_the_relay_tells_its_limits_or_none(site: Site, key: str, tmp_path: Path) -> None:
    """A note that fits them is taken."""
    limits = account(site, key, tmp_path).read_limits()

    assert limits.text is None or limits.text > 1000
    assert limits.images == 10
