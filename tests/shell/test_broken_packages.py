"""A package of somebody else's that is broken: told, and nobody else's trouble."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import invalidate_caches
from pathlib import Path
from threading import Event

import pytest

from scheduler.app import opened
from scheduler.app.service import dispatcher
from scheduler.dispatch import Until
from tests.shell.command import Home, make_home

BROKEN = """\
  town:
    platform: gazette
    column: market
    rhythm: {times: ["08:00"]}
"""


@pytest.fixture(params=["1 / 0", "class Gazette: ..."], ids=["cannot be imported", "is no adapter"])
def home(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Home]:
    """Return an installation with an account on a platform whose package is broken."""
    site = tmp_path / "site"
    facts = site / "gazette-1.0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: gazette\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[tambour.adapters]\ngazette = a_broken_gazette:Gazette\n")
    (site / "a_broken_gazette.py").write_text(request.param)
    sys.path.insert(0, str(site))
    invalidate_caches()
    made = make_home(tmp_path)
    with made.config.open("a", encoding="utf-8") as file:
        file.write(BROKEN)
    yield made
    sys.path.remove(str(site))
    sys.modules.pop("a_broken_gazette", None)
    invalidate_caches()


def test_the_daemon_holds_its_account_and_serves_the_others(home: Home) -> None:
    """Its posts are kept until it is mended."""
    home("post", "Bonjour", "--account", "carnet", "--at", "now")
    with opened(home.config, environ=os.environ, folder=home.path) as tambour:
        dispatcher(tambour).run(Event(), until=Until.IDLE)
    checks = {check["check"]: check for check in home("doctor", "--json").lines}

    assert home("show", "1", "--json").json["state"] == "published"
    assert (
        checks["account town"]["ok"],
        "a_broken_gazette:Gazette of gazette 1.0" in checks["account town"]["detail"],
    ) == (
        False,
        True,
    )


def test_what_is_common_to_all_accounts_is_checked_all_the_same(home: Home) -> None:
    """Only its own options cannot be."""
    home.config.write_text(home.config.read_text().replace('times: ["08:00"]', "times: [8]"))

    assert "accounts.town.rhythm.times" in home("list").err


def test_looking_at_all_platforms_passes_over_it_and_says_so(home: Home) -> None:
    """Whoever asks for all did not ask for that one."""
    settings = home.config.read_text()
    home.config.write_text(settings.replace(BROKEN, ""))
    listed = home("platforms")
    asked = home("teasers", home.article, "--platform", "gazette")

    assert (listed.code, "mastodon" in listed.out, "gazette" in listed.out, "gazette" in listed.err) == (
        0,
        True,
        False,
        True,
    )
    assert (asked.code, "cannot be imported" in asked.err or "calls its platform" in asked.err) == (1, True)
