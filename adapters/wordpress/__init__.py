"""A WordPress site, by its REST API: a post is made as a draft and published by its number, so never twice.

Sources: the handbook of the REST API, and WordPress 6.1 itself. A draft keeps the slug that we give it, by which it is
found again when the answer was lost; once it has a number, to publish it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from adapters import http
from adapters.base import (
    Connection,
    Content,
    Duplicate,
    Heard,
    Identity,
    Intent,
    Json,
    Limits,
    Part,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.limits import LIMITS
from adapters.markup import seen
from adapters.naming import slug
from adapters.reading import link, number, word
from adapters.texts import letters
from adapters.wordpress.api import Api, Gone, rows
from adapters.wordpress.post import FORMATS, comment, fields
from adapters.wordpress.uploads import Library

PAGE = 100
CLOCK_SKEW = timedelta(minutes=1)
"""How far the site's clock may be behind ours in a search."""
UNPUBLISHED = frozenset({"draft", "pending", "auto-draft"})


class WordPress:
    """One user of one site."""

    platform: ClassVar[str] = "wordpress"
    limits: ClassVar[Limits] = LIMITS["wordpress"]
    idempotency: ClassVar[str] = "C"
    checked: ClassVar[str] = "server"
    comments_only: ClassVar[bool] = True

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._api = Api(connection.client, options["url"].rstrip("/"), options["user"], options["password"])
        self._library = Library(self._api)
        self._format = options.get("format", "standard")
        self._category = options.get("category")
        self._known: str | None = None

    def verify(self) -> Identity:
        """Ask who the user is.

        Raises Unauthorized where it may not publish.
        """
        asked = {"context": "edit", "_fields": "id,name,link,capabilities"}
        return self._api.ask("GET", "/wp/v2/users/me", _identity, asked)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the images and make a draft, or the one anew that an earlier attempt made.

        Raises Refused where the site changes the text.
        """
        name = slug(content, key)
        own = self._own(name)
        if own and own["status"] not in UNPUBLISHED:
            return _intent(key, at, own["id"], name)
        body: dict[str, Json] = {**self._fields(content), "slug": name}
        # a publication that is still under way is not undone: a draft that is there keeps its state
        path, body = (f"/wp/v2/posts/{own['id']}", body) if own else ("/wp/v2/posts", {**body, "status": "draft"})
        made = self._api.ask("POST", path, _draft, {"context": "edit"}, json=body)
        if letters(seen(made["content"])) != letters(seen(str(body["content"]))):
            raise Refused(f"the site changes the text: look at the draft {made['id']} there")
        return _intent(key, at, self._first(made, name), name)

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Freeze a comment under the post."""
        if part.media:
            raise Unsupported("a comment on WordPress carries no image: put it into the post")
        return Intent(key, at, {"comment": {"post": int(after[0].id), "content": comment(part.text)}})

    def publish(self, intent: Intent) -> Receipt:
        """Publish the draft, or the comment under it.

        Raises Unavailable where the draft is gone: nothing was published, and another is made.
        """
        if said := intent.request.get("comment"):
            return self._comment(intent, said)
        try:
            return self._api.publish(f"/wp/v2/posts/{intent.request['post']}", _published, json={"status": "publish"})
        except Gone as error:
            raise Unavailable(f"the draft was deleted: {error}") from error

    def find(self, intent: Intent) -> Receipt | None:
        """Ask what became of the draft; one that somebody took back had been published."""
        if said := intent.request.get("comment"):
            return self._said(intent, said)
        asked = {"context": "edit", "_fields": "id,status,link"}
        with suppress(Gone):
            found = self._api.ask("GET", f"/wp/v2/posts/{intent.request['post']}", _object, asked)
            if found["status"] not in UNPUBLISHED:
                return _receipt(found)
        return None

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the user's posts."""
        asked = {"author": self._me(), "after": (since - timedelta(days=1)).isoformat(), "context": "edit"}
        asked |= {"_fields": "id,link,date_gmt,content"}
        for found in self._pages("/wp/v2/posts", asked):
            if (at := _moment(found["date_gmt"])) >= since:
                yield Sent(_receipt(found), seen(found["content"]["rendered"]).strip(), at)

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return how many comments it has: WordPress itself counts nothing else."""
        asked = {"post": receipt.id, "per_page": "1", "_fields": "id"}
        return self._api.ask("GET", "/wp/v2/comments", lambda answer: {"comments": _total(answer)}, asked)

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the comments under a post, newest first."""
        asked = {"post": receipt.id.partition("/")[0], "_fields": "id,post,link,date_gmt,content,author_name"}
        for found in self._pages("/wp/v2/comments", asked):
            text = seen(found["content"]["rendered"]).strip()
            yield Heard(_about(found), str(found["author_name"]), text, _moment(found["date_gmt"]))

    def delete(self, receipt: Receipt) -> None:
        """Move a post or a comment to the site's trash, from which its owner can take it back."""
        post, _, said = receipt.id.partition("/")
        path = f"/wp/v2/comments/{said}" if said else f"/wp/v2/posts/{post}"
        with suppress(Gone):
            self._api.ask("DELETE", path, lambda _answer: None)

    def _fields(self, content: Content) -> dict[str, Json]:
        if self._format not in FORMATS:
            raise Unsupported(f"format {self._format!r} is not one of {', '.join(sorted(FORMATS))}: correct it")
        told = fields(content, self._library.images(content.media), self._format)
        told["tags"] = list(self._library.tags(content.tags))
        if self._category:
            told["categories"] = [self._library.category(self._category)]
        return told

    def _own(self, name: str) -> dict[str, Any] | None:
        """Return the user's post of that slug, whatever its state."""
        me = self._me()
        asked = {"slug": name, "author": me, "status": "any", "context": "edit", "_fields": "id,status,slug,author"}
        found = self._api.ask("GET", "/wp/v2/posts", rows, asked)
        return next((each for each in found if (each["slug"], str(each["author"])) == (name, me)), None)

    def _first(self, made: dict[str, Any], name: str) -> int:
        """Return the draft that has the name: another of ours may have come first, and then this one goes again."""
        own = None if made["slug"] == name else self._own(name)
        if own is None:  # it is the first, or the site names its posts itself
            return number(made["id"])
        self._api.ask("DELETE", f"/wp/v2/posts/{number(made['id'])}", lambda _answer: None, {"force": "true"})
        raise Unavailable("an earlier draft of this post has just come to light: it is taken up next time")

    def _me(self) -> str:
        if self._known is None:
            asked = {"_fields": "id"}
            self._known = str(
                self._api.ask("GET", "/wp/v2/users/me", lambda answer: number(answer.json()["id"]), asked)
            )
        return self._known

    def _comment(self, intent: Intent, said: Json) -> Receipt:
        try:
            return self._api.publish("/wp/v2/comments", _commented, json=said)
        except Duplicate as error:
            try:
                receipt = self._said(intent, said)
            except Unavailable as lost:
                raise Uncertain(f"{error}, and it cannot be looked for: {lost}") from lost
            raise Duplicate(str(error), receipt=receipt) from error

    def _said(self, intent: Intent, said: Json) -> Receipt | None:
        """Look for a comment of the user's under the post."""
        assert isinstance(said, dict)
        asked = {"post": str(said["post"]), "author": self._me(), "_fields": "id,post,link,date_gmt,content"}
        wanted = letters(seen(str(said["content"])))
        for found in self._pages("/wp/v2/comments", asked):
            if _moment(found["date_gmt"]) < intent.since - CLOCK_SKEW:
                return None
            if letters(seen(found["content"]["rendered"])) == wanted and intent.may_be(_about(found)):
                return _about(found)
        return None

    def _pages(self, path: str, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """Yield what a list holds, newest first."""
        last, page = 1, 1
        while page <= last:
            where = {**asked, "per_page": str(PAGE), "orderby": "date", "order": "desc", "page": str(page)}
            found, last = self._api.ask("GET", path, _listed, where)
            yield from found
            page += 1


def _intent(key: str, at: datetime, post: object, name: str) -> Intent:
    return Intent(key, at, {"post": number(post), "slug": name})


def _object(answer: http.Answer) -> dict[str, Any]:
    return dict(answer.json())


def _listed(answer: http.Answer) -> tuple[list[dict[str, Any]], int]:
    return rows(answer), int(answer.headers.get("x-wp-totalpages", "1"))


def _total(answer: http.Answer) -> int:
    return int(answer.headers["x-wp-total"])


def _draft(answer: http.Answer) -> dict[str, Any]:
    found = answer.json()
    return {"id": number(found["id"]), "slug": word(found["slug"]), "content": str(found["content"]["raw"])}


def _published(answer: http.Answer) -> Receipt:
    found = answer.json()
    if found["status"] in UNPUBLISHED:
        raise Refused(f"{answer.host} keeps the post for somebody to look at: see {found['status']!r} among its posts")
    return _receipt(found)


def _receipt(found: dict[str, Any]) -> Receipt:
    return Receipt(str(number(found["id"])), link(found["link"]))


def _commented(answer: http.Answer) -> Receipt:
    return _about(answer.json())


def _about(found: dict[str, Any]) -> Receipt:
    return Receipt(f"{number(found['post'])}/{number(found['id'])}", link(found["link"]))


def _moment(told: object) -> datetime:
    return datetime.fromisoformat(word(told)).replace(tzinfo=UTC)


def _identity(answer: http.Answer) -> Identity:
    found = answer.json()
    name = word(found["name"])
    if not found.get("capabilities", {}).get("publish_posts"):
        raise Unauthorized(f"{name} may not publish on {answer.host}: make an author of this user, under Users")
    return Identity(f"{name} on {answer.host}", link(found["link"]))
