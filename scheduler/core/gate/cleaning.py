"""A raw file as readable text: markup gone, one blank line wherever a block begins or ends."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from scheduler.core.model import OMITTED

BLOCK = "\n\n"
HEAD = re.compile(r"\s*^(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)
BRACED_HEAD = re.compile(r"\s*\{[ \t]*\n.*?^\}[ \t]*$", re.DOTALL | re.MULTILINE)
KEY = re.compile(r"^[ \t]*(?:-[ \t]+)?[\"']?[A-Za-z_][\w.\-]*[\"']?[ \t]*[:=][ \t]*|^[ \t]*-[ \t]+", re.MULTILINE)
ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")
FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*\1[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)
HIDDEN = re.compile(
    r"""
    <!--.*?(?:-->|\Z)
    | ^[ \t]*<(script|style|pre|svg|iframe)\b.*?</\1>
    """,
    re.DOTALL | re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
"""What a reader of the page never reads as prose."""
HOLE = re.compile(
    r"\{\{.{0,999}?\}\}|\{%.{0,999}?%\}|<%.{0,999}?%>|~~[^~\n]+~~|\$\$.{0,999}?\$\$",
    re.DOTALL,
)
"""Shortcodes, formulas, text struck out: a sentence around one is not whole."""
LINE = re.compile(
    r"""
    ^\[[^\]\n]+\]:[^\n]*$                         # where a link or a footnote is declared
    | ^[ \t]*(?::::|!!!|\?\?\?)[^\n]*$            # the marker of an admonition
    | ^import[ ][^\n]+[ ]from[ ][^\n]*$ | ^export[ ](?:const|default)[ ][^\n]*$
    | ^[ \t]*\|[^\n]*$                            # a row of a table
    | ^[ \t]*(?:[-=*_][ \t]*){2,}$                # a rule, or the underline of a heading
    | ^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+         # the mark of an item
    | [ ]{2,}\n | \\\n                            # a hard line break
    """,
    re.VERBOSE | re.MULTILINE,
)
QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+(?:\[![A-Za-z]+\][-+]?)?", re.MULTILINE)
OWN_LINE = re.compile(r"^([ \t]*#{1,6}[^\n]*|[ \t]*(\*\*|__)[^\n]+?\2[ \t]*:?[ \t]*)$", re.MULTILINE)
"""A heading, by its marks or all in bold."""
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]{0,2000})?>")
INLINE = re.compile(r"a|abbr|b|bdi|cite|code|dfn|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|var", re.IGNORECASE)
"""Tags that end no block."""
IMAGE = re.compile(r"!\[[^\]\n]{0,2000}\](?:\([^()\n]*\)|\[[^\]\n]*\])")
TARGET = r"\((?:[^()\n]|\([^()\n]*\)){0,2000}\)|\[[^\]\n]{0,2000}\]"
LINK = re.compile(rf"\[([^\[\]]{{0,2000}})\](?:{TARGET})")
LEFT_OVER = re.compile(rf"\](?:{TARGET})")
"""Of a link whose words hold brackets themselves."""
MARK = re.compile(
    r"""
    \[\^[^\]\n]*\]                                # a footnote's number
    | \{[:.\#][^}\n]*\}                           # an attribute list
    | (?<![\w:/]):[a-z0-9_+\-]*[a-z][a-z0-9_+\-]*:(?![\w:])
    | (?<=\w)[*`]+(?=\w)                          # emphasis inside a word
    """,
    re.VERBOSE,
)


def readable(text: str) -> tuple[str, str]:
    """Return what a file's front matter says, each value in a block of its own, and what a reader sees of its body."""
    lined = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    found = HEAD.match(lined) or BRACED_HEAD.match(lined)
    end = found.end() if found else 0
    return _values(lined[:end]) + BLOCK, _prose(lined[end:])


def _values(head: str) -> str:
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), head).replace("\\n", "\n")
    return _unmarked(KEY.sub(BLOCK, plain))


def _prose(body: str) -> str:
    shown = HIDDEN.sub(BLOCK, FENCE.sub(BLOCK, body))
    whole = QUOTED.sub("", HOLE.sub(f" {OMITTED} ", shown))
    blocks = LINE.sub(BLOCK, OWN_LINE.sub(rf"{BLOCK}\1{BLOCK}", whole))
    return _unmarked(blocks)


def _unmarked(text: str) -> str:
    linked = LEFT_OVER.sub("]", LINK.sub(r"\1", IMAGE.sub("", text)))
    return MARK.sub("", unescape(TAG.sub(_tag, linked)))


def _tag(found: re.Match[str]) -> str:
    return "" if INLINE.fullmatch(found[1]) else BLOCK
