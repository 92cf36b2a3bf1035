"""How a French article speaks to its reader: as `tu`, as `vous`, or as both by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.core.article import line_at
from scheduler.core.checking.finding import Finding, error, warning
from scheduler.core.checking.page import masked

NO_VERB = frozenset({"assez", "chez", "fez", "lez", "merguez", "nez", "rez", "suez"})
"""Words that end as verbs do with `vous`, and are none."""
QUOTED = re.compile(r"«[^»]{0,999}»|“[^”]{0,999}”|\"[^\"\n]{0,999}\"|^[ ]*(?:>|[—–][ ]).*$", re.MULTILINE)
"""What others say; they may address whom they like."""
FAMILIAR = re.compile(
    r"(?<![\w\-'’])(?<!est )(?:tu|toi|te|ta|tes|t(?=['’]))(?![\w\-])|(?<=\w)-(?:tu|toi)(?![\w\-])", re.IGNORECASE
)
"""Without `ton`, which is also a tone."""
FORMAL = re.compile(
    r"""
    (?<![\w\-])(?:vous|votre|vos)(?![\w\-])
    | (?<![\w\-])(?!rendez-vous)[a-zà-ÿœ]{2,}ez(?=-vous|(?![\w\-]))
    | (?:^|[.!?:•*\-]\s)\s*(?!Rendez-vous)[A-ZÀ-ÞŒ][a-zà-ÿœ]+ez(?=-vous|(?![\w\-]))
    """,
    re.VERBOSE | re.MULTILINE,
)
"""The pronouns, and verbs; a capital counts where a sentence begins, since names end so too."""


def addressing(text: str, address: str | None) -> Iterator[Finding]:
    """Yield where a text addresses its reader otherwise than it should, or than the rest of it does.

    Quotations and dialogue are no matter: others may address whom they like.
    """
    said = QUOTED.sub(masked, text)
    found = {"tu": list(_familiar(said)), "vous": list(_formal(said))}
    if address is not None:
        other = "vous" if address == "tu" else "tu"
        yield from (error(line, _odd(word, address), "address") for line, word in found[other])
    elif found["tu"] and found["vous"]:
        fewer, more = sorted(found, key=lambda each: len(found[each]))
        yield from (warning(line, _odd(word, more), "address") for line, word in found[fewer])


def _odd(word: str, address: str) -> str:
    return f"{word!r} does not speak to the reader as {address!r}; reword it"


def _familiar(text: str) -> Iterator[tuple[int, str]]:
    return ((line_at(text, found.start()), found.group()) for found in FAMILIAR.finditer(text))


def _formal(text: str) -> Iterator[tuple[int, str]]:
    for found in FORMAL.finditer(text):
        word = found.group().split()[-1]
        if word.lower() not in NO_VERB:
            yield line_at(text, found.end() - 1), word
