"""Small worlds to plan in, and what a world is once its plan was carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from scheduler.core.model import Campaign, Rhythm
from scheduler.core.plan import Action, Drafts, Entry, Facts, Fixed, Plan, Served, Standing, Subject, Wanted, World
from scheduler.core.state import State

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 5, 4, 8, tzinfo=PARIS)
"""A Monday."""
DAILY = Rhythm(frozenset(range(1, 8)), (time(9), time(17)), "Europe/Paris", timedelta(hours=1))
OURS = {"idea": "x", "digest": "x", "text": "x"}
CURVE = (timedelta(days=2), timedelta(days=4))


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a time in May 2026."""
    return datetime(2026, 5, 1, hour, minute, tzinfo=PARIS) + timedelta(days=day - 1)


UNTIL = at(30)


def teaser(text: str, *, kind: str = "section", link: str | None = None, **more: object) -> Wanted:
    """Return a teaser whose idea and digest are its text."""
    facts = Facts(link=link)
    wanted = Wanted(f"idea {text}", kind, None, text, f"digest {text} {link}", facts)
    return replace(wanted, **more)  # type: ignore[arg-type]


def subject(name: str, *posts: Standing, **more: object) -> Subject:
    """Return an article that is not new."""
    made = Subject(name, name.title(), None, "d", Campaign(curve=CURVE), datetime(2026, 1, 1, tzinfo=UTC), posts=posts)
    return replace(made, **more)  # type: ignore[arg-type]


def post(number: int, text: str, when: datetime, *, account: str = "a", **more: object) -> Standing:
    """Return a post that a plan made of `teaser(text)`."""
    told = teaser(text)
    made = Standing(number, account, State.QUEUED, when, told.kind, None, told.idea, told.digest, text)
    return replace(made, **more)  # type: ignore[arg-type]


@dataclass
class Small:
    """A world in which every article gives the same on every account."""

    gives: Mapping[str, Sequence[Wanted]]
    subjects: Sequence[Subject] = ()
    accounts: Sequence[Served] = (Served("a", "plain", DAILY),)
    said: Mapping[str, Sequence[tuple[str, str] | tuple[str, str, datetime]]] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)
    until: datetime = UNTIL
    awaits: str | None = None
    repeat: timedelta = timedelta(days=5)

    def world(self) -> World:
        """Return it as a plan takes it."""
        return World(
            now=NOW,
            until=self.until,
            accounts=self.accounts,
            subjects=self.subjects or [subject(name) for name in self.gives],
            drafts=lambda one, _account: Drafts(tuple(self.gives[one.path])),
            text_of=lambda number: self.texts.get(number, ""),
            said=lambda account: [(*one, NOW)[:3] for one in self.said.get(account, ())],
            awaits=lambda _account, _kind, _campaign: self.awaits,
            repeat=self.repeat,
        )


def public(*subjects: Subject) -> dict[str, list[tuple[str, str, datetime]]]:
    """Return what the posts of some articles have said on each account that are no plan's to change."""
    posts = [one for each in subjects for one in each.posts if not one.is_ours and (one.is_out or one.is_waiting)]
    return {name: [(one.text, f"post {one.id}", one.at) for one in posts if one.account == name] for name in ("a", "b")}


def fixed(*times: datetime) -> list[Fixed]:
    """Return places in a calendar."""
    return [Fixed(900 + number, each, is_waiting=True) for number, each in enumerate(times)]


def carried(world: World, plan: Plan) -> World:
    """Return the world as the plan leaves it."""
    numbers = count(1 + max((one.id for subject in world.subjects for one in subject.posts), default=0))
    subjects = []
    for subject in world.subjects:
        posts = {one.id: one for one in subject.posts}
        for entry in (one for one in plan.entries if one.article == subject.path):
            number = next(numbers) if entry.post is None else entry.post
            if (after := _after(entry, posts.get(number), number)) is None:
                del posts[number]
            else:
                posts[number] = after
        subjects.append(replace(subject, posts=tuple(posts.values()), changed=False))
    return replace(world, subjects=subjects)


def _after(entry: Entry, before: Standing | None, number: int) -> Standing | None:
    state = State.QUEUED if entry.awaits is None else State.DRAFT
    if before is None:
        assert entry.wanted is not None
        made = Standing(
            number, entry.account, state, entry.at, entry.kind, entry.section, entry.idea, "", evergreen=entry.evergreen
        )
        return _saying(made, entry)
    match entry.action:
        case Action.CANCEL:
            return None
        case Action.HOLD:
            return replace(before, held=entry.waits_for)
        case Action.KEEP:
            return before
        case _:
            state = before.state if entry.awaits is None else State.DRAFT
            return _saying(replace(before, state=state, at=entry.at, held=None, idea=entry.idea, approved=False), entry)


def _saying(post: Standing, entry: Entry) -> Standing:
    if entry.wanted is None:
        return post
    wanted = entry.wanted
    return replace(post, digest=wanted.digest, text=wanted.text, link=wanted.facts.link, kind=wanted.kind)
