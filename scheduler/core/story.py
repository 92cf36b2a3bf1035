"""A post's story in plain words: what happened to it, and what of its account kept it waiting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.core.model import Event

STOPPED, GOING_ON = "stopped", "going on"
HELD, RESUMED = "held: ", "resumed"
RESTORED = "restored"

WORDS = {
    "queued": "queued",
    "draft": "made as a draft, to be approved by a person",
    "approved": "approved by a person",
    "approval void": "sent back to the drafts: it is another than was approved",
    "to correct": "it is public, and its article says something else by now",
    "edited": "changed",
    "moved": "given another time",
    "claimed": "taken by the daemon",
    "published": "published",
    "part published": "one part of it is public; the next one follows",
    "delayed": "nothing was published; it will be tried again",
    "page missing": "the page that it points to is not there; it will be looked at again",
    "failed": "failed",
    "doubtful": "the answer was lost: it may be public",
    "repeated": "the same request is sent again, under the same key",
    "handed over": "a person has it in hand, to post it",
    "asked": "only a person can tell whether it is public",
    "found": "it is public after all",
    "not found": "it is not public; queued again",
    "given up": "left alone by a person",
    "missed": "its time had passed",
    "behind": "its time had passed; it waits in line for another",
    "requeued": "queued again by a person",
    "cancelled": "cancelled by a person",
    "released": "it goes on: what it waited for is there",
    "retracted": "taken back by a person: it is public no more",
    RESTORED: "as a backup had it, which a person brought back",
    STOPPED: "everything was stopped by a person",
    GOING_ON: "everything goes on",
    RESUMED: "its account goes on",
}
HOLDS = {
    "paused": "a person paused its account",
    "credentials": "its account is held: the credentials were refused",
    "fuse": "its account is held: the fuse has blown",
    "settings": "its account is held: the settings do not name it",
    "budget": "it waits for its account's budget",
    "article": "it waits for its article",
    "campaign": "it waits for its campaign",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A step of the story."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account waits for, if it does."""

    hold: str | None = None
    reason: str | None = None
    """Of the hold."""
    stopped: bool = False
    """Whether everything is stopped."""
    not_before: datetime | None = None
    """UTC."""
    waits_for: str | None = None


def tell(own: Sequence[Event], around: Iterable[Event], *, due: datetime) -> list[Told]:
    """Return the story of a post, from its own lines of the log and those `around` it, in order.

    `around` are the holds of its account and the stops of everything, up to the end of the story. Told are those that
    were in force once the post was due: `due` is its time as it stands, and its own lines name the earlier ones.
    """
    first = min([due, *_earlier_times(own)])
    steps = [*own, *_in_the_way(around, since=first)]
    return [Told(event.at, _said(event)) for event in sorted(steps, key=lambda event: event.at)]


def _earlier_times(own: Iterable[Event]) -> Iterator[datetime]:
    for event in own:
        found = re.match(r"(?:from|too late for) ([^\s,]+)", event.reason or "") if event.event == "moved" else None
        if found:
            yield datetime.fromisoformat(found[1])


def _in_the_way(around: Iterable[Event], *, since: datetime) -> Iterator[Event]:
    """Leave out what had ended before `since`, each hold with its end."""
    begun: dict[str, Event] = {}
    for event in around:
        ends = event.event in {RESUMED, GOING_ON}
        if not ends and event.event != STOPPED and not event.event.startswith(HELD):
            continue  # it held nothing up
        kind = STOPPED if event.event in {STOPPED, GOING_ON} else HELD
        if not ends:
            begun[kind] = event
        elif (start := begun.pop(kind, None)) is not None and event.at >= since:
            yield from (start, event)
    yield from begun.values()


def _said(event: Event) -> str:
    hold = event.event.removeprefix(HELD)
    said = HOLDS.get(hold, event.event) if hold != event.event else WORDS.get(event.event, event.event)
    said += f", attempt {event.attempt}" if event.attempt else ""
    return ": ".join(filter(None, (said, event.url, event.reason)))


def held(hold: str, reason: str | None) -> str:
    """Say what an account, or a post alone, waits for by the name of its hold."""
    return ": ".join(filter(None, (HOLDS.get(hold, hold), reason)))


def waiting(standing: Standing, *, now: datetime) -> str | None:
    """Say what an account waits for; `None`: nothing stands against it."""
    if standing.stopped:
        return "everything is stopped by a person; `tambour resume --all` lets it go on"
    if standing.hold is not None:
        return held(standing.hold, standing.reason)
    if standing.not_before is not None and standing.not_before > now:
        wait = f"its account waits for {(standing.not_before - now).total_seconds():.0f} seconds"
        return ": ".join(filter(None, (wait, standing.waits_for)))
    return None
