"""News and days, put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from adapters.base import Counting, Limits
from scheduler.core.fitting.typography import typeset
from scheduler.core.news.items import Day, Held, Item, Message
from scheduler.core.news.kinds import News, Tongue
from scheduler.core.news.reasons import reason_in
from scheduler.core.news.words import WORDS, Heading, Words

MOST = 10
"""Items told one by one; the rest are counted."""
QUOTED = 60
"""Characters of a post that recall it."""
NO_LIMITS = Limits(Counting.CODE_POINTS, text=None)


def notice(items: Iterable[Item], tongue: Tongue) -> Message:
    """Return what to say of news, the most urgent first."""
    words = WORDS[tongue]
    told = list(items)
    parts = [(kind, found) for kind in News if (found := [item for item in told if item.kind is kind])]
    headings = [words.news[kind].said(len(found)) for kind, found in parts]
    title = f"tambour – {headings[0]}" + (f", {words.also}" if len(headings) > 1 else "")
    bodies = ["\n".join(_part(kind, found, tongue)) for kind, found in parts]
    return _set(title, "\n\n".join(bodies), tongue)


def handed_over(item: Item, tongue: Tongue) -> Message:
    """Return a post for the person who posts it: the body is its text and nothing else, to be copied as it is."""
    assert item.post is not None
    title = WORDS[tongue].handed_over.format(number=item.post.number, account=item.account)
    return Message(typeset(title, tongue, NO_LIMITS), item.post.text, item.post.media)


def digest(day: Day, tongue: Tongue) -> Message:
    """Return what to say of a day: what waits for a person first."""
    words = WORDS[tongue]
    asks = list(_asks(day, tongue))
    head = words.asks.said(_waiting(day))
    parts = [
        "\n".join([head, *asks]),
        "\n".join(_counted(words.sent, day.sent)),
        "\n".join(_counted(words.due, day.due)),
    ]
    if day.healing:
        parts.insert(1, words.healing.said(day.healing))
    return _set(f"tambour, {_date(day.on, words)} – {head}", "\n\n".join(parts), tongue)


def _waiting(day: Day) -> int:
    things = len(day.uncertain) + len(day.handed) + len(day.failed) + len(day.missed) + len(day.held)
    return things + bool(day.drafts) + day.stopped


def _asks(day: Day, tongue: Tongue) -> Iterator[str]:
    words = WORDS[tongue]
    if day.stopped:
        yield f"• {words.stopped}"
    kinds = (News.UNCERTAIN, News.HANDED, News.FAILED, News.MISSED)
    for kind, items in zip(kinds, (day.uncertain, day.handed, day.failed, day.missed), strict=True):
        if items:
            yield from _part(kind, items, tongue)
    for one in day.held:
        yield f"• {_held(one, words)}"
    if day.drafts:
        yield f"• {words.drafts.said(day.drafts)}"


def _held(one: Held, words: Words) -> str:
    return words.held.said(one.waiting, account=one.account, why=words.holds.get(one.hold, one.hold))


def _part(kind: News, items: Iterable[Item], tongue: Tongue) -> Iterator[str]:
    words, found = WORDS[tongue], list(items)
    yield words.news[kind].said(len(found))
    for item in found[:MOST]:
        yield f"• {_line(item, words)}"
        if item.reason:
            yield f"  {reason_in(item.reason, tongue)}"
    if len(found) > MOST:
        yield f"• {words.more.said(len(found) - MOST)}"
    yield words.news[kind].advice


def _line(item: Item, words: Words) -> str:
    if item.post is None:
        return item.account
    return words.post.format(
        number=item.post.number,
        account=item.account,
        when=words.short_date.format(date=_date(item.post.publish_at, words), time=f"{item.post.publish_at:%H:%M}"),
        text=words.quote.format(text=_beginning(item.post.text)),
    )


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= QUOTED:
        return line
    return f"{line[:QUOTED].rpartition(' ')[0] or line[:QUOTED]}…"


def _date(on: date | datetime, words: Words) -> str:
    return words.date.format(day=words.days[on.weekday()], date=on.day, month=words.months[on.month - 1])


def _counted(heading: Heading, counts: Mapping[str, int]) -> Iterator[str]:
    yield heading.said(sum(counts.values()))
    for account, count in sorted(counts.items()):
        yield f"• {account}: {count}"


def _set(title: str, body: str, tongue: Tongue) -> Message:
    return Message(typeset(title, tongue, NO_LIMITS), typeset(body, tongue, NO_LIMITS))
