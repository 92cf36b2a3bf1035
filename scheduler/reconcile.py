"""Learning from the platform what became of an uncertain post, and whether an account's credentials are good again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from adapters.base import (
    Adapter,
    AdapterError,
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
from adapters.hearing import hearing
from adapters.waiting import LONGEST_WAIT
from scheduler.core.lifecycle import Delayed, Delivered, Denied, Doubtful, Handed, Move, Outcome
from scheduler.core.model import Doubt, Event, Mark
from scheduler.core.recovery import (
    LONGEST,
    SETTLING,
    Powers,
    Way,
    has_settled,
    is_hopeless,
    is_young,
    may_rule_out,
    next_pause,
    next_way,
    sought_since,
)
from scheduler.errors import CredentialError
from scheduler.publish import attempt
from scheduler.store import Store, Tx, doubting, repeating, taken
from scheduler.store.accounts import CREDENTIALS, hold, holds, release, rest

log = logging.getLogger(__name__)

AHEAD = timedelta(seconds=30)
"""How far our clock may be ahead of the platform's before a search that found nothing is repeated from earlier on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking into a doubt gave."""

    reason: str
    move: Move | None = None
    """`FIND` or `RULE_OUT`; `None`: still not known."""
    receipt: Receipt | None = None
    pause: timedelta | None = None
    """How long to wait before looking again; `None`: only a person can tell."""
    rests: timedelta | None = None
    """How long the platform asks the account to wait."""
    unauthorized: bool = False
    outcome: Outcome | None = None
    """What came of the request that was sent again; `None`: none was."""


@dataclass(frozen=True, slots=True)
class Examination:
    """A doubt, and what is known of it before the platform is asked."""

    adapter: Adapter
    powers: Powers
    doubt: Doubt
    place: str
    """Where the account's settings say that posts go."""
    now: datetime
    mark: Mark
    """`now`, by a clock that nobody sets."""

    @property
    def later(self) -> timedelta:
        """Return how long to wait if nothing is learnt now."""
        return next_pause(self.doubt, self.powers, mark=self.mark)


def powers(adapter: Adapter, intent: Intent | None) -> Powers:
    """Return what an adapter can do about the lost answer to an intent."""
    window = adapter.replay_window if isinstance(adapter, Replays) and _replays(adapter, intent) else None
    settling = adapter.settling if isinstance(adapter, Settles) else SETTLING
    return Powers(window, isinstance(adapter, Finds), settling)


def _replays(adapter: Adapter, intent: Intent | None) -> bool:
    return intent is None or not isinstance(adapter, ReplaysSome) or adapter.replays(intent)


def examine(looked: Examination) -> Finding | None:
    """Ask the platform about a doubt without sending anything; `None`: the same request is to be sent again."""
    doubt = looked.doubt
    if doubt.intent is not None and doubt.place and doubt.place != looked.place:
        went = f"it went to {doubt.place}, and the settings now say {looked.place}"
        return Finding(f"{went}; look there, then run `tambour resolve {doubt.post}`")
    try:
        return _take(next_way(doubt, looked.powers, now=looked.now, mark=looked.mark), looked)
    except Unauthorized as error:
        return Finding(str(error), pause=looked.later, unauthorized=True)
    except Unavailable as error:
        return Finding(str(error), pause=looked.later, rests=error.retry_after)
    except AdapterError as error:
        hopeless = isinstance(error, Uncertain) and error.ask
        return _ask(looked, str(error)) if hopeless else Finding(str(error), pause=looked.later)
    except Exception as error:
        log.exception("the adapter failed while looking", extra={"action": "reconcile", "post": doubt.post})
        return Finding(f"the adapter failed with {type(error).__name__}", pause=looked.later)


def _take(way: Way, looked: Examination) -> Finding | None:
    match way:
        case Way.RULE_OUT:
            return Finding("nothing had been sent", Move.RULE_OUT)
        case Way.REPLAY:
            return _found(looked) if isinstance(looked.adapter, Finds) else None
        case Way.FIND:
            return _found(looked) or _not_found(looked)
        case Way.WAIT:
            return Finding("its daemon is out of reach, and may be about to send it", pause=looked.later)
        case Way.ASK:
            return _ask(looked, _untold(looked))
        case _:  # pragma: no cover
            assert_never(way)


def _found(looked: Examination) -> Finding | None:
    """Look before anything is sent again: a server may have forgotten a key, or never have kept any."""
    try:
        receipt = _sought(looked)
    except Refused:
        if next_way(looked.doubt, looked.powers, now=looked.now, mark=looked.mark) is Way.REPLAY:
            return None
        raise
    return None if receipt is None else Finding(receipt.note or "found on the platform", Move.FIND, receipt)


