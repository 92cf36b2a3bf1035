"""Rules of what is shipped: the wheel is built, and opened."""

from __future__ import annotations

import subprocess
import sys
from configparser import ConfigParser
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("scheduler", "adapters")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the wheel's files by name; built by the declared back end, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, timeout=60
    )
    (built,) = folder.glob("*.whl")
    with ZipFile(built) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def metadata(wheel: dict[str, bytes], name: str) -> str:
    (found,) = (data for path, data in wheel.items() if path.endswith(f".dist-info/{name}"))
    return found.decode()


def sources() -> set[str]:
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


def test_the_wheel_holds_every_file_of_the_packages(wheel: dict[str, bytes]) -> None:
    """A word list or a migration that stays behind breaks an installation, never a checkout."""
    assert sources() <= set(wheel)


def test_the_wheel_holds_nothing_else(wheel: dict[str, bytes]) -> None:
    """Tests, docs and example settings in site-packages would be in everybody's way."""
    others = {name.split("/")[0] for name in set(wheel) - sources()}

    assert len(others) == 1
    assert others.pop().endswith(".dist-info")


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_says_that_it_is_typed(wheel: dict[str, bytes], package: str) -> None:
    """Without the marker, the types of the seam do not reach the author of an adapter."""
    assert f"{package}/py.typed" in wheel


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_wheel_holds_the_words_of_each_language(wheel: dict[str, bytes], language: str) -> None:
    """Splitting an article without them would fail on the user's machine alone."""
    assert any(name.startswith(f"scheduler/core/languages/{language}/") for name in wheel)


def test_the_wheel_installs_the_command(wheel: dict[str, bytes]) -> None:
    """`tambour` is all that a user ever types."""
    entries = ConfigParser()
    entries.read_string(metadata(wheel, "entry_points.txt"))

    assert dict(entries["console_scripts"]) == {"tambour": "scheduler.cli:main"}


def test_the_wheel_carries_its_licence(wheel: dict[str, bytes]) -> None:
    """The licence asks for that itself."""
    assert metadata(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_text()


def test_the_wheel_needs_no_tool_of_development(wheel: dict[str, bytes]) -> None:
    """Whoever publishes posts should not have to install a test runner."""
    needed = " ".join(Parser().parsestr(metadata(wheel, "METADATA")).get_all("Requires-Dist", []))

    assert not any(tool in needed for tool in ("pytest", "hypothesis", "mypy", "ruff", "import-linter"))
