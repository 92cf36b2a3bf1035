"""A post in a person's hands: told at once, shown everywhere, and confirmed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from PIL import Image

from scheduler.app import opened
from scheduler.app.service import dispatcher
from scheduler.core.news.items import Message
from scheduler.dispatch import Until
from scheduler.notices import Rounds, Target
from scheduler.store import overview
from tests.shell.command import Home, make_home

BY_HAND = """\
  tiktok:
    platform: copy
    network: tiktok
    folder: by-hand
    rhythm: {times: ["18:00"]}
"""
TEXT = "Trois gestes pour sécher le thym : cueillir, lier, attendre !"


@dataclass
class Handed:
    """An installation with a post that was handed over, and what its person heard."""

    home: Home
    heard: list[Message] = field(default_factory=list)

    def run(self) -> None:
        """Serve what is due, and tell what is new."""
        with opened(self.home.config, environ=os.environ, folder=self.home.path) as tambour:
            target = Target("phone", self.heard.append)
            rounds = Rounds(
                tambour.store, tambour.settings.notices, [target], tambour.settings.site.zone, clock=tambour.clock
            )
            dispatcher(tambour).run(Event(), until=Until.IDLE)
            rounds.finish()

    def shown(self) -> dict[str, str]:
        """Return the post."""
        shown: dict[str, str] = self.home("show", "1", "--json").json
        return shown


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    home = make_home(tmp_path)
    with home.config.open("a", encoding="utf-8") as file:
        file.write(BY_HAND)
    Image.new("RGB", (1000, 1000)).save(tmp_path / "thym.jpg")
    home("post", TEXT, "--account", "tiktok", "--at", "now", "--image", tmp_path / "thym.jpg")
    made = Handed(home)
    made.run()
    return made


def test_its_person_gets_the_text_to_the_letter_with_its_image(handed: Handed) -> None:
    """It is pasted from a telephone."""
    (message,) = handed.heard

    assert message.body == TEXT
    assert "tambour confirm 1 URL" in message.title
    assert Image.open(BytesIO(message.media[0].data)).size == (1000, 1000)


def test_it_is_told_once(handed: Handed) -> None:
    """Posted twice is what it must not be."""
    handed.run()

    assert (len(handed.heard), len(list((handed.home.path / "by-hand").iterdir()))) == (1, 1)


def test_list_why_doctor_and_digest_say_that_it_waits_for_a_person(handed: Handed) -> None:
    """If nobody confirms it, it is not forgotten."""
    listed, why = handed.home("list").out, handed.home("why", "1").out
    checks = {check["check"]: check for check in handed.home("doctor", "--json").lines}
    with opened(handed.home.config, environ=os.environ, folder=handed.home.path) as tambour, tambour.store.read() as tx:
        now = datetime.now(UTC)
        day = overview.day(tx, now.date(), now=now)

    assert "uncertain (handed over)" in listed
    assert "a person has it in hand" in why
    assert "post it on tiktok from file://" in why
    assert (checks["post 1 on tiktok"]["ok"], len(day.handed), day.uncertain, day.healing) == (True, 1, (), 0)


@pytest.mark.parametrize("url", [("https://www.tiktok.com/@maison/photo/1",), ()])
def test_a_person_confirms_it_with_its_address_or_without(handed: Handed, url: tuple[str, ...]) -> None:
    """Some networks give none."""
    told = handed.home("confirm", "1", *url)

    assert (told.code, told.out) == (0, "post 1 is published\n")
    assert (handed.shown()["state"], handed.shown()["url"]) == ("published", url[0] if url else None)


def test_an_address_that_is_none_is_refused(handed: Handed) -> None:
    """It is what the log will show for ever."""
    assert handed.home("confirm", "1", "tiktok").code == 1
    assert handed.shown()["state"] == "uncertain"


def test_a_post_that_nobody_asks_about_has_nothing_to_confirm(handed: Handed) -> None:
    """A slip of the number must not publish another one's name."""
    handed.home("confirm", "1")
    told = handed.home("confirm", "1")

    assert (told.code, "post 1 is published; only one that is uncertain has to be confirmed" in told.err) == (1, True)


def test_a_person_who_lost_it_has_it_handed_over_once_more(handed: Handed) -> None:
    """And is told once more."""
    handed.home("resolve", "1", "--not-published")
    handed.run()

    assert ([message.body for message in handed.heard], handed.shown()["state"]) == ([TEXT, TEXT], "uncertain")


def test_a_network_that_is_not_known_is_told_when_a_post_is_queued(handed: Handed) -> None:
    """Not when it is due."""
    config = handed.home.config
    config.write_text(config.read_text().replace("network: tiktok", "network: agora"))
    told = handed.home("post", TEXT, "--account", "tiktok", "--at", "now")

    assert (told.code, "what fits on agora is not known here: add length" in told.err) == (1, True)
