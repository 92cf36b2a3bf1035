"""Where a site's Micropub endpoint is, as its own page says (W3C Micropub, 5.3); pure.

The page is asked without the token. What it names may be anywhere, for its owner wrote it; what the endpoint names in
its turn may not.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from adapters.base import Refused
from adapters.guard import is_this_machine

REL = "micropub"

_LINKS = re.compile(r"<([^>]*)>([^<]*)")
_RELS = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)


def endpoint(page: str, header: str, body: str) -> str | None:
    """Return the endpoint that a page names, in its header first, absolute; `None`: it names none.

    Raises Refused where a token must not be sent there.
    """
    found = _in_header(header) or _in_body(body)
    return trusted(found, page) if found is not None else None


def trusted(named: str, page: str, base: str | None = None) -> str:
    """Return an address, absolute, that a token may be sent to: over TLS, unless the page itself is on this machine.

    Raises Refused where it is none.
    """
    try:
        url = urljoin(base or page, named)
        there, here = urlsplit(url), urlsplit(page)
        local = is_this_machine(there.hostname or "") and is_this_machine(here.hostname or "")
    except ValueError as error:
        raise Refused(f"{page} names an endpoint that cannot be read: correct it there") from error
    if not there.hostname or "@" in there.netloc or there.scheme not in ({"https", "http"} if local else {"https"}):
        raise Refused(f"{page} names an endpoint without TLS, or none: correct it there")
    return url


def beside(url: str, other: str) -> bool:
    """Tell whether two addresses are of one server."""
    one, two = urlsplit(url), urlsplit(other)
    return (one.scheme, one.netloc) == (two.scheme, two.netloc)


def _in_header(header: str) -> str | None:
    for url, more in _LINKS.findall(header):
        rels = _RELS.search(more)
        if rels and REL in (rels[1] or rels[2] or "").lower().split():
            return str(url)
    return None


def _in_body(body: str) -> str | None:
    reader = _Reader()
    reader.feed(body)
    return reader.found


class _Reader(HTMLParser):
    """Finds the first link of that kind; a comment or a text that holds one is none."""

    def __init__(self) -> None:
        super().__init__()
        self.found: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        named = tag in {"link", "a"} and REL in told.get("rel", "").lower().split()
        if self.found is None and named and "href" in told:
            self.found = told["href"]
