"""The site, the settings and the queue, as the world of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.core.campaign import evergreen_of, takers
from scheduler.core.model import Article, Rhythm, Site
from scheduler.core.plan import Refusal, Served, Standing, Subject, World
from scheduler.intake import Destination, House
from scheduler.plans.cache import Cache
from scheduler.plans.drafting import Drafter
from scheduler.plans.site import Survey, left_out, survey
from scheduler.store import Store, campaigns, planned
from scheduler.store.planned import KnownArticle

Seen = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be planned, and how far."""

    paths: tuple[Path, ...]
    """Files and folders; none: the whole site."""
    now: datetime
    until: datetime
    repeat: timedelta
    """For how long an account does not say nearly the same again."""


@dataclass(frozen=True)
class Premises:
    """Who plans, for which accounts."""

    house: House
    destinations: Sequence[Destination]
    rhythms: Mapping[str, Rhythm]
    awaits: Callable[[str, str, str], str | None] = lambda _account, _kind, _campaign: None
    """Who has to approve a post of an account, a kind and a campaign, if anybody."""


@dataclass
class Gathered:
    """A world, and what the plan of it is held against when it is carried out."""

    world: World
    drafter: Drafter
    unread: list[Refusal]
    seals: Mapping[int, str]
    """Of every post that may change still."""
    installation: str
    articles: Mapping[str, str]
    """The digest of every file that was read."""
    left: list[Refusal] = field(default_factory=list)


def gather(
    store: Store, premises: Premises, order: Order, cache: Cache, seen: Seen = lambda _one, _all: None
) -> Gathered:
    """Read all that a plan depends on.

    Raises ArticleError where a path is not there.
    """
    house = premises.house
    found = survey(order.paths or tuple(map(Path, house.site.folders)), house.site, cache, seen)
    with store.read() as tx:
        known, standing, seals = planned.known(tx), planned.standing(tx), planned.seals(tx)
        installation, paused = planned.installed(tx), campaigns.paused(tx)
    subjects = list(_subjects(found, known, standing, premises, order, paused))
    ours = frozenset(one.id for subject in subjects for one in subject.posts if one.is_ours)
    drafter = Drafter(house, premises.destinations, cache, order.now)
    world = World(
        now=order.now,
        until=order.until,
        accounts=[_served(store, one, premises.rhythms[one.name], order, ours) for one in premises.destinations],
        subjects=subjects,
        drafts=drafter,
        text_of=lambda number: _text(store, number),
        said=lambda account: _said(store, account, order, ours),
        awaits=premises.awaits,
        repeat=order.repeat,
    )
    unread = [Refusal(path, None, reason) for path, reason in found.unread]
    digests = {one.path: one.digest for one in found.articles}
    return Gathered(world, drafter, unread, seals, installation, digests)


def _served(store: Store, place: Destination, rhythm: Rhythm, order: Order, ours: frozenset[int]) -> Served:
    with store.read() as tx:
        fixed = planned.fixed(tx, place.name, since=order.now - rhythm.memory, but=ours)
    return Served(place.name, place.platform, rhythm, fixed)


def _text(store: Store, number: int) -> str:
    with store.read() as tx:
        return planned.text_of(tx, number)


def _said(store: Store, account: str, order: Order, ours: frozenset[int]) -> Sequence[tuple[str, str, datetime]]:
    with store.read() as tx:
        return planned.said(tx, account, since=order.now - order.repeat, but=ours)


def _subjects(
    found: Survey,
    known: Sequence[KnownArticle],
    standing: Mapping[int, Sequence[Standing]],
    premises: Premises,
    order: Order,
    paused: frozenset[str],
) -> Iterable[Subject]:
    by_path, by_link = {one.path: one for one in known}, {one.link: one for one in known if one.link}
    here = {one.path for one in found.articles} | {path for path, _ in found.unread}
    links: dict[str, str] = {}
    used: set[int] = set()
    for article in found.articles:
        before = by_path.get(article.path) or _moved(by_link.get(article.link or ""), here, premises.house.site)
        subject = _subject(article, before, standing, premises, order, paused)
        # what has no posts anyhow, such as a draft of what is on the web already, takes the link from nobody
        claims = article.link is not None and subject.out is None
        twin = links.setdefault(str(article.link), article.path) if claims else None
        if twin not in {None, article.path}:
            yield replace(
                subject, out=f"it has the same link as {twin}; give one of them another", posts=(), number=None
            )
            continue
        if before is not None:
            used.add(before.id)
        yield subject
    if not order.paths:
        lost = [one for one in known if one.id not in used and one.path not in here]
        yield from _gone(lost, standing, premises, {one.digest: one.path for one in found.articles})


def _moved(known: KnownArticle | None, here: set[str], site: Site) -> KnownArticle | None:
    """Return an article that has the link, if its file is not where it was; elsewhere it is a copy that was left."""
    if known is None or known.path in here or (_is_inside(known, site) and Path(known.path).exists()):
        return None
    return known


def _is_inside(known: KnownArticle, site: Site) -> bool:
    return any(Path(known.path).is_relative_to(folder) for folder in site.folders)


def _subject(
    article: Article,
    before: KnownArticle | None,
    standing: Mapping[int, Sequence[Standing]],
    premises: Premises,
    order: Order,
    paused: frozenset[str],
) -> Subject:
    brand = premises.house.brand
    place = premises.house.place(article.path)
    campaign, *besides = takers(place, article.tags, brand.campaigns) or [brand.campaign]
    return Subject(
        path=article.path,
        title=article.title,
        link=article.link,
        digest=article.digest,
        campaign=replace(campaign, paused=campaign.paused or campaign.name in paused),
        date=article.date,
        expires=article.expires,
        out=left_out(article, order.now, order.until),
        changed=before is not None and before.digest != article.digest,
        posts=() if before is None else tuple(standing.get(before.id, ())),
        number=None if before is None else before.id,
        evergreen=evergreen_of(place, article.tags, article.evergreen, brand.evergreen),
        besides=tuple(one.name for one in besides),
    )


def _gone(
    lost: Sequence[KnownArticle],
    standing: Mapping[int, Sequence[Standing]],
    premises: Premises,
    here: Mapping[str, str],
) -> Iterable[Subject]:
    """Yield the articles of the site that have waiting posts and no file any more; `here` are paths by digest."""
    site, campaign = premises.house.site, premises.house.brand.campaign
    for one in lost:
        waits = any(post.is_waiting for post in standing.get(one.id, ()))
        if waits and _is_inside(one, site):
            posts, now = tuple(standing[one.id]), here.get(one.digest)
            yield Subject(
                one.path, one.title, one.link, one.digest, campaign, gone=True, now=now, posts=posts, number=one.id
            )
