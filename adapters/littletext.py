"""The mark-up of LinkedIn's texts, in which a character that means something must be escaped to be read.

Source: learn.microsoft.com, "little text format", 2026. An unescaped bracket cuts a post short in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_TEMPLATE = re.compile(r"\{hashtag\|\\?#\|((?:\\.|[^\\|{}])*)\}")
RESERVED = re.compile(r"[|{}@\[\]()<>#\\*_~]")


def escape(text: str, hashtags: Collection[str] = ()) -> str:
    """Return a text as it is sent, so that it reads as written; `hashtags` (without `#`) stay links."""
    if not hashtags:
        return _escaped(text)
    longest_first = sorted(hashtags, key=lambda tag: (-len(tag), tag))
    live = re.compile(rf"(?<!\w)#({'|'.join(map(re.escape, longest_first))})(?!\w)")
    pieces = live.split(text)
    return "".join(f"#{_escaped(piece)}" if at % 2 else _escaped(piece) for at, piece in enumerate(pieces))


def read(text: str) -> str:
    """Return what a reader sees of a text as LinkedIn keeps it, with a template in the place of each hashtag."""
    return re.sub(r"\\(.)", r"\1", _TEMPLATE.sub(r"#\1", text), flags=re.DOTALL)


def _escaped(text: str) -> str:
    return RESERVED.sub(r"\\\g<0>", text)
