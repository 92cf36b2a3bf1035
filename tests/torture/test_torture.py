"""The short form of the torture: what `make torture` does for minutes, for seconds."""

from __future__ import annotations

import subprocess
import sys

import pytest

WAIT = 240
"""Seconds, for a machine that has much else to do."""


@pytest.mark.parametrize("which", ["sqlite", "postgresql", "unprotected"])
def test_no_kill_doubles_or_loses_a_post(which: str) -> None:
    """The promise, kept under a hundred kills, and broken by a daemon that does as everybody does."""
    torture = [sys.executable, "-m", "tests.torture", "--short", which]

    ended = subprocess.run(torture, capture_output=True, text=True, timeout=WAIT, check=False)

    assert ended.returncode == 0, ended.stdout + ended.stderr
