"""A line between an adapter and a platform's stand-in, and what can go wrong on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

import httpx

from adapters.testing.rules import Seen


class Fake(Protocol):
    """A platform's stand-in, with books of its own."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as the platform does."""

    def public(self) -> Sequence[Seen]:
        """Return what the public sees, oldest first."""

    def publishes(self, request: httpx.Request) -> bool:
        """Tell whether it is the request that makes a post public."""


Fault: TypeAlias = Callable[[Fake, httpx.Request], httpx.Response]


class Wire:
    """The line to a stand-in; `fault` happens to every request that `where` picks."""

    def __init__(self, fake: Fake) -> None:
        self.fake = fake
        self.fault: Fault | None = None
        self.where: Callable[[httpx.Request], bool] = fake.publishes

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Carry a request to the stand-in, or let the fault happen."""
        if self.fault and self.where(request):
            return self.fault(self.fake, request)
        return self.fake(request)


def raising(error: type[httpx.TransportError], *, arrived: bool) -> Fault:
    """Make the line fail, before or after the platform has done what it was asked."""

    def fault(fake: Fake, request: httpx.Request) -> httpx.Response:
        if arrived:
            fake(request)
        raise error("the line failed", request=request)

    return fault


def answering(status: int, *, arrived: bool = False, headers: Mapping[str, str] | None = None, body: str = "") -> Fault:
    """Answer for the platform, before or after it has done what it was asked."""

    def fault(fake: Fake, request: httpx.Request) -> httpx.Response:
        if arrived:
            fake(request)
        return httpx.Response(status, headers=headers, text=body, request=request)

    return fault


def echoing(_fake: Fake, request: httpx.Request) -> httpx.Response:
    """Refuse with an error that repeats everything that was sent, at length and with control characters."""
    sent = f"\x1b[31m{request.headers.get('authorization')} {request.content!r}" + "\x07 and so on" * 1000
    return httpx.Response(422, json={"error": sent, "message": sent}, request=request)


class Flood(httpx.SyncByteStream):
    """An answer without an end, which counts the pieces that are taken."""

    def __init__(self) -> None:
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        """Yield for ever, or nearly."""
        while self.taken < 1000:  # noqa: PLR2004 - 65 MB: far more than any bound, and still an end
            self.taken += 1
            yield b" " * 65536


class Packed(httpx.SyncByteStream):
    """An answer as it comes over the line, packed."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __iter__(self) -> Iterator[bytes]:
        """Yield it in one piece."""
        yield self._data
