"""One attempt: an adapter's answers and errors as outcomes."""

from __future__ import annotations

import logging
from functools import cache
from typing import TypeAlias, cast

from adapters.base import (
    Adapter,
    AdapterError,
    Composes,
    Duplicate,
    HandsOver,
    Intent,
    Receipt,
    Refused,
    Replies,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from scheduler.core.lifecycle import Delayed, Delivered, Denied, Doubtful, Handed, Outcome
from scheduler.core.model import Claim
from scheduler.core.parts import part_key

log = logging.getLogger(__name__)

Prepared: TypeAlias = Intent | Outcome
"""What is about to be published, or why nothing is."""


def prepare(adapter: Adapter, claim: Claim) -> Prepared:
    """Do the invisible part; whatever goes wrong here, nothing is public."""
    try:
        return _prepare(adapter, claim)
    except AdapterError as error:
        outcome = _outcome(error, doubted=claim.doubted)
        return Delayed(outcome.reason) if isinstance(outcome, Doubtful) else outcome
    except Exception as error:
        log.exception("the adapter failed while preparing", extra={"action": "prepare", "post": claim.post})
        return Delayed(_unexpected(error))


def _prepare(adapter: Adapter, claim: Claim) -> Intent:
    parts, place = claim.content.parts, len(claim.published)
    if not parts:
        return adapter.prepare(claim.content, key=claim.key, at=claim.at)
    if not isinstance(adapter, Replies):
        raise Unsupported(f"{claim.platform} takes no threads; queue each part as a post of its own")
    if place == 0:
        return adapter.prepare(claim.content, key=claim.key, at=claim.at)
    key = part_key(claim.key, place)
    return adapter.prepare_reply(parts[place - 1], claim.content, after=claim.published, key=key, at=claim.at)


def compose(adapter: Adapter, claim: Claim) -> Prepared | None:
    """Do the invisible part where it is mere computing; `None` where the platform may have to be asked."""
    if claim.published:
        return None
    if _may_compose(type(adapter)) and cast("Composes", adapter).composes(claim.content):
        return prepare(adapter, claim)
    return None


@cache
def _may_compose(kind: type[Adapter]) -> bool:
    # asking a protocol takes longer than composing a post
    return issubclass(kind, Composes)


@cache
def _hands_over(kind: type[Adapter]) -> bool:
    return issubclass(kind, HandsOver)


def _handed(adapter: HandsOver, post: int, receipt: Receipt) -> Handed:
    lies = f" from {receipt.url}" if receipt.url else ""
    return Handed(f"post it on {adapter.handover()}{lies}, then run `tambour confirm {post} URL`")


def attempt(adapter: Adapter, intent: Intent, *, post: int, doubted: bool) -> Outcome:
    """Make the post public; `doubted`: a request before this one may have done so."""
    try:
        receipt = adapter.publish(intent)
        return _handed(cast("HandsOver", adapter), post, receipt) if _hands_over(type(adapter)) else Delivered(receipt)
    except AdapterError as error:
        return _outcome(error, doubted=doubted)
    except Exception as error:
        log.exception("the adapter failed while publishing", extra={"action": "publish", "post": post})
        return Doubtful(_unexpected(error))


def _unexpected(error: Exception) -> str:
    # only the kind: the text of an unforeseen error may hold anything
    return f"the adapter failed with {type(error).__name__}; the daemon's log says where"


def _outcome(error: AdapterError, *, doubted: bool) -> Outcome:
    reason = str(error)
    match error:
        case Unavailable(retry_after=wait):
            return Delayed(reason, wait, everywhere=True)
        case Unauthorized():
            return Delayed(reason, unauthorized=True)
        case Duplicate():
            return _duplicate(error, reason, doubted=doubted)
        case Refused():
            return Denied(reason)
        case Uncertain():
            return Doubtful(reason)
        case _:
            return Doubtful(reason)


def _duplicate(error: Duplicate, reason: str, *, doubted: bool) -> Outcome:
    """Tell our own post, sent by an attempt whose answer was lost, from somebody else's."""
    receipt = error.receipt
    if doubted:
        return (
            Delivered(receipt, adopted=True)
            if receipt
            else Doubtful(f"the platform has it, and does not say where: {reason}")
        )
    where = f" as {receipt.url}" if receipt and receipt.url else ""
    return Denied(f"the platform already has this text{where}: {reason}")