def _sought(looked: Examination) -> Receipt | None:
    adapter, intent = looked.adapter, looked.doubt.intent
    assert isinstance(adapter, Finds)
    assert intent is not None
    since = sought_since(looked.doubt, now=looked.now, mark=looked.mark)
    with hearing() as dates:
        receipt = adapter.find(replace(intent, sought_since=since))
    ahead = looked.now - max(dates, default=looked.now)
    if receipt is None and ahead > AHEAD:
        return adapter.find(replace(intent, sought_since=since - ahead))
    return receipt


def _not_found(looked: Examination) -> Finding:
    if may_rule_out(looked.doubt, looked.powers, mark=looked.mark):
        return Finding("not found on the platform", Move.RULE_OUT)
    if is_hopeless(looked.doubt) and has_settled(looked.doubt, looked.powers, mark=looked.mark):
        return _ask(looked, f"after {looked.doubt.failures} requests it is still not there")
    return Finding("not on the platform yet", pause=looked.later)


def _untold(looked: Examination) -> str:
    if is_hopeless(looked.doubt) and looked.powers.replay_window:
        return f"after {looked.doubt.failures} requests nobody knows whether it was published"
    return "the platform cannot tell whether it was published"


def _ask(looked: Examination, why: str) -> Finding:
    doubt = looked.doubt
    advice = f"look at {_page(looked.adapter, doubt.account)}, then run `tambour resolve {doubt.post}`"
    return Finding(f"{why}; {advice}")


def _page(adapter: Adapter, account: str) -> str:
    """Return where a person can see the account's posts."""
    try:
        return adapter.verify().url or f"the account {account}"
    except AdapterError:
        return f"the account {account}"


def may_repeat(looked: Examination) -> bool:
    """Return whether the same request may still be sent again."""
    return is_young(looked.doubt, looked.powers, now=looked.now, mark=looked.mark)


def repeat(looked: Examination) -> Finding:
    """Send the same request again, under the same key."""
    assert looked.doubt.intent is not None
    outcome = attempt(looked.adapter, looked.doubt.intent, post=looked.doubt.post, doubted=True)
    match outcome:
        case Delivered(receipt, adopted):
            named = "the platform named it as already published" if adopted else "sent again with the same key"
            return Finding(named, Move.FIND, receipt, outcome=outcome)
        case Delayed(reason, rests, unauthorized):
            return Finding(reason, pause=looked.later, rests=rests, unauthorized=unauthorized, outcome=outcome)
        case Denied(reason):
            # proves nothing: what refused may stand before the platform and not know of the key
            return Finding(f"the repeat was refused: {reason}", pause=looked.later, outcome=outcome)
        case Doubtful(reason) | Handed(reason):
            return Finding(reason, pause=looked.later, outcome=outcome)
        case _:  # pragma: no cover
            assert_never(outcome)


def put_off(looked: Examination, reason: str) -> Finding:
    """Tell that the same request was not sent again, though that had been noted."""
    return Finding(reason, pause=looked.later, outcome=Delayed(reason))


def record_finding(tx: Tx, doubt: Doubt, finding: Finding, *, now: datetime, mark: Mark) -> Event | None:
    """Write what was learnt; return its line of the log, if it makes one."""
    if finding.outcome is not None:
        repeating.conclude(tx, doubt, finding.outcome, reason=finding.reason, now=now)
    if finding.unauthorized:
        hold(tx, doubt.account, CREDENTIALS, reason=finding.reason, now=now)
    if finding.rests is not None:
        rest(tx, doubt.account, until=now + min(finding.rests, LONGEST_WAIT), reason=finding.reason)
    if finding.receipt is not None and (rival := taken.rival(tx, doubt, finding.receipt)) is not None:
        finding = _rivalled(finding, rival, doubt, mark)
    if finding.move is not None:
        how = Move.CONTINUE if finding.move is Move.FIND and doubt.more else finding.move
        return doubting.clear_up(tx, doubt, how, now=now, receipt=finding.receipt, reason=finding.reason)
    if finding.pause is None:
        return doubting.leave_to_person(tx, doubt, reason=finding.reason, now=now)
    return doubting.look_again(tx, doubt, after=finding.pause, reason=finding.reason, now=now, mark=mark)


def _rivalled(finding: Finding, rival: int, doubt: Doubt, mark: Mark) -> Finding:
    """Adopt nothing that may be another post's."""
    named = finding.receipt and (finding.receipt.url or finding.receipt.id)
    reason = f"what is there, {named}, may be that of post {rival}, which says the same"
    if (mark.since(doubt.looked) or timedelta()) >= LONGEST:
        return Finding(f"{reason}; look whether it is there twice, then run `tambour resolve {doubt.post}`")
    return Finding(reason, pause=SETTLING)


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
