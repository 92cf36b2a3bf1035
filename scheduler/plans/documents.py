"""A plan as JSON: what `plan --json` prints, `plan -o` writes and `apply` reads again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.core.plan import Entry, Plan, Refusal, Subject
from scheduler.errors import PlanError
from scheduler.plans.fingerprints import fingerprint
from scheduler.plans.gathering import Gathered, Order

VERSION = 1


@dataclass(frozen=True, slots=True)
class Written:
    """A plan that was written to a file."""

    order: Order
    accounts: tuple[str, ...]
    installation: str
    made_with: Path
    """The settings file."""
    settings: str
    """Their fingerprint, with all else that plans depend on."""
    articles: Mapping[str, str]
    seals: Mapping[int, str]
    deeds: list[Any]
    """Its posts, as JSON, but for those that stay as they are."""


def document(plan: Plan, gathered: Gathered, order: Order, *, made_with: Path, settings: str) -> dict[str, Any]:
    """Return a plan, and all that it depends on, as JSON: the settings file, and the fingerprint of what is in it."""
    return {
        "tambour": VERSION,
        "made_at": plan.made_at.isoformat(),
        "until": plan.until.isoformat(),
        "paths": [str(path.absolute()) for path in order.paths],
        "accounts": [served.name for served in gathered.world.accounts],
        "repeat": int(order.repeat.total_seconds()),
        "installation": gathered.installation,
        "made_with": str(made_with),
        "settings": settings,
        "articles": dict(gathered.articles),
        "queue": {str(number): seal for number, seal in gathered.seals.items()},
        "summary": dict(summary(plan)),
        "posts": [entry_json(one) for one in plan.entries],
        "refused": [_refusal_json(one) for one in refusals(plan, gathered)],
        "notes": [{"article": article, "note": note} for article, note in notes(plan)],
        "corrections": [
            {
                "post": one.post,
                "account": one.account,
                "article": one.article,
                "url": one.url,
                "reasons": [*one.reasons],
            }
            for one in plan.corrections
        ],
        "clashes": [
            {"post": one.post, "account": one.account, "at": one.at.isoformat(), "reason": one.reason}
            for one in plan.clashes
        ],
    }


def summary(plan: Plan) -> Counter[str]:
    """Return how many posts each action is done to."""
    return Counter(one.action.value for one in plan.entries)


def refusals(plan: Plan, gathered: Gathered) -> list[Refusal]:
    """Return all that does not become a post: files, sections, teasers."""
    sections = [one for remarks in gathered.drafter.remarks.values() for one in remarks]
    return [*gathered.unread, *plan.refused, *sections]


def notes(plan: Plan) -> list[tuple[str, str]]:
    """Return what a person should know of articles whose posts change, or find no slot."""
    touched = {one.article for one in plan.deeds} | {one.article for one in plan.refused}
    return [(one.path, _shared(one)) for one in plan.subjects if one.besides and one.path in touched]


def _shared(one: Subject) -> str:
    others = " and ".join(one.besides)
    return f"it belongs to the campaign {one.campaign.name}, the first that takes it; {others} would too"


def entry_json(one: Entry) -> dict[str, Any]:
    """Return what is done to a post."""
    facts = None if one.wanted is None else one.wanted.facts
    return {
        "action": one.action.value,
        "post": one.post,
        "account": one.account,
        "platform": one.platform,
        "article": one.article,
        "campaign": one.campaign or None,
        "kind": one.kind,
        "section": one.section,
        "publish_at": one.at.isoformat(),
        "timezone": str(one.at.tzinfo),
        "utc": one.at.astimezone(UTC).isoformat(),
        "was": None if one.was is None else one.was.isoformat(),
        "text": one.before if one.wanted is None else one.wanted.text,
        "before": None if one.wanted is None else one.before,
        "digest": None if one.wanted is None else one.wanted.digest,
        "idea": one.idea,
        "length": None if facts is None else facts.length,
        "limit": None if facts is None else facts.limit,
        "link": None if facts is None else facts.link,
        "card": None if facts is None else facts.card,
        "images": [] if facts is None else [*facts.images],
        "parts": [] if facts is None else [*facts.parts],
        "cost": None if facts is None or not facts.cost else facts.cost,
        "awaits": one.awaits,
        "reasons": [*one.reasons],
        "note": one.note,
        "evergreen": one.evergreen,
    }


def _refusal_json(one: Refusal) -> dict[str, Any]:
    return {"article": one.article, "account": one.account, "section": one.section, "reason": one.reason}


def deeds_json(plan: Plan) -> list[Any]:
    """Return what a plan changes, as a file holds it."""
    return [entry_json(one) for one in plan.deeds]


def named(made_at: datetime, deeds: list[Any]) -> str:
    """Return the name of a plan: of when it was made, and what it changes, as JSON."""
    return fingerprint(made_at.astimezone(UTC).isoformat(), deeds)


def read(path: Path) -> Written:
    """Read a plan that was written to a file.

    Raises PlanError where it is none.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["tambour"] != VERSION:
            raise PlanError(f"{path} was written by another version of tambour; plan again")
        made_at, until = (datetime.fromisoformat(told[name]) for name in ("made_at", "until"))
        paths = tuple(Path(one) for one in told["paths"])
        return Written(
            order=_order(paths, made_at, until, told["repeat"]),
            accounts=tuple(told["accounts"]),
            installation=told["installation"],
            made_with=Path(told["made_with"]),
            settings=told["settings"],
            articles=told["articles"],
            seals={int(number): seal for number, seal in told["queue"].items()},
            deeds=[one for one in told["posts"] if one["action"] != "keep"],
        )
    except OSError as error:
        raise PlanError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlanError(f"{path} is no plan; write one with `tambour plan -o {path.name}`") from error


def _order(paths: tuple[Path, ...], made_at: datetime, until: datetime, repeat: int) -> Order:
    return Order(paths, made_at, until, timedelta(seconds=repeat))
