from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import invalidate_caches
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import BaseModel

from adapters import registry
from adapters.base import Option, OptionKind
from adapters.memory import Memory
from adapters.platforms import PLATFORMS
from adapters.sound import RESERVED, problem
from scheduler.settings.schema import Account
from tests.adapters.fakes import connection

BAD = ("rhythm", "copy", "model_config", "Name", "two words", "_hidden")


@pytest.mark.parametrize("name", [*PLATFORMS, "memory"])
def test_every_platform_has_an_adapter_of_its_name(name: str) -> None:
    """The table and the modules are one thing."""
    assert registry.load(name).platform == name


def test_a_rehearsal_is_not_offered_in_settings() -> None:
    """It publishes nowhere."""
    assert "memory" not in registry.platforms()


def test_an_unknown_platform_is_named_with_those_there_are() -> None:
    """Mostly it is a typing error."""
    with pytest.raises(registry.UnknownPlatform, match=r"'mastodonn'.*bluesky, .*folder, .*mastodon"):
        registry.load("mastodonn")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """A folder of installed packages."""
    sys.path.insert(0, str(tmp_path))
    invalidate_caches()
    yield tmp_path
    sys.path.remove(str(tmp_path))
    invalidate_caches()


def install(site: Path, target: str, package: str = "gazette", platform: str = "gazette") -> None:
    facts = site / f"{package}-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(f"[tambour.adapters]\n{platform} = {target}\n")


class Gazette(Memory):
    """An adapter as another package may have it."""

    platform: ClassVar[str] = "gazette"
    options: ClassVar[tuple[Option, ...]] = (Option("name", "its name", OptionKind.TEXT),)


HERE = "tests.adapters.test_registry"


def test_a_platform_of_another_package_is_found_by_its_entry_point(site: Path) -> None:
    """Whoever writes an adapter need not ask tambour."""
    install(site, f"{HERE}:Gazette")

    assert registry.load("gazette") is Gazette
    assert registry.Offered()["gazette"].options == Gazette.options


def test_a_platform_that_ships_with_tambour_cannot_be_replaced(site: Path) -> None:
    """A package that takes over an account would get its secrets."""
    install(site, f"{HERE}:Gazette", platform="mastodon")

    assert registry.load("mastodon").platform == "mastodon"


def test_a_platform_that_two_packages_offer_is_used_by_neither(site: Path) -> None:
    """Which of them is installed first is chance."""
    install(site, f"{HERE}:Gazette")
    install(site, "adapters.memory:Memory", package="bulletin")

    with pytest.raises(registry.UnknownPlatform, match=r"both .* of \w+ 1.0 and .* of \w+ 1.0 .*uninstall the one"):
        registry.load("gazette")


def like(**parts: object) -> object:
    """Return Gazette with some parts made otherwise."""
    return type("Wrong", (Gazette,), parts)


TWICE = Option("name", "", OptionKind.TEXT)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Gazette(connection()), "is no class"),
        (Memory, "calls its platform 'memory', and its entry point 'gazette'"),
        (like(limits=500), "has no `limits`"),
        (like(publish=None), "has no publish()"),
        (like(options=["name"]), "has `options` that are no tuple"),
        (like(options=(TWICE, TWICE)), "has the option 'name' twice"),
        *((like(options=(Option(n, "", OptionKind.TEXT),)), f"called {n!r}, which is taken or no name") for n in BAD),
        (like(options=(Option("name", "", OptionKind.TEXT, pattern="("),)), "whose kind or pattern is none"),
        (like(options=(Option("name", "", "text"),)), "whose kind or pattern is none"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_adapter_is_told_by_what_it_lacks(found: object, told: str) -> None:
    """Its author reads it first."""
    assert told in str(problem("gazette", found))


def test_no_option_takes_the_name_of_what_every_account_has() -> None:
    """The settings could not tell them apart."""
    taken = {*Account.model_fields, *(name for name in dir(BaseModel) if re.match("(?!model_)[a-z]", name))}

    assert taken <= RESERVED


def test_a_platform_of_another_package_is_offered(site: Path) -> None:
    """Settings may name it."""
    install(site, f"{HERE}:Gazette")

    assert "gazette" in registry.platforms()


@pytest.mark.parametrize(
    "target", ["no_such_module:Gazette", "adapters.memory:Gazette", "broken:Gazette", "ends:Gazette"]
)
def test_a_package_that_cannot_be_imported_is_named(site: Path, target: str) -> None:
    """Its own error says what it lacks."""
    (site / "broken.py").write_text("1 / 0")
    (site / "ends.py").write_text("raise SystemExit(3)")
    install(site, target)

    with pytest.raises(registry.UnknownPlatform, match=rf"'gazette'.*{target}"):
        registry.load("gazette")


def test_the_registry_imports_no_adapter_before_it_is_asked() -> None:
    """Starting up must feel instant."""
    code = "import sys, adapters.registry; print('httpx' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "False"


def test_a_broken_package_is_told_and_the_others_are_there(site: Path) -> None:
    """One bad upgrade must not take the list of all platforms along."""
    install(site, "no_such_module:Gazette")
    told: list[str] = []
    found = dict(registry.usable(told.append))

    assert found.keys() == PLATFORMS.keys()
    assert [("gazette" in one, "ModuleNotFoundError" in one) for one in told] == [(True, True)]
