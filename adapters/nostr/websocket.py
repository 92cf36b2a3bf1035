"""A WebSocket (RFC 6455) over a connection of the account's client.

So it goes where its requests may go, and no further: the client looks names up, keeps out of private networks, speaks
TLS, takes the way of a proxy, and lets nothing leave too late. Only the frames are another library's.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from secrets import token_bytes
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from adapters.base import Unavailable
from adapters.nostr.key import MISSING
from adapters.waiting import wait

if TYPE_CHECKING:
    from websockets.frames import Frame
    from websockets.protocol import Protocol

CONNECT = httpx.Timeout(connect=10, write=10, read=10, pool=10)
"""Seconds, for the way to a relay."""
CONVERSATION = 20.0
"""Seconds that a whole conversation may take."""
LONGEST_MESSAGE = 1_000_000
"""Bytes."""
LONGEST_CONVERSATION = 8_000_000
"""Bytes that a relay may say in all."""
_PIECE = 65536


class Broken(Exception):
    """The line is gone, or what came over it makes no sense."""


class Held(Exception):
    """Nothing has left, and nothing may: another process may be at it."""


class Socket:
    """One conversation, in messages of JSON."""

    def __init__(self, stream: httpcore.NetworkStream, protocol: Protocol, stopwatch: Callable[[], float]) -> None:
        self._stream = stream
        self._protocol = protocol
        self._stopwatch = stopwatch
        self._until = stopwatch() + CONVERSATION
        self._heard = 0
        self._unfinished = b""
        self._messages: list[bytes] = []

    def send(self, message: str) -> None:
        """Send a message.

        Raises Broken.
        """
        self._protocol.send_text(message.encode())
        self._flush()

    def receive(self) -> Any:
        """Return the next message.

        Raises Broken where none comes, or none that can be read; Held where what was sent is still here.
        """
        while not self._messages:
            self._listen()
        try:
            return json.loads(self._messages.pop(0))
        except (ValueError, RecursionError) as error:
            raise Broken("something unreadable came") from error

    def _listen(self) -> None:
        with self._telling():
            data = self._stream.read(_PIECE, self._left())
        self._heard += len(data)
        if not data or self._heard > LONGEST_CONVERSATION:
            raise Broken("it never ends" if data else "the line was cut")
        self._protocol.receive_data(data)
        for frame in self._protocol.events_received():
            self._take(frame)  # type: ignore[arg-type]  # after the handshake there is nothing but frames
        if self._protocol.parser_exc is not None:
            raise Broken("something unreadable came") from self._protocol.parser_exc
        self._flush()

    def _take(self, frame: Frame) -> None:
        from websockets.frames import Opcode  # noqa: PLC0415  an extra, and only where it is asked for

        if frame.opcode is Opcode.CLOSE:
            raise Broken("it hung up")
        if frame.opcode in {Opcode.TEXT, Opcode.BINARY, Opcode.CONT}:
            self._unfinished += bytes(frame.data)
            if frame.fin:
                self._messages.append(self._unfinished)
                self._unfinished = b""

    def _flush(self) -> None:
        with self._telling():
            for data in self._protocol.data_to_send():
                if data:
                    self._stream.write(data, self._left())

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say in our words what became of the line."""
        try:
            yield
        except httpcore.ConnectError as error:
            # once something was heard, what is held back may be no more than the answer to a ping
            raise Broken(str(error)) if self._heard else Held(str(error)) from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Broken(f"the line failed ({type(error).__name__})") from error

    def _left(self) -> float:
        left = self._until - self._stopwatch()
        if left <= 0:
            raise Broken(f"it took longer than {CONVERSATION:.0f} s")
        return left


@contextmanager
def connected(client: httpx.Client, url: str, stopwatch: Callable[[], float]) -> Iterator[Socket]:
    """Open a WebSocket, and close it with the block.

    Raises Unavailable where there is none to be had: nothing was said yet.
    """
    protocol, opening = _protocol(), b64encode(token_bytes(16)).decode()
    headers = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    # the client knows the same places by the names of HTTP
    address = httpx.URL(url).copy_with(scheme="https" if url.startswith("wss:") else "http")
    request = client.build_request("GET", address, headers={**headers, "Sec-WebSocket-Key": opening}, timeout=CONNECT)
    try:
        response = client.send(request, stream=True)
    except httpx.RequestError as error:
        raise Unavailable(f"{address.host} cannot be reached ({_cause(error)})") from error
    with closing(response):
        _check(response, opening)
        yield Socket(response.extensions["network_stream"], protocol, stopwatch)


def _protocol() -> Protocol:
    try:
        from websockets.protocol import Protocol, Side  # noqa: PLC0415  an extra, and only where it is asked for
    except ImportError as error:
        raise Unavailable(MISSING) from error
    return Protocol(Side.CLIENT, max_size=LONGEST_MESSAGE)


def _check(response: httpx.Response, opening: str) -> None:
    """Make sure that it is a relay, and that it answers us."""
    from websockets.utils import accept_key  # noqa: PLC0415  an extra, and only where it is asked for

    host, status = response.request.url.host, response.status_code
    if status != httpx.codes.SWITCHING_PROTOCOLS:
        raise Unavailable(f"{host} answered {status}, and opened no WebSocket", retry_after=wait(response.headers))
    if response.headers.get("sec-websocket-accept") != accept_key(opening):
        raise Unavailable(f"{host} answered somebody else")


def _cause(error: httpx.RequestError) -> str:
    words = "".join(character if character.isprintable() else " " for character in str(error))
    return words[:200] or type(error).__name__
