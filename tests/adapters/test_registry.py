from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import invalidate_caches
from pathlib import Path

import pytest

from adapters import registry
from adapters.memory import Memory
from adapters.platforms import PLATFORMS


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


def install(site: Path, target: str) -> None:
    facts = site / "gazette-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: gazette\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(f"[tambour.adapters]\ngazette = {target}\n")


def test_a_platform_of_another_package_is_found_by_its_entry_point(site: Path) -> None:
    """Whoever writes an adapter need not ask tambour."""
    install(site, "adapters.memory:Memory")

    assert registry.load("gazette") is Memory


def test_a_platform_of_another_package_is_offered(site: Path) -> None:
    """Settings may name it."""
    install(site, "adapters.memory:Memory")

    assert "gazette" in registry.platforms()


@pytest.mark.parametrize("target", ["no_such_module:Gazette", "adapters.memory:Gazette"])
def test_a_package_that_cannot_be_imported_is_named(site: Path, target: str) -> None:
    """Its own error says what it lacks."""
    install(site, target)

    with pytest.raises(registry.UnknownPlatform, match=rf"'gazette'.*{target}"):
        registry.load("gazette")


def test_the_registry_imports_no_adapter_before_it_is_asked() -> None:
    """Starting up must feel instant."""
    code = "import sys, adapters.registry; print('httpx' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "False"
