"""The command line: each command parses, calls and shows; what it does is decided elsewhere.

Nothing slow is imported before it is needed, so that `tambour --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from adapters.base import AdapterError
from scheduler.errors import TambourError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command, by default the one that the program was called with.

    A mistake or a failure is one sentence on standard error and exit code 1; a usage error is exit code 2.
    """
    from scheduler.cli.commands import app

    try:
        app(arguments)
    except (TambourError, AdapterError) as error:
        sys.stderr.write(f"tambour: {error}\n")
        sys.exit(1)
