"""dev.to, or another Forem, by its API 1.

Sources: developers.forem.com and Forem's own code, 2026. An article of the same title and text is refused for ever, and
so is an address that another one names as its original: after a lost answer, the refusal proves that the first came
through, and the author's own list says which it is. There are no drafts to publish later and nothing is deleted: an
article is taken back by unpublishing it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeVar

import httpx

from adapters import http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Duplicate,
    Heard,
    Identity,
    Intent,
    Json,
    Limits,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.hosting import address
from adapters.limits import LIMITS
from adapters.markup import literal, markdown, seen
from adapters.naming import title
from adapters.reading import link, number, word
from adapters.texts import canonical, letters

SERVICE = "https://dev.to"
LONGEST_TITLE = 128
PAGE = 100
PAGES = 10
"""Pages of own articles that a search reads before it admits that it cannot tell."""
CLOCK_SKEW = timedelta(minutes=1)
TITLE_REST = timedelta(minutes=5)
"""How long a title is taken."""

T = TypeVar("T")

_TAKEN = re.compile(r"has already been (?:used|taken)")
_LIQUID = re.compile(r"\{[{%]")
"""What begins a command to the site."""


class _Gone(Refused):
    """There is no such article, or it is somebody else's."""


class _Taken(Refused):
    """An article of this title, text or original is there."""


class DevTo:
    """One author."""

    platform: ClassVar[str] = "devto"
    limits: ClassVar[Limits] = LIMITS["devto"]
    idempotency: ClassVar[str] = "D"
    checked: ClassVar[str] = "facts only"

    def __init__(self, connection: Connection) -> None:
        self._options = connection.options
        self._client = connection.client
        self._url = self._options.get("url", SERVICE).rstrip("/")
        self._key = self._options["api_key"]

    def verify(self) -> Identity:
        """Ask whose key it is."""
        self._settings(Content(""))
        return self._ask("GET", "/users/me", lambda answer: _identity(answer, self._url))

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Put the images where dev.to fetches them and freeze the article."""
        article: dict[str, Json] = {
            "title": title(content, LONGEST_TITLE),
            "body_markdown": self._body(content),
            "published": True,
            "tags": list(dict.fromkeys(tag for tag in map(_tag, content.tags) if tag)),
            "description": content.card.description if content.card else None,
            **self._settings(content),
        }
        return Intent(key, at, {"article": {name: value for name, value in article.items() if value}})

    def composes(self, content: Content) -> bool:
        """Return whether there are no images to write."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Post the article.

        Raises Duplicate where it is there already, and names it; Unavailable where only its title is in use.
        """
        request = self._request("POST", "/articles", json=dict(intent.request))
        try:
            return http.publish(self._client, request, _published, _exceptions)
        except _Taken as refusal:
            found = self._sought(intent, refusal)
            if found is None and "Title" in str(refusal):
                raise Unavailable(f"{refusal}: another article has it", retry_after=TITLE_REST) from refusal
            if found is None:
                raise
            raise Duplicate(str(refusal), receipt=found) from refusal

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the title and the text among the author's articles since the first attempt."""
        article = intent.request["article"]
        assert isinstance(article, dict)
        wanted = _identifying(article)
        mine = self._since(intent.since - CLOCK_SKEW, "all", PAGES)
        same = (_receipt(each) for each, _ in mine if _identifying(each) == wanted)
        return next(filter(intent.may_be, same), None)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the author's published articles."""
        for each, at in self._since(since, "published", PAGES * PAGES):
            yield Sent(_receipt(each), _plain(word(each["body_markdown"])), at)

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return who read it, liked it and wrote below it."""
        mine = self._articles("all", PAGES)
        return next((_counts(each) for each in mine if str(each["id"]) == receipt.id), {})

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the comments under an article, each before those that answer it."""
        asked = {"a_id": receipt.id}
        yield from self._ask("GET", "/comments", lambda answer: list(_heard(_list(answer), self._url)), params=asked)

    def delete(self, receipt: Receipt) -> None:
        """Unpublish an article: it stays with its author as a draft."""
        with suppress(_Gone):
            self._ask("PUT", f"/articles/{receipt.id}", lambda _answer: None, json={"article": {"published": False}})

    def _body(self, content: Content) -> str:
        """Return the article as Markdown: images stand below the text, for there their own text has a place."""
        images = [f"![{literal(image.alt)}]({address(self._options, image)})" for image in content.media]
        shown = [markdown(content.text), *images]
        if content.card and content.link:
            shown.append(f"[{literal(content.card.title)}](<{content.link}>)")
        return _LIQUID.sub(lambda found: f'{{{{ "{found.group()}" }}}}', "\n\n".join(shown))

    def _settings(self, content: Content) -> dict[str, Json]:
        organization = self._options.get("organization")
        if organization is not None and not organization.isdigit():
            raise Unsupported(f"organization {organization!r} is no number: it stands in the organization's settings")
        return {
            "canonical_url": canonical(content, self._options.get("canonical")),
            "series": self._options.get("series"),
            "organization_id": int(organization) if organization else None,
        }

    def _sought(self, intent: Intent, refusal: AdapterError) -> Receipt | None:
        try:
            return self.find(intent)
        except Unavailable as error:
            raise Uncertain(f"{refusal}, and it cannot be looked for: {error}") from error

    def _since(self, since: datetime, state: str, pages: int) -> Iterator[tuple[dict[str, Any], datetime]]:
        """Yield what was published since then, and when; one that was taken back counts, a draft never did."""
        for each in self._articles(state, pages):
            at = _at(each)
            if at is not None and at < since:
                return
            if at is not None:
                yield each, at

    def _articles(self, state: str, pages: int) -> Iterator[dict[str, Any]]:
        """Yield the author's articles, the newest first; drafts come before all others."""
        for page in range(1, pages + 1):
            asked = {"per_page": str(PAGE), "page": str(page)}
            found = self._ask("GET", f"/articles/me/{state}", _list, params=asked)
            yield from found
            if len(found) < PAGE:
                return
        raise Unavailable(f"{self._url} has more articles than a search reads: look at them yourself")

    def _ask(self, method: str, path: str, read: Callable[[http.Answer], T], **body: Any) -> T:
        return http.ask(self._client, self._request(method, path, **body), read, _exceptions)

    def _request(self, method: str, path: str, **body: Any) -> httpx.Request:
        key = self._key.strip()
        if not key or not key.isascii() or not key.isprintable():
            raise Unauthorized("the key is empty or holds characters that no key has: copy it again")
        headers = {"api-key": key, "Accept": "application/vnd.forem.api-v1+json"}
        request = self._client.build_request(method, f"{self._url}/api{path}", headers=headers, **body)
        request.extensions = {**request.extensions, http.WITHHELD: key}
        return request


