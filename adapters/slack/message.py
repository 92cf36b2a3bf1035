"""A post as Slack takes it, and what Slack answers; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from adapters import http
from adapters.base import AdapterError, Duplicate, Json, Media, Receipt, Refused, Unauthorized, Unavailable, Uncertain
from adapters.reading import number, word
from adapters.waiting import wait

EVENT = "tambour_post"
"""What our mark on a post is called."""

_URL = re.compile(r"https?://[^\s<>\"]+")
_BUSY = frozenset({"ratelimited", "rate_limited"})
_LOST = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack says of these that a part of what was asked may have been done."""


class Gone(Refused):
    """There is no such message any more."""


_MEANINGS: dict[str, type[AdapterError]] = {
    "account_inactive": Unauthorized,
    "invalid_auth": Unauthorized,
    "missing_scope": Unauthorized,
    "no_permission": Unauthorized,
    "not_allowed_token_type": Unauthorized,
    "not_authed": Unauthorized,
    "org_login_required": Unauthorized,
    "team_access_not_granted": Unauthorized,
    "token_expired": Unauthorized,
    "token_revoked": Unauthorized,
    "duplicate_client_msg_id": Duplicate,
    "duplicate_message": Duplicate,
    "message_not_found": Gone,
}
"""What Slack's errors say; the others refuse the post."""


def escaped(text: str) -> str:
    """Return a text in which nothing is a command to Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """Return what people read of a text that Slack answers: addresses are set in angle brackets there."""
    return unescape(re.sub(r"<(https?://[^>|]+)(?:\|[^>]*)?>", r"\1", text))


def body(text: str, preview: str | None) -> dict[str, Json]:
    """Return a post of text alone; links show a card unless the account says no.

    Raises Refused where the account's choice is none.
    """
    if preview not in {None, "none"}:
        raise Refused(f"preview: {preview!r} is not none; write that, or leave it out of the account's settings")
    shown = preview is None
    return {"text": escaped(text), "mrkdwn": False, "unfurl_links": shown, "unfurl_media": shown}


def blocks(text: str, media: tuple[Media, ...], files: list[str]) -> dict[str, Json]:
    """Return the text with images below it; `files` are what Slack calls them. Nothing for a text alone."""
    if not media:
        return {}
    words: Json = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(_runs(text))}]}
    images: list[Json] = [
        # Slack demands a text for each image
        {"type": "image", "slack_file": {"id": file}, "alt_text": image.alt or "image"}
        for image, file in zip(media, files, strict=True)
    ]
    return {"blocks": [words, *images]}


def _runs(text: str) -> Iterator[Json]:
    """Yield the pieces of a text: words as they are, and links."""
    end = 0
    for found in _URL.finditer(text):
        url = found.group().rstrip(".,;:!?…'’”»)")
        if found.start() > end:
            yield {"type": "text", "text": text[end : found.start()]}
        yield {"type": "link", "url": url}
        end = found.start() + len(url)
    if text[end:]:
        yield {"type": "text", "text": text[end:]}


def mark(key: str) -> Json:
    """Return what tells a post from all others, and no reader sees."""
    return {"event_type": EVENT, "event_payload": {"key": key}}


def marked(found: Mapping[str, Any], key: str) -> bool:
    """Return whether a message carries the mark of that key."""
    return bool(found.get("metadata") == mark(key))


def receipt(home: str, channel: str, ts: str, thread: str | None = None) -> Receipt:
    """Name a message by its channel and its time, which is its id there."""
    inside = f"?thread_ts={thread}&cid={channel}" if thread else ""
    return Receipt(f"{channel}/{ts}", f"{home}/archives/{channel}/p{ts.replace('.', '')}{inside}")


def place(receipt: Receipt) -> dict[str, str]:
    """Return what Slack calls a message."""
    channel, _, ts = receipt.id.partition("/")
    return {"channel": channel, "ts": ts}


def at(found: Mapping[str, Any]) -> datetime:
    """Return when a message was posted."""
    return datetime.fromtimestamp(float(word(found["ts"])), UTC)


def counts(found: Mapping[str, Any]) -> dict[str, int]:
    """Return how often people reacted to a message, and answered it."""
    reactions = sum(number(reaction["count"]) for reaction in found.get("reactions", ()))
    return {"reactions": reactions, "replies": number(found.get("reply_count", 0))}


def done(answer: http.Answer) -> dict[str, Any]:
    """Return an answer in which Slack says that it has done what it was asked."""
    found: dict[str, Any] = answer.json()
    if found["ok"] is not True:
        raise ValueError("neither done nor refused")
    return found


def exceptions(lost: type[Unavailable | Uncertain]) -> http.Exceptions:
    """Return what reads Slack's errors, which have the status of a success; `lost` is for those that say nothing."""

    def read(answer: http.Answer) -> AdapterError | None:
        told = f"{answer.host}: {answer.said()}"
        match _error(answer):
            case None:
                return None
            case error if error in _BUSY:
                return Unavailable(told, retry_after=wait(answer.headers))
            case error if error in _LOST:
                return lost(told)
            case error:
                return _MEANINGS.get(error, Refused)(told)

    return read


def _error(answer: http.Answer) -> str | None:
    """Return the error that Slack names, or nothing where it is not Slack that speaks."""
    told = answer.told()
    return str(told.get("error")) if told.get("ok") is False else None
