"""Looking at teasers as platforms would show them, also where tambour cannot post yet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from adapters.limits import LIMITS
from adapters.platforms import PLATFORMS
from scheduler.core.fitting import count
from tests.adapters.fake_graph import FakeInstagram
from tests.shell.command import Home
from tests.shell.wire import serving

AHEAD = next(name for name in LIMITS if name not in PLATFORMS)
"""A platform whose limits are known, and that has no adapter yet."""

LONG = """\
---
title: Garder le thym
description: >-
  Le thym de nos collines se garde une année entière dans un bocal fermé, à l'abri de la lumière et de la chaleur.
  Les tiges cueillies le matin, une fois la rosée partie, gardent le plus de parfum et sèchent en une semaine.
  Un fil de cuisine suffit pour les pendre à l'ombre, dans une pièce où l'air circule le jour comme la nuit.
tags: [Jardin]
---

## Sécher

Les tiges cueillies le matin gardent le plus de parfum. Un fil de cuisine suffit pour les pendre à l'ombre.
Au bout d'une semaine, une feuille sèche se casse net entre deux doigts.
"""


def test_a_platform_without_an_adapter_can_be_looked_at(home: Home) -> None:
    """Whoever thinks of joining it sees what it would be like."""
    done = home("teasers", home.article, "--platform", AHEAD, "--json")

    assert (done.code, {one["platform"] for one in done.json["teasers"]}) == (0, {AHEAD})


def test_a_preview_that_cannot_be_posted_says_so(home: Home) -> None:
    """Nobody should plan with it."""
    done = home("teasers", home.article, "--platform", AHEAD, "--platform", "mastodon")

    assert done.err.splitlines()[0] == f"{AHEAD}: a preview only, there is no adapter for it yet"


@pytest.mark.parametrize("platform", LIMITS)
def test_every_post_of_a_preview_fits(home: Home, platform: str) -> None:
    """By the platform's own counting."""
    told = home("teasers", home.article, "--platform", platform, "--json").json["teasers"]
    limits = LIMITS[platform]

    assert told
    assert all(one["count"] == count(one["text"], limits) <= (limits.text or one["count"]) for one in told)


def test_settings_take_no_account_where_there_is_no_adapter(home: Home) -> None:
    """A post that is queued must be able to go out."""
    path = home.path / "tambour.yaml"
    settings = path.read_text(encoding="utf-8").replace("platform: folder", f"platform: {AHEAD}")
    path.write_text(settings, encoding="utf-8")

    done = home("list")

    assert (done.code, f"'{AHEAD}'" in done.err) == (1, True)


def test_a_thread_is_shown_part_by_part(home: Home) -> None:
    """Numbered, so that its reader knows how much is to come."""
    article = home.path / "content" / "long.md"
    article.write_text(LONG, encoding="utf-8")
    done = home("teasers", article, "--platform", "x", "--thread", "--json")
    first = done.json["teasers"][0]
    shown = home("teasers", article, "--platform", "x", "--thread").out

    assert ("\n\n1/" in first["text"], "\n\n2/" in first["parts"][0]) == (True, True)
    assert f"]\n{first['parts'][0]}\n" in shown


def test_a_preview_shows_the_words_also_where_a_post_needs_an_image(home: Home) -> None:
    """Which image it will be is the account's to say."""
    done = home("teasers", home.article, "--platform", "instagram", "--json")

    assert (done.code, done.json["teasers"] != []) == (0, True)
    assert "instagram: it takes no post without an image" in done.err


def test_a_platform_without_threads_says_so(home: Home) -> None:
    """Whoever asks for threads would look for them in vain."""
    done = home("teasers", home.article, "--platform", "folder", "--thread")

    assert (done.code, "folder: folder has no threads" in done.err) == (0, True)


def test_a_teaser_that_cannot_be_parted_stays_whole(home: Home) -> None:
    """One sentence makes no thread."""
    plain = home("teasers", home.article, "--platform", "folder", "--json").json["teasers"]

    assert home("teasers", home.article, "--platform", "folder", "--thread", "--json").json["teasers"] == plain


DEAR = """
  x: {platform: x, api_key: {env: A}, api_secret: {env: B}, token: {env: C}, token_secret: {env: D}, budget: 5}
"""
ROOMY = """
  insta:
    platform: instagram
    user: "178"
    access_token: {env: INSTA}
    url: "URL"
    media_folder: out
    media_url: https://maison.example/
"""


def test_what_posts_cost_is_said_before_they_are_queued(home: Home) -> None:
    """With what is left of the month's budget: afterwards is too late."""
    home.config.write_text(home.config.read_text() + DEAR)
    done = home("queue", home.article, "--account", "x", "--dry-run")

    assert re.search(
        r"^x: \d posts? costs? \$0\.\d+; of the \$5\.00 for \d{4}-\d\d, \$0\.00 are spent$", done.err, re.MULTILINE
    )


def test_the_room_that_a_platform_has_left_is_said_before_posts_are_queued(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A platform that tells, and one that is not there."""
    monkeypatch.setenv("INSTA", FakeInstagram.token)
    (tmp_path / "out").mkdir()
    words = ("post", "Le thym", "--account", "insta", "--at", "demain 9h", "--image", _picture(tmp_path))
    with serving() as wire:
        wire.books = FakeInstagram()
        home.config.write_text(home.config.read_text() + ROOMY.replace("URL", wire.url))
        told = home(*words).err
    alone = home(*words, "--again")

    assert "insta: its platform takes 100 more posts of 100 within 24 hours" in told
    assert (alone.code, "insta: how many posts its platform still takes is not known" in alone.err) == (0, True)


def _picture(folder: Path) -> Path:
    path = folder / "tasse.jpg"
    Image.new("RGB", (600, 600), "white").save(path)
    return path
