"""A web address of one's own that is told of each post, signed as Standard Webhooks ask (standardwebhooks.com, 1.0).

Whether a repeat is one post is the receiver's doing: it either remembers the `webhook-id` of what it took, or not.
"""

from __future__ import annotations

import json
import re
import time
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import ClassVar

import httpx

from adapters import http
from adapters.base import (
    AdapterError,
    Card,
    Connection,
    Content,
    Identity,
    Intent,
    Json,
    Limits,
    Media,
    Receipt,
    Refused,
    Unauthorized,
)
from adapters.limits import LIMITS

TYPE = "post.published"
"""What happened, in the receiver's words."""
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
MARGIN = timedelta(minutes=1)
"""How much earlier than the receiver we take an id for forgotten."""


class Webhook:
    """One receiver; with `remembers` among the options, a repeat is safe for so long (class B instead of F)."""

    platform: ClassVar[str] = "webhook"
    limits: ClassVar[Limits] = LIMITS["webhook"]
    idempotency: ClassVar[str] = "F"
    checked: ClassVar[str] = "facts only"

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.time) -> None:
        options = connection.options
        self._client = connection.client
        self._account = connection.account
        self._url = options["url"]
        self._secret = options["secret"]
        self._clock = clock
        self._remembers = options.get("remembers")
        if window := _window(self._remembers):
            self.replay_window = max(window - MARGIN, timedelta())

    def verify(self) -> Identity:
        """Ask whether the receiver answers, by a request that changes nothing; its name is its host.

        Raises Unauthorized where a setting is not one.
        """
        keys(self._secret)
        if self._remembers and _window(self._remembers) is None:
            raise Unauthorized("`remembers` is no span of time: write a number and m, h or d, such as 24h")
        request = self._client.build_request("OPTIONS", http.address(self._url))
        try:
            return http.ask(self._client, request, lambda answer: Identity(answer.host), _exceptions)
        except Refused:  # few know of OPTIONS, and whoever refuses it is there
            return Identity(request.url.netloc.decode("ascii"))

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the body, to the letter: the signature is over its bytes."""
        data: dict[str, Json] = {
            "account": self._account,
            "text": content.text,
            "link": content.link,
            "card": _card(content.card),
            "tags": list(content.tags),
            "language": content.language,
            "images": [_image(image) for image in content.media],
        }
        body = {"type": TYPE, "timestamp": at.isoformat(), "data": data}
        return Intent(key, at, {"body": json.dumps(body, ensure_ascii=False)})

    def composes(self, content: Content) -> bool:
        """Return whether there are no images to write down."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Deliver it, signed anew: receivers refuse a time that is minutes past."""
        body, now = str(intent.request["body"]).encode(), str(int(self._clock()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": intent.key,
            "webhook-id": intent.key,
            "webhook-timestamp": now,
            "webhook-signature": sign(self._secret, f"{intent.key}.{now}.".encode() + body),
        }
        request = self._client.build_request("POST", http.address(self._url), headers=headers, content=body)
        return http.publish(self._client, request, lambda answer: _receipt(answer, intent.key), _exceptions)


def sign(secret: str, signed: bytes) -> str:
    """Return a signature by each of the secrets, which are several while one replaces another."""
    made = (b64encode(digest(key, signed, sha256)).decode() for key in keys(secret))
    return " ".join(f"v1,{signature}" for signature in made)


def keys(secret: str) -> list[bytes]:
    """Return the keys that stand in a secret.

    Raises Unauthorized where it is none.
    """
    try:
        found = [b64decode(word.removeprefix("whsec_"), validate=True) for word in secret.split()]
    except NotBase64:
        found = []
    if not found or not all(found):
        raise Unauthorized("the secret is none: copy it again, from whsec_ to its end")
    return found


def _window(remembers: str | None) -> timedelta | None:
    span = re.fullmatch(r"(\d{1,3})([mhd])", remembers or "")
    return timedelta(**{UNITS[span[2]]: int(span[1])}) if span else None


def _card(card: Card | None) -> Json:
    if card is None:
        return None
    return {
        "title": card.title,
        "description": card.description,
        "image": None if card.image is None else _image(card.image),
    }


def _image(image: Media) -> Json:
    return {
        "type": image.mime,
        "width": image.width,
        "height": image.height,
        "alt": image.alt,
        "data": b64encode(image.data).decode("ascii"),
    }


def _receipt(answer: http.Answer, key: str) -> Receipt:
    """Return what the receiver calls the post; what it says is its own affair, that it took it is enough."""
    if not answer.whole:
        raise ValueError("it never ends")
    found = answer.told()
    name, url = found.get("id"), found.get("url")
    address = url if isinstance(url, str) and url.startswith(("https://", "http://")) and url.isprintable() else None
    return Receipt(name if isinstance(name, str) and name else key, address)


def _exceptions(answer: http.Answer) -> AdapterError | None:
    """Hold the account of a receiver that wants nothing more."""
    if answer.status == httpx.codes.GONE:
        return Unauthorized(f"{answer.host} wants nothing more (410): take the account out, or correct its address")
    return None
