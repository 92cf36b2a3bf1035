"""A local post as Google takes and shows it, and what it says when it does not; pure.

Source: developers.google.com/my-business, version 4 of the API (2026); the bounds of text and images are secondary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from adapters import http
from adapters.base import AdapterError, Content, Json, Media, Receipt, Refused, Sent, Unauthorized, Unsupported
from adapters.reading import word
from adapters.texts import letters, tells_link

BUTTONS = ("LEARN_MORE", "BOOK", "ORDER", "SHOP", "SIGN_UP")
REJECTED = "REJECTED"
LEAST_BYTES, LEAST_EDGE = 10_240, 250


class Gone(Refused):
    """There is no such post, or no longer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A post of the location's list."""

    receipt: Receipt
    at: datetime
    text: str
    link: str
    state: str

    def is_made_of(self, body: Mapping[str, Any]) -> bool:
        """Return whether it says and leads to the same, and Google shows it or is about to."""
        link = body.get("callToAction", {}).get("url", "")
        return self.state != REJECTED and letters(self.text) == letters(body["summary"]) and self.link == link

    def sent(self) -> Sent:
        """Return it as one of the account's posts."""
        return Sent(self.receipt, self.text, self.at)


def freeze(content: Content, button: str, image: str | None) -> dict[str, Json]:
    """Return a post; `image` is where Google fetches its image."""
    body: dict[str, Json] = {"summary": content.text, "topicType": "STANDARD"}
    if content.language:
        body["languageCode"] = content.language
    if content.link and (content.card or not tells_link(content)):
        body["callToAction"] = {"actionType": button, "url": content.link}
    if image:
        body["media"] = [{"mediaFormat": "PHOTO", "sourceUrl": image}]
    return body


def refuse_what_it_cannot_show(media: tuple[Media, ...]) -> None:
    """Raise Unsupported where Google would take an image and leave it out."""
    if len(media) > 1:
        raise Unsupported("a post on Google has one image: leave the others out")
    for image in media:
        if image.alt:
            raise Unsupported("Google has no alternative text for images: leave it out, or say it in the text")
        if len(image.data) < LEAST_BYTES or min(image.width, image.height) < LEAST_EDGE:
            raise Unsupported(
                f"Google takes images of {LEAST_EDGE} pixels and {LEAST_BYTES} bytes at least: take a larger one"
            )


def button(choice: str) -> str:
    """Return the button that an account chose.

    Raises Unauthorized where there is no such button: its posts wait until the settings are right.
    """
    if choice.upper() not in BUTTONS:
        raise Unauthorized(f"button: {choice!r} is none of {', '.join(BUTTONS)}; change the account's settings")
    return choice.upper()


def receipt(answer: http.Answer) -> Receipt:
    """Read what Google answers to a new post.

    Raises Refused where Google has looked at it and shows it to nobody.
    """
    made = answer.json()
    name = word(made["name"])
    if _state(made) == REJECTED:
        raise Refused(f"Google has rejected the post ({name}): its content policy says what it shows nobody")
    return _receipt(made)


def page(answer: http.Answer) -> tuple[list[Shown], str | None]:
    """Read a page of posts, and where the next begins; a location without any has no list."""
    found = answer.json()
    following = found.get("nextPageToken")
    return [_shown(post) for post in found.get("localPosts", ())], word(following) if following else None


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Hold the account where Google means the account, and not the post."""
    told = f"{answer.host} answered {answer.status}: {answer.said()}"
    match answer.status:
        case httpx.codes.NOT_FOUND:
            return Gone(told)
        case httpx.codes.FORBIDDEN:
            return Unauthorized(f"{told} (does the account manage the location, and has Google let the project in?)")
        case _:
            return None


def _receipt(post: Mapping[str, Any]) -> Receipt:
    url = post.get("searchUrl")
    return Receipt(word(post["name"]), url if isinstance(url, str) and url.startswith("https://") else None)


def _shown(post: Mapping[str, Any]) -> Shown:
    at = datetime.fromisoformat(word(post["createTime"]))
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    link = (post.get("callToAction") or {}).get("url") or ""
    text = post.get("summary") or ""
    return Shown(_receipt(post), at, word(text) if text else "", word(link) if link else "", _state(post))


def _state(post: Mapping[str, Any]) -> str:
    """Return LIVE, PROCESSING or REJECTED; nothing where Google does not say."""
    return str(post.get("state") or "")
