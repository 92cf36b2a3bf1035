"""A Facebook page, by the Graph API.

What is known of it comes from the specifications in Meta's own SDK (26.0, 2026); that several photos are uploaded
unpublished and then attached to one post is secondary. A text that was just posted is refused as a duplicate, without
saying of what: whether a post went out is seen among the page's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from adapters import files, http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Duplicate,
    Heard,
    Identity,
    Intent,
    Limits,
    Media,
    Part,
    Receipt,
    Sent,
    Unauthorized,
    Unsupported,
)
from adapters.graph import Graph, Names, code, identifier, quoted
from adapters.limits import LIMITS
from adapters.reading import word
from adapters.texts import makes_card, tells_link

VERSION = "v26.0"
"""Of the Graph API, where the settings name none; a version lives two years."""

_NAMES = Names("message", "created_time", "permalink_url")
_COMMENTS = replace(_NAMES, author="from{name}")
_DUPLICATE = 506
_COUNTS = "shares,comments.summary(true).limit(0),reactions.summary(true).limit(0)"
_METRICS = "post_total_media_view_unique,post_clicks"


class Facebook:
    """One page."""

    platform: ClassVar[str] = "facebook"
    limits: ClassVar[Limits] = LIMITS["facebook"]
    idempotency: ClassVar[str] = "E"
    checked: ClassVar[str] = "facts only"
    comments_only: ClassVar[bool] = True

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._page = options["page"]
        root = f"https://graph.facebook.com/{options.get('version', VERSION)}"
        self._graph = Graph(connection.client, root, lambda: options["token"])

    def verify(self) -> Identity:
        """Ask whose token it is.

        Raises Unauthorized where it is not the page's own.
        """
        found, identity = self._graph.ask("GET", "me", _me, params={"fields": "id,name,link"})
        if found != self._page:
            raise Unauthorized(f"the token is that of {identity.name!r} ({found}): it takes the page's own token")
        return identity

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the photos where nobody sees them and freeze the post."""
        if content.media and not tells_link(content):
            raise Unsupported("Facebook shows photos or a link card, not both: put the link into the text")
        form = {"message": content.text}
        if content.media:
            form["attached_media"] = json.dumps([{"media_fbid": self._uploaded(image)} for image in content.media])
        elif content.link and makes_card(content):
            form["link"] = content.link
        return _intent(f"{quoted(self._page)}/feed", form, key, at)

    def composes(self, content: Content) -> bool:
        """Return whether there is nothing to upload."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Put the post on the page, or the comment under it."""
        return self._graph.publish(_edge(intent), _form(intent), _receipt, _exceptions)

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the text among the page's posts, or the comments, since the first attempt."""
        edge, text = _edge(intent), _form(intent)["message"]
        if edge.endswith("/comments"):
            return self._graph.find(edge, _NAMES, text, intent, order="reverse_chronological")
        return self._graph.find(f"{quoted(self._page)}/published_posts", _NAMES, text, intent)

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Freeze a comment under the post: Facebook has no threads."""
        if part.media:
            raise Unsupported("a comment on Facebook carries no image: put it into the post")
        return _intent(f"{quoted(after[0].id)}/comments", {"message": part.text}, key, at)

    def delete(self, receipt: Receipt) -> None:
        """Delete a post or a comment."""
        self._graph.delete(receipt.id)

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return reactions, comments, shares, and who saw and clicked."""
        counted = self._graph.ask("GET", quoted(receipt.id), _counts, params={"fields": _COUNTS})
        return {**counted, **self._graph.measure(receipt.id, _METRICS)}

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the comments under a post."""
        return self._graph.heard(f"{quoted(receipt.id)}/comments", _COMMENTS)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the page's posts."""
        return self._graph.listed(f"{quoted(self._page)}/published_posts", _NAMES, since=since)

    def _uploaded(self, image: Media) -> str:
        source = (f"image{files.suffix(image.mime)}", image.data, image.mime)
        shown = {"published": "false", "alt_text_custom": image.alt}
        return self._graph.ask("POST", f"{quoted(self._page)}/photos", identifier, files={"source": source}, data=shown)


def _intent(edge: str, form: Mapping[str, str], key: str, at: datetime) -> Intent:
    return Intent(key, at, {"edge": edge, "form": {**form, "fields": f"id,{_NAMES.url}"}})


def _edge(intent: Intent) -> str:
    return str(intent.request["edge"])


def _form(intent: Intent) -> dict[str, str]:
    form = intent.request["form"]
    assert isinstance(form, dict)
    return {name: str(value) for name, value in form.items()}


def _exceptions(answer: http.Answer) -> AdapterError | None:
    if code(answer)[0] == _DUPLICATE:
        return Duplicate(f"{answer.host} answered {_DUPLICATE}: {answer.said()}")
    return None


def _me(answer: http.Answer) -> tuple[str, Identity]:
    page = answer.json()
    return word(page["id"]), Identity(word(page["name"]), page.get("link"))


def _receipt(answer: http.Answer) -> Receipt:
    made: dict[str, Any] = answer.json()
    name = word(made["id"])
    return Receipt(name, word(made.get("permalink_url") or f"https://www.facebook.com/{quoted(name)}"))


def _counts(answer: http.Answer) -> dict[str, int]:
    post = answer.json()
    totals = {name: int(post[name]["summary"]["total_count"]) for name in ("comments", "reactions")}
    return {**totals, "shares": int(post.get("shares", {}).get("count", 0))}
