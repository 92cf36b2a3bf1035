"""Shortcodes of WordPress: what a program puts in the place of `[name value="1"]`, or does with all up to `[/name]`.

Source: https://developer.wordpress.org/apis/shortcode/.
"""

from __future__ import annotations

import re

SHORTCODE = re.compile(
    r"(?P<before>^[^\S\n]*)?\[(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<values>(?:\s[^\[\]<>]{0,999})?/?)\](?P<after>[^\S\n]*$)?",
    re.MULTILINE,
)
LAYING_OUT = re.compile(
    r"(?:row|col|columns?|section|container|center|(?:vc|et_pb|fusion|av|su|fl|tatsu|cs)_\w+)", re.IGNORECASE
)
"""Those that show what stands in them to everybody."""


def without(content: str) -> str:
    """Return a text without shortcodes, and without what stands in those that may show it to some readers only.

    A word in brackets is none where it has no value, no end and no line of its own.
    """
    ends = {one["name"].lower() for one in SHORTCODE.finditer(content) if one["end"]}
    kept: list[str] = []
    place, within = 0, ""
    for one in SHORTCODE.finditer(content):
        if _is_word(one, ends):
            continue
        if not within:
            kept.append(content[place : one.start()])
        within = _within(one, within, ends)
        place = one.end()
    return "".join([*kept, "" if within else content[place:]])


def _is_word(one: re.Match[str], ends: set[str]) -> bool:
    alone = one["before"] is not None and one["after"] is not None
    return not (alone or one["name"].lower() in ends or "=" in one["values"] or one["values"].endswith("/"))


def _within(one: re.Match[str], within: str, ends: set[str]) -> str:
    """Return the name of the shortcode that hides what follows `one`, given the one that hides `one` itself."""
    name = one["name"].lower()
    if within:
        return "" if one["end"] and name == within else within
    hides = name in ends and not (one["end"] or one["values"].endswith("/") or LAYING_OUT.fullmatch(name))
    return name if hides else ""
