"""Which post tells which teaser of its article, now that the article may be another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from scheduler.core.plan.values import Standing, Wanted
from scheduler.core.repeats import nearly_the_same

NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
Same: TypeAlias = Callable[[Standing, Wanted], bool]


@dataclass
class Matched:
    """The posts of an article on an account, and its teasers there."""

    pairs: list[tuple[Standing, Wanted]] = field(default_factory=list)
    lost: list[Standing] = field(default_factory=list)
    """Tell what the article does not say any more."""
    fresh: list[Wanted] = field(default_factory=list)
    """Are told by no post, in the order to post them."""


def match(
    posts: Sequence[Standing], wanted: Sequence[Wanted], text_of: Callable[[int], str], *, changed: bool
) -> Matched:
    """Pair each post with the teaser that it tells.

    A post and its teaser have the same idea, or nearly the same words. Where the article has changed, a post that
    waits may tell another teaser of its kind and section.
    """
    matched = Matched(lost=list(posts), fresh=list(wanted))
    _pair(matched, lambda post, teaser: post.idea == teaser.idea)
    if matched.lost and matched.fresh:
        texts = {post.id: post.text or text_of(post.id) for post in matched.lost}
        _pair(matched, lambda post, teaser: nearly_the_same(texts[post.id], teaser.text))
    if changed:
        _pair(matched, lambda post, teaser: post.kind == teaser.kind == "announcement")
        _pair(matched, _of_one_place)
    return matched


def _of_one_place(post: Standing, teaser: Wanted) -> bool:
    return post.is_ours and (post.kind, post.section) == (teaser.kind, teaser.section)


def _pair(matched: Matched, same: Same) -> None:
    for post in list(matched.lost):
        found = next((teaser for teaser in matched.fresh if same(post, teaser)), None)
        if found is not None:
            matched.pairs.append((post, found))
            matched.lost.remove(post)
            matched.fresh.remove(found)


def differences(before: str, link: str | None, wanted: Wanted) -> tuple[str, ...]:
    """Return what has become another in a post, the heaviest first."""
    found = []
    old, new = (dict.fromkeys(NUMBER.findall(_without(text, url))) for text, url in _texts(before, link, wanted))
    if gone := [number for number in old if number not in new]:
        come = [number for number in new if number not in old]
        found.append(f"a number has changed: {', '.join(gone)} → {', '.join(come) or 'none'}")
    if link != wanted.facts.link:
        found.append(f"the link has changed: {link or 'none'} → {wanted.facts.link or 'none'}")
    said, says = (_without(text, url) for text, url in _texts(before, link, wanted))
    if said != says:
        found.append("the text has changed")
    return tuple(found) or ("its picture, card or language has changed",)


def _texts(before: str, link: str | None, wanted: Wanted) -> tuple[tuple[str, str | None], tuple[str, str | None]]:
    return (before, link), (wanted.text, wanted.facts.link)


def _without(text: str, link: str | None) -> str:
    return text if link is None else text.replace(link, "")
