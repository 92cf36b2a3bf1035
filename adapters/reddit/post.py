"""A post as Reddit takes and shows it, and what it says when it does not; pure.

Sources: Reddit's open sources and praw 8 (2026). Errors stand in the body of an answer whose status is that of success.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters import http
from adapters.base import (
    AdapterError,
    Content,
    Duplicate,
    Heard,
    Json,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
)
from adapters.reading import word
from adapters.reddit import markdown
from adapters.texts import letters, tells_link
from adapters.waiting import LONGEST_WAIT, wait

BETWEEN = "\n\n"
SITE = "https://www.reddit.com"
_SPAN = re.compile(r"(\d{1,6}) (millisecond|second|minute|hour)")
_UNITS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3600}
_DONE = {200, 201}


@dataclass(frozen=True, slots=True)
class Shown:
    """A post of the account's list, or a comment."""

    receipt: Receipt
    at: datetime
    place: str
    """The subreddit, or what a comment answers."""
    title: str
    body: str
    link: str

    @property
    def text(self) -> str:
        """Return what a reader sees of it."""
        return BETWEEN.join(filter(None, (self.title, self.body)))

    def sent(self) -> Sent:
        """Return it as one of the account's posts."""
        return Sent(self.receipt, self.text, self.at)

    def is_made_of(self, form: Mapping[str, Any]) -> bool:
        """Return whether it is what a request makes, in the same place."""
        place = str(form.get("sr", form.get("thing_id")))
        text = BETWEEN.join(filter(None, (str(form.get("title", "")), markdown.read(str(form.get("text", ""))))))
        same = self.place.lower() == place.lower() and letters(self.text) == letters(text)
        return same and self.link == form.get("url", "")


def submission(place: str, content: Content, **more: str) -> dict[str, Json]:
    """Return a post: its first line is the title; where there is no more, its link is what the title leads to."""
    title, _, rest = content.text.partition("\n")
    link = content.link if content.link and (content.card or not tells_link(content)) else None
    form: dict[str, Json] = {"api_type": "json", "sr": place, "title": title, "sendreplies": "true", **more}
    if link and not rest.strip():
        # a link that is there already is refused: so a repeat cannot double it
        return {**form, "kind": "link", "url": link, "resubmit": "false"}
    body = BETWEEN.join(filter(None, (rest.strip("\n"), link)))
    return {**form, "kind": "self", "text": markdown.escape(body)}


def comment(about: Receipt, text: str) -> dict[str, Json]:
    """Return a comment."""
    return {"api_type": "json", "thing_id": about.id, "text": markdown.escape(text)}


def submitted(answer: http.Answer) -> Receipt:
    """Read what Reddit answers to a new post."""
    found = answer.json()["json"]["data"]
    return Receipt(word(found["name"]), word(found["url"]))


def commented(answer: http.Answer) -> Receipt:
    """Read what Reddit answers to a new comment."""
    (thing,) = answer.json()["json"]["data"]["things"]
    return _receipt(thing["data"])


def page(answer: http.Answer) -> tuple[list[Shown], str | None]:
    """Read a page of a list, and where the next begins."""
    found = answer.json()["data"]
    after = found["after"]
    return [_shown(thing["kind"], thing["data"]) for thing in found["children"]], word(after) if after else None


def counts(answer: http.Answer) -> dict[str, int]:
    """Read a post's numbers."""
    (thing,) = answer.json()["data"]["children"]
    names = ("score", "num_comments")
    return {name: thing["data"][name] for name in names if isinstance(thing["data"].get(name), int)}


def comments(answer: http.Answer) -> list[Heard]:
    """Read what stands below a post, at whatever depth, in the order of the page."""
    _, below = answer.json()
    return list(_heard(below))


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Go by the errors in a body, whatever the status."""
    if answer.status not in _DONE:
        return None
    found = _errors(answer)
    if not found:
        return None
    told = _told(answer, found)
    match found[0]:
        case ["RATELIMIT", *words]:
            return Unavailable(told, retry_after=_asked(answer, str(words[0]) if words else ""))
        case ["ALREADY_SUB", *_]:
            return Duplicate(told)
        case ["USER_REQUIRED", *_]:
            return Unauthorized(told)
        case _:
            return Refused(told)


def _errors(answer: http.Answer) -> list[Any]:
    try:
        found = answer.json()["json"]["errors"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _told(answer: http.Answer, errors: list[Any]) -> str:
    words = "; ".join(": ".join(str(word) for word in error[:2]) if isinstance(error, list) else "" for error in errors)
    visible = "".join(letter if letter.isprintable() else " " for letter in words)
    return f"{answer.host}: {visible[:300]}"


def _asked(answer: http.Answer, words: str) -> timedelta | None:
    """Return how long Reddit asks to be left alone: in a number, in words, or in its headers."""
    seconds = answer.json()["json"].get("ratelimit")
    if isinstance(seconds, int | float) and 0 <= seconds < LONGEST_WAIT.total_seconds():
        return timedelta(seconds=seconds)
    if found := _SPAN.search(words):
        # said in whole minutes: what is meant may be almost one more
        return min(timedelta(seconds=(int(found[1]) + 1) * _UNITS[found[2]]), LONGEST_WAIT)
    return wait(answer.headers)


def _shown(kind: str, fields: Mapping[str, Any]) -> Shown:
    at = fields["created_utc"]
    if not isinstance(at, int | float) or not 0 < at < 10**11:
        raise ValueError("an instant cannot be read")
    moment = datetime.fromtimestamp(at, UTC)
    if kind == "t1":
        return Shown(_receipt(fields), moment, word(fields["parent_id"]), "", _body(fields, "body"), "")
    link = "" if fields.get("is_self") else word(fields["url"])
    title, place = word(fields["title"]), word(fields["subreddit"])
    return Shown(_receipt(fields), moment, place, title, _body(fields, "selftext"), link)


def _heard(listing: Mapping[str, Any]) -> Iterator[Heard]:
    for thing in listing["data"]["children"]:
        if thing["kind"] == "t1":  # others stand for what is folded away
            fields = thing["data"]
            shown = _shown("t1", fields)
            yield Heard(shown.receipt, str(fields.get("author") or ""), shown.body, shown.at)
            yield from _heard(fields["replies"]) if fields.get("replies") else ()


def _body(fields: Mapping[str, Any], name: str) -> str:
    found = fields.get(name) or ""
    if not isinstance(found, str):
        raise TypeError("a text is missing")
    return markdown.read(found)


def _receipt(fields: Mapping[str, Any]) -> Receipt:
    where = fields.get("permalink")
    return Receipt(word(fields["name"]), f"{SITE}{where}" if isinstance(where, str) and where else None)
