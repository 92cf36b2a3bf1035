"""Connections kept between requests, over a network that counts what is open."""

from __future__ import annotations

from typing import Any

import httpcore
import pytest

from adapters import http
from adapters.connections import MOST_IDLE, Connections

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


class Stream(httpcore.MockStream):
    def __init__(self, network: Network) -> None:
        super().__init__([ANSWER] * 100)
        self.network = network
        self.hung_up = False
        network.streams.append(self)

    def close(self) -> None:
        super().close()
        self.hung_up = True

    def get_extra_info(self, info: str) -> Any:
        return self in self.network.readable if info == "is_readable" else None


class Network(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self.streams: list[Stream] = []
        self.readable: list[Stream] = []
        """Those whose server has hung up, or speaks out of turn."""

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: object, **__: object
    ) -> httpcore.NetworkStream:
        return Stream(self)

    def open(self) -> int:
        return sum(not stream.hung_up for stream in self.streams)


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def connections(network: Network) -> Connections:
    return Connections(http._tls(), network)


def begun(connections: Connections, host: str = "a.example") -> httpcore.Response:
    return connections.handle_request(httpcore.Request("GET", f"http://{host}/", headers={"Host": host}))


def ended(answer: httpcore.Response) -> None:
    answer.read()
    answer.close()


def test_requests_at_one_time_have_each_a_connection_of_their_own(network: Network, connections: Connections) -> None:
    """Two answers on one line would be taken for each other."""
    answers = [begun(connections) for _ in range(3)]

    assert (len(answers), len(network.streams)) == (3, 3)


def test_a_connection_whose_answer_was_read_is_used_again(network: Network, connections: Connections) -> None:
    """A new one costs several times as much as a request."""
    for _ in range(3):
        ended(begun(connections))

    assert (len(network.streams), network.open()) == (1, 1)


def test_a_connection_is_kept_for_its_own_server(network: Network, connections: Connections) -> None:
    """Another server would get the first one's secrets."""
    ended(begun(connections, "a.example"))
    ended(begun(connections, "b.example"))
    ended(begun(connections, "a.example"))

    assert (len(network.streams), network.open()) == (2, 2)


def test_a_connection_that_the_server_has_left_is_not_used_again(network: Network, connections: Connections) -> None:
    """A request that is sent into it is lost, and its post in doubt for nothing."""
    ended(begun(connections))
    network.readable = list(network.streams)
    ended(begun(connections))

    assert [stream.hung_up for stream in network.streams] == [True, False]


def test_a_connection_whose_answer_was_not_read_is_not_used_again(network: Network, connections: Connections) -> None:
    """The rest of the answer would be the next one's beginning."""
    begun(connections).close()

    assert network.open() == 0


def test_an_answer_that_is_closed_twice_leaves_its_connection_once(network: Network, connections: Connections) -> None:
    """Else two requests at one time would have it."""
    answer = begun(connections)
    ended(answer)
    answer.close()
    two = [begun(connections) for _ in range(2)]

    assert (len(two), len(network.streams)) == (2, 2)


def test_a_few_connections_are_kept(network: Network, connections: Connections) -> None:
    """Servers that are met once would fill a daemon's table of open files in a month."""
    for answer in [begun(connections, f"{number}.example") for number in range(3 * MOST_IDLE)]:
        ended(answer)

    assert network.open() == MOST_IDLE


def test_a_closed_client_keeps_nothing(network: Network, connections: Connections) -> None:
    """Neither what waits nor what is still being answered."""
    waiting, late = begun(connections), begun(connections)
    ended(waiting)
    connections.close()
    ended(late)

    assert network.open() == 0
