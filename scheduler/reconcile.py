"""Learning from the platform what became of an uncertain post."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from adapters.base import Adapter, AdapterError, Duplicate, Finds, Receipt, Refused, Replays, Unauthorized
from scheduler.core.lifecycle import Move
from scheduler.core.model import Doubt, Event
from scheduler.core.recovery import Powers, Step, may_rule_out, next_look, next_step
from scheduler.store import Tx, dispatching
from scheduler.store.accounts import CREDENTIALS, hold

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking into a doubt gave."""

    reason: str
    move: Move | None = None
    """`FIND` or `RULE_OUT`; `None`: still not known."""
    receipt: Receipt | None = None
    look_again: datetime | None = None
    unauthorized: bool = False


@dataclass(frozen=True, slots=True)
class Examined:
    """A doubt has been looked into."""

    doubt: Doubt
    finding: Finding


def examine(adapter: Adapter, doubt: Doubt, *, now: datetime) -> Finding:
    """Ask the platform about a doubt, in the safest way its adapter offers."""
    later = next_look(doubt, now=now)
    try:
        return _take(next_step(doubt, powers(adapter), now=now), adapter, doubt, now, later)
    except Unauthorized as error:
        return Finding(str(error), look_again=later, unauthorized=True)
    except AdapterError as error:
        return Finding(str(error), look_again=later)
    except Exception as error:
        log.exception("the adapter failed while looking", extra={"action": "reconcile", "post": doubt.post.id})
        return Finding(f"the adapter failed with {type(error).__name__}", look_again=later)


def powers(adapter: Adapter) -> Powers:
    """Return what an adapter can do about a lost answer."""
    window = adapter.replay_window if isinstance(adapter, Replays) else None
    return Powers(window, finds=isinstance(adapter, Finds))


def _take(step: Step, adapter: Adapter, doubt: Doubt, now: datetime, later: datetime) -> Finding:
    match step:
        case Step.RULE_OUT:
            return Finding("nothing had been sent", Move.RULE_OUT)
        case Step.REPLAY:
            return _replay(adapter, doubt, now, later)
        case Step.FIND:
            return _find(adapter, doubt, now, later)
        case Step.ASK:
            advice = f"look at the account, then run `tambour resolve {doubt.post.id}`"
            return Finding(f"the platform cannot tell whether it was published; {advice}", look_again=dispatching.NEVER)
        case _:  # pragma: no cover
            assert_never(step)


def _replay(adapter: Adapter, doubt: Doubt, now: datetime, later: datetime) -> Finding:
    assert doubt.intent is not None
    try:
        receipt = adapter.publish(doubt.intent)
    except Duplicate as error:
        if error.receipt is None:
            raise
        return Finding("the platform named it as already published", Move.FIND, error.receipt)
    except Refused as error:
        # proves nothing: what refused may stand before the platform and not know of the key
        if isinstance(adapter, Finds):
            return _find(adapter, doubt, now, later)
        return Finding(f"the repeat was refused: {error}", look_again=later)
    return Finding("sent again with the same key", Move.FIND, receipt)


def _find(adapter: Adapter, doubt: Doubt, now: datetime, later: datetime) -> Finding:
    assert isinstance(adapter, Finds)
    assert doubt.intent is not None
    receipt = adapter.find(doubt.intent)
    if receipt is not None:
        return Finding("found on the platform", Move.FIND, receipt)
    if may_rule_out(doubt, now=now):
        return Finding("not found on the platform", Move.RULE_OUT)
    return Finding("not on the platform yet", look_again=later)


def record_finding(tx: Tx, examined: Examined, *, now: datetime) -> Event | None:
    """Write what was learnt; return the line of the log where the doubt has ended."""
    doubt, finding = examined.doubt, examined.finding
    if finding.unauthorized:
        hold(tx, doubt.post.account, CREDENTIALS, reason=finding.reason, now=now)
    if finding.move is not None:
        return dispatching.clear_up(tx, doubt, finding.move, now=now, receipt=finding.receipt, reason=finding.reason)
    if finding.look_again is not None:
        dispatching.look_again(tx, doubt.post.id, at=finding.look_again, reason=finding.reason)
    return None
