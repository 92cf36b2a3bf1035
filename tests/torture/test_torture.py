"""The short form of the torture: what `make torture` does for minutes, for seconds."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

WAIT = 240
"""Seconds, for a machine that has much else to do."""


@pytest.mark.parametrize("which", ["sqlite", "postgresql", "unprotected"])
def test_no_kill_doubles_or_loses_a_post(which: str) -> None:
    """The promise, kept under a hundred kills, and broken by a daemon that does as everybody does."""
    torture = [sys.executable, "-m", "tests.torture", "--short", which]
    # whoever is killed reports no coverage: measuring would only slow the daemons down
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}

    ended = subprocess.run(torture, env=environ, capture_output=True, text=True, timeout=WAIT, check=False)

    assert ended.returncode == 0, ended.stdout + ended.stderr
