"""The command line: each command parses, calls and shows; what it does is decided elsewhere.

Nothing slow is imported before it is needed, so that `tambour --help` answers at once.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from scheduler.cli.printable import printable
from scheduler.errors import TambourError


def main() -> None:
    """Run the command that the program was called with."""
    # A command lives for a fraction of a second, in which the collector finds nothing: with its usual thresholds, and
    # its last walk over everything at exit, `tambour list` takes 1.4 times as long.
    gc.set_threshold(100_000, 50, 50)
    try:
        run(sys.argv[1:])
    finally:
        gc.freeze()


def run(words: Sequence[str]) -> None:
    """Run a command.

    A mistake or a failure is one sentence on standard error and exit code 1; a usage error is exit code 2.
    """
    from scheduler.cli.commands import program

    try:
        program(words)(words, prog_name="tambour")
    except TambourError as error:
        sys.stderr.write(printable(f"tambour: {error}\n"))
        sys.exit(1)
