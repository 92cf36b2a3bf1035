"""Learning from the platform what became of an uncertain post, and whether an account's credentials are good again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from adapters.base import (
    Adapter,
    AdapterError,
    Duplicate,
    Finds,
    Intent,
    Receipt,
    Refused,
    Replays,
    ReplaysSome,
    Settles,
    Unauthorized,
    Unavailable,
    Uncertain,
)
from adapters.waiting import LONGEST_WAIT
from scheduler.core.lifecycle import Move
from scheduler.core.model import Doubt, Event
from scheduler.core.recovery import SETTLING, Powers, Way, has_settled, is_hopeless, may_rule_out, next_look, next_way
from scheduler.errors import CredentialError
from scheduler.store import Store, Tx, doubting
from scheduler.store.accounts import CREDENTIALS, hold, holds, release, rest

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
    rests_until: datetime | None = None
    """Until when the platform asks to be left alone."""


@dataclass(frozen=True, slots=True)
class Examination:
    """A doubt, and what is known of it before the platform is asked."""

    adapter: Adapter
    doubt: Doubt
    powers: Powers
    now: datetime

    @property
    def later(self) -> datetime:
        """Return when to look again if nothing is learnt now."""
        return next_look(self.doubt, self.powers, now=self.now)


def examine(adapter: Adapter, doubt: Doubt, *, now: datetime) -> Finding:
    """Ask the platform about a doubt, in the safest way its adapter offers."""
    looked = Examination(adapter, doubt, powers(adapter, doubt.intent), now)
    try:
        return _take(next_way(doubt, looked.powers, now=now), looked)
    except Unauthorized as error:
        return Finding(str(error), look_again=looked.later, unauthorized=True)
    except Unavailable as error:
        if error.retry_after is None:
            return Finding(str(error), look_again=looked.later)
        until = now + min(error.retry_after, LONGEST_WAIT)
        return Finding(str(error), look_again=max(looked.later, until), rests_until=until)
    except AdapterError as error:
        hopeless = isinstance(error, Uncertain) and error.ask
        return _ask(looked, str(error)) if hopeless else Finding(str(error), look_again=looked.later)
    except Exception as error:
        log.exception("the adapter failed while looking", extra={"action": "reconcile", "post": doubt.post})
        return Finding(f"the adapter failed with {type(error).__name__}", look_again=looked.later)


def powers(adapter: Adapter, intent: Intent | None) -> Powers:
    """Return what an adapter can do about the lost answer to an intent."""
    window = adapter.replay_window if isinstance(adapter, Replays) and _replays(adapter, intent) else None
    settling = adapter.settling if isinstance(adapter, Settles) else SETTLING
    return Powers(window, isinstance(adapter, Finds), settling)


def _replays(adapter: Adapter, intent: Intent | None) -> bool:
    return intent is None or not isinstance(adapter, ReplaysSome) or adapter.replays(intent)


def _take(way: Way, looked: Examination) -> Finding:
    match way:
        case Way.RULE_OUT:
            return Finding("nothing had been sent", Move.RULE_OUT)
        case Way.REPLAY:
            return _replay(looked)
        case Way.FIND:
            return _find(looked)
        case Way.WAIT:
            return Finding("its daemon is out of reach, and may be about to send it", look_again=looked.later)
        case Way.ASK:
            return _ask(looked, "the platform cannot tell whether it was published")
        case _:  # pragma: no cover
            assert_never(way)


def _replay(looked: Examination) -> Finding:
    assert looked.doubt.intent is not None
    try:
        receipt = looked.adapter.publish(looked.doubt.intent)
    except Duplicate as error:
        if error.receipt is None:
            raise
        return Finding("the platform named it as already published", Move.FIND, error.receipt)
    except Refused as error:
        # proves nothing: what refused may stand before the platform and not know of the key
        if isinstance(looked.adapter, Finds):
            return _find(looked)
        return Finding(f"the repeat was refused: {error}", look_again=looked.later)
    return Finding("sent again with the same key", Move.FIND, receipt)


def _find(looked: Examination) -> Finding:
    assert isinstance(looked.adapter, Finds)
    assert looked.doubt.intent is not None
    receipt = looked.adapter.find(looked.doubt.intent)
    if receipt is not None:
        return Finding(receipt.note or "found on the platform", Move.FIND, receipt)
    if may_rule_out(looked.doubt, looked.powers, now=looked.now):
        return Finding("not found on the platform", Move.RULE_OUT)
    if is_hopeless(looked.doubt) and has_settled(looked.doubt, looked.powers, now=looked.now):
        return _ask(looked, f"after {looked.doubt.failures} attempts it is still not there")
    return Finding("not on the platform yet", look_again=looked.later)


def _ask(looked: Examination, why: str) -> Finding:
    doubt = looked.doubt
    advice = f"look at {_page(looked.adapter, doubt.account)}, then run `tambour resolve {doubt.post}`"
    return Finding(f"{why}; {advice}", look_again=doubting.NEVER)


def _page(adapter: Adapter, account: str) -> str:
    """Return where a person can see the account's posts."""
    try:
        return adapter.verify().url or f"the account {account}"
    except AdapterError:
        return f"the account {account}"


def record_finding(tx: Tx, doubt: Doubt, finding: Finding, *, now: datetime) -> Event | None:
    """Write what was learnt; return its line of the log, if it makes one."""
    if finding.unauthorized:
        hold(tx, doubt.account, CREDENTIALS, reason=finding.reason, now=now)
    if finding.rests_until is not None:
        rest(tx, doubt.account, until=finding.rests_until, reason=finding.reason)
    if finding.move is not None:
        how = Move.CONTINUE if finding.move is Move.FIND and doubt.more else finding.move
        return doubting.clear_up(tx, doubt, how, now=now, receipt=finding.receipt, reason=finding.reason)
    if finding.look_again is not None:
        return doubting.look_again(tx, doubt, at=finding.look_again, reason=finding.reason, now=now)
    return None


def verify_held(
    store: Store,
    adapter: Callable[[str], Adapter],
    use: Callable[[Mapping[str, Adapter]], None],
    *,
    now: datetime,
) -> bool:
    """Let accounts go on whose credentials are accepted again, and return whether there were any.

    `adapter` makes an account's adapter anew, with the secret as it is now; `use` takes those that proved it, before
    their accounts go on. Their posts then go out, or make way, by their late policy.
    """
    with store.read() as tx:
        refused = [one.account for one in holds(tx) if one.hold == CREDENTIALS]
    renewed = {name: made for name in refused if (made := _verified(adapter, name)) is not None}
    if renewed:
        use(renewed)
        with store.write() as tx:
            still = {one.account for one in holds(tx) if one.hold == CREDENTIALS}
            release(tx, renewed.keys() & still, now=now, reason="the platform accepts the credentials again")
    return bool(renewed)


def _verified(adapter: Callable[[str], Adapter], name: str) -> Adapter | None:
    try:
        made = adapter(name)
        made.verify()
    except (AdapterError, CredentialError) as error:
        log.info("%s stays held: %s", name, error, extra={"action": "verify", "account": name})
        return None
    return made
