"""Measures text in words, whether or not its script puts spaces between them.

Two characters of Chinese or Japanese count as a word, and one as wide as two letters: close enough for bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from scheduler.core.languages.folding import fold

UNSPACED = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Characters of scripts without spaces: kana and Chinese characters."""
WIDE = rf"\u3000-\u303f{UNSPACED}\uff01-\uff65"
"""The same with their punctuation."""
A_WIDE = re.compile(f"[{WIDE}]")
A_WORD = re.compile(rf"[{WIDE}]{{1,2}}|[^\s{WIDE}]+")
A_NAME = re.compile(rf"(?:(?![\u3040-\u309f])[{UNSPACED}]){{2}}|[^{UNSPACED}]{{4,}}")
"""A token that may name something: no small word, and no ending of a Japanese verb."""
A_TOKEN = re.compile(rf"(?=([{UNSPACED}]{{2}}))[{UNSPACED}]|([^\W{UNSPACED}]+)")


def words_in(text: str) -> int:
    """Return how many words a text has."""
    return sum(1 for _ in A_WORD.finditer(text))


def length(text: str) -> int:
    """Return how long a text is to its reader, in letters."""
    return len(text) + sum(1 for _ in A_WIDE.finditer(text))


def beginning(text: str, size: int) -> str:
    """Return the first `size` words of a text, as they are written."""
    ends = [word.end() for word in islice(A_WORD.finditer(text), size)]
    return text[: ends[-1]] if ends else ""


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded; where there are no spaces, each two neighbouring characters."""
    return tuple(pair or word for pair, word in A_TOKEN.findall(fold(text)))


def names(text: str) -> tuple[str, ...]:
    """Return the tokens of a text that are long enough to name something."""
    return tuple(token for token in tokens(text) if A_NAME.fullmatch(token))


def joined(sentences: Iterable[str]) -> str:
    """Return sentences as one text: no space follows a wide character."""
    return "".join(each if A_WIDE.match(each[-1:]) else f"{each} " for each in sentences).rstrip(" ")
