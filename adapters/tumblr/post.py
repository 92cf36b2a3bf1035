"""A post as Tumblr takes and shows it (its Neue Post Format), and what it says when it does not; pure.

Source: Tumblr's own papers, github.com/tumblr/docs, 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import httpx

from adapters import http
from adapters.base import AdapterError, Content, Json, Media, Part, Receipt, Refused, Sent, Unavailable, Unsupported
from adapters.enclosed import enclose
from adapters.reading import number, word
from adapters.texts import letters, tells_link
from adapters.waiting import wait

PARAGRAPH = "\n\n"
OURS = "t-"
"""How the names begin that we give to posts."""
DAY_WAIT = timedelta(hours=1)
"""The limits of a day begin anew at midnight, and nobody says where."""

_SPENT = frozenset({8004, 8011, 8023})
_BUSY = httpx.codes.TOO_MANY_REQUESTS


class Gone(Refused):
    """There is no such post, or no longer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A post of the blog's list."""

    receipt: Receipt
    at: datetime
    text: str
    slug: str
    notes: int

    def is_made_of(self, slug: str, text: str) -> bool:
        """Return whether it is the post of that name; one that lost its name is known by its text."""
        if self.slug.startswith(OURS):
            return self.slug == slug
        return letters(self.text) == letters(text)

    def sent(self) -> Sent:
        """Return it as one of the account's posts."""
        return Sent(self.receipt, self.text, self.at)


def freeze(
    part: Part,
    key: str,
    card: tuple[Json, ...] = (),
    tags: tuple[str, ...] = (),
    about: Mapping[str, Json] = MappingProxyType({}),
) -> dict[str, Json]:
    """Return a post with its images as JSON; its name in the address is drawn from its key.

    `about` names what it answers.
    """
    if any("," in tag for tag in tags):
        raise Unsupported("a tag on Tumblr holds no comma: write two tags")
    blocks: list[Json] = [*_paragraphs(part.text), *_images(part.media), *card]
    body: dict[str, Json] = {"content": blocks, "state": "published", "slug": slug(key), **about}
    files: list[Json] = [enclose(image, _name(place)) for place, image in enumerate(part.media)]
    return {"body": {**body, **({"tags": ",".join(tags)} if tags else {})}, "files": files}


def card(content: Content) -> tuple[Json, ...]:
    """Return the block that shows a post's link, unless the link stands elsewhere."""
    if content.link is None or (content.card is None and tells_link(content)):
        return ()
    about = {"title": content.card.title, "description": content.card.description} if content.card else {}
    return ({"type": "link", "url": content.link, **{name: words for name, words in about.items() if words}},)


def slug(key: str) -> str:
    """Return a name for the address of the post with that key."""
    return f"{OURS}{sha256(key.encode()).hexdigest()[:16]}"


def text(blocks: Any) -> str:
    """Return what the text blocks of a post say."""
    return PARAGRAPH.join(_text(block) for block in blocks if block["type"] == "text")


def receipt(blog: str, name: str) -> Receipt:
    """Name a post, and where people read it."""
    host = blog if "." in blog else f"{blog}.tumblr.com"
    return Receipt(name, f"https://{host}/post/{name}")


def page(answer: http.Answer, blog: str) -> list[Shown]:
    """Read a page of the blog's posts."""
    return [_shown(post, blog) for post in answer.json()["response"]["posts"]]


def notes(answer: http.Answer, blog: str) -> int:
    """Read how many notes the one post has that was asked for."""
    (shown,) = page(answer, blog)
    return shown.notes


def parent(answer: http.Answer) -> dict[str, Json]:
    """Read what an answer to a post has to name."""
    found = answer.json()["response"]
    (post,) = found["posts"]
    blog, key = word(found["blog"]["uuid"]), word(post["reblog_key"])
    return {"parent_tumblelog_uuid": blog, "parent_post_id": int(word(post["id_string"])), "reblog_key": key}


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Go by the finer number of an error, and by what the headers say of limits."""
    told = f"{answer.host} answered {answer.status}: {answer.said()}"
    if answer.status == httpx.codes.NOT_FOUND:
        return Gone(told)
    if answer.status == httpx.codes.FORBIDDEN and _SPENT & _numbers(answer):
        return Unavailable(f"{told}: the day's posts or images are used up", retry_after=DAY_WAIT)
    return Unavailable(told, retry_after=wait(_of_limits(answer.headers))) if answer.status == _BUSY else None


def _paragraphs(words: str) -> Iterator[Json]:
    return ({"type": "text", "text": paragraph} for paragraph in words.split(PARAGRAPH))


def _images(media: tuple[Media, ...]) -> Iterator[Json]:
    for place, image in enumerate(media):
        size = {"width": image.width, "height": image.height}
        shown: Json = {"type": image.mime, "identifier": _name(place), **size}
        yield {"type": "image", "media": [shown], **({"alt_text": image.alt} if image.alt else {})}


def _name(place: int) -> str:
    return f"image{place}"


def _text(block: Mapping[str, Any]) -> str:
    found = block["text"]
    if not isinstance(found, str):
        raise TypeError("a text is missing")
    return found


def _shown(post: Mapping[str, Any], blog: str) -> Shown:
    at, name = number(post["timestamp"]), word(post["id_string"])
    if not 0 < at < 10**11:
        raise ValueError("an instant cannot be read")
    own, count = str(post.get("slug") or ""), number(post.get("note_count", 0))
    return Shown(receipt(blog, name), datetime.fromtimestamp(at, UTC), text(post["content"]), own, count)


def _numbers(answer: http.Answer) -> frozenset[int]:
    try:
        return frozenset(int(error["code"]) for error in answer.told()["errors"])
    except (ValueError, LookupError, TypeError):
        return frozenset()


def _of_limits(headers: Mapping[str, str]) -> dict[str, str]:
    """Name Tumblr's headers as everybody else's: what tells when the limit that is used up begins anew."""
    spans = ("perday", "perhour")
    spent = next((span for span in spans if headers.get(f"x-ratelimit-{span}-remaining") == "0"), "perhour")
    reset = headers.get(f"x-ratelimit-{spent}-reset")
    return dict(headers) | ({"x-ratelimit-reset": reset} if reset else {})
