"""Apprise's own facts, on a service behind a real socket, and the rules that every adapter keeps."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest

from adapters.apprise import Apprise
from adapters.base import Content, Finds, ReadsLimits, Receipt, Refused, Replays, Unauthorized, Uncertain
from adapters.testing import Rules, Seen, Stage, failure
from tests.adapters.fakes import connection, published
from tests.shell.books import PASSWORD, Books

# one of the services that Apprise loads still imports it, where Python still has it
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

POST = Content("Semer l'été")


@pytest.fixture
def books() -> Iterator[Books]:
    with Books() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def apprise(address: str) -> Apprise:
    return Apprise(connection(options={"url": address}))


class TestApprise(Rules):
    secrets = (PASSWORD,)

    @pytest.fixture(autouse=True)
    def _books(self, books: Books) -> None:
        self.books = books

    def stage(self) -> Stage:
        def public() -> list[Seen]:
            return [Seen(told["message"]) for told in self.books.told]

        return Stage(lambda: apprise(self.books.address()), public, self.secrets)


def test_a_post_is_told_once_and_without_a_title(books: Books) -> None:
    """Many services would put a title into the text."""
    _, receipt = published(apprise(books.address()), POST, key="k7")

    assert [(told["title"], told["message"]) for told in books.told] == [("", POST.text)]
    assert receipt == Receipt("k7")


def test_a_no_is_uncertain(books: Books) -> None:
    """Apprise does not say whether anything had been sent."""
    books.status = 500

    error = failure(lambda: published(apprise(books.address()), POST))

    assert type(error) is Uncertain
    assert PASSWORD not in str(error)


def test_nothing_can_be_asked_of_it_later(books: Books) -> None:
    """Class F: after a lost answer, a person looks."""
    adapter = apprise(books.address())

    assert not isinstance(adapter, Finds | Replays)


def test_an_address_that_it_does_not_know_is_told_and_not_repeated() -> None:
    """It may hold a password."""
    error = failure(apprise(f"nowhere://me:{PASSWORD}@example.org").verify)

    assert (type(error), PASSWORD in str(error)) == (Unauthorized, False)


@pytest.mark.parametrize("wish", ["overflow=split", "overflow=truncate", "retry=3"])
def test_an_address_that_asks_to_cut_or_to_repeat_is_refused(wish: str) -> None:
    """A text is never cut, and a post never sent twice on somebody's guess."""
    error = failure(apprise(f"json://127.0.0.1:1/?{wish}").verify)

    assert "take overflow and retry out" in str(error)


def test_the_services_own_limit_is_known() -> None:
    """Apprise knows it of each."""
    adapter = apprise("ntfy://ntfy.example/jardin")

    assert isinstance(adapter, ReadsLimits)
    assert (adapter.verify().name, adapter.read_limits().text) == ("ntfy", 7800)


def test_a_text_that_the_service_has_no_room_for_is_refused() -> None:
    """Apprise would send it all the same, and the service cut it."""
    error = failure(lambda: published(apprise("ntfy://ntfy.example/jardin"), Content("a" * 7801)))

    assert (type(error), "takes 7800 characters, and the text has 7801" in str(error)) == (Refused, True)
