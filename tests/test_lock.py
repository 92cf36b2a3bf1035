"""What is installed is what was resolved: the lock and `pyproject.toml` agree."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def wanted() -> Iterator[Requirement]:
    """Yield what `pyproject.toml` asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    yield from map(Requirement, project["project"]["dependencies"])
    yield from map(Requirement, project["dependency-groups"]["dev"])
    yield from map(Requirement, project["build-system"]["requires"])


def locked() -> dict[str, str]:
    """Return the pinned version of each distribution that this interpreter installs."""
    lines = re.findall(r"^([a-z0-9._-]+==[^\\\n]+?)\s*\\?$", LOCK, re.MULTILINE)
    pins = [Requirement(line) for line in lines]
    here = {str(key): str(value) for key, value in default_environment().items()}
    return {
        pin.name: next(iter(pin.specifier)).version for pin in pins if pin.marker is None or pin.marker.evaluate(here)
    }


def test_everything_asked_for_is_locked_to_a_version_that_satisfies_it() -> None:
    """A dependency added without `make lock` would be missing on a new machine."""
    pins = locked()

    unmet = [str(one) for one in wanted() if one.name not in pins or not one.specifier.contains(pins[one.name])]

    assert unmet == []


def test_every_pin_has_its_hashes() -> None:
    """An install refuses to install, under --require-hashes, what has none."""
    entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_names_no_address() -> None:
    """Whoever installs it chooses where from."""
    assert "://" not in LOCK
