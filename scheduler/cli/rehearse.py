"""What would become of the queue: the daemon's own code, over a copy, with a fast clock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, JsonOption, end_understood, opened, understood
from scheduler.cli.progress import progress

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from scheduler.app import Tambour
    from scheduler.core.rehearsal import Foreseen, Span
    from scheduler.rehearsal import Rehearsed, Wish

ASSUMED = (
    "the page behind each link is there",
    "credentials are accepted, and platforms answer at once",
    "nobody changes the queue, the settings or the site",
)
"""What a rehearsal cannot know."""


def rehearse(
    until: Annotated[
        str | None,
        typer.Option("--until", help="Rehearse so far, a day or a time; else as far as plans go.", metavar="WHEN"),
    ] = None,
    outage: Annotated[
        tuple[str, str] | None,
        typer.Option("--outage", help="The daemon is off in between.", metavar="FROM TO"),
    ] = None,
    fail: Annotated[
        list[str] | None,
        typer.Option(
            "--fail",
            help="This share of an account's requests fails: 0.2, or 20%; may be repeated.",
            metavar="ACCOUNT=RATE",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another one lets other requests fail.")] = 0,
    plan: Annotated[bool, typer.Option("--plan", help="With what `tambour apply` would do first.")] = False,
    short: Annotated[bool, typer.Option("--short", help="Only what would not go as planned.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Try out the queue: what would go out when, what late, and what not at all; exit code 1 unless all is as planned.

    The daemon's own code runs over a copy, with a fast clock and platforms in memory: nothing is sent or changed.
    """
    from scheduler.app import planning
    from scheduler.core.rehearsal import is_as_planned
    from scheduler.rehearsal import Wish, apply_plan, staged
    from scheduler.rehearsal import rehearse as run

    with opened(config) as tambour, _quiet():
        end = planning.ordered(tambour).until if until is None else end_understood(tambour, until)
        wish = Wish(() if outage is None else (_outage(tambour, *outage),), dict(_failing(tambour, fail or ())), seed)
        with staged(tambour, end=end) as (copy, clock):
            if plan:
                with progress("planning") as seen:
                    apply_plan(tambour, copy, until=end, seen=lambda _one, rows: seen(1, rows))
            with progress("rehearsing") as seen:
                done = run(copy, clock, wish, _days(clock.now(), end, seen))
    if as_json:
        show.document(_json(done, wish))
    else:
        _render(done, tambour.settings.site.zone, short=short)
    if not is_as_planned(done.posts):
        raise typer.Exit(1)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let nobody read in a log what has not happened."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _outage(tambour: Tambour, start: str, end: str) -> Span:
    down, up = understood(tambour, start), understood(tambour, end)
    if up <= down:
        raise typer.BadParameter(
            f"it ends, at {show.wall(up, tambour.settings.site.zone)}, before it begins", param_hint="--outage"
        )
    return down, up


def _failing(tambour: Tambour, told: Sequence[str]) -> Iterator[tuple[str, float]]:
    for one in told:
        named, sign, rate = one.rpartition("=")
        share = _share(rate) if sign else None
        if share is None:
            raise typer.BadParameter(f"{one!r} is no ACCOUNT=RATE, such as journal=0.2", param_hint="--fail")
        for name in tambour.spread([named]):
            yield tambour.account(name).name, share


def _share(rate: str) -> float | None:
    try:
        share = float(rate.removesuffix("%")) / (100 if rate.endswith("%") else 1)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def _days(start: datetime, end: datetime, seen: Callable[[int, int], None]) -> Callable[[datetime], None]:
    day, passed = timedelta(days=1), 0

    def told(now: datetime) -> None:
        nonlocal passed
        if (more := (now - start) // day - passed) > 0:
            passed += more
            seen(more, (end - start) // day)

    return told


def _render(done: Rehearsed, home: ZoneInfo, *, short: bool) -> None:
    from scheduler.core.rehearsal import AS_PLANNED

    for account, posts in _by_account(done):
        told = [one for one in posts if not (short and one.fate in AS_PLANNED)]
        show.say(f"{account}: {_counted(posts)}", bold=True)
        if told:
            show.table(("planned", "id", "fate", "out", "what"), [_row(one, home) for one in told])
    for one in ASSUMED:
        show.say(f"taken for granted: {one}", err=True)
    if done.beyond:
        show.say(f"{show.many(done.beyond, 'post has', 'posts have')} a time after that", err=True)
    many = show.many(len(done.posts), "post", "posts")
    told_all = f"{many} until {done.end:%Y-%m-%d}"
    typer.echo(f"{told_all}: {_counted(done.posts)}" if done.posts else f"nothing is queued until {done.end:%Y-%m-%d}")


def _by_account(done: Rehearsed) -> Iterator[tuple[str, list[Foreseen]]]:
    ordered = sorted(done.posts, key=lambda one: one.awaited.account)  # within an account, by their times
    for account, posts in groupby(ordered, key=lambda one: one.awaited.account):
        yield account, list(posts)


def _counted(posts: Sequence[Foreseen]) -> str:
    from scheduler.core.rehearsal import counted

    return ", ".join(f"{many:,} {fate}" for fate, many in counted(posts).items())


def _row(one: Foreseen, home: ZoneInfo) -> tuple[str, str, str, str, str]:
    from scheduler.core.rehearsal import Fate

    out = "" if one.at is None else show.wall(one.at, home)
    fate = f"late by {_span(one.late)}" if one.fate is Fate.LATE and one.late is not None else str(one.fate)
    return show.wall(one.awaited.planned, home), str(one.awaited.post), fate, out, one.reason or one.awaited.text


def _span(late: timedelta) -> str:
    """Return a time in its two largest units."""
    minutes = int(late.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60
    if days:
        return f"{days}d {hours % 24}h"
    return f"{hours}h {minutes % 60}m" if hours else f"{minutes}m"


def _json(done: Rehearsed, wish: Wish) -> dict[str, Any]:
    from scheduler.core.rehearsal import counted, is_as_planned

    return {
        "from": done.start.isoformat(),
        "until": done.end.isoformat(),
        "seed": wish.seed,
        "outages": [[moment.isoformat() for moment in span] for span in wish.outages],
        "failing": dict(wish.failing),
        "assumed": list(ASSUMED),
        "as_planned": is_as_planned(done.posts),
        "counts": {str(fate): many for fate, many in counted(done.posts).items()},
        "beyond": done.beyond,
        "accounts": {
            account: {str(fate): many for fate, many in counted(posts).items()} for account, posts in _by_account(done)
        },
        "posts": [_post_json(one) for one in done.posts],
    }


def _post_json(one: Foreseen) -> dict[str, Any]:
    return {
        "id": one.awaited.post,
        "account": one.awaited.account,
        "platform": one.awaited.platform,
        "planned": one.awaited.planned.isoformat(),
        "fate": str(one.fate),
        "at": None if one.at is None else one.at.isoformat(),
        "late": None if one.late is None else int(one.late.total_seconds()),
        "reason": one.reason,
        "text": one.awaited.text,
    }
