"""The same article gives the same posts, on every machine and every day."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

from tests.shell.command import run

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "config/sample/content/articles"
ARTICLES = sorted(map(str, SAMPLE.rglob("*.md")))
PROGRAM = """
import sys
from tests.shell.command import run
for article in sys.argv[1:]:
    print(run("teasers", "--json", "--platform", "mastodon", article).out, end="")
"""


def drafted(seed: str) -> str:
    """Return what the articles of the sample give to post, in a process of its own with this hash seed."""
    settings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, *ARTICLES]
    return subprocess.run(command, cwd=SAMPLE, env=settings, capture_output=True, check=True, text=True).stdout


def test_the_seed_of_hashes_changes_nothing() -> None:
    """A preview shows what will be posted, and a set that is walked through would make it a lottery."""
    with chdir(SAMPLE):
        here = "".join(run("teasers", "--json", "--platform", "mastodon", article).out for article in ARTICLES)
    another = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"

    assert here
    assert here == drafted(another)
