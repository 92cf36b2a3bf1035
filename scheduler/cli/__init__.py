"""The command line: each command parses, calls and shows; what it does is decided elsewhere.

Nothing slow is imported before it is needed, so that `tambour --help` answers at once.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from scheduler.cli.printable import printable
from scheduler.errors import TambourError


def main() -> None:
    """Run the command that the program was called with."""
    # A command lives for a fraction of a second, in which the collector finds nothing: with its usual thresholds, and
    # its last walk over everything at exit, `tambour list` takes 1.4 times as long.
    gc.set_threshold(100_000, 50, 50)
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a character shows its code instead
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        run(sys.argv[1:])
    finally:
        gc.freeze()
        _flush()


def _open_what_is_closed() -> None:
    """Give a program that was started without its standard streams empty ones.

    The next file would else take their numbers, and a database be written to by whoever means to speak to a person.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")


def run(words: Sequence[str]) -> None:
    """Run a command.

    A mistake or a failure is one sentence on standard error and exit code 1; a usage error is exit code 2.
    """
    from scheduler.cli.commands import program

    try:
        program(words)(words, prog_name="tambour")
    except TambourError as error:
        _fail(str(error))
    except UnicodeError:
        _fail("a text or a name that was given is not valid UTF-8; write it anew")
    except OSError as error:
        _fail(f"{error.filename or 'the output'}: {error.strerror}")


def _flush() -> None:
    """Write what is left of the output while there is still somebody to tell that it cannot be written."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would fail once more at its end
        if not isinstance(error, BrokenPipeError):  # a reader that has gone wants no news
            _fail(f"the output: {error.strerror}")


def _fail(sentence: str) -> NoReturn:
    sys.stderr.write(printable(f"tambour: {sentence}\n"))
    sys.exit(1)
