"""The page behind a link: whether it is there, and shows what platforms make a card of."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from html.parser import HTMLParser
from time import monotonic
from typing import TypeAlias

import httpx

from adapters.guard import LOOPBACK
from adapters.http import client

LONGEST = 15.0
"""Seconds that a page may take."""
LARGEST = 1_000_000
"""Bytes of a page that are read: what a card is made of stands in its head."""
PIECE = 10_000
"""Characters that are looked through at a time."""
REDIRECTS = 3
TITLES = frozenset({"og:title", "twitter:title"})

CRAWLERS = frozenset(
    {
        "discord",
        "discord_webhook",
        "facebook",
        "linkedin",
        "linkedin_page",
        "mastodon",
        "slack",
        "slack_webhook",
        "telegram",
        "threads",
        "x",
    }
)
"""Platforms that fetch the page themselves, and show its title in a card."""

Look: TypeAlias = Callable[[str, bool], str | None]
"""Takes a link, and whether its platform makes a card of the page; returns what is missing, or nothing."""


def looking(private: Collection[str] = LOOPBACK, *, transport: httpx.BaseTransport | None = None) -> Look:
    """Return what looks at pages; `private` are the hosts of private networks that may be called."""

    def look(link: str, crawled: bool) -> str | None:
        with client(transport, private={*private, *LOOPBACK}) as web:
            try:
                return _look(web, link, crawled)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                return f"its page cannot be reached: {type(error).__name__}"

    return look


def _look(web: httpx.Client, link: str, crawled: bool) -> str | None:
    wanted = target = httpx.URL(link)
    until = monotonic() + LONGEST
    for _ in range(REDIRECTS + 1):
        request = web.build_request("GET", target, headers={"Accept": "text/html,*/*;q=0.1"})
        with closing(web.send(request, stream=True)) as response:
            if not response.has_redirect_location:
                return _judge(response, wanted, target, until, crawled)
            following = target.join(response.headers["location"])
        if following.host != wanted.host:
            return f"its page redirects to another site, {following.host}"
        target = following
    return "its page redirects too often"


def _judge(response: httpx.Response, wanted: httpx.URL, target: httpx.URL, until: float, crawled: bool) -> str | None:
    if response.status_code != httpx.codes.OK:
        return f"its page answers with {response.status_code}"
    if _page(target) != _page(wanted):
        return f"its page leads to another one, {target.path}"
    if crawled and not _Head.of(response, until).title:
        return "its page has no title, which the platform would show"
    return None


def _page(url: httpx.URL) -> str:
    return url.path.removesuffix("index.html").rstrip("/")


class _Head(HTMLParser):
    """Finds the title that a card would show."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self._inside = False

    @classmethod
    def of(cls, response: httpx.Response, until: float) -> _Head:
        """Read as much of a page as it takes."""
        head, length = cls(), 0
        for piece in response.iter_text(PIECE):
            head.feed(piece)
            length += len(piece)
            if head.title or length > LARGEST or monotonic() > until:
                break
        return head

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the title that a page has for cards."""
        self._inside = tag == "title"
        said = dict(attrs)
        if tag == "meta" and (said.get("property") or said.get("name")) in TITLES:
            self.title = self.title or (said.get("content") or "").strip()

    def handle_data(self, data: str) -> None:
        """Take the title of the page."""
        if self._inside:
            self.title = self.title or data.strip()
