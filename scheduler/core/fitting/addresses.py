"""What X takes for an address, after twitter-text 3: a domain with a known ending, `https://` before it or not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import regex
from publicsuffixlist import PSLFILE

LABEL_LENGTH = 63
"""A longer part of a domain makes it no address (RFC 1035)."""
DOTTED = regex.compile(r"[^\s.]\.[^\s.]")
LATIN = (  # as twitter-text has it: the accented letters, those of African languages, and combining marks
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    r"\u02bb\u0300-\u036f\u1e00-\u1eff"
)
LETTER = r"[^\s!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$\u202a-\u202e\ufeff\ufffe\uffff]"
"""What a part of a domain may hold, besides hyphens within."""
ENDING = r"(?:\L<endings>|xn--[-0-9a-z]+)(?![0-9a-zA-Z@])"
FULL = rf"(?:{LETTER}(?:[_-]|{LETTER})*+(?<![_-])\.)*(?:{LETTER}(?:-|{LETTER})*+(?<!-)\.){ENDING}"
BARE = rf"(?:[a-z0-9{LATIN}][a-z0-9\-{LATIN}]*+\.)+{ENDING}"
GENERAL = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{LATIN}]"
ENCLOSED = rf"\((?:{GENERAL}+|{GENERAL}*\({GENERAL}+\){GENERAL}*)\)"
LAST = rf"(?:[+\-a-z\u0400-\u04ff0-9=_#/{LATIN}]|{ENCLOSED})"
"""What a path may end in: the punctuation after it is the sentence's."""
PATH = rf"(?:/(?:(?:{GENERAL}|{ENCLOSED})*{LAST})?)?"
QUERY = r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?"
REST = rf"(?::[0-9]+)?{PATH}{QUERY}"
OWN = rf"t\.co/[a-z0-9]{{1,40}}(?![a-z0-9]){QUERY}"
"""X's own short addresses, which hold nothing else."""
ADDRESS = (
    rf"(?<![A-Za-z0-9@＠$#＃])https?://(?:{OWN}|(?!t\.co/\w)(?P<domain>{FULL}){REST})"
    rf"|(?<![a-z0-9@＠$#＃_./\-{LATIN}])(?P<domain>{BARE}){REST}"
)


def priced(text: str, cost: int) -> str:
    """Return a text with as many letters in the place of each address as it costs."""
    return _address().sub(lambda found: _price(found, cost), text) if DOTTED.search(text) else text


def _price(found: regex.Match[str], cost: int) -> str:
    labels = (found["domain"] or "").split(".")
    return found.group() if any(_encoded(label) > LABEL_LENGTH for label in labels) else "x" * cost


def _encoded(label: str) -> int:
    return len(label) if label.isascii() else len("xn--") + len(label.encode("punycode"))


@cache
def _address() -> regex.Pattern[str]:
    """Return the pattern, compiled when it is first needed: it holds every ending that there is."""
    return regex.compile(ADDRESS, regex.IGNORECASE, endings=_endings())


def _endings() -> list[str]:
    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    return sorted({line.rpartition(".")[2].strip() for line in lines if line and not line.startswith("//")})
