"""The short form of the torture: what `make torture` does for minutes, for seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from subprocess import PIPE, STDOUT

import pytest

WAIT = 600
"""Seconds, for a machine that has much else to do."""


@pytest.mark.parametrize("which", ["sqlite", "postgresql", "unprotected"])
def test_no_kill_doubles_or_loses_a_post(which: str) -> None:
    """The promise, kept under a hundred kills, and broken by a daemon that does as everybody does."""
    torture = [sys.executable, "-m", "tests.torture", "--short", which]
    # whoever is killed reports no coverage: measuring would only slow the daemons down
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}

    with subprocess.Popen(torture, env=environ, stdout=PIPE, stderr=STDOUT, text=True, process_group=0) as run:
        try:
            told, _ = run.communicate(timeout=WAIT)
        finally:
            with suppress(ProcessLookupError):  # whoever it left behind, where it did not come to its end
                os.killpg(run.pid, signal.SIGKILL)

    assert run.returncode == 0, told