def _tag(tag: str) -> str:
    """Return a tag as dev.to takes it: lower case, letters and digits."""
    return "".join(letter for letter in tag.lower() if letter.isalnum())


def _identifying(article: Mapping[str, Any]) -> tuple[str, str]:
    """Return what makes an article itself, for the site and for us."""
    return letters(word(article["title"])), letters(word(article["body_markdown"]))


def _plain(body: str) -> str:
    """Return Markdown as the text that it probably was: a rough likeness, good enough to know a text again."""
    bare = re.sub(r"<(https?://[^>\s]*)>", r"\1", body)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", bare).replace("&lt;", "<").replace("&amp;", "&")


def _at(article: Mapping[str, Any]) -> datetime | None:
    """Return when an article was published; a draft never was."""
    told = article.get("published_at")
    return datetime.fromisoformat(word(told)).astimezone(UTC) if told else None


def _list(answer: http.Answer) -> list[dict[str, Any]]:
    found = answer.json()
    if not isinstance(found, list):
        raise TypeError("a list is missing")
    return found


def _receipt(found: Mapping[str, Any]) -> Receipt:
    return Receipt(str(number(found["id"])), link(found["url"]))


def _published(answer: http.Answer) -> Receipt:
    return _receipt(answer.json())


def _counts(found: Mapping[str, Any]) -> dict[str, int]:
    names = {"views": "page_views_count", "reactions": "public_reactions_count", "comments": "comments_count"}
    return {name: number(found[told]) for name, told in names.items()}


def _heard(comments: list[dict[str, Any]], url: str) -> Iterator[Heard]:
    for each in comments:
        name, author = word(each["id_code"]), str(each["user"].get("username") or "")
        at = datetime.fromisoformat(word(each["created_at"])).astimezone(UTC)
        yield Heard(Receipt(name, f"{url}/{author}/comment/{name}"), author, seen(each["body_html"]).strip(), at)
        yield from _heard(each["children"], url)


def _identity(answer: http.Answer, url: str) -> Identity:
    name = word(answer.json()["username"])
    return Identity(f"@{name}", f"{url}/{name}")


def _exceptions(answer: http.Answer) -> AdapterError | None:
    told = f"{answer.host} answered {answer.status}: {answer.said()}"
    match answer.status:
        case httpx.codes.NOT_FOUND:
            return _Gone(told)
        case httpx.codes.FORBIDDEN:
            return Unauthorized(f"{told}; log in there and see what it wants")
        case httpx.codes.UNPROCESSABLE_ENTITY if _TAKEN.search(answer.said()):
            return _Taken(told)
        case _:
            return None
