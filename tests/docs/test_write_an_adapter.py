"""The tutorial is run: its adapter keeps the rules, and its package is found, listed and used."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import invalidate_caches
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest

from scheduler.app import opened
from scheduler.app.service import dispatcher
from scheduler.dispatch import Until
from tests.docs.pages import ROOT, blocks
from tests.shell.command import Result, run
from tests.shell.wire import serving

PAGE = ROOT / "docs" / "write-an-adapter.md"
ADAPTER, TEST = (block.text for block in blocks(PAGE, "python"))
(PACKAGE,) = (block.text for block in blocks(PAGE, "toml"))
(SETTINGS,) = (block.text for block in blocks(PAGE, "yaml"))


def module(name: str, source: str) -> ModuleType:
    made = ModuleType(name)
    exec(compile(source, f"{PAGE.name}:{name}", "exec"), made.__dict__)  # noqa: S102  the page's own code
    return made


def tutorial() -> ModuleType:
    """Return the page's test, which imports the page's adapter."""
    sys.modules["gazette"] = module("gazette", ADAPTER)
    try:
        return module("test_gazette", TEST)
    finally:
        del sys.modules["gazette"]


WRITTEN = tutorial()
Written: Any = WRITTEN.TestGazette


class TestTutorial(Written):  # type: ignore[misc]  # made while the tests run
    """The shipped rules, on the page's adapter and the page's stand-in."""


def test_the_tutorial_builds_an_adapter_of_about_sixty_lines() -> None:
    """More would be a framework."""
    lines = [line for line in ADAPTER.splitlines() if line.strip()]

    assert len(lines) <= 65


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Build the page's wheel and install it; for a wheel without scripts, that is to unpack it."""
    source, site = tmp_path_factory.mktemp("gazette"), tmp_path_factory.mktemp("site")
    (source / "pyproject.toml").write_text(PACKAGE)
    (source / "gazette.py").write_text(ADAPTER)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=60)
    (wheel,) = (source / "dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    sys.path.insert(0, str(site))
    invalidate_caches()
    yield site
    sys.path.remove(str(site))
    sys.modules.pop("gazette", None)
    invalidate_caches()


@dataclass(frozen=True)
class Town:
    """An installation with an account on the page's platform."""

    folder: Path

    def __call__(self, *words: str) -> Result:
        return run(*words, "--config", self.folder / "tambour.yaml")

    def write(self, text: str) -> None:
        (self.folder / "tambour.yaml").write_text(f"site: {{timezone: Europe/Paris}}\n{text}")


@pytest.fixture
def town(tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("GAZETTE_TOKEN", WRITTEN.FakeGazette.token)
    made = Town(tmp_path)
    made.write(SETTINGS)
    return made


def test_an_installed_adapter_is_listed(town: Town) -> None:
    """Found by its entry point, and by nothing else."""
    (row,) = [row for row in town("platforms", "--json").json if row["platform"] == "gazette"]

    assert (row["class"], row["checked"], row["powers"]["replay"]) == ("B", "facts only", True)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("column: sports", "line 7: accounts.town.column: 'sports' is not what is expected here: news or market"),
        ("token: a-secret", "accounts.town.token: a secret stands here by reference only"),
        ("url: http://gazette.example", "accounts.town.url: 'http://gazette.example' would send"),
        ("colum: news", "there is no setting 'colum' here; did you mean 'column'?"),
    ],
)
def test_its_options_are_checked_as_any_others(town: Town, wrong: str, told: str) -> None:
    """They come from the class."""
    key = wrong.partition(":")[0]
    lines = [line for line in SETTINGS.splitlines() if f"    {key}:" not in line]
    town.write(
        "\n".join([*lines[:4], f"    {wrong}", *lines[4:]]) if key != "column" else SETTINGS.replace("market", "sports")
    )

    assert told in town("list").err


def test_its_options_are_completed_in_an_editor(town: Town) -> None:
    """The schema knows what the settings take."""
    assert "GazetteAccount" in run("init", "--schema").json["$defs"]


def test_a_post_goes_out_through_it(town: Town) -> None:
    """The daemon uses it as its own."""
    with serving() as wire:
        books = wire.books = WRITTEN.FakeGazette()
        town.write(SETTINGS.replace("https://gazette.example", wire.url))
        town("post", "The market moves to the square.", "--account", "town", "--at", "now")
        with opened(town.folder / "tambour.yaml", environ=os.environ, folder=town.folder) as tambour:
            dispatcher(tambour).run(Event(), until=Until.IDLE)
        posted = list(books.notices.values())

    assert (posted, town("show", "1", "--json").json["state"]) == (["The market moves to the square."], "published")
