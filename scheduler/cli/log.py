"""The log, and the story of one post."""

from __future__ import annotations

import time
from contextlib import closing, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, IdArgument, JsonOption, asked_about, opened
from scheduler.core.state import State

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from scheduler.core.model import Attempt, Event, Post
    from scheduler.core.story import Standing
    from scheduler.store import Store
    from scheduler.store.log import Filter

SETTLED = frozenset({State.PUBLISHED, State.FAILED, State.MISSED, State.CANCELLED, State.RETRACTED})
"""States in which nothing more happens to a post by itself."""
LINES = 50
"""How many lines are shown where neither --since nor --lines says."""
BREATH = 0.25
"""Seconds between two looks for new lines."""


def log(
    since: Annotated[
        str | None, typer.Option("--since", help='From then on: "2h", "yesterday", an ISO time.', metavar="WHEN")
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", "-a", help="Only this account, or those of this group.")
    ] = None,
    state: Annotated[State | None, typer.Option("--state", "-s", help="Only posts that came into this state.")] = None,
    lines: Annotated[int | None, typer.Option("--lines", "-n", min=1, help="At most the last so many lines.")] = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what happens next.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Review what happened: every post's every step."""
    from scheduler.core.when import understand_since
    from scheduler.store.log import Filter, following, newest

    with opened(config) as tambour:
        named = asked_about(tambour, account)
        zone = tambour.settings.site.timezone
        from_then = None if since is None else understand_since(since, now=tambour.clock.now(), zone=zone)
        wanted = Filter(since=from_then, accounts=named, state=state)
        limit = lines or (None if since else LINES)
        with nullcontext(tambour.store) if follow else tambour.unwritten() as store:
            with store.read() as tx:
                found = newest(tx, wanted, limit=limit) if limit else following(tx, wanted)
            _print([event for _, event in found], tambour.settings.site.zone, as_json=as_json)
            if follow:
                last = found[-1][0] if found else 0
                _follow(store, replace(wanted, after=last), tambour.settings.site.zone, as_json=as_json)


def _print(events: list[Event], zone: ZoneInfo, *, as_json: bool) -> None:
    if as_json:
        for event in events:
            show.line(event.as_json())
    elif events:
        show.table(show.EVENT_HEADERS, [show.event_row(event, zone) for event in events])
    else:
        typer.echo("nothing yet", err=True)


def _follow(store: Store, wanted: Filter, zone: ZoneInfo, *, as_json: bool) -> None:
    for event in following_on(store, wanted):
        if as_json:
            show.line(event.as_json())
        else:
            show.say("  ".join(show.event_row(event, zone)))


def following_on(store: Store, wanted: Filter) -> Generator[Event]:
    """Yield each line as it is written, without an end."""
    from scheduler.core.place import Server
    from scheduler.store.log import following

    # daemons that share a server do not wake each other for every line
    unheard = isinstance(store.place, Server)
    with closing(store.changes()) as watch:
        while True:
            if watch.changed() or unheard:
                with store.read() as tx:
                    found = following(tx, wanted)
                for number, event in found:
                    wanted = replace(wanted, after=number)
                    yield event
            time.sleep(BREATH)


def why(number: IdArgument, as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Tell the story of one post: every step with its cause, what kept it waiting, and what it waits for now."""
    from scheduler.core.story import tell
    from scheduler.core.when import describe
    from scheduler.store import approving, posts
    from scheduler.store.log import Filter, around, following, tries
    from scheduler.store.overview import standing

    with opened(config) as tambour, tambour.unwritten() as store, store.read() as tx:
        now = tambour.clock.now()
        post = posts.get(tx, number)
        events = [event for _, event in following(tx, Filter(post=number))]
        attempts = tries(tx, number)
        until = events[-1].at if events and post.state in SETTLED else now
        story = tell(events, around(tx, post.account, until=until), due=post.publish_at)
        stands = standing(tx, post.account)
        rules = tambour.settings.approval
        person = rules.waits_for(number, approving.awaited(tx, number, rules))
    waits = _waits(post, stands, person, now=now)
    if as_json:
        show.document(
            {
                "post": show.post_json(post),
                "events": [event.as_json() for event in events],
                "attempts": [_attempt(one) for one in attempts],
                "waits": waits,
            }
        )
        return
    zone = tambour.settings.site.zone
    typer.echo(f"post {post.id} on {post.account} ({post.platform}) is {post.state}")
    typer.echo(f"planned for {describe(post.publish_at)}\n")
    for step in story:
        show.say(f"{show.moment(step.at, zone)}  {step.text}")
    if waits:
        show.say(f"\n{waits}")


def _attempt(one: Attempt) -> dict[str, object]:
    return {
        "number": one.number,
        "started_at": one.started_at.isoformat(),
        "finished_at": one.finished_at and one.finished_at.isoformat(),
        "outcome": one.outcome,
        "reason": one.reason,
    }


def _waits(post: Post, stands: Standing, person: str, *, now: datetime) -> str | None:
    """Say what a post waits for that is not settled."""
    from scheduler.core.reasons import told

    match post.state:
        case State.DRAFT:
            return told(_held(post), person)
        case State.UNCERTAIN:
            return post.reason
        case State.QUEUED:
            return _queued(post, stands, now)
        case _:
            return None


def _queued(post: Post, stands: Standing, now: datetime) -> str:
    from scheduler.core.story import waiting
    from scheduler.core.when import describe

    why = waiting(stands, now=now)
    if why is not None:
        return f"it waits: {why}"
    if held := _held(post):
        return held
    if post.publish_at > now:
        return "it waits for its time"
    if post.not_before is not None and post.not_before > now:
        return f"it is tried again on {describe(post.not_before.astimezone(post.publish_at.tzinfo))}"
    return "it is due: the daemon sends it as soon as it runs"


def _held(post: Post) -> str | None:
    from scheduler.core.story import held

    return held(post.held, post.hold_reason) if post.held else None
