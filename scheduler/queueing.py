"""Queueing: an article's drafts, or a text written by hand, become posts in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from adapters.base import Sent
from scheduler.core.approval import Approval
from scheduler.core.article import skip_reason
from scheduler.core.model import Article, Campaign, NewPost, Rhythm, Skipped
from scheduler.core.planning import plan
from scheduler.core.repeats import said_before
from scheduler.core.state import State
from scheduler.errors import PlanError
from scheduler.intake import Destination, Draft, House, Timing, draft, schedule, timed
from scheduler.store import Store, Tx, accounts, articles, campaigns, posts, sent


@dataclass(frozen=True, slots=True)
class Queued:
    """What queueing an article did, or with a dry run would do."""

    article: Article
    posts: tuple[tuple[int | None, NewPost], ...]
    """Each with its number; `None` in a dry run."""
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an article is to be queued."""

    timing: Timing
    state: State = State.QUEUED
    again: bool = False
    dry_run: bool = False
    planned: tuple[NewPost, ...] = ()
    """What a dry run has planned before, so that its articles share the slots as they would in earnest."""


def queue_article(
    store: Store,
    article: Article,
    destinations: Sequence[Destination],
    rhythms: Mapping[str, Rhythm],
    house: House,
    wishes: Wishes,
    *,
    now: datetime,
) -> Queued:
    """Queue an article on accounts that do not have it yet, all of it or, if anything is wrong, nothing.

    Raises ArticleError where another file has its link or a teaser's time cannot be used, PlanError where a rhythm
    has no room.
    """
    reason = skip_reason(article, now)
    campaign = house.campaigning(article).brand.campaign
    if reason is None and campaign.paused:
        reason = f"the campaign {campaign.name!r} is paused"
    if reason is not None:
        return Queued(article, (), (Skipped(reason),))
    destinations, elsewhere = _spoken_on(campaign, destinations)
    drafts, skipped = draft(article, destinations, house)  # slow: before the transaction
    named = {str(place.account) for place in destinations}
    with store.read() if wishes.dry_run else store.write() as tx:
        if campaign.name in campaigns.paused(tx):
            return Queued(article, (), (Skipped(f"the campaign {campaign.name!r} is paused"),))
        done, note = _done(tx, article, wishes)
        skipped = elsewhere + ([] if named <= done else skipped)
        skipped += [Skipped(note, account=name) for name in sorted(done & named)]
        fresh, said = _unsaid(tx, [one for one in drafts if one.destination.account not in done], wishes)
        skipped += said
        fresh = [timed(one, article, house.site, now) for one in fresh]
        planned, late = _in_time(
            campaign, _planned(tx, fresh, rhythms, _begun(wishes, campaign), campaign.name or None)
        )
        skipped += late
        planned = [approvable(one, house.approval) for one in planned]
        numbers = [None] * len(planned) if wishes.dry_run else _store(tx, article, planned, now)
    return Queued(article, tuple(zip(numbers, planned, strict=True)), tuple(skipped))


def _spoken_on(campaign: Campaign, places: Sequence[Destination]) -> tuple[list[Destination], list[Skipped]]:
    """Part the accounts that a campaign speaks on from the others."""

    def speaks(one: Destination) -> bool:
        return not campaign.accounts or one.account in campaign.accounts

    why = f"the campaign {campaign.name!r} does not speak on this account"
    return [*filter(speaks, places)], [Skipped(why, account=one.account) for one in places if not speaks(one)]


def _begun(wishes: Wishes, campaign: Campaign) -> Wishes:
    """Return wishes that do not begin before the campaign, unless a person gave the very time."""
    timing = wishes.timing
    if campaign.start is None or timing.exact or timing.start >= campaign.start:
        return wishes
    return replace(wishes, timing=replace(timing, start=campaign.start))


def _in_time(campaign: Campaign, planned: Sequence[NewPost]) -> tuple[list[NewPost], list[Skipped]]:
    """Part the posts that go out before a campaign ends from the others."""
    end = campaign.end
    if end is None:
        return [*planned], []
    why = f"the campaign {campaign.name!r} has ended by then, on {end:%Y-%m-%d}"
    late = [Skipped(why, one.section, one.account) for one in planned if one.publish_at >= end]
    return [one for one in planned if one.publish_at < end], late


def _done(tx: Tx, article: Article, wishes: Wishes) -> tuple[set[str], str]:
    known = articles.find(tx, article)
    if known is None or wishes.again:
        return set(), ""
    changed = known.digest != article.digest
    note = "queued already; the article has changed since" if changed else "queued already"
    return posts.teased(tx, known.id), f"{note}; --again queues it once more"


