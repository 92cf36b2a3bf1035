"""The architecture is a failing test: who may import whom stands in `pyproject.toml`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLANTED = {
    "scheduler/core/planted.py": "import scheduler.app",
    "adapters/planted.py": "import scheduler.errors",
    "adapters/memory.py": "import adapters.folder",
    "scheduler/intake.py": "import adapters.registry",
    "scheduler/core/when/wall.py": "import random",
}
"""A line for each rule that breaks it."""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def verdicts(output: str) -> dict[str, str]:
    return dict(re.findall(r"^(\w.*?) (KEPT|BROKEN)\b", output, flags=re.MULTILINE))


def contracts() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """Return a copy of the code in which every rule is broken once."""
    for package in ("scheduler", "adapters"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line in PLANTED.items():
        with (tmp_path / name).open("a") as module:
            module.write(f"\n{line}\n")
    return tmp_path


def test_every_import_follows_the_rules() -> None:
    """A wrong direction, once in, is never taken out again."""
    linted = lint(ROOT)

    assert linted.returncode == 0, linted.stdout
    assert verdicts(linted.stdout) == dict.fromkeys(contracts(), "KEPT")


def test_every_rule_catches_what_breaks_it(spoiled: Path) -> None:
    """A rule that nothing can break protects nothing."""
    linted = lint(spoiled)

    assert verdicts(linted.stdout) == dict.fromkeys(contracts(), "BROKEN"), linted.stderr
