"""A Ghost site, by its Admin API: a post is made as a draft and then published, so never twice, and never by mail.

Sources: docs.ghost.org, and Ghost 5.130 itself. A draft is found again by the slug that we give it. It is published
with the time of its last change: where that is no longer true, Ghost changes nothing and says so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

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
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
)
from adapters.limits import LIMITS
from adapters.markup import escaped, html, link, seen
from adapters.naming import shortened, slug, title
from adapters.reading import link as address
from adapters.reading import word
from adapters.texts import canonical, letters

VERSION = "v5.0"
TOKEN_LIFE = 240
"""Seconds; Ghost takes none that lives longer than five minutes."""
LONGEST_EXCERPT = 300
PAGE = 100
UNPUBLISHED = frozenset({"draft", "scheduled"})

T = TypeVar("T")

_KEY = re.compile(r"(?P<name>[0-9a-f]{24}):(?P<secret>[0-9a-f]{64})")


class _Gone(Refused):
    """There is no such post, or none any more."""


class Ghost:
    """One site."""

    platform: ClassVar[str] = "ghost"
    limits: ClassVar[Limits] = LIMITS["ghost"]
    idempotency: ClassVar[str] = "C"
    checked: ClassVar[str] = "server"

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.time) -> None:
        options = connection.options
        self._client = connection.client
        self._root = f"{options['url'].rstrip('/')}/ghost/api/admin"
        self._key = options["key"]
        self._canonical = options.get("canonical")
        self._clock = clock
        self._uploads: dict[tuple[str, int], str] = {}  # the images of posts that are not prepared yet

    def verify(self) -> Identity:
        """Ask what the site is called, and whether the key is good there."""
        canonical(Content(""), self._canonical)
        self._ask("GET", "/posts/", lambda _answer: None, {"limit": "1", "fields": "id"})
        return self._ask("GET", "/site/", _identity)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the images and make a draft, or the one anew that an earlier attempt made.

        Raises Refused where the site changes the text.
        """
        name = slug(content, key)
        own = self._own(name)
        if own and own["status"] not in UNPUBLISHED:
            return _intent(key, at, own)
        body = self._fields(content, key, name)
        made = self._remade(own, body) if own else self._made(body, name)
        if letters(seen(made["html"] or "")) != letters(seen(str(body["html"]))):
            raise Refused(f"the site changes the text: look at the draft {made['title']!r} there")
        return _intent(key, at, made)

    def publish(self, intent: Intent) -> Receipt:
        """Publish the draft.

        Raises Unavailable where it was changed or deleted since: nothing was published, and it is looked at again.
        """
        # never with a newsletter: mail cannot be taken back
        asked = {"status": "published", "updated_at": intent.request["updated_at"]}
        path = f"/posts/{intent.request['post']}/"
        try:
            return http.publish(
                self._client, self._request("PUT", path, None, json=_posts(asked)), _public, _exceptions
            )
        except _Gone as error:
            raise Unavailable(f"the draft was deleted: {error}") from error

    def find(self, intent: Intent) -> Receipt | None:
        """Ask what became of the draft."""
        with suppress(_Gone):
            found = self._ask("GET", f"/posts/{intent.request['post']}/", _post)
            return None if found["status"] in UNPUBLISHED else _receipt(found)
        return None

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the site's posts, whoever wrote them: a key is the site's."""
        asked = {"filter": "status:published", "order": "published_at desc", "formats": "html", "limit": str(PAGE)}
        page: int | None = 1
        while page:
            found, page = self._ask("GET", "/posts/", _listed, {**asked, "page": str(page)})
            for each in found:
                if (at := _moment(each["published_at"])) < since:
                    return
                yield Sent(_receipt(each), seen(each["html"] or "").strip(), at)

    def delete(self, receipt: Receipt) -> None:
        """Delete a post; Ghost has no trash."""
        with suppress(_Gone):
            self._ask("DELETE", f"/posts/{receipt.id}/", lambda _answer: None)

    def _fields(self, content: Content, key: str, name: str) -> dict[str, Json]:
        """Return what a post says: its first image is the feature image, the others stand below the text."""
        places = {(key, index): image for index, image in enumerate(content.media)}
        for place, image in places.items():
            self._uploads[place] = self._uploads.get(place) or self._uploaded(image)
        urls = [self._uploads.pop(place) for place in places]
        card = content.card
        return {
            "title": title(content),
            "slug": name,
            "html": html(content.text) + _images(content.media[1:], urls[1:]) + _link(content),
            "tags": [{"name": tag} for tag in content.tags],
            "custom_excerpt": shortened(card.description, LONGEST_EXCERPT) if card and card.description else None,
            "feature_image": urls[0] if urls else None,
            "feature_image_alt": content.media[0].alt if urls else None,
            "canonical_url": canonical(content, self._canonical),
        }

    def _own(self, name: str) -> dict[str, Any] | None:
        """Return the post of that slug, whatever its state."""
        with suppress(_Gone):
            found = self._ask("GET", f"/posts/slug/{name}/", _post)
            return found if found["slug"] == name else None
        return None

    def _made(self, body: Mapping[str, Json], name: str) -> dict[str, Any]:
        """Make a draft; where another of ours came first, this one goes again."""
        made = self._ask("POST", "/posts/", _post, _AS_HTML, json=_posts({**body, "status": "draft"}))
        if made["slug"] != name and self._own(name):
            self._ask("DELETE", f"/posts/{made['id']}/", lambda _answer: None)
            raise Unavailable("an earlier draft of this post has just come to light: it is taken up next time")
        return made

    def _remade(self, own: Mapping[str, Any], body: Mapping[str, Json]) -> dict[str, Any]:
        # a publication that is still under way is not undone: the draft keeps its state
        anew = _posts({**body, "updated_at": own["updated_at"]})
        return self._ask("PUT", f"/posts/{own['id']}/", _post, _AS_HTML, json=anew)

    def _uploaded(self, image: Media) -> str:
        file = (f"image{files.suffix(image.mime)}", image.data, image.mime)
        shown = {"purpose": "image"}
        return self._ask("POST", "/images/upload/", _image, files={"file": file}, data=shown)

    def _ask(
        self,
        method: str,
        path: str,
        read: Callable[[http.Answer], T],
        params: Mapping[str, str] | None = None,
        **body: Any,
    ) -> T:
        return http.ask(self._client, self._request(method, path, params, **body), read, _exceptions)

    def _request(self, method: str, path: str, params: Mapping[str, str] | None, **body: Any) -> httpx.Request:
        headers = {"Authorization": f"Ghost {token(self._key, int(self._clock()))}", "Accept-Version": VERSION}
        return self._client.build_request(method, f"{self._root}{path}", params=params, headers=headers, **body)


_AS_HTML = {"source": "html", "formats": "html"}


def token(key: str, now: int) -> str:
    """Return the proof of a key that is good for some minutes; `now` in seconds since 1970.

    Raises Unauthorized where the key is none.
    """
    from joserfc import jwt  # noqa: PLC0415  it takes a third of a second
    from joserfc.jwk import OctKey  # noqa: PLC0415

    found = _KEY.fullmatch(key.strip())
    if found is None:
        raise Unauthorized("the key is no Admin API key: copy it again, with both halves and the colon between them")
    signing = OctKey.import_key(bytes.fromhex(found["secret"]))
    claims = {"iat": now, "exp": now + TOKEN_LIFE, "aud": "/admin/"}
    return jwt.encode({"alg": "HS256", "kid": found["name"]}, claims, signing)


def _intent(key: str, at: datetime, post: Mapping[str, Any]) -> Intent:
    return Intent(key, at, {"post": word(post["id"]), "updated_at": word(post["updated_at"])})


def _posts(fields: Mapping[str, Json]) -> Json:
    return {"posts": [dict(fields)]}


def _post(answer: http.Answer) -> dict[str, Any]:
    found = answer.json()["posts"][0]
    told: dict[str, Any] = {name: word(found[name]) for name in ("id", "slug", "status", "updated_at", "title", "url")}
    return {**told, "html": found.get("html")}


def _public(answer: http.Answer) -> Receipt:
    found = _post(answer)
    if found["status"] in UNPUBLISHED:
        raise ValueError("neither published nor refused")
    return _receipt(found)


def _receipt(found: Mapping[str, Any]) -> Receipt:
    return Receipt(word(found["id"]), address(found["url"]))


def _listed(answer: http.Answer) -> tuple[list[dict[str, Any]], int | None]:
    found = answer.json()
    return list(found["posts"]), found["meta"]["pagination"]["next"]


def _moment(told: object) -> datetime:
    return datetime.fromisoformat(word(told)).astimezone(UTC)


def _image(answer: http.Answer) -> str:
    return address(answer.json()["images"][0]["url"])


def _identity(answer: http.Answer) -> Identity:
    site = answer.json()["site"]
    return Identity(word(site["title"]), address(site["url"]))


def _images(media: tuple[Media, ...], urls: list[str]) -> str:
    pairs = zip(media, urls, strict=True)
    return "".join(f'<figure><img src="{escaped(url)}" alt="{escaped(image.alt)}"></figure>' for image, url in pairs)


def _link(content: Content) -> str:
    return f"<p>{link(content.link, content.card.title)}</p>" if content.card and content.link else ""


def _exceptions(answer: http.Answer) -> AdapterError | None:
    told = f"{answer.host} answered {answer.status}: {answer.said()}"
    match answer.status:
        case httpx.codes.NOT_FOUND if (
            _kind(answer) == "NotFoundError"
        ):  # said by Ghost, and not by what stands before it
            return _Gone(told)
        case httpx.codes.CONFLICT:
            return Unavailable(told)
        case httpx.codes.FORBIDDEN:
            return Unauthorized(f"{told} See that the key is that of a custom integration")
        case _:
            return None


def _kind(answer: http.Answer) -> str:
    """Return the kind of error that Ghost names; nothing where it is not Ghost that speaks."""
    errors = answer.told().get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    return str(first.get("type")) if isinstance(first, dict) else ""
