"""Running the examples of a page, and comparing what they say with what the page shows."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from scheduler.cli import run as run_command
from tests import warm

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_VARIES = (
    (re.compile(rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* )?\d{{1,2}} {_MONTH} \d{{4}}"), "<day>"),
    (re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:[+-]\d{2}:\d{2}|Z)?"), "<time>"),
    (re.compile(r"UTC[+-]\d{2}:\d{2}"), "<offset>"),
)
"""A day on a page stands for any day."""
_ANY_LINES, _ANY = r"(?:.*\n)*?", ".*"


@dataclass(frozen=True)
class Said:
    """What a command said on its screen, and how it ended."""

    code: int
    text: str


def run(words: Sequence[str]) -> Said:
    """Run tambour in the working folder."""
    # The daemon takes over the signals and the log of its process, so it is given one of its own.
    return _run_apart(words) if words[0] == "run" else _run_here(words)


def _run_here(words: Sequence[str]) -> Said:
    screen = io.StringIO()
    with redirect_stdout(screen), redirect_stderr(screen):
        try:
            run_command(words)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(code, screen.getvalue())


def _run_apart(words: Sequence[str]) -> Said:
    done = warm.run(*words, folder=Path.cwd(), environ=os.environ)
    return Said(done.returncode, done.stdout + done.stderr)


def run_in_shell(command: str) -> Said:
    """Run a command of another program as the reader's shell would, in the working folder."""
    if command.startswith("cd "):
        os.chdir(command.removeprefix("cd "))
        return Said(0, "")
    done = subprocess.run(
        ["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return Said(done.returncode, done.stdout)


def agrees(shown: Sequence[str], said: str) -> bool:
    """Tell whether a page shows what was said: `…` stands for anything, alone on a line for any lines.

    A page may show nothing at all. The lines of a table compare by their words: a page shows it as a screen does,
    a test reads it from a pipe.
    """
    if not shown:
        return True
    pattern = "".join(_ANY_LINES if line == "…" else f"{_pattern(line)}\n" for line in _plain("\n".join(shown)))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _plain(said))) is not None


def _pattern(line: str) -> str:
    return _ANY.join(re.escape(part) for part in line.split("…"))


def _plain(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [_steady(line) for line in lines if line.strip("─ ")]


def _steady(line: str) -> str:
    for pattern, name in _VARIES:
        line = pattern.sub(name, line)
    return line
