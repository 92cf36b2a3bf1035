"""Rules of sending notices: through Apprise, to a server behind a real socket."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from scheduler.core.news.items import Message
from scheduler.errors import NoticeError
from scheduler.notices.sending import is_waiting, send
from tests.shell.books import PASSWORD, Books

# one of the services that Apprise loads still imports it, where Python still has it
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

MESSAGE = Message("tambour – One post has failed", "• post 12\n  « trop long »")


@pytest.fixture
def books() -> Iterator[Books]:
    with Books() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_notice_arrives_to_the_letter(books: Books) -> None:
    """Spaces and quotation marks included."""
    send(books.address(), MESSAGE)

    assert [(told["title"], told["message"]) for told in books.told] == [(MESSAGE.title, MESSAGE.body)]


def test_a_service_that_refuses_is_an_error_without_the_password(
    books: Books, caplog: pytest.LogCaptureFixture
) -> None:
    """The error goes into the log; so might whatever Apprise says itself."""
    caplog.set_level(logging.DEBUG)
    books.status = 403

    with pytest.raises(NoticeError, match=r"it was not taken: .*403") as caught:
        send(books.address(), MESSAGE)

    assert PASSWORD not in str(caught.value) + caplog.text


def test_a_service_that_is_not_there_is_an_error() -> None:
    """It is tried again later."""
    with pytest.raises(NoticeError, match="it was not taken"):
        send("json://127.0.0.1:1/", MESSAGE)


def test_an_address_that_nobody_knows_is_an_error_that_does_not_repeat_it() -> None:
    """A password may be mistyped into it."""
    with pytest.raises(NoticeError, match="does not know such an address") as caught:
        send(f"carrier-pigeon://{PASSWORD}", MESSAGE)

    assert PASSWORD not in str(caught.value)


def test_a_service_that_does_not_answer_is_not_waited_for_without_end() -> None:
    """It would keep every other notice waiting, and nobody would hear of that."""
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NoticeError, match="within 0 seconds"):
        send(f"json://127.0.0.1:{silent.getsockname()[1]}/", MESSAGE, patience=0.05)

    assert is_waiting()
