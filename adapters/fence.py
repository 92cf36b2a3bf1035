"""The last moment at which a request may leave: after it, another process may have sent the same one.

A process may be held up anywhere, also between its last look at the clock and the first byte: so the connection
itself looks once more, as late as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


def _always() -> bool:
    return True


_may_leave: ContextVar[Callable[[], bool]] = ContextVar("may_leave", default=_always)


@contextmanager
def fenced(may_leave: Callable[[], bool]) -> Iterator[None]:
    """Let the requests of this block leave only while `may_leave` says so."""
    token = _may_leave.set(may_leave)
    try:
        yield
    finally:
        _may_leave.reset(token)


def is_open() -> bool:
    """Tell whether a request may leave now."""
    return _may_leave.get()()
