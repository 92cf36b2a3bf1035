"""What an article gives on each account: split once, then kept for as long as it is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from adapters.prices import cost
from scheduler import intake
from scheduler.core.article import parse
from scheduler.core.budget import dollars
from scheduler.core.model import Campaign, Skipped, Span
from scheduler.core.plan import Drafts, Facts, Refusal, Subject, Wanted
from scheduler.core.when import understand
from scheduler.errors import ArticleError, WhenError
from scheduler.intake import Destination, Draft, House
from scheduler.plans.cache import Cache
from scheduler.store import content as contents

Kept = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A content as the database keeps it, and where its words stand in the article."""

    content: Mapping[str, Any]
    source: tuple[Span, ...]


@dataclass
class Drafter:
    """Asks articles what they give."""

    house: House
    destinations: Sequence[Destination]
    cache: Cache
    now: datetime
    remarks: dict[str, list[Refusal]] = field(default_factory=dict)
    """What was left out of the articles that were asked, whatever the account."""
    _names: dict[str, dict[str, str]] = field(default_factory=dict)
    _stamps: dict[str, list[int] | None] = field(default_factory=dict)

    def __call__(self, subject: Subject, account: str) -> Drafts:
        """Return what an article gives on an account."""
        kept = self._kept(subject, account)
        remarks = (Refusal(subject.path, None, why, place) for place, why in kept["all"])
        self.remarks.setdefault(subject.path, list(remarks))
        return self._drafts(kept)

    def offered(self, subject: Subject, account: str, wanted: Wanted) -> Offer:
        """Return what was offered, whole; its images are in the cache."""
        posts = self._kept(subject, account)["posts"]
        one = next(one for one in posts if (one["idea"], one["digest"]) == (wanted.idea, wanted.digest))
        return Offer(one["content"], tuple((start, end) for start, end in one["source"]))

    def keys(self, subjects: Iterable[Subject]) -> Iterator[str]:
        """Yield what is kept of some articles, or would be."""
        for subject in subjects:
            yield from (_key(subject, sign) for sign in self._signatures(subject.campaign).values())

    def _kept(self, subject: Subject, account: str) -> Kept:
        """Return what was kept of an article, which is split for all accounts at once where it was not."""
        names = self._signatures(subject.campaign)
        key = _key(subject, names[account])
        if (found := self._valid(key)) is not None:
            return found
        keys = {_key(subject, sign): name for name, sign in names.items()}
        missing = {other: name for other, name in keys.items() if self._valid(other) is None}
        return self._split(subject, missing)[key]

    def _valid(self, key: str) -> Kept | None:
        """Return what was kept, if its pictures are the same still."""
        found: Kept | None = self.cache.get(key)
        if found is None or any(self._stamp(path) != stamp for path, stamp in found["pictures"]):
            return None
        return found

    def _stamp(self, path: str) -> list[int] | None:
        if path not in self._stamps:
            self._stamps[path] = _stamp(path)
        return self._stamps[path]

    def _signatures(self, campaign: Campaign) -> dict[str, str]:
        """Return what the posts of each account depend on besides the article, as a short name."""
        if campaign.name not in self._names:
            house = self.house.within(campaign)
            rewriter = None if house.rewriter is None else house.rewriter.name
            told = (house.site, house.brand.voice, house.brand.pictures, house.destined, campaign.name)
            self._names[campaign.name] = {
                one.name: self.cache.key(*told, campaign.parameters, rewriter, one) for one in self.destinations
            }
        return self._names[campaign.name]

    def _split(self, subject: Subject, wanted: Mapping[str, str]) -> dict[str, Kept]:
        """Split an article for the account of each key, and keep what comes of it."""
        path, house = Path(subject.path), self.house.within(subject.campaign)
        try:
            article = intake.read_as(parse, intake.load(path), path, house.site)
            alike = self._alike(list(wanted.values()), subject.campaign, apart=bool(article.own))
            places = [one for one in self.destinations if one.name in alike.values()]
            drafts, skipped = intake.draft(article, places, house)
        except ArticleError as error:
            mistake = {"posts": [], "refused": [[None, str(error)]], "pictures": [], "all": [], "is_known": False}
            return dict.fromkeys(wanted, mistake)
        shown = [article.picture, *(one.teaser.picture for one in drafts)]
        stamps = {one.path: self._stamp(one.path) for one in shown if one is not None and "://" not in one.path}
        made = {
            name: {
                "posts": [self._keep(one) for one in drafts if one.destination.name == name],
                "refused": _reasons(skipped, name),
                "pictures": list(stamps.items()),
                "all": _reasons(skipped, None),
                "is_known": True,
            }
            for name in dict.fromkeys(alike.values())
        }
        kept = {key: made[alike[name]] for key, name in wanted.items()}
        if article.digest == subject.digest:
            for key, value in kept.items():
                self.cache.keep(key, value)
        return kept

    def _alike(self, names: Sequence[str], campaign: Campaign, *, apart: bool) -> dict[str, str]:
        """Return for each account the first that shows an article as it does; itself where they are told `apart`."""
        told = {one.name: one for one in self.destinations}
        named = any("{account}" in value for value in campaign.parameters.values())
        first: dict[Destination, str] = {}
        if apart or named:
            return {name: name for name in names}
        return {name: first.setdefault(replace(told[name], account=None), name) for name in names}

    def _keep(self, one: Draft) -> Kept:
        content = one.fitted.content
        for item in contents.pictures(content):
            self.cache.keep_picture(sha256(item.data).hexdigest(), item.mime, item.data)
        stored = contents.as_json(content)
        spent = cost(one.destination.platform, content)
        return {
            "idea": sha256(f"{one.teaser.kind}\n{one.teaser.text}".encode()).hexdigest()[:32],
            "kind": str(one.teaser.kind),
            "section": one.teaser.section,
            "source": [list(span) for span in one.fitted.source],
            "content": stored,
            "digest": contents.digest(stored),
            "length": one.fitted.count,
            "limit": one.destination.limits.text,
            "claims": intake.awaiting(one.claims),
            "at": one.teaser.at,
            "cost": dollars(spent) if spent else "",
        }

    def _drafts(self, kept: Kept) -> Drafts:
        return Drafts(
            tuple(self._wanted(one) for one in kept["posts"]),
            tuple((place, why) for place, why in kept["refused"]),
            kept["is_known"],
        )

    def _wanted(self, kept: Kept) -> Wanted:
        content = kept["content"]
        at, misdated = self._time(kept["at"])
        return Wanted(
            idea=kept["idea"],
            kind=kept["kind"],
            section=kept["section"],
            text=content["text"],
            digest=kept["digest"],
            facts=Facts(
                length=kept["length"],
                limit=kept["limit"],
                link=content["link"],
                card=None if content["card"] is None else content["card"]["title"],
                images=tuple(ref["alt"] for ref in contents.refs(content)),
                parts=tuple(part["text"] for part in content["parts"]),
                cost=kept["cost"],
            ),
            claims=kept["claims"],
            at=at,
            misdated=misdated,
        )

    def _time(self, words: str | None) -> tuple[datetime | None, str | None]:
        if words is None:
            return None, None
        try:
            return understand(words, now=self.now, zone=self.house.site.timezone), None
        except WhenError as error:
            return None, f"its author's time: {error}"


def _key(subject: Subject, sign: str) -> str:
    return sha256(f"{subject.path}\0{subject.digest}\0{sign}".encode("utf-8", "surrogatepass")).hexdigest()


def _reasons(skipped: Sequence[Skipped], account: str | None) -> list[list[str | None]]:
    return [[one.section, one.reason] for one in skipped if one.account == account]


def _stamp(path: str) -> list[int] | None:
    """Return what tells that a picture's file is the same; `None`: it is not there."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return [status.st_mtime_ns, status.st_size]
