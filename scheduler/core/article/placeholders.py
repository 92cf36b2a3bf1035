"""What an author meant to fill in and has not."""

from __future__ import annotations

import re

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
