"""Connections that are kept open between requests, and an answer that came before its question.

A broken server or proxy may answer twice. The second copy waits in the connection's buffer, and would be taken for
the answer to the next request: a post would pass for published that never was.
"""

from __future__ import annotations

import math
import ssl
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Any, TypeAlias

import httpcore
import httpx

from adapters import fence, guard
from adapters.connections import Connections

LONGEST_UNSAID = 64_000
"""Bytes of a request that are kept back until it is complete: its head and its body then leave in one packet."""
LONGEST_EXCHANGE = 100.0
"""Seconds from the first byte of a request to the last of its answer, however many pieces they come in; less than the
margin that is left of a daemon's lease when a request leaves."""

Stopwatch: TypeAlias = Callable[[], float]
"""Seconds since no matter when."""


class Line(httpx.HTTPTransport):
    """HTTP over connections that are listened to: an answer counts only if it came after its question."""

    def __init__(
        self,
        tls: ssl.SSLContext,
        private: Collection[str] = guard.LOOPBACK,
        resolve: guard.Resolve = guard.resolve,
        stopwatch: Stopwatch = time.monotonic,
    ) -> None:
        super().__init__(verify=tls)
        self._pool = Connections(tls, _Listening(private, resolve, stopwatch))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return its answer.

        Raises httpx.RemoteProtocolError where what there is to read had arrived before the request left,
        httpx.ConnectError where nothing would protect it on its way, or where it may not go there.
        """
        if not _may_leave(request.url):
            raise httpx.ConnectError("nothing would protect it on its way: write https://", request=request)
        response = super().handle_request(request)
        stream = response.extensions.get("network_stream")
        if isinstance(stream, _Heard) and not stream.since:
            response.close()
            raise httpx.RemoteProtocolError("the answer was there before the question", request=request)
        return response


def _may_leave(url: httpx.URL) -> bool:
    """Return whether TLS protects what is sent there, or it stays on this machine."""
    return url.scheme == "https" or (url.scheme == "http" and guard.is_this_machine(url.host))


class _Listening(httpcore.NetworkBackend):
    """Opens connections as usual, and listens to them."""

    def __init__(
        self,
        private: Collection[str],
        resolve: guard.Resolve,
        stopwatch: Stopwatch,
        backend: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._backend = backend or httpcore.SyncBackend()
        self._private = private
        self._resolve = resolve
        self._stopwatch = stopwatch

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = guard.allowed(host, port, self._private, self._resolve)
        each = None if timeout is None else timeout / (len(others) + 1)

        def reach(address: str) -> _Heard:
            found = self._backend.connect_tcp(address, port, each, local_address, socket_options)
            return _Heard(found, self._stopwatch)

        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return reach(address)
        return reach(last)


class _Heard(httpcore.NetworkStream):
    """A connection that says a whole request at once, knows whether anything was heard since, and for how long."""

    def __init__(self, stream: httpcore.NetworkStream, stopwatch: Stopwatch) -> None:
        self._stream = stream
        self._stopwatch = stopwatch
        self._over = math.inf
        self._unsaid = bytearray()
        self._patience: float | None = None
        self._begun = False
        self.since = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with suppress(httpcore.WriteError):  # who refuses a request without having read it all may still say why
            self._say()
        data = self._stream.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))
        self.since, self._begun = True, False
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not self._begun and not self._unsaid:
            self._over = self._stopwatch() + LONGEST_EXCHANGE
        self.since = False
        self._unsaid += buffer
        self._patience = timeout
        if len(self._unsaid) > LONGEST_UNSAID:
            self._say()

    def _say(self) -> None:
        said, self._unsaid = bytes(self._unsaid), bytearray()
        if said and not self._begun and not fence.is_open():
            raise httpcore.ConnectError("held up for so long that another process may have sent it")
        if said:
            self._begun = True
            self._send(memoryview(said))

    def _send(self, left: memoryview) -> None:
        # the stream's own way begins to wait anew with every piece that the other side takes
        line = self.get_extra_info("socket")
        while left:
            line.settimeout(self._left(self._patience, httpcore.WriteTimeout))
            try:
                left = left[line.send(left) :]
            except TimeoutError as error:
                raise httpcore.WriteTimeout(str(error)) from error
            except OSError as error:
                raise httpcore.WriteError(str(error)) from error

    def _left(self, timeout: float | None, error: type[httpcore.TimeoutException]) -> float:
        left = self._over - self._stopwatch()
        if left <= 0:
            raise error(f"the whole exchange took longer than {LONGEST_EXCHANGE:.0f} seconds")
        return left if timeout is None else min(left, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Heard(self._stream.start_tls(ssl_context, server_hostname, timeout), self._stopwatch)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
