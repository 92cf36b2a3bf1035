"""A Pin as Pinterest takes and shows it, and what it says when it does not; pure.

Source: Pinterest's own description of its API, 5.23.0 (2026).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from adapters import http
from adapters.base import AdapterError, Content, Json, Media, Receipt, Refused, Sent, Unavailable, Unsupported
from adapters.reading import number, word
from adapters.texts import letters, tells_link

ALT, TITLE, LINK = 500, 100, 2048
"""Characters."""
TRIAL_WAIT = timedelta(hours=6)
"""An app on trial waits for a person, and its credentials are good: to hold the account would not help."""
_TRIAL = 29
"""The error of an app that may not post for everybody."""


class Gone(Refused):
    """There is no such Pin, or no longer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A Pin of the board's list."""

    receipt: Receipt
    at: datetime
    text: str
    link: str

    def is_made_of(self, body: Mapping[str, Any]) -> bool:
        """Return whether it says and links to the same."""
        return letters(self.text) == letters(body["description"]) and self.link == body.get("link", "")

    def sent(self) -> Sent:
        """Return it as one of the account's posts."""
        return Sent(self.receipt, self.text, self.at)


def freeze(board: str, content: Content) -> dict[str, Json]:
    """Return the request for a Pin, its images in it.

    Raises Unsupported where Pinterest has no place for something.
    """
    if not content.media:
        raise Unsupported("Pinterest has no Pin without an image: add one to the article, or let a card be drawn")
    body: dict[str, Json] = {"board_id": board, "description": content.text, "media_source": _source(content.media)}
    return {**body, **dict(_more(content))}


def receipt(answer: http.Answer) -> Receipt:
    """Read what Pinterest answers to a new Pin."""
    return _receipt(word(answer.json()["id"]))


def page(answer: http.Answer) -> tuple[list[Shown], str | None]:
    """Read a page of Pins, and where the next begins."""
    found = answer.json()
    bookmark = found.get("bookmark")
    # on a board that several people share, each has their own
    mine = [_shown(pin) for pin in found["items"] if pin.get("is_owner") is not False]
    return mine, word(bookmark) if bookmark else None


def counts(answer: http.Answer) -> dict[str, int]:
    """Read a Pin's numbers since it was made; none where Pinterest has none yet."""
    found = answer.json().get("pin_metrics") or {}
    return {name: number(count) for name, count in (found.get("lifetime_metrics") or {}).items()}


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Go by the number of an error where the status says less."""
    told = f"{answer.host} answered {answer.status}: {answer.said()}"
    if answer.status == httpx.codes.NOT_FOUND:
        return Gone(told)
    if httpx.codes.is_client_error(answer.status) and _number(answer) == _TRIAL:
        words = f"{told} (the app has Trial access: ask for Standard access on developers.pinterest.com)"
        return Unavailable(words, retry_after=TRIAL_WAIT)
    return None


def _source(media: tuple[Media, ...]) -> Json:
    items: list[Json] = [_image(image) for image in media]
    if len(media) > 1:
        return {"source_type": "multiple_image_base64", "items": items}
    return {"source_type": "image_base64", **_image(media[0])}


def _image(image: Media) -> dict[str, Json]:
    return {"content_type": image.mime, "data": b64encode(image.data).decode("ascii")}


def _more(content: Content) -> Iterator[tuple[str, Json]]:
    if alt := "\n".join(image.alt for image in content.media if image.alt):
        yield "alt_text", _within(ALT, alt, "a Pin has one alternative text, for all its images together")
    if content.link and (content.card or not tells_link(content)):
        yield "link", _within(LINK, content.link, "a link of a Pin has its bound")
    if content.card and 0 < len(content.card.title) <= TITLE:
        yield "title", content.card.title


def _within(most: int, words: str, why: str) -> str:
    if len(words) > most:
        raise Unsupported(f"{why}: {most} characters at most, and there are {len(words)}")
    return words


def _shown(pin: Mapping[str, Any]) -> Shown:
    at = datetime.fromisoformat(word(pin["created_at"]))
    # its description has a time without a zone in an example, and says nothing of zones: its own is UTC
    moment = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return Shown(_receipt(word(pin["id"])), moment, _text(pin, "description"), _text(pin, "link"))


def _text(pin: Mapping[str, Any], name: str) -> str:
    found = pin.get(name)
    return word(found) if found else ""


def _receipt(name: str) -> Receipt:
    return Receipt(name, f"https://www.pinterest.com/pin/{name}/")


def _number(answer: http.Answer) -> int:
    try:
        return int(answer.json()["code"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return 0
