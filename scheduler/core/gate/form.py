"""Rules on characters: whatever the words say, they must reach the reader whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from adapters.base import LinkPlace
from scheduler.core.fitting.counting import excess
from scheduler.core.gate.judged import Judged, Wording
from scheduler.core.model import OMITTED

ADDRESS = re.compile(r"(?:https?://|(?<![\w.])www\.)\S+", re.IGNORECASE)
AFTER_ADDRESS = ".,;:!?)»”\"'…"
RESIDUE = re.compile(
    rf"""
    {OMITTED} | [{{}}|\\^`] | ~~ | \*\* | (?<!\w)\*\w | __ | \]\( | \[\[ | \]\] | \$\$ | ::: | <[a-z!/?]
    | &\#?\w+; | \[\d+\] | (?<!\w)_\w[^_\n]*_(?!\w) | (?<![\w:/]):[a-z0-9_+\-]*[a-z][a-z0-9_+\-]*:(?![\w:])
    | ^\s*(?:\#{{1,6}}|[-+>*])\s
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
BROKEN = re.compile(
    r"""
    [\ufffd\ufeff\u00ad] | [\x00-\x09\x0b-\x1f\x7f-\x9f] | [\ud800-\udfff] | [\ue000-\uf8ff]
    | (?:^|[\s\ufffc])[\u200d\ufe00-\ufe0f\u20e3] | \u200d(?:$|\s)
    """,
    re.VERBOSE,
)
"""Signs of a file read in the wrong encoding, of a cut sequence, of what was never to be shown."""
FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+")
DIRECTIONS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"} | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
PAIRS = {"«": "»", "“": "”", "„": "“”", "(": ")", "[": "]", "「": "」", "『": "』", "（": "）", "【": "】"}
MARKS = re.compile(f"[{re.escape(''.join([*PAIRS, *PAIRS.values(), *DIRECTIONS, *DIRECTIONS.values()]))}]")
EMOTICON = re.compile(r"(?<!\w)[:;]['-]?[()]+|\([:;]")
FRENCH_SPACES = re.compile(r"« |(?<=\w) [;!?](?!\w)|(?<=\w) :(?![\w)(-])| »")
HASHTAG = re.compile(r"(?<![\w&/])#(\w+)")


def limit(post: Judged) -> str | None:
    """Hold a text to what fits."""
    return excess(post.content.text, post.limits)


def link_once(post: Judged) -> str | None:
    """Ask for the article's link, whole, in its place and nowhere else; an author may write it anywhere, and often."""
    expected = post.content.link
    if not _same_page(expected, post.article.link, post.limits.link_place):
        return f"the link is {expected!r}, the article's is {post.article.link!r}"
    found = [_trimmed(each, expected) for each in ADDRESS.findall(post.content.text)]
    others = [each for each in found if each != expected]
    if others and post.wording is not Wording.OWN:
        return f"it holds another address than the article's: {others[0]!r}"
    wanted = 1 if expected and _in_text(post) else 0
    times = found.count(expected or "")
    if times < wanted or (times > wanted and post.wording is not Wording.OWN):
        return f"the link stands {times} times in the text instead of {wanted}"
    return None


def _in_text(post: Judged) -> bool:
    match post.limits.link_place:
        case LinkPlace.TEXT:
            return True
        case LinkPlace.CARD:
            return post.limits.card_excludes_images and bool(post.content.media)
        case LinkPlace.FIRST_COMMENT | LinkPlace.NONE:
            return False
        case _:  # pragma: no cover
            assert_never(post.limits.link_place)


def _same_page(link: str | None, expected: str | None, place: LinkPlace) -> bool:
    if link is None or expected is None:
        return link == expected or (link is None and place is LinkPlace.NONE)
    return _untracked(link) == _untracked(expected)


def _untracked(link: str) -> str:
    """Return an address without what counts its visitors."""
    parts = urlsplit(link)
    query = [(key, value) for key, value in parse_qsl(parts.query, True) if not key.startswith("utm_")]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _trimmed(address: str, link: str | None) -> str:
    """Return an address without the punctuation of its sentence, where it is the link that remains."""
    bare = address.rstrip(AFTER_ADDRESS)
    return link if link is not None and bare == link.rstrip(AFTER_ADDRESS) else address


def no_residue(post: Judged) -> str | None:
    """Refuse leftovers of markup, templates and code."""
    found = RESIDUE.search(post.body)
    return f"{found.group().strip()!r} is a leftover of markup" if found else None


def unicode_ok(post: Judged) -> str | None:
    """Refuse broken characters."""
    text = post.content.text
    if (found := BROKEN.search(text)) or unicodedata.combining(text[:1] or " "):
        return f"it holds a broken character: {(found.group() if found else text[0])!a}"
    if any(len(run) % 2 for run in FLAGS.findall(text)):
        return "it holds half a flag"
    return "a mark of writing direction is never closed" if _astray(text, DIRECTIONS) else None


def balanced(post: Judged) -> str | None:
    """Ask for every quotation mark and bracket to have its partner."""
    text = EMOTICON.sub("", post.body)
    astray = _astray(text, PAIRS) or ('"' if text.count('"') % 2 else "")
    return f"{astray} has no partner" if astray else None


def _astray(text: str, pairs: dict[str, str]) -> str:
    """Return a mark without its partner, or nothing."""
    closers = frozenset("".join(pairs.values()))
    waiting: list[str] = []
    marks: list[str] = MARKS.findall(text)
    for mark in marks:
        if waiting and mark in pairs[waiting[-1]]:
            waiting.pop()
        elif mark in pairs:
            waiting.append(mark)
        elif mark in closers:
            return mark
    return waiting[-1] if waiting else ""


def hashtags_valid(post: Judged) -> str | None:
    """Hold hashtags to what every platform links, and to how many one welcomes."""
    found = HASHTAG.findall(post.content.text)
    asked = post.voice.most_hashtags
    most = post.limits.hashtags if asked is None else min(asked, post.limits.hashtags)
    if len(_written(post)) > most:
        return f"it holds {len(_written(post))} hashtags, the most is {most}"
    if len({tag.casefold() for tag in found}) < len(found):
        return "a hashtag stands twice"
    return next((reason for tag in _written(post) if (reason := _wrong(tag, post))), None)


def _written(post: Judged) -> list[str]:
    return [piece[1:] for piece in post.added if piece.startswith("#")]


def _wrong(tag: str, post: Judged) -> str | None:
    if re.fullmatch(r"[\w\u0300-\u036f]*[^\W\d_][\w\u0300-\u036f]*", tag) is None:
        return f"#{tag} is no hashtag: letters, digits and underscores, and one letter at least"
    if tag.casefold() in post.voice.no_hashtags:
        return f"#{tag} is never to be used"
    for named in post.article.tags:
        if reason := _unlike(tag, re.findall(r"\w+", unicodedata.normalize("NFC", named))):
            return reason
    return None


def _unlike(tag: str, words: list[str]) -> str | None:
    """Return how a hashtag spoils the article's tag that it stands for, if it stands for it."""
    joined = "".join(words)
    if _bare(tag) != _bare(joined):
        return None
    if tag.casefold() != joined.casefold():
        return f"#{tag} has lost its accents"
    starts = (sum(map(len, words[:number])) for number, word in enumerate(words) if word.islower())
    return f"#{tag} does not show its words" if any(tag[start].islower() for start in starts) else None


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))


def typography(post: Judged) -> str | None:
    """Ask for French no-break spaces inside guillemets and before double punctuation."""
    if not post.article.language.startswith("fr"):
        return None
    found = next(_breaking(post.body), None)
    return f"a line may break at {found!r}" if found else None


def _breaking(text: str) -> Iterator[str]:
    return (found.group() for found in FRENCH_SPACES.finditer(text))
