"""A site of one's own that speaks Micropub (W3C recommendation of 2017), with IndieAuth tokens.

Nothing makes two requests one post. What was posted is found in the server's own list of posts, where it has one, or by
a link on the site's page to the name that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar
from urllib.parse import urljoin

import httpx

from adapters import files, http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Identity,
    Intent,
    Json,
    Limits,
    Media,
    Part,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.limits import LIMITS
from adapters.micropub import entry
from adapters.micropub.discovery import beside, endpoint, trusted
from adapters.naming import slug
from adapters.reading import link
from adapters.texts import letters

PAGE = 100
CLOCK_SKEW = timedelta(minutes=1)
"""How far the server's clock may be behind ours in a search."""
FEW = 10
"""A list of fewer posts is a whole one: no server shows so few at a time."""

T = TypeVar("T")


class _Gone(Refused):
    """There is no such post, or none any more."""


class Micropub:
    """One site; its posts are notes."""

    platform: ClassVar[str] = "micropub"
    limits: ClassVar[Limits] = LIMITS["micropub"]
    idempotency: ClassVar[str] = "E"
    checked: ClassVar[str] = "facts only"
    settling: ClassVar[timedelta] = timedelta(minutes=10)  # many sites are built anew for each post

    def __init__(self, connection: Connection) -> None:
        self._options = connection.options
        self._client = connection.client
        self._page = connection.options["url"]
        self._token = connection.options["token"]
        self._known: str | None = connection.options.get("endpoint")
        self._uploads: dict[tuple[str, int], str] = {}  # the images of posts that are not prepared yet

    def verify(self) -> Identity:
        """Ask whether the endpoint takes the token."""
        self._config()
        request = self._client.build_request("GET", http.address(self._page))
        return Identity(request.url.netloc.decode("ascii") + request.url.path.rstrip("/"), self._page)

    def read_limits(self) -> Limits:
        """Ask whether the site has a place for images."""
        try:
            self._media_endpoint()
        except Unsupported:
            return replace(self.limits, images=0)
        return self.limits

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the images and freeze the note.

        Raises Unsupported where the site takes no images.
        """
        return self._frozen(Part(content.text, content.media), content, None, key, at)

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        """Freeze a note that answers the last one."""
        return self._frozen(part, content, after[-1].url or after[-1].id, key, at)

    def publish(self, intent: Intent) -> Receipt:
        """Post the note: as a form where that says all, for some servers read nothing else."""
        told = intent.request["properties"]
        assert isinstance(told, dict)
        form = entry.as_form(told)
        body: dict[str, Any] = {"json": entry.as_json(told)} if form is None else {"data": form}
        url = str(intent.request["endpoint"])
        request = self._client.build_request("POST", url, headers=http.bearer(self._token), **body)
        return http.publish(self._client, request, _created, _exceptions)

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the note among the site's posts since the first attempt.

        Raises Unavailable where the site lists none: that it is not seen there proves nothing.
        """
        told = intent.request["properties"]
        assert isinstance(told, dict)
        name, wanted = _only(told["mp-slug"]), letters(_only(told["content"]))
        with suppress(Refused):
            mine = self._entries(intent.since - CLOCK_SKEW)
            same = (each.receipt for each in mine if name in each.receipt.id or letters(each.text) == wanted)
            return next(filter(intent.may_be, same), None)
        url = self._ask("GET", self._page, lambda answer: entry.linked(self._page, _text(answer), name), stranger=True)
        if url is None:
            raise Unavailable(f"{self._page} does not list its posts for a program: look at it yourself")
        return Receipt(url, url)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the site's posts, newest first, where its endpoint lists them."""
        return self._entries(since)

    def delete(self, receipt: Receipt) -> None:
        """Delete a note."""
        with suppress(_Gone):
            self._ask("POST", self._endpoint(), lambda _: None, data={"action": "delete", "url": receipt.id})

    def _frozen(self, part: Part, content: Content, parent: str | None, key: str, at: datetime) -> Intent:
        name = slug(Content(part.text), key)
        images = list(zip(part.media, self._uploaded(key, part.media), strict=True))
        told = entry.properties(part.text, content.tags if parent is None else (), images, name, parent)
        return Intent(key, at, {"endpoint": self._endpoint(), "properties": told})

    def _uploaded(self, key: str, media: Sequence[Media]) -> list[str]:
        """Upload images; those of an attempt that failed half-way are not uploaded again."""
        places = {(key, index): image for index, image in enumerate(media)}
        url = self._media_endpoint() if places else ""
        for place, image in places.items():
            self._uploads[place] = self._uploads.get(place) or self._upload(url, image)
        return [self._uploads.pop(place) for place in places]

    def _upload(self, url: str, image: Media) -> str:
        file = (f"image{files.suffix(image.mime)}", image.data, image.mime)
        return self._ask("POST", url, _location, files={"file": file})

    def _media_endpoint(self) -> str:
        """Return where images go.

        Raises Unsupported where the endpoint names no place, or one on another server.
        """
        if named := self._options.get("media_endpoint"):
            return named
        found = self._config().get("media-endpoint")
        if not isinstance(found, str) or not found:
            raise Unsupported("the site has no media endpoint, so that it takes no images")
        url = trusted(found, self._page, self._endpoint())
        if not beside(url, self._endpoint()) and not beside(url, self._page):
            raise Unsupported(f"images go to {url}, another server: if it is yours, name it as media_endpoint")
        return url

    def _config(self) -> dict[str, Any]:
        """Return what the endpoint tells of itself; some tell nothing."""
        try:
            return self._ask("GET", self._endpoint(), _object, params={"q": "config"})
        except _Unknown:
            return {}

    def _endpoint(self) -> str:
        if self._known is None:
            found = self._ask("GET", self._page, self._named, stranger=True)
            if found is None:  # it may be another page for a while
                raise Unavailable(f"{self._page} names no Micropub endpoint: correct it there, or name it as endpoint")
            self._known = found
        return self._known

    def _named(self, answer: http.Answer) -> str | None:
        return endpoint(self._page, answer.headers.get("link", ""), _text(answer))

    def _entries(self, since: datetime) -> Iterator[Sent]:
        """Yield what the endpoint lists.

        Raises Unavailable where the list ends before it comes to anything older.
        """
        asked = {"q": "source", "limit": str(PAGE)}
        count = 0
        while asked:
            found, more = self._ask("GET", self._endpoint(), _items, params=asked)
            for each in found:
                if each.at < since:
                    return
                yield each
            count += len(found)
            asked = {**asked, "after": more} if more and found else {}
        if count >= FEW:
            raise Unavailable(f"{self._page} lists too few of its posts: look at it yourself")

    def _ask(
        self,
        method: str,
        url: str,
        read: Callable[[http.Answer], T],
        params: Mapping[str, str] | None = None,
        *,
        stranger: bool = False,
        **body: Any,
    ) -> T:
        """Send a request that the public cannot see; a page of the site is asked as a stranger would."""
        headers = {} if stranger else http.bearer(self._token)
        whole = http.address(url).copy_merge_params(params or {})  # an endpoint may have parameters of its own
        request = self._client.build_request(method, whole, headers=headers, **body)
        return http.ask(self._client, request, read, _exceptions)


