"""HTML within a run of Markdown: what of it a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from scheduler.core.model import OMITTED

TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w.:-]*)(?P<rest>[^>]*)>")
SEEN = re.compile(
    r"a|abbr|b|bdi|bdo|big|br|cite|code|data|dfn|em|font|i|img|ins|kbd|mark|q|small|span|strong|sub|sup|time|tt|u|var|wbr"
)
"""Elements whose text belongs to the sentence around them."""
VOID = frozenset({"br", "img", "wbr"})
UNSEEN = frozenset({"del", "s", "script", "strike", "style", "template"})
"""Elements whose text is none of the page's, or taken back by its author."""
HIDDEN = re.compile(r"\shidden(?=[\s=/]|$)|\bstyle\s*=[^>]*display\s*:\s*none", re.IGNORECASE)


def seen(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield inline tokens without tags; what is not seen, or means nothing in HTML, becomes `OMITTED`."""
    hidden, depth = "", 0
    for token in tokens:
        found = TAG.match(token.content) if token.type == "html_inline" else None
        name = found["name"].lower() if found else ""
        if hidden:
            depth += _nesting(found) if found and name == hidden else 0
            hidden = hidden if depth else ""
        elif found is None:
            yield token if token.type != "html_inline" else _text(_remark(token.content))
        elif _hides(found, name):
            hidden, depth = name, 1
            yield _text(OMITTED)
        else:
            yield _text(" " if name == "br" else "" if SEEN.fullmatch(name) else OMITTED)


def _nesting(found: re.Match[str]) -> int:
    return -1 if found["close"] else 0 if found["rest"].endswith("/") else 1


def _hides(found: re.Match[str], name: str) -> bool:
    return _nesting(found) == 1 and name not in VOID and (name in UNSEEN or HIDDEN.search(found["rest"]) is not None)


def _remark(content: str) -> str:
    """Return what stands for a remark, which is nothing, or for an instruction to a machine."""
    return "" if content.startswith("<!--") else OMITTED


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
