"""Rules of the page behind a link: a post leaves when the page is there, and not before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import httpx
import pytest

from scheduler.core.state import State
from scheduler.pages import looking
from scheduler.store import Store
from tests.shell.bench import Bench
from tests.shell.conftest import Queue
from tests.shell.dispatching import OPEN
from tests.shell.fakes import START

LINK = "https://garden.example/thyme/"
TITLED = "<html><head><title>Thyme</title></head>"
PAGES: Mapping[str, Callable[[], httpx.Response]] = {
    "/thyme/": lambda: httpx.Response(200, text=TITLED),
    "/bare/": lambda: httpx.Response(200, text="<html><head><title> </title></head><body>Thyme</body>"),
    "/card/": lambda: httpx.Response(200, text='<meta property="og:title" content="Thyme">'),
    "/moved/": lambda: httpx.Response(301, headers={"Location": "/thyme/"}),
    "/slashless": lambda: httpx.Response(301, headers={"Location": "/slashless/index.html"}),
    "/slashless/index.html": lambda: httpx.Response(200, text=TITLED),
    "/away/": lambda: httpx.Response(302, headers={"Location": "https://evil.example/thyme/"}),
    "/round/": lambda: httpx.Response(302, headers={"Location": "/round/"}),
    "/broken/": lambda: httpx.Response(503),
    "/long/": lambda: httpx.Response(200, text="<p>" + "x" * 1_100_000 + TITLED),
}


def answer(request: httpx.Request) -> httpx.Response:
    assert request.url.host == "garden.example"
    if request.url.path == "/down/":
        raise httpx.ConnectError("no route", request=request)
    return PAGES.get(request.url.path, lambda: httpx.Response(404))()


def missing(path: str, *, crawled: bool = True) -> str | None:
    return looking(transport=httpx.MockTransport(answer))(f"https://garden.example{path}?utm_source=x", crawled)


@pytest.mark.parametrize("path", ["/thyme/", "/card/", "/slashless"])
def test_a_page_that_is_there_is_there(path: str) -> None:
    """A slash, or the name of an index, makes no other page."""
    assert missing(path) is None


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nothing/", "its page answers with 404"),
        ("/broken/", "its page answers with 503"),
        ("/moved/", "its page leads to another one, /thyme/"),
        ("/away/", "its page redirects to another site, evil.example"),
        ("/round/", "its page redirects too often"),
        ("/down/", "its page cannot be reached: ConnectError"),
        ("/bare/", "its page has no title, which the platform would show"),
        ("/long/", "its page has no title, which the platform would show"),
    ],
)
def test_a_page_that_is_not_as_it_should_be_is_named(path: str, why: str) -> None:
    """And no other machine is called, whatever the page says."""
    assert missing(path) == why


def test_a_title_matters_where_a_card_is_made_of_it() -> None:
    """Elsewhere the post brings its own."""
    assert missing("/bare/", crawled=False) is None


@pytest.mark.both
def test_a_post_leaves_when_its_page_is_there(store: Store, queue: Queue) -> None:
    """It waits, is told of once, and asks less and less often."""
    bench = Bench(store)
    bench.terms = replace(OPEN, site="garden.example")
    asked: list[str] = []

    def look(link: str, crawled: bool) -> str | None:
        asked.append(link)
        return "its page answers with 404" if len(asked) < 4 else None

    number = queue("Thyme", link=LINK)
    bench.look = look
    bench.run()

    assert (bench.post(number).state, asked) == (State.PUBLISHED, [LINK] * 4)
    assert [one for one in bench.events(number) if one in {"page missing", "delayed"}] == [
        "page missing",
        "delayed",
        "delayed",
    ]
    assert bench.clock.now() >= START


@pytest.mark.parametrize("link", [None, "https://elsewhere.example/"])
def test_only_pages_of_the_site_are_looked_at(store: Store, queue: Queue, link: str | None) -> None:
    """Others are none of our business."""
    bench = Bench(store)
    bench.terms = replace(OPEN, site="garden.example")
    number = queue("Thyme", link=link)
    bench.look = lambda link, crawled: "it is looked at"
    bench.run()

    assert bench.post(number).state is State.PUBLISHED
