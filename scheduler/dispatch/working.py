"""What the crew does with a post, and what it reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from adapters.base import Adapter, Intent
from adapters.fence import fenced
from scheduler.clock import Clock
from scheduler.core.lifecycle import Delayed, Outcome
from scheduler.core.model import Claim, Doubt
from scheduler.core.steps import Step
from scheduler.publish import attempt, prepare
from scheduler.reconcile import Finding, examine

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


Report: TypeAlias = Ready | Concluded | Examined

SLEPT = Delayed("this daemon was held up for so long that another one may have taken over", counts=False)


@dataclass(frozen=True, slots=True)
class Worker:
    """The hands of the dispatcher: each method runs in a thread of the crew, and ends with a report."""

    adapters: Mapping[str, Adapter]
    clock: Clock
    report: Callable[[Report], None]
    at_step: AtStep
    absent: Callable[[Claim], Delayed | None]
    """Looks whether the page that a post points to is missing."""

    def prepare(self, claim: Claim) -> None:
        """Do the invisible part, once the page that the post points to is there."""
        if (missing := self.absent(claim)) is not None:
            self.report(Concluded(claim, missing))
            return
        ready = prepare(self.adapters[claim.account], claim)
        self.at_step(Step.PREPARED, claim.post)
        self.report(Ready(claim, ready) if isinstance(ready, Intent) else Concluded(claim, ready))

    def send(self, claim: Claim, intent: Intent, *, before: float) -> None:
        """Publish, unless the lease has run so low that the answer may come too late.

        `before` is a moment of the clock's stopwatch.
        """
        if self.clock.stopwatch() >= before:
            self.report(Concluded(claim, SLEPT))
            return
        self.at_step(Step.SENDING, claim.post)
        with fenced(lambda: self.clock.stopwatch() < before):
            outcome = attempt(self.adapters[claim.account], claim, intent)
        self.at_step(Step.ANSWERED, claim.post)
        self.report(Concluded(claim, outcome))

    def examine(self, doubt: Doubt) -> None:
        """Ask the platform what became of a post."""
        self.at_step(Step.ASKING, doubt.post)
        finding = examine(self.adapters[doubt.account], doubt, now=self.clock.now())
        self.at_step(Step.TOLD, doubt.post)
        self.report(Examined(doubt, finding))
