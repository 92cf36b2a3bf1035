"""The Telegram adapter against a server that knows the official description by heart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.base import Connection, Content, Media, Part, Refused, Unauthorized, Uncertain
from adapters.telegram import Telegram
from adapters.testing import AT, Drawer, Rules, Seen, Stage
from adapters.testing.rules import ILLUSTRATED, SQUARE
from tests.adapters.fakes import published
from tests.servers.cutting import Cut, cutting, gateway, half, nothing
from tests.servers.telegram import Site

POST = Content("Semer l'été « tôt » 👩\u200d🌾\nhttps://maison.example/semer", link="https://maison.example/semer")
IMAGE = Media(SQUARE.data, SQUARE.mime, 2, 2)


def bot(site: Site, token: str, url: str | None = None) -> Telegram:
    options = {"token": token, "channel": "@maison_tilleul", "url": url or site.url, "preview": "above"}
    return Telegram(Connection("journal", options, site.client, Drawer()))


class TestRules(Rules):
    """A strict server is a stage like any other."""

    illustrated = replace(ILLUSTRATED, media=(IMAGE,))

    @pytest.fixture(autouse=True)
    def _site(self, site: Site) -> None:
        self.site = site

    def stage(self) -> Stage:
        token = self.site.token()
        return Stage(lambda: bot(self.site, token), lambda: self._public(token), (token,))

    def _public(self, token: str) -> list[Seen]:
        return [Seen(each["text"], tuple(each["alts"])) for each in self.site.books(token)]


def test_the_server_is_strict(site: Site) -> None:
    """Else it would prove nothing."""
    asked = {"chat_id": "@maison_tilleul", "text": "x", "colour": "red"}
    answer = site.client.post(f"{site.url}/bot{site.token()}/sendMessage", json=asked)

    assert (answer.status_code, answer.json()["ok"]) == (400, False)


@pytest.mark.parametrize("media", [(), (IMAGE,), (IMAGE, IMAGE, IMAGE)])
def test_a_post_its_answer_and_its_end_are_all_described(site: Site, media: tuple[Media, ...]) -> None:
    """Text, photo and album."""
    token = site.token()
    telegram = bot(site, token)
    _, first = published(telegram, replace(POST, media=media))
    part = telegram.prepare_reply(Part("La suite", media), POST, after=(first,), key="k2", at=AT)
    second = telegram.publish(part)
    stood = [(each["text"], len(each["alts"])) for each in site.books(token)]
    for receipt in (first, second, second):
        telegram.delete(receipt)

    assert stood == [(POST.text, len(media)), ("La suite", len(media))]
    assert site.books(token) == []


@pytest.mark.parametrize("cut", [nothing, half, gateway])
def test_a_post_whose_answer_is_cut_off_is_uncertain_and_public_once(site: Site, cut: Cut) -> None:
    """Nobody but a person can tell; what must not happen is a second one."""
    token = site.token()
    with cutting(site.url, "sendMessage", cut) as line:
        telegram = bot(site, token, line.url)
        intent = telegram.prepare(POST, key="k1", at=AT)
        with pytest.raises(Uncertain):
            telegram.publish(intent)

    assert [each["text"] for each in site.books(token)] == [POST.text]


def test_a_token_that_was_revoked_is_unauthorized(site: Site) -> None:
    """The account is held."""
    with pytest.raises(Unauthorized):
        bot(site, "7:revoked").verify()


def test_a_text_that_is_too_long_is_refused(site: Site) -> None:
    """By the length that the description names."""
    telegram = bot(site, site.token())

    with pytest.raises(Refused, match="4096"):
        published(telegram, Content("x" * 4097))
