"""Rules of pictures on the web."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import httpx
import pytest

from scheduler import fetching
from scheduler.errors import MediaError
from scheduler.fetching import PICTURE, addresses, fetch, get
from scheduler.media import LARGEST_FILE

HOSTS = frozenset({"cdn.tisane.example"})
URL = "https://cdn.tisane.example/tasse.jpg"
PUBLIC = "93.184.216.34"

Answer = Callable[[httpx.Request], httpx.Response]


def nowhere(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.url} was called")


def fetched(
    url: str = URL,
    answer: Answer = nowhere,
    *,
    hosts: frozenset[str] = HOSTS,
    leads_to: tuple[str, ...] = (PUBLIC,),
    tick: Callable[[], float] = lambda: 0.0,
) -> bytes:
    transport = httpx.MockTransport(answer)
    return fetch(url, hosts, transport=transport, resolve=lambda host: leads_to, tick=tick)


@contextmanager
def server(status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    """Serve one answer on this machine, and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the screen clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/tasse.jpg"
        finally:
            http.shutdown()
            thread.join()


def test_a_picture_comes_from_a_server_on_this_machine() -> None:
    """A site may be looked at before it is public."""
    with server(200, {}, b"picture") as url:
        found = fetch(url, {"127.0.0.1"})

    assert found == b"picture"


def test_a_real_server_that_has_no_such_picture_is_believed() -> None:
    """Its page of excuses is no picture."""
    with server(404, {}, b"not here") as url, pytest.raises(MediaError, match="was answered with 404"):
        fetch(url, {"127.0.0.1"})


def test_a_server_that_does_not_answer_is_named() -> None:
    """The address may be mistyped."""
    with server(200, {}, b"") as url:
        pass

    with pytest.raises(MediaError, match=r"tasse.jpg cannot be fetched \(ConnectError\)"):
        fetch(url, {"127.0.0.1"})


def test_the_address_that_was_looked_at_is_the_one_that_is_called() -> None:
    """A name that changes its mind in between would lead into the house."""

    def answer(request: httpx.Request) -> httpx.Response:
        called = request.url.host, request.headers["host"], request.extensions["sni_hostname"]
        return httpx.Response(200, text=" ".join(called))

    assert fetched(answer=answer).decode() == f"{PUBLIC} cdn.tisane.example cdn.tisane.example"


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/tasse.jpg",
        "https://cdn.tisane.example.elsewhere.example/tasse.jpg",
        "https://cdn.tisane.example@elsewhere.example/tasse.jpg",
        "https://elsewhere.example#@cdn.tisane.example/",
        "file:///etc/passwd",
    ],
)
def test_a_host_that_the_settings_do_not_name_is_not_called(url: str) -> None:
    """An article from elsewhere could make this machine call anybody."""
    with pytest.raises(MediaError, match="add its host to pictures: hosts:"):
        fetched(url)


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.1", "127.0.0.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_into_a_private_network_is_not_called(address: str) -> None:
    """There are routers and databases, and no pictures."""
    with pytest.raises(MediaError, match="leads into a private network"):
        fetched(leads_to=(PUBLIC, address))


def test_a_private_address_that_the_settings_name_is_called() -> None:
    """A house may keep its pictures at home."""
    hosts = HOSTS | {"10.0.0.7"}

    assert (
        fetched(answer=lambda request: httpx.Response(200, content=b"x"), hosts=hosts, leads_to=("10.0.0.7",)) == b"x"
    )


def test_this_machine_may_be_called_by_its_name() -> None:
    """Naming `localhost` says all there is to say."""
    found = fetched(
        "http://localhost/tasse.jpg",
        lambda request: httpx.Response(200, content=b"x"),
        hosts=frozenset({"localhost"}),
        leads_to=("127.0.0.1",),
    )

    assert found == b"x"


def test_an_address_without_protection_is_refused() -> None:
    """Anybody on the way could put another picture into the post."""
    with pytest.raises(MediaError, match="write https://"):
        fetched(URL.replace("https", "http"))


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    """The message is read on screens and in logs."""
    with pytest.raises(MediaError, match="holds a user name or a password") as caught:
        fetched("https://jeanne:hunter2@cdn.tisane.example/tasse.jpg?signature=hunter2")

    assert "hunter2" not in str(caught.value)


def redirecting(location: str) -> Answer:
    return lambda request: httpx.Response(302, headers={"location": location})


def test_a_redirect_on_the_same_host_is_followed() -> None:
    """Picture servers move their files about."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"x") if request.url.path == "/b.jpg" else redirecting("/b.jpg")(request)

    assert fetched(answer=answer) == b"x"


@pytest.mark.parametrize("location", ["https://elsewhere.example/x", "//127.0.0.1/x", "http://169.254.169.254/latest"])
def test_a_redirect_to_another_host_is_not_followed(location: str) -> None:
    """The settings named one host, and no other."""
    with pytest.raises(MediaError, match="redirects to"):
        fetched(answer=redirecting(location))


def test_a_redirect_to_an_unprotected_address_is_not_followed() -> None:
    """It would undo the protection."""
    with pytest.raises(MediaError, match="write https://"):
        fetched(answer=redirecting("http://cdn.tisane.example/x"))


def test_redirects_come_to_an_end() -> None:
    """Two addresses may point to each other."""
    with pytest.raises(MediaError, match="redirects too often"):
        fetched(answer=redirecting(URL))


def test_what_is_too_large_is_not_read_to_its_end() -> None:
    """It would fill the memory."""
    read = count()

    def endless() -> Iterator[bytes]:
        while True:
            next(read)
            yield b"x" * 1_000_000

    with pytest.raises(MediaError, match="is larger than"):
        fetched(answer=lambda request: httpx.Response(200, content=endless()))
    assert next(read) <= LARGEST_FILE // 1_000_000 + 1


def test_what_comes_drop_by_drop_is_given_up() -> None:
    """Each drop in time, the whole would take for ever."""
    drops = (b"x" for _ in range(1000))
    times = count(step=1.0)

    with pytest.raises(MediaError, match="takes longer than 30 s"):
        fetched(answer=lambda request: httpx.Response(200, content=drops), tick=lambda: next(times))


def test_an_address_that_cannot_be_read_is_refused() -> None:
    """It is a slip in the front matter."""
    with pytest.raises(MediaError, match="cannot be fetched"):
        fetched("https://cdn.tisane.example:door/tasse.jpg")


def test_a_name_that_nobody_knows_is_told() -> None:
    """It is a slip in the front matter, or the machine is offline."""

    def unknown(host: str) -> tuple[str, ...]:
        raise OSError("unknown")

    with pytest.raises(MediaError, match="cannot be fetched"):
        fetch(URL, HOSTS, transport=httpx.MockTransport(nowhere), resolve=unknown)


def test_the_system_knows_the_addresses_of_a_host() -> None:
    """The one that every machine knows."""
    assert set(addresses("localhost")) & {"127.0.0.1", "::1"}


def test_a_picture_has_half_a_minute() -> None:
    """A person waits before the screen."""
    assert fetching.LONGEST == 30


def test_what_has_not_changed_does_not_come_again() -> None:
    """The request says what we have, and the server that it has nothing newer."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["if-none-match"])
        return httpx.Response(304, headers={"ETag": '"2"'})

    transport = httpx.MockTransport(answer)
    got = get(URL, HOSTS, PICTURE, known={"if-none-match": '"1"'}, transport=transport, resolve=lambda _host: (PUBLIC,))

    assert seen == ['"1"']
    assert (got.body, got.is_new, got.headers["etag"]) == (b"", False, '"2"')
