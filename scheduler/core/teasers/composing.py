"""The same ideas at length, for platforms that reward reading: a hook, whole sentences, bullets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.core.languages.measuring import joined
from scheduler.core.model import Kind, Span, Teaser, Telling
from scheduler.core.teasers.candidates import Candidate
from scheduler.core.teasers.judging import asks
from scheduler.core.teasers.kinds.listing import bulleted, simple_items
from scheduler.core.teasers.kinds.programme import promises
from scheduler.core.teasers.kinds.question import is_clear
from scheduler.core.teasers.leaning import unresolved
from scheduler.core.teasers.passages import Line, Matter, Paragraph, Passage
from scheduler.core.teasers.wording import TOO_ALIKE, opening, overlap, stems

LEAST = 600
MOST = 1300
ENOUGH = 850
"""Characters after which no further paragraph is begun."""
MOST_SENTENCES = 7
"""A hook, and what it takes of short sentences to fill the least."""
MOST_UNDER = 2
"""Sentences of the article under its announcement."""
FEWEST_PROMISES = 3


def composed(
    announcement: Teaser | None,
    told: Sequence[tuple[Candidate, Teaser]],
    read: Sequence[Passage],
    matter: Matter,
) -> Iterator[Teaser]:
    """Yield the teasers with their long tellings, no sentence in two of them, no two opening alike.

    The announcement helps itself last: its title and description are its own already.
    """
    taken: list[Telling] = []
    candidates = [candidate for candidate, _ in told]
    others = [
        _with_long(teaser, _tellings(candidate, teaser, candidates, read, matter), taken) for candidate, teaser in told
    ]
    if announcement is not None:
        yield _with_long(announcement, _announced(announcement, read), taken)
    yield from others


def _with_long(teaser: Teaser, options: Iterator[Telling], taken: list[Telling]) -> Teaser:
    found = next((long for long in options if all(_is_apart(long, other) for other in taken)), None)
    if found is None:
        return teaser
    taken.append(found)
    return replace(teaser, composed=found)


def _is_apart(one: Telling, other: Telling) -> bool:
    shared = any(first[0] < second[1] and second[0] < first[1] for first in one.source for second in other.source)
    return not shared and opening(one.text) != opening(other.text) and overlap(one.text, other.text) <= TOO_ALIKE


def _announced(teaser: Teaser, read: Sequence[Passage]) -> Iterator[Telling]:
    """Yield the announcement, with the sentences that open the article under it where it needs them."""
    lines = read[0].paragraphs[0].lines if read else ()
    for size in range(min(len(lines), MOST_UNDER) + 1):
        under = lines[:size]
        again = any(overlap(line.text, teaser.text) > TOO_ALIKE for line in under)
        if again or any(line.said != line.text for line in under) or (under and under[0].opening != under[0].text):
            return
        text = "\n\n".join(part for part in (teaser.text, joined(line.text for line in under)) if part)
        if LEAST <= len(text) <= MOST and not asks(text):
            yield Telling(text, (*teaser.source, *(line.span for line in under)))


def _tellings(
    candidate: Candidate, teaser: Teaser, told: Sequence[Candidate], read: Sequence[Passage], matter: Matter
) -> Iterator[Telling]:
    """Yield the ways to tell a candidate at length: from its own place on, then from ever earlier in its section."""
    if candidate.kind is Kind.PROGRAMME:
        yield from _programme(teaser, told, read, matter)
    passage = read[candidate.passage]
    for place in range(candidate.place, -1, -1):
        line = _line(passage, place)
        set_out = candidate.kind is Kind.ENUMERATION and place == candidate.place
        hook = candidate.text if set_out else line.opening if line else None
        long = _from(passage, place, line, hook, matter) if line and hook else None
        if long and any(first[0] <= candidate.source[-1][0] < first[1] for first in long.source):
            yield long


def _programme(teaser: Teaser, told: Sequence[Candidate], read: Sequence[Passage], matter: Matter) -> Iterator[Telling]:
    """Yield what the article promises, as bullets under the label, save what others tell."""
    label = teaser.text.partition(":")[0] + ":"
    others = {each.source for each in told if each.kind is not Kind.PROGRAMME}
    found = [each for passage in read for each in promises(passage, matter)]
    clear = [(line, rest) for _, line, rest in found if (line.span,) not in others and not unresolved(rest, matter)]
    for size in range(len(clear), FEWEST_PROMISES - 1, -1):
        text = bulleted(label, tuple(rest for _, rest in clear[:size]))
        if LEAST <= len(text) <= MOST:
            yield Telling(text, tuple(line.span for line, _ in clear[:size]))


def _line(passage: Passage, place: int) -> Line | None:
    lines = (
        each.lines[place - each.first : place - each.first + 1] for each in passage.paragraphs if each.first <= place
    )
    return next((found[0] for found in lines if found), None)


def _from(passage: Passage, place: int, line: Line, hook: str, matter: Matter) -> Telling | None:
    """Return what a passage says from one sentence on, at length; nothing where that is too little."""
    parts = [*_heading(passage, place, matter), hook]
    source = [line.span]
    for text, spans in _following(passage, place + 1, matter):
        if len("\n\n".join(parts)) > ENOUGH:
            break
        parts.append(text)
        source += spans
    told = "\n\n".join(parts)
    return Telling(told, tuple(source)) if LEAST <= len(told) <= MOST else None


def _following(passage: Passage, place: int, matter: Matter) -> Iterator[tuple[str, list[Span]]]:
    """Yield the paragraphs from one sentence on, up to what no post may hold, or to a list, which closes."""
    room = MOST_SENTENCES - 1
    for number, paragraph in enumerate(passage.paragraphs):
        lines = paragraph.lines[max(0, place - paragraph.first) :]
        used = _sound(lines, room)
        if used:
            yield joined(line.said or "" for line in used), [line.span for line in used]
        following = passage.paragraphs[number + 1 : number + 2]
        if listed := _listed(lines[len(used) :], following, matter):
            yield listed, [lines[-1].span, following[0].block.span]
        room -= len(used)
        whole = len(used) == len(lines) and (used or paragraph.first < place)
        if not whole or not room:
            return


def _sound(lines: Sequence[Line], room: int) -> Sequence[Line]:
    """Return the sentences that a post may hold, up to one that leaves the reader waiting."""
    end = next((index for index, line in enumerate(lines) if line.said is None), len(lines))
    used = list(lines[: min(end, room)])
    while used and used[-1].leaves_open:
        used.pop()
    return used


def _listed(rest: Sequence[Line], following: Sequence[Paragraph], matter: Matter) -> str:
    """Return the list under a paragraph's last line, where that introduces one."""
    items = simple_items(following[0].block, matter) if following else ()
    return bulleted(rest[0].text, items) if len(rest) == 1 and rest[0].text.endswith(":") and items else ""


def _heading(passage: Passage, place: int, matter: Matter) -> tuple[str, ...]:
    """Return the heading where it asks, or names the topic, and the telling begins right under it."""
    title = passage.title
    if place or title is None or not is_clear(title, matter):
        return ()
    topical = not stems(title, matter.known).isdisjoint(matter.topic)
    return (title,) if asks(title) or topical else ()
