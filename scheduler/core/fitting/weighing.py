"""How X weighs a text, after twitter-text 3 (github.com/twitter/twitter-text, `config/v3.json`).

An address costs the same whatever its length, and so does an emoji whatever it is joined of; a letter of most
scripts weighs one, anything else two.
"""

from __future__ import annotations

import unicodedata

import regex

from scheduler.core.fitting.addresses import priced

ADDRESS = 23
"""What any address costs."""
LIGHT = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""The characters that weigh one: Latin to Georgian, and most punctuation. U+00A0 is light, U+202F is not."""
EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}"
    r"|[0-9#*]\ufe0f?\u20e3"
    r"|(?:\p{Emoji_Presentation}|\p{Emoji}(?=\ufe0f|\p{Emoji_Modifier})|(?![0-9#*©®])\p{Emoji}(?!\ufe0e))"
    r"(?:\ufe0f|\p{Emoji_Modifier})?[\U000e0020-\U000e007f]*"
    r"(?:\u200d\p{Emoji}(?:\ufe0f|\p{Emoji_Modifier})?)*"
)


def weight(text: str) -> int:
    """Return the length of a text in X's units."""
    short = EMOJI.sub("\U0001f600", priced(unicodedata.normalize("NFC", text), ADDRESS))
    return sum(1 if char <= "\u10ff" else _weighed(ord(char)) for char in short)


def _weighed(code: int) -> int:
    return 1 if any(first <= code <= last for first, last in LIGHT) else 2
