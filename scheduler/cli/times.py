"""At which times an account is received best, as far as that can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli import show
from scheduler.cli.options import AccountsOption, ConfigOption, JsonOption, opened

if TYPE_CHECKING:
    from scheduler.app import Tambour
    from scheduler.core.times import Comparison, Part
    from scheduler.settings import AccountSettings
    from scheduler.store import Store

MOST = 200
"""Posts of an account that are asked about at once."""
CONVENTION = "what people usually do, a convention and not a measurement"


@dataclass(frozen=True, slots=True)
class Told:
    """What can be told of an account."""

    account: str
    found: Comparison
    verdict: str
    days: Sequence[tuple[Sequence[str], Sequence[time]]]
    """What to paste: days, and their times; none: there is no reason to change anything."""
    zone: str


def times(
    account: AccountsOption = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask the platforms first how the posts were received that have settled.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Tell at which times an account's posts are received best, where its own counts can tell, and how surely.

    Posts are compared once they are a week old. Without enough of them, what people usually do is shown, as such.
    """
    with opened(config) as tambour:
        chosen = tambour.chosen(account or ())
        if ask:
            _ask(tambour, chosen)
        with tambour.unwritten() as store:
            told = [_told(tambour, store, one) for one in chosen]
    if as_json:
        show.document([_json(one) for one in told])
        return
    for one in told:
        _show(one)


def _ask(tambour: Tambour, chosen: Sequence[AccountSettings]) -> None:
    from adapters.base import Measures
    from adapters.registry import load
    from scheduler.aftercare import ask_counts
    from scheduler.core.times import WITHIN
    from scheduler.errors import CredentialError

    now = tambour.clock.now()
    for one in chosen:
        if not issubclass(load(one.platform), Measures):  # type: ignore[arg-type]  # a class, as the registry has it
            continue
        try:
            with closing(tambour.apart()) as asking:
                adapter = asking.adapter(one)
                asked = ask_counts(tambour.store, adapter, one.name, since=now - WITHIN, now=now, most=MOST)
        except CredentialError as error:
            show.say(str(error), err=True)
            continue
        show.say(f"{one.name}: {show.many(asked.counted, 'post was', 'posts were')} counted", err=True)
        for remark in asked.remarks:
            show.say(f"{one.name}: {remark}", err=True)


def _told(tambour: Tambour, store: Store, account: AccountSettings) -> Told:
    from scheduler.core.times import LEAST, WITHIN, Sample, compare, habit, rhythm, score
    from scheduler.store import counting

    zone = account.rhythm.zone
    with store.read() as tx:
        counted = counting.settled(tx, account.name, since=tambour.clock.now() - WITHIN)
    found = compare(Sample(one.left.astimezone(zone), score(one.counts)) for one in counted)
    if not found.is_possible:
        many = show.many(len(counted), "post is", "posts are")
        verdict = f"{many} counted, and it takes {LEAST} in each of two parts of the week; below is {CONVENTION}"
        return Told(account.name, found, verdict, [habit(account.platform)], account.rhythm.timezone)
    best = " and ".join(_named(part) for part in found.best)
    verdict = f"received best: {best}" if best else "no difference can be told"
    return Told(account.name, found, verdict, rhythm(found.best), account.rhythm.timezone)


def _named(part: Part) -> str:
    return f"{'weekends' if part.weekend else 'working days'} {part.hours[0]:02}:00-{part.hours[1]:02}:00"


def _show(told: Told) -> None:
    show.say(f"{told.account}: {told.verdict}", bold=True)
    if told.found.parts:
        show.table(("when", "posts", "median", "of such posts"), [_row(part) for part in told.found.parts])
    for line in _rhythm(told):
        typer.echo(line)


def _row(part: Part) -> tuple[str, str, str, str]:
    low_high = "too few to tell" if part.interval is None else "{} to {}".format(*part.interval)
    return _named(part), str(len(part.scores)), f"{part.median:g}", low_high


def _rhythm(told: Told) -> Iterator[str]:
    """Yield what can be pasted below the account's name in the settings."""
    if not told.days:
        return
    (days, first), *rest = told.days
    every = [day for some, _ in told.days for day in some]
    yield "    rhythm:"
    yield f"      days: [{', '.join(every if rest else days)}]"
    yield f"      times: {_times(first)}"
    for some, others in rest:
        yield f"      by_day: {{{', '.join(f'{day}: {_times(others)}' for day in some)}}}"
    yield f"      timezone: {told.zone}"


def _times(times: Sequence[time]) -> str:
    return "[" + ", ".join(f'"{at:%H:%M}"' for at in times) + "]"


def _json(told: Told) -> Mapping[str, Any]:
    return {
        "account": told.account,
        "measured": told.found.is_possible,
        "verdict": told.verdict,
        "parts": [
            {
                "when": _named(part),
                "posts": len(part.scores),
                "median": part.median,
                "interval": part.interval,
                "best": part in told.found.best,
            }
            for part in told.found.parts
        ],
        "days": [{"days": list(days), "times": [f"{at:%H:%M}" for at in some]} for days, some in told.days],
        "timezone": told.zone,
    }
