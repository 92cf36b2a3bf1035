"""What becomes of the posts that an article has on an account."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.core.plan.lines import Line, Memory, Place
from scheduler.core.plan.matching import differences, match
from scheduler.core.plan.values import (
    Action,
    Clash,
    Correction,
    Entry,
    Refusal,
    Served,
    Standing,
    Subject,
    Wanted,
    World,
)
from scheduler.core.repeats import nearly_the_same

ARTICLE, CAMPAIGN = "article", "campaign"
"""What a post may wait for."""


@dataclass
class Findings:
    """What a plan says, as far as it is known."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    staying: list[Place] = field(default_factory=list)
    """Posts that may keep their slots."""


def judge(subject: Subject, account: Served, world: World, found: Findings) -> Line | None:
    """Decide on the posts of an article on an account; return what is to be placed still, if anything."""
    line = Line(subject, account)
    posts = subject.on(account.name)
    if why := _unwanted(subject, account):
        action, waits_for, reason = why
        for post in posts:
            _end(post, line, action, waits_for, reason, found)
        return None
    if posts:
        _judge_posts(posts, line, world, found)
    return line


def _unwanted(subject: Subject, account: Served) -> tuple[Action, str, str] | None:
    """Return what becomes of posts that are not wanted now, what they wait for, and why."""
    if subject.now is not None:
        return Action.CANCEL, "", f"its article is now {subject.now}"
    if subject.gone:
        return Action.HOLD, ARTICLE, "its article is gone"
    if subject.out is not None:
        return Action.HOLD, ARTICLE, f"its article is out: {subject.out}"
    campaign = subject.campaign
    if campaign.accounts and account.name not in campaign.accounts:
        return Action.CANCEL, "", f"the campaign {campaign.name!r} does not speak on this account"
    if campaign.paused:
        return Action.HOLD, CAMPAIGN, f"the campaign {campaign.name!r} is paused"
    return None


def _end(post: Standing, line: Line, action: Action, waits_for: str, reason: str, found: Findings) -> None:
    if post.is_ours:
        place = Place(line, post, None)
        done = action is Action.HOLD and post.held == waits_for
        found.entries.append(place.ended(Action.KEEP if done else action, reason, waits_for or None))
    elif post.is_waiting:
        found.clashes.append(Clash(post.id, post.account, post.at, reason))


def _judge_posts(posts: list[Standing], line: Line, world: World, found: Findings) -> None:
    subject = line.subject
    drafts = line.ask(world)
    found.refused += [Refusal(subject.path, line.account.name, reason, place) for place, reason in drafts.refused]
    if not drafts.is_known:
        _leave(posts, line, found)
        return
    matched = match([one for one in posts if not one.evergreen], drafts.wanted, world.text_of, changed=subject.changed)
    line.fresh = deque(matched.fresh)
    for post, wanted in sorted(matched.pairs, key=lambda pair: drafts.wanted.index(pair[1])):
        _pair(post, wanted, line, world, found)
    for post in matched.lost:
        _lose(post, line, found)
    for post in posts:
        if post.evergreen:
            _return(post, line, drafts.wanted, world, found)


def _leave(posts: Sequence[Standing], line: Line, found: Findings) -> None:
    """Leave posts as they are, since nobody can tell what their article says."""
    for post in posts:
        if post.is_ours and post.held is not None:
            found.entries.append(Place(line, post, None).ended(Action.KEEP, "its article has a mistake", post.held))
        elif post.is_ours:
            found.staying.append(Place(line, post, None))
        elif post.is_waiting or post.is_out:
            line.tell(post.at)


def _pair(post: Standing, wanted: Wanted, line: Line, world: World, found: Findings) -> None:
    if post.is_ours:
        place = Place(line, post, wanted)
        if wanted.digest != post.digest:
            place.reasons += differences(post.text, post.link, wanted)
        found.staying.append(place)
        return
    if post.is_waiting or post.is_out:
        line.tell(post.at, wanted.idea)
    elif line.memory is not None:
        line.memory.dropped.add(wanted.idea)
    differs = line.subject.changed and post.idea is not None and post.idea != wanted.idea
    if post.is_out and differs:
        reasons = differences(world.text_of(post.id), post.link, wanted)
        found.corrections.append(Correction(post.id, post.account, line.subject.path, post.url, reasons))
    elif post.is_waiting and differs:
        reason = "a person has changed it, and its article says something else since"
        found.clashes.append(Clash(post.id, post.account, post.at, reason))


def _lose(post: Standing, line: Line, found: Findings) -> None:
    if post.is_ours:
        reason = "its article does not say this any more, or not here"
        found.entries.append(Place(line, post, None).ended(Action.CANCEL, reason))
        return
    if post.is_waiting or post.is_out:
        line.tell(post.at)
    if post.is_out and post.idea is not None and line.subject.changed:
        reasons = ("its article does not say this any more",)
        found.corrections.append(Correction(post.id, post.account, line.subject.path, post.url, reasons))


def _return(post: Standing, line: Line, wanted: Sequence[Wanted], world: World, found: Findings) -> None:
    """Decide on a post that returns: one that waits is looked at once everything else has its slot."""
    line.memory = line.memory or Memory()
    said = post.text or world.text_of(post.id)
    same = next((one for one in wanted if one.idea == post.idea), None)
    same = same or next((one for one in wanted if nearly_the_same(said, one.text)), None)
    if post.is_ours:
        place = Place(line, post, same)
        if same is not None and same.digest != post.digest:
            place.reasons += differences(post.text, post.link, same)
        line.memory.waiting.append(place)
        return
    line.tell(post.at, None if same is None else same.idea)
    line.memory.returned.append(post.at)
    assert line.fresh is not None
    line.fresh = deque(one for one in line.fresh if one is not same)
    if post.is_out and same is None and line.subject.changed:
        reasons = ("its article does not say this any more",)
        found.corrections.append(Correction(post.id, post.account, line.subject.path, post.url, reasons))
