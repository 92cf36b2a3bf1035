"""Posts as X shows them, and what it says when it does not take one; pure.

Sources: docs.x.com and its description of the API, 2.167 (2026-08); that a repeat is refused in those words is what
others report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import httpx

from adapters import http
from adapters.base import AdapterError, Duplicate, Receipt, Refused, Sent, Unavailable
from adapters.reading import word
from adapters.texts import letters
from adapters.waiting import wait

OUT_OF_CREDITS_WAIT = timedelta(hours=1)
_LIMITS = ("x-user-limit-24hour", "x-app-limit-24hour", "x-rate-limit")
"""Longest first."""


class Gone(Refused):
    """There is no such post, or no longer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A post of the account's timeline."""

    receipt: Receipt
    at: datetime
    text: str
    """With whole addresses again."""

    def says(self, text: str) -> bool:
        """Return whether it is of that text: how an address begins and ends is X's own."""
        return _kept(self.text) == _kept(text)

    def sent(self) -> Sent:
        """Return it as one of the account's posts."""
        return Sent(self.receipt, self.text, self.at)


def receipt(answer: http.Answer) -> Receipt:
    """Read what X answers to a new post."""
    return _receipt(answer.json()["data"])


def shown(fields: Mapping[str, Any]) -> Shown:
    """Read a post; one that is written in HTML's letters, with shortened addresses and those of its images."""
    at = datetime.fromisoformat(fields["created_at"])
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    text = word(fields["text"])
    for url in (fields.get("entities") or {}).get("urls") or ():
        text = text.replace(word(url["url"]), "" if "media_key" in url else word(url["expanded_url"]))
    return Shown(_receipt(fields), at, unescape(text).strip())


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Go by the problem that an answer names, and by what its headers say of limits."""
    told = f"{answer.host} answered {answer.status}: {answer.said()}"
    match answer.status:
        case httpx.codes.PAYMENT_REQUIRED:
            return _out_of_credits(told)
        case httpx.codes.FORBIDDEN | httpx.codes.TOO_MANY_REQUESTS if _kind(answer) == "usage-capped":
            return _out_of_credits(told)
        case httpx.codes.FORBIDDEN if "duplicate content" in answer.said():
            return Duplicate(told)
        case httpx.codes.NOT_FOUND:
            return Gone(told)
        case httpx.codes.TOO_MANY_REQUESTS:
            return Unavailable(told, retry_after=wait(_of_limits(answer.headers)))
        case _:
            return None


def _receipt(fields: Mapping[str, Any]) -> Receipt:
    number = word(fields["id"])
    return Receipt(number, f"https://x.com/i/status/{number}")


def _kept(text: str) -> str:
    """Return what X keeps of a text; it writes `exemple.fr` as an address, and an address with or without a slash."""
    return letters(re.sub(r"/(?=\s|$)", "", re.sub(r"\bhttps?://", "", text)))


def _out_of_credits(told: str) -> Unavailable:
    return Unavailable(f"{told} (buy credits in X's developer console)", retry_after=OUT_OF_CREDITS_WAIT)


def _kind(answer: http.Answer) -> str:
    """Return the last word of a problem's type (RFC 9457)."""
    return str(answer.told().get("type", "")).rpartition("/")[2]


def _of_limits(headers: Mapping[str, str]) -> dict[str, str]:
    """Name X's headers as everybody else's: what tells when the longest of the limits that are used up begins anew."""
    used_up = (name for name in _LIMITS if headers.get(f"{name}-remaining") == "0")
    reset = headers.get(f"{next(used_up, _LIMITS[-1])}-reset")
    return {**headers, **({"x-ratelimit-reset": reset} if reset else {})}
