"""The same article gives the same posts, on every machine and every day."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "config/sample/content/articles"
PROGRAM = """
import sys
from scheduler.cli import run
for article in sys.argv[1:]:
    run(["teasers", "--json", "--platform", "mastodon", article])
"""


def drafted(seed: str) -> str:
    """Return what the articles of the sample give to post, in a process of its own with this hash seed."""
    settings = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", PROGRAM, *sorted(map(str, SAMPLE.rglob("*.md")))]
    return subprocess.run(command, cwd=SAMPLE, env=settings, capture_output=True, check=True, text=True).stdout


def test_the_seed_of_hashes_changes_nothing() -> None:
    """A preview shows what will be posted, and a set that is walked through would make it a lottery."""
    first = drafted("1")

    assert first
    assert first == drafted("2")
