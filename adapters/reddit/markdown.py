"""The mark-up of Reddit's bodies and comments, in which a sign that means something is escaped to be read; pure."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(https?://[^\s<>()\[\]\\]+)")
_SIGN = re.compile(r"[\\`*_~^#>\[\]<|&]")
_LIST = re.compile(r"(?m)^(\s*(?:\d+)?)([-+.)])(?=\s)")
_LINE = re.compile(r"(?<!\n)\n(?!\n)")
_ESCAPED = re.compile(r"\\([\\`*_~^#>\[\]<|&.)+-])")


def escape(text: str) -> str:
    """Return a text as it is sent, so that it reads as written; its addresses stay links, its lines stay apart."""
    pieces = _ADDRESS.split(text)
    whole = "".join(piece if at % 2 else _SIGN.sub(r"\\\g<0>", piece) for at, piece in enumerate(pieces))
    return _LINE.sub("  \n", _LIST.sub(r"\1\\\2", whole))


def read(text: str) -> str:
    """Return what a reader sees of a text that `escape` wrote."""
    return _ESCAPED.sub(r"\1", text).replace("  \n", "\n")
