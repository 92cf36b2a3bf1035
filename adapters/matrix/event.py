"""An event of a room, as Matrix takes it, and what the server answers; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from mimetypes import guess_extension
from typing import Any

from adapters import http
from adapters.base import AdapterError, Heard, Json, Media, Receipt, Refused, Unavailable
from adapters.reading import number, word
from adapters.waiting import LONGEST_WAIT

KEY = "tambour.key"
"""Where an event carries its key."""
ALT = "org.matrix.msc1767.alt_text"
"""Where an event carries its image's alternative text: a proposal, MSC3552, for the standard has no place for it."""


class Absent(Refused):
    """There is no such thing."""


@dataclass(frozen=True, slots=True)
class Me:
    """Whose token it is."""

    user: str
    device: str


def text(words: str) -> dict[str, Json]:
    """Return an event of text alone."""
    return {"msgtype": "m.text", "body": words}


def image(shown: Media, stored: str, words: str) -> dict[str, Json]:
    """Return an event of an image with a text below it; `stored` is where the server keeps the image."""
    info: Json = {"mimetype": shown.mime, "size": len(shown.data), "w": shown.width, "h": shown.height}
    found: dict[str, Json] = {"msgtype": "m.image", "body": words, "filename": name(shown), "url": stored, "info": info}
    return {**found, ALT: {"m.text": [{"body": shown.alt}]}} if shown.alt else found


def name(shown: Media) -> str:
    """Return the file name of an image."""
    return f"image{guess_extension(shown.mime) or ''}"


def answering(first: Receipt, last: Receipt) -> dict[str, Json]:
    """Return what puts an event into the thread of the first; clients without threads show it as an answer."""
    relation: Json = {
        "rel_type": "m.thread",
        "event_id": place(first)[1],
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": place(last)[1]},
    }
    return {"m.relates_to": relation}


def who(found: Mapping[str, Any]) -> Me:
    """Return whose token it is; a token without a device belongs to a program of the server's."""
    return Me(word(found["user_id"]), found.get("device_id") or "")


def page(found: Mapping[str, Any]) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of events, and where the next begins; events that lack what a search goes by are unreadable."""
    for event in found["chunk"]:
        number(event["origin_server_ts"])
        word(event["event_id"])
        event["content"].keys()
    return found["chunk"], found.get("end") or found.get("next_batch")


def at(event: Mapping[str, Any]) -> datetime:
    """Return when the server took an event."""
    return datetime.fromtimestamp(event["origin_server_ts"] / 1000, UTC)


def speaks(event: Mapping[str, Any]) -> bool:
    """Return whether an event has words; one that was redacted has none left."""
    return isinstance(event["content"].get("body"), str)


def heard(event: Mapping[str, Any], room: str) -> Heard:
    """Return an event of a room as an answer."""
    user = word(event["sender"])
    return Heard(receipt(event, {"room": room, "user": user}), user, event["content"]["body"], at(event))


def receipt(event: Mapping[str, Any], request: Mapping[str, Any]) -> Receipt:
    """Name an event, in the room and by the user that a request is frozen for."""
    room, user, own = str(request["room"]), str(request["user"]), word(event["event_id"])
    return Receipt(f"{room}/{own}", f"https://matrix.to/#/{room}/{own}?via={user.partition(':')[2]}")


def place(receipt: Receipt) -> tuple[str, str]:
    """Return the room and the event that a receipt names; an event's name begins with a dollar sign."""
    room, _, own = receipt.id.partition("/$")
    return room, f"${own}"


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Go by the error's name where the status says less."""
    found = answer.told()
    match answer.status, found.get("errcode"), found.get("retry_after_ms"):
        case 404, "M_NOT_FOUND", _:
            return Absent(f"{answer.host}: {answer.said()}")
        case 429, "M_LIMIT_EXCEEDED", int(wait) if wait >= 0 and "retry-after" not in answer.headers:
            asked = min(timedelta(milliseconds=min(wait, 10**9)), LONGEST_WAIT)
            return Unavailable(f"{answer.host} answered 429: {answer.said()}", retry_after=asked)
        case _:
            return None
