"""Connections that are kept open between requests, and an answer that came before its question.

A broken server or proxy may answer twice. The second copy waits in the connection's buffer, and would be taken for
the answer to the next request: a post would pass for published that never was.
"""

from __future__ import annotations

import ssl
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any

import httpcore
import httpx

from adapters import fence, guard

LONGEST_UNSAID = 64_000
"""Bytes of a request that are kept back until it is complete: its head and its body then leave in one packet."""


class Line(httpx.HTTPTransport):
    """HTTP over connections that are listened to: an answer counts only if it came after its question."""

    def __init__(
        self, tls: ssl.SSLContext, private: Collection[str] = guard.LOOPBACK, resolve: guard.Resolve = guard.resolve
    ) -> None:
        super().__init__(verify=tls)
        backend = _Listening(private, resolve)
        self._pool = httpcore.ConnectionPool(ssl_context=tls, keepalive_expiry=5, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return its answer.

        Raises httpx.RemoteProtocolError where what there is to read had arrived before the request left,
        httpx.ConnectError where nothing would protect it on its way, or where it may not go there.
        """
        if request.url.scheme != "https" and not guard.is_this_machine(request.url.host):
            raise httpx.ConnectError("nothing would protect it on its way: write https://", request=request)
        response = super().handle_request(request)
        stream = response.extensions.get("network_stream")
        if isinstance(stream, _Heard) and not stream.since:
            response.close()
            raise httpx.RemoteProtocolError("the answer was there before the question", request=request)
        return response


class _Listening(httpcore.NetworkBackend):
    """Opens connections as usual, and listens to them."""

    def __init__(self, private: Collection[str], resolve: guard.Resolve) -> None:
        self._backend = httpcore.SyncBackend()
        self._private = private
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = guard.allowed(host, port, self._private, self._resolve)
        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return _Heard(self._backend.connect_tcp(address, port, timeout, local_address, socket_options))
        return _Heard(self._backend.connect_tcp(last, port, timeout, local_address, socket_options))


class _Heard(httpcore.NetworkStream):
    """A connection that says a whole request at once, and knows whether anything was heard since."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._unsaid = bytearray()
        self._patience: float | None = None
        self._begun = False
        self.since = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with suppress(httpcore.WriteError):  # who refuses a request without having read it all may still say why
            self._say()
        data = self._stream.read(max_bytes, timeout)
        self.since, self._begun = True, False
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
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
            self._stream.write(said, self._patience)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Heard(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
