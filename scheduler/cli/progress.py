"""A bar for what takes time, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 0.5
"""Seconds for which nobody needs to be told anything."""


@contextmanager
def progress(named: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far something has come, once it takes a while; yields what hears of every so many steps, and of all."""
    if not sys.stderr.isatty():
        yield lambda _more, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress

    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(named, total=None, visible=False)
        yield lambda more, rows: bar.update(line, advance=more, total=rows, visible=time.monotonic() - began > PATIENCE)
