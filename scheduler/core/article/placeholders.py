"""What an author meant to fill in and has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

PLACEHOLDER = re.compile(
    r"""
    %%[^%\n]{1,99}%% | (?<![\w%])%[A-Z][A-Z0-9_]*[A-Z0-9]%(?![\w%])
    | @@[\w .\-]{1,99}@@ | __[A-Z][A-Z0-9_]+__ | (?<![\w$])\$\{?[A-Z][A-Z_]+(?!\w)\}?
    | \[\s*(?i:insert|todo|fixme|tbd|insérer|à\ compléter)\b[^\]\n]{0,999}\]
    | \[(?i:citation\ needed|réf(?:érence|\.)\ nécessaire)\] | (?i:\blorem\ ipsum\b)
    | (?<![\w\-])(?:TODO|FIXME|TBD|XXX|TKTK|(?<!siglo\ )(?<!século\ )(?<!secolo\ )XX)(?![\w\-]) | \(TK\)
    """,
    re.VERBOSE,
)
"""Signs of a template or a draft; a price such as `$5`, a share such as `100 %` and the century XX are none."""
NAME = re.compile(r"[A-Z][A-Z0-9_]+")
END = Token("text", "", 0)


def named(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield inline tokens, a name in capitals between `__` written as the blank that it is, and not as stress."""
    for before, token, after in zip([END, *tokens], tokens, [*tokens[1:], END], strict=False):
        blank = before.markup == after.markup == "__" and NAME.fullmatch(token.content)
        yield token.copy(content=f"__{token.content}__") if blank else token