def _unsaid(tx: Tx, drafts: Sequence[Draft], wishes: Wishes) -> tuple[list[Draft], list[Skipped]]:
    """Part the drafts that say something new from those that say what was posted by hand."""
    kept: list[Draft] = []
    skipped: list[Skipped] = []
    for name, group in groupby(drafts, lambda one: str(one.destination.account)):
        standing = [] if wishes.again else sent.standing(tx, name)
        for one in group:
            if before := said_before(one.fitted.content.text, standing):
                skipped.append(Skipped(f"{_before(before)}; --again queues it", one.teaser.section, name))
            else:
                kept.append(one)
    return kept, skipped


def _before(found: Sent) -> str:
    return f"nearly the same was posted by hand on {found.at:%Y-%m-%d}: {found.receipt.url or found.receipt.id}"


def _planned(
    tx: Tx, drafts: Sequence[Draft], rhythms: Mapping[str, Rhythm], wishes: Wishes, campaign: str | None
) -> list[NewPost]:
    planned: list[NewPost] = []
    for name, group in groupby(drafts, lambda one: str(one.destination.account)):
        rhythm = rhythms[name]
        taken = [*posts.taken(tx, name, since=wishes.timing.start - rhythm.memory)]
        taken += [post.publish_at for post in wishes.planned if post.account == name]
        planned += schedule(list(group), rhythm, wishes.timing, taken, state=wishes.state, campaign=campaign)
    return planned


def approvable(post: NewPost, rules: Approval) -> NewPost:
    """Return a post as a draft where somebody has to approve it."""
    waits = rules.awaits(post.account, post.kind, post.campaign or "")
    return post if waits is None else replace(post, state=State.DRAFT, reason=post.reason or waits)


def _store(tx: Tx, article: Article, planned: Sequence[NewPost], now: datetime) -> list[int]:
    if not planned:
        return []
    accounts.know(tx, {post.account: post.platform for post in planned})
    number = articles.keep(tx, article, now=now)
    return [posts.add(tx, post, article=number, now=now) for post in planned]


def queue_texts(store: Store, written: Sequence[NewPost], *, now: datetime, again: bool = False) -> list[int]:
    """Queue posts written by hand, all or none, and return their numbers.

    Raises PlanError where nearly the same stands on the account, unless it is to be said again.
    """
    with store.write() as tx:
        for post in () if again else written:
            if before := said_before(post.content.text, sent.standing(tx, post.account)):
                raise PlanError(f"{post.account}: {_before(before)}; change the words, or give --again")
        accounts.know(tx, {post.account: post.platform for post in written})
        return [posts.add(tx, post, article=None, now=now) for post in written]


@dataclass(frozen=True, slots=True)
class Listed:
    """A post that a line of a file wants."""

    line: int
    post: NewPost
    is_dated: bool
    """Whether it has its time; else the next free slot."""


def repeated(tx: Tx, listed: Sequence[Listed]) -> list[tuple[int, str]]:
    """Return the lines that say nearly what was posted by hand on their accounts, each with where that stands."""
    standing = {name: sent.standing(tx, name) for name in {one.post.account for one in listed}}
    found = ((one.line, said_before(one.post.content.text, standing[one.post.account])) for one in listed)
    return [(line, f"{_before(before)}; change the words, or give --again") for line, before in found if before]


def slotted(tx: Tx, listed: Sequence[Listed], rhythms: Mapping[str, Rhythm], *, now: datetime) -> list[Listed]:
    """Give what has no time the next free slots of its account, in the order of the file.

    Raises PlanError where a rhythm has no room.
    """
    times: dict[str, list[datetime]] = {}
    for name in dict.fromkeys(one.post.account for one in listed if not one.is_dated):
        own = [one for one in listed if one.post.account == name]
        taken = [*posts.taken(tx, name, since=now - rhythms[name].memory)]
        taken += [one.post.publish_at for one in own if one.is_dated]
        count = sum(not one.is_dated for one in own)
        slots = plan(rhythms[name], account=name, count=count, start=now, taken=taken)
        times[name] = [slot.at for slot in reversed(slots)]
    return [
        one if one.is_dated else replace(one, post=replace(one.post, publish_at=times[one.post.account].pop()))
        for one in listed
    ]


def add_listed(tx: Tx, listed: Sequence[Listed], *, now: datetime) -> list[int]:
    """Queue the posts of a file, and return their numbers."""
    accounts.know(tx, {one.post.account: one.post.platform for one in listed})
    return [posts.add(tx, one.post, article=None, now=now) for one in listed]
