"""What the crew does with a post, and what it reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from adapters.base import Adapter, Intent
from adapters.fence import fenced
from scheduler.clock import Clock
from scheduler.core.lifecycle import Delayed, Outcome
from scheduler.core.model import Claim, Doubt
from scheduler.core.steps import Step
from scheduler.publish import attempt, prepare
from scheduler.reconcile import Examination, Finding, examine, may_repeat, powers, put_off, repeat

AtStep: TypeAlias = Callable[[Step, int], None]
"""Called with each step of each post; where a test ends the process."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An attempt is prepared; its request may leave once that is durable."""

    work: Claim
    intent: Intent


@dataclass(frozen=True, slots=True)
class Concluded:
    """An attempt is over."""

    work: Claim
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Examined:
    """A doubt has been looked into."""

    work: Doubt
    finding: Finding


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Only the same request, sent again, can settle a doubt; it may leave once that is durable."""

    work: Doubt
    looked: Examination


Report: TypeAlias = Ready | Concluded | Examined | Unsettled

HELD_UP = "this daemon was held up for so long that another one may have taken over"
SLEPT = Delayed(HELD_UP, counts=False)


@dataclass(frozen=True, slots=True)
class Worker:
    """The hands of the dispatcher: each method runs in a thread of the crew, and ends with a report."""

    clock: Clock
    report: Callable[[Report], None]
    at_step: AtStep
    absent: Callable[[Claim], Delayed | None]
    """Looks whether the page that a post points to is missing."""

    def prepare(self, adapter: Adapter, claim: Claim) -> None:
        """Do the invisible part, once the page that the post points to is there."""
        if (missing := self.absent(claim)) is not None:
            self.report(Concluded(claim, missing))
            return
        ready = prepare(adapter, claim)
        self.at_step(Step.PREPARED, claim.post)
        self.report(Ready(claim, ready) if isinstance(ready, Intent) else Concluded(claim, ready))

    def send(self, adapter: Adapter, claim: Claim, intent: Intent, *, before: float) -> None:
        """Publish, unless the lease has run so low that the answer may come too late.

        `before` is a moment of the clock's stopwatch.
        """
        if self.clock.stopwatch() >= before:
            self.report(Concluded(claim, SLEPT))
            return
        self.at_step(Step.SENDING, claim.post)
        with fenced(lambda: self.clock.stopwatch() < before):
            outcome = attempt(adapter, intent, post=claim.post, doubted=claim.doubted)
        self.at_step(Step.ANSWERED, claim.post)
        self.report(Concluded(claim, outcome))

    def examine(self, adapter: Adapter, doubt: Doubt, *, place: str) -> None:
        """Ask the platform what became of a post, whose account's settings say that it goes to `place`."""
        self.at_step(Step.ASKING, doubt.post)
        looked = Examination(adapter, powers(adapter, doubt.intent), doubt, place, self.clock.now(), self.clock.mark())
        finding = examine(looked)
        if finding is None:
            self.report(Unsettled(doubt, looked))
            return
        self.at_step(Step.TOLD, doubt.post)
        self.report(Examined(doubt, finding))

    def repeat(self, looked: Examination, *, before: float) -> None:
        """Send the same request again, while the lease lasts and the platform surely knows its key.

        `before` is a moment of the clock's stopwatch.
        """

        def may_leave() -> bool:
            moment = replace(looked, now=self.clock.now(), mark=self.clock.mark())
            return self.clock.stopwatch() < before and may_repeat(moment)

        self.at_step(Step.REPEATING, looked.doubt.post)
        if may_leave():
            with fenced(may_leave):
                finding = repeat(looked)
        else:
            finding = put_off(looked, HELD_UP)
        self.at_step(Step.TOLD, looked.doubt.post)
        self.report(Examined(looked.doubt, finding))
