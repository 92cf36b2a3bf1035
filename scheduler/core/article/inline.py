"""The inline markup of a run of Markdown, as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from scheduler.core.article.elements import seen
from scheduler.core.article.masking import FORMULA
from scheduler.core.article.placeholders import PLACEHOLDER, named
from scheduler.core.model import OMITTED

MARKDOWN = (
    MarkdownIt("commonmark")
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
    .use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
)
SPACES = re.compile(r"[ \t\n\r\f\v]+")
"""No-break spaces are the author's typography and stay."""
EMOJI_CODE = re.compile(r"(?<![\w:/]):(?=[a-z0-9_+\-]*[a-z])[a-z0-9_+\-]+:(?![\w:])")
MARKS = re.compile(r"(?<![\w=])==(?=[^\s=])|(?<=[^\s=])==(?![\w=])")
"""Around what some dialects show as if a highlighter had gone over it."""
WORDLIKE_CODE = re.compile(r"[\w.\-]+(?: [\w.\-]+)?")
URL = re.compile(r"<?(?:https?://|www\.)\S+")


def plain(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens; what is no prose becomes `OMITTED` or, like an image, nothing."""
    return PLACEHOLDER.sub(OMITTED, written(tokens))


def written(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens as `plain` does, with what its author has yet to fill in."""
    parts: list[str] = []
    for token in seen(list(named(tokens))):
        if token.type == "footnote_ref" and parts:
            parts[-1] = parts[-1].rstrip(" ")
        parts.append(_piece(token))
    return collapsed(MARKS.sub("", EMOJI_CODE.sub("", "".join(parts))))


def collapsed(text: str) -> str:
    """Return `text` with each run of ordinary white space as one space."""
    return SPACES.sub(" ", text).strip(" ")


def plain_text(markdown: str) -> str:
    """Return the text of one run of inline Markdown, such as a description in front matter."""
    return plain(children(markdown, {}))


def children(markdown: str, env: dict[str, object]) -> Sequence[Token]:
    """Return the inline tokens of one run of Markdown; `env` holds the link references of its document."""
    return MARKDOWN.parseInline(FORMULA.sub(OMITTED, markdown), env)[0].children or ()


def is_link_only(tokens: Sequence[Token]) -> bool:
    """Tell whether links and addresses are all that is said."""
    depth = 0
    outside: list[str] = []
    for token in tokens:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        outside.append(token.content if token.type == "text" and depth == 0 else " ")
    return not re.search(r"\w\w", URL.sub("", "".join(outside)))


def _piece(token: Token) -> str:
    match token.type:
        case "text" | "text_special":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "code_inline":
            return token.content if WORDLIKE_CODE.fullmatch(token.content) else OMITTED
        case "math_inline" | "math_inline_double" | "s_open":
            return OMITTED
        case _:
            return ""
