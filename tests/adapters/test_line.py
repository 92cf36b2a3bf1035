"""Connections that are kept open, against a server behind a real socket."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Semaphore, Thread

import httpcore
import httpx
import pytest

from adapters import http
from adapters.base import Receipt, Unavailable, Uncertain
from adapters.fence import fenced
from adapters.line import LONGEST_EXCHANGE, _Listening
from scheduler.dispatch import Lease

ANSWER = b'HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"id": "%d"}'


@contextmanager
def answering(*answers: bytes, asked: list[bytes] | None = None) -> Iterator[str]:
    """Serve: each piece of a request is met with the next of these, every connection with the next ones.

    The pieces are put into `asked`.
    """
    left = list(answers)
    heard = [] if asked is None else asked
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while left:
            try:
                line, _ = listening.accept()
            except OSError:  # the test is over
                return
            with line:
                while left and (piece := line.recv(65536)):
                    heard.append(piece)
                    line.sendall(left.pop(0))

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)  # closing alone does not wake who waits for a caller
        listening.close()
        thread.join(5)


def publish(client: httpx.Client, url: str) -> Receipt:
    return http.publish(client, client.build_request("POST", url), lambda answer: Receipt(answer.json()["id"]))


def test_a_connection_is_used_again() -> None:
    """A new one costs several times as much as a request."""
    with answering(ANSWER % 1, ANSWER % 2) as url, http.client() as client:
        receipts = [publish(client, url) for _ in range(2)]

    assert receipts == [Receipt("1"), Receipt("2")]


def test_an_answer_that_came_before_its_question_is_none() -> None:
    """A server that answers twice would make the next post pass for published."""
    with answering(ANSWER % 1 + ANSWER % 1, b"") as url, http.client() as client:
        publish(client, url)

        with pytest.raises(Uncertain, match="RemoteProtocolError"):
            publish(client, url)


def test_after_such_an_answer_the_line_is_laid_anew() -> None:
    """What else waits in the old one is nobody's answer."""
    with answering(ANSWER % 1 + ANSWER % 1, ANSWER % 3) as url, http.client() as client:
        publish(client, url)
        with pytest.raises(Uncertain):
            publish(client, url)

        assert publish(client, url) == Receipt("3")


def test_a_request_leaves_in_one_piece() -> None:
    """Head and body in two packets wake the server twice, and cost two calls of the system."""
    asked: list[bytes] = []
    with answering(ANSWER % 1, asked=asked) as url, http.client() as client:
        http.publish(client, client.build_request("POST", url, content=b"a post"), lambda answer: answer.json())

    assert [piece.endswith(b"\r\n\r\na post") for piece in asked] == [True]


def test_a_long_request_arrives_whole() -> None:
    """An image does not wait in memory until it is complete."""
    body = bytes(200_000)
    asked: list[bytes] = []
    with answering(ANSWER % 1, *[b""] * 100, asked=asked) as url, http.client() as client:
        http.publish(client, client.build_request("POST", url, content=body), lambda answer: answer.json())
        client.close()

    assert b"".join(asked).endswith(body)


def test_nothing_leaves_once_somebody_else_may_have_sent_it() -> None:
    """A process that is held up between its last look at the clock and the first byte would post twice."""
    asked: list[bytes] = []
    with answering(ANSWER % 1, ANSWER % 2, asked=asked) as url, http.client() as client:
        publish(client, url)
        with fenced(lambda: False), pytest.raises(Unavailable, match="held up"):
            publish(client, url)

    assert len(asked) == 1


def test_a_request_that_has_begun_to_leave_leaves_whole() -> None:
    """Half a request would be doubtful for nothing."""
    looks = iter([True])
    with answering(ANSWER % 1) as url, http.client() as client, fenced(lambda: next(looks)):
        request = client.build_request("POST", url, content=bytes(200_000))
        receipt = http.publish(client, request, lambda answer: Receipt(answer.json()["id"]))

    assert (receipt, list(looks)) == (Receipt("1"), [])


@contextmanager
def dribbling(allowed: Semaphore) -> Iterator[str]:
    """Serve: take what comes, and answer one letter of a heading without end each time it is allowed."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError), listening.accept()[0] as line:
            line.recv(65536)
            line.sendall(b"HTTP/1.1 200 OK\r\nx: ")
            while allowed.acquire():
                line.sendall(b"x")

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.close()
        allowed.release(2)  # the first letter to a closed line is lost, the second one fails
        thread.join(5)


def test_an_answer_that_comes_a_letter_at_a_time_is_not_waited_for_without_end() -> None:
    """Each letter ends a silence, so no bound on silence ends the wait: the account would stand still for ever."""
    allowed, seconds = Semaphore(0), count(step=3)

    def stopwatch() -> float:
        allowed.release()
        return next(seconds)

    with (
        dribbling(allowed) as url,
        http.client(stopwatch=stopwatch) as client,
        pytest.raises(Uncertain, match="ReadTimeout"),
    ):
        publish(client, url)

    assert LONGEST_EXCHANGE < next(seconds) < LONGEST_EXCHANGE + 10


def nearly_over() -> Callable[[], float]:
    """Return a stopwatch on which an exchange that begins is about to take too long."""
    times = iter([0.0])
    return lambda: next(times, LONGEST_EXCHANGE - 0.01)


def test_a_server_that_does_not_read_is_not_waited_for_without_end() -> None:
    """It takes a few bytes now and then, as it likes."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    with listening, http.client(stopwatch=nearly_over()) as client:
        request = client.build_request("POST", url, content=bytes(20_000_000))

        with pytest.raises(Uncertain, match="WriteTimeout"):
            http.publish(client, request, lambda answer: answer.json())


def test_each_exchange_has_its_own_time() -> None:
    """A connection that is kept for hours is no exchange that takes hours."""
    hours = count(step=10)
    with answering(ANSWER % 1, ANSWER % 2, ANSWER % 3) as url, http.client(stopwatch=lambda: next(hours)) as client:
        receipts = [publish(client, url) for _ in range(3)]

    assert receipts == [Receipt("1"), Receipt("2"), Receipt("3")]


def test_the_machines_behind_one_name_share_the_time_to_be_reached() -> None:
    """Ten addresses that swallow what they are sent would hold an account up ten times as long."""
    waits: list[float | None] = []

    class Deaf(httpcore.NetworkBackend):
        def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: object) -> httpcore.NetworkStream:
            waits.append(timeout)
            raise httpcore.ConnectTimeout

    backend = _Listening({"a.example"}, lambda *_: ["10.0.0.1", "10.0.0.2"], stopwatch=float, backend=Deaf())
    with pytest.raises(httpcore.ConnectTimeout):
        backend.connect_tcp("a.example", 443, timeout=10)

    assert waits == [5, 5]


def test_an_exchange_is_over_before_the_lease_of_its_post() -> None:
    """Else another daemon would ask whether a post is there while its request is still on its way."""
    assert Lease().margin.total_seconds() > LONGEST_EXCHANGE
