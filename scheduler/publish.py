"""One attempt: an adapter's answers and errors as outcomes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from adapters.base import (
    Adapter,
    AdapterError,
    Duplicate,
    Intent,
    Refused,
    Unauthorized,
    Unavailable,
    Uncertain,
)
from scheduler.core.lifecycle import Delayed, Delivered, Denied, Doubtful, Outcome
from scheduler.core.model import Claim

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intended:
    """An attempt is ready; its request leaves once `durable` is set."""

    claim: Claim
    intent: Intent
    durable: Event = field(default_factory=Event)
    void: Event = field(default_factory=Event)
    """Set where the post is no longer this attempt's: nothing must be sent."""


@dataclass(frozen=True, slots=True)
class Concluded:
    """An attempt is over."""

    claim: Claim
    outcome: Outcome


def make_attempt(adapter: Adapter, claim: Claim, report: Callable[[Intended | Concluded], None]) -> None:
    """Prepare a post, and publish it once what is about to be published is durable."""
    ready = prepare(adapter, claim)
    if isinstance(ready, Intent):
        intended = Intended(claim, ready)
        report(intended)
        intended.durable.wait()
        if intended.void.is_set():
            ready = Delayed("the post was changed while it was being prepared")
        else:
            ready = attempt(adapter, claim, ready)
    report(Concluded(claim, ready))


def prepare(adapter: Adapter, claim: Claim) -> Intent | Outcome:
    """Do the invisible part; whatever goes wrong here, nothing is public."""
    try:
        return adapter.prepare(claim.post.content, key=claim.post.key, at=claim.at)
    except AdapterError as error:
        return _outcome(error, doubt=False)
    except Exception as error:
        log.exception("the adapter failed while preparing", extra={"action": "prepare", "post": claim.post.id})
        return Delayed(_unexpected(error))


def attempt(adapter: Adapter, claim: Claim, intent: Intent) -> Outcome:
    """Make the post public."""
    try:
        return Delivered(adapter.publish(intent))
    except AdapterError as error:
        return _outcome(error, doubt=True)
    except Exception as error:
        log.exception("the adapter failed while publishing", extra={"action": "publish", "post": claim.post.id})
        return Doubtful(_unexpected(error))


def _unexpected(error: Exception) -> str:
    # only the kind: the text of an unforeseen error may hold anything
    return f"the adapter failed with {type(error).__name__}; the daemon's log says where"


def _outcome(error: AdapterError, *, doubt: bool) -> Outcome:
    reason = str(error)
    match error:
        case Unavailable(retry_after=wait):
            return Delayed(reason, wait)
        case Unauthorized():
            return Delayed(reason, unauthorized=True)
        case Duplicate(receipt=receipt):
            # A first attempt of ours cannot be doubtful here: that goes through `reconcile`.
            where = f" as {receipt.url}" if receipt and receipt.url else ""
            return Denied(f"the platform already has this text{where}: {reason}")
        case Refused():
            return Denied(reason)
        case Uncertain():
            return Doubtful(reason) if doubt else Delayed(reason)
        case _:
            return Doubtful(reason) if doubt else Delayed(reason)
