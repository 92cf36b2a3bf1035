"""The connections of a client that are kept between requests.

A request has a connection to itself, from before its first byte until its answer has been read; only then may another
request have it. Nobody looks at a connection that is not theirs, so that none is found readable, and closed, while an
answer arrives for somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    import ssl

MOST_IDLE = 10
"""How many are kept at the most; an account talks to one server or two."""
KEPT = 5.0
"""Seconds that a connection waits."""


class Connections(httpcore.ConnectionPool):
    """Connections that wait for the next request, the one that was used last first."""

    def __init__(self, tls: ssl.SSLContext, backend: httpcore.NetworkBackend) -> None:
        super().__init__(ssl_context=tls, keepalive_expiry=KEPT, network_backend=backend)
        self._idle: list[httpcore.ConnectionInterface] = []
        self._most = MOST_IDLE
        self._lock = Lock()

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; when the answer is closed, its connection waits for the next one.

        Raises what `httpcore.HTTPConnection` raises, which has closed itself then.
        """
        connection = self._take(request.url.origin)
        answer = connection.handle_request(request)
        stream = _Stream(answer, lambda: self._leave(connection))
        return httpcore.Response(answer.status, headers=answer.headers, content=stream, extensions=answer.extensions)

    def close(self) -> None:
        """Close those that wait, and from now on each as soon as its answer is closed."""
        self._most = 0
        self._keep()

    def _take(self, origin: httpcore.Origin) -> httpcore.ConnectionInterface:
        while (found := self._found(origin)) is not None:
            if not found.has_expired():
                return found
            found.close()
        return self.create_connection(origin)

    def _found(self, origin: httpcore.Origin) -> httpcore.ConnectionInterface | None:
        with self._lock:
            found = next((one for one in reversed(self._idle) if one.can_handle_request(origin)), None)
            if found is not None:
                self._idle.remove(found)
            return found

    def _leave(self, connection: httpcore.ConnectionInterface) -> None:
        if connection.is_idle():  # else its answer was not read to the end, and it is closed
            self._keep(connection)

    def _keep(self, *more: httpcore.ConnectionInterface) -> None:
        with self._lock:
            self._idle += more
            excess = max(len(self._idle) - self._most, 0)
            over, self._idle = self._idle[:excess], self._idle[excess:]
        for connection in over:
            connection.close()


class _Stream:
    """An answer's pieces; its connection is left once, when it is closed."""

    def __init__(self, answer: httpcore.Response, leave: Callable[[], None]) -> None:
        self._answer = answer
        self._leave: Callable[[], None] | None = leave

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            self._answer.close()
            leave()