class _Unknown(Refused):
    """The endpoint does not know the question."""


def _only(values: Json) -> str:
    assert isinstance(values, list)
    return str(values[0])


def _text(answer: http.Answer) -> str:
    return answer.body.decode(errors="replace")


def _object(answer: http.Answer) -> dict[str, Any]:
    return dict(answer.json())


def _items(answer: http.Answer) -> tuple[list[Sent], str | None]:
    """Read a page of a list; the answer to another question is none, and what has no date is no post."""
    found = answer.json()
    if not isinstance(found.get("items"), list):
        raise _Unknown(f"{answer.host} does not list its posts")
    after: Mapping[str, Any] = found.get("paging") or {}
    more = after.get("after")
    sent = [entry.sent(each) for each in found["items"] if each["properties"].get("published")]
    return sent, str(more) if more is not None else None


def _location(answer: http.Answer) -> str:
    return link(urljoin(str(answer.request.url), answer.headers["location"]))


def _created(answer: http.Answer) -> Receipt:
    """Read where a note is, or will soon be."""
    if answer.status not in {httpx.codes.CREATED, httpx.codes.ACCEPTED}:
        raise ValueError("neither made nor refused")
    url = _location(answer)
    return Receipt(url, url)


def _exceptions(answer: http.Answer) -> AdapterError | None:
    told = f"{answer.host} answered {answer.status}: {answer.said()}"
    match answer.status, _error(answer):
        case _, "insufficient_scope" | "unauthorized":
            return Unauthorized(f"{told}: make a token with the scopes create, delete and media")
        case httpx.codes.FORBIDDEN, _:
            return Unauthorized(told)
        case ((httpx.codes.NOT_FOUND | httpx.codes.GONE), _):
            return _Gone(told)
        case httpx.codes.BAD_REQUEST, _:
            return _Unknown(told)
        case _:
            return None


def _error(answer: http.Answer) -> str:
    """Return the error that the endpoint names; nothing in an answer of success is one."""
    return "" if httpx.codes.is_success(answer.status) else str(answer.told().get("error"))
