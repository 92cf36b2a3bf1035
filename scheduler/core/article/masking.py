"""Template code in a Markdown body, masked before Markdown is read; every line keeps its number."""

from __future__ import annotations

import re

from scheduler.core.model import OMITTED

REMOVED = re.compile(
    r"""
    \{%-?\s*(?:highlight|raw|comment)\b[^%]*%\}.{0,9999}?\{%-?\s*end(?:highlight|raw|comment)\b[^%]*%\}
    | ^export[ ](?:default[ ])?(?:async[ ])?(?:function|const|let|class)\b[^\n]*[({\[=][^\S\n]*\n
      .{0,9999}?^[)}\]]+;?[^\S\n]*$
    | \{/\*.{0,9999}?\*/\}
    | \{\{[<%]\s*(?P<name>highlight|code|mermaid|figure)\b[^{]*[>%]\}\}.{0,9999}?\{\{[<%]\s*/\s*(?P=name)\s*[>%]\}\}
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""Whole stretches that are no prose; bounded, so that one which never closes costs little."""
CODE = re.compile(
    r"\{\{[<%].{0,999}?[>%]\}\}|\{\{.{0,999}?\}\}|\{%.{0,999}?%\}|<%.{0,999}?%>"
    r"|\{\w+(?:\.\w+)+\}|<[A-Z][\w.]*\s[^<>{]{0,999}\{[^<>]{0,999}\}\s*/?>",
    re.DOTALL,
)
"""Shortcodes, Liquid, the values and components of MDX, and their like."""
FORMULA = re.compile(r"\\\((?:[^`\n]|\n(?!\s*\n)){1,999}?\\\)|\\\[(?:[^`\n]|\n(?!\s*\n)){1,999}?\\\]")
"""As TeX sets them off; Markdown would take the backslashes away. None crosses code or a blank line."""
MARKERS = re.compile(
    r"""
    ^[^\S\n]*(?::::.*|(?:!!!|\?\?\?)\+?[^\S\n].*|\{:[^}\n]*\}
      |import[ ].+[ ]from[ ].+|import[ ]["'][^\n]+["'];?|export[ ](?:const|default)[ ].+)$
    | ^(?P<quoted>[^\S\n]*>[^\S\n]*)\[![A-Za-z]+\][-+]?
    | (?<=\S)\{:[^}\n]*\}
    | [^\S\n]+\{[#.][\w\-.# ="]*\}(?=[^\S\n]*$)
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Admonition markers, attribute lists, the imports of MDX."""
KEPT_OUT = re.compile(r"[ ]?\{:?[^{}\n]*\.no-social(?![\w-])[^{}\n]*\}(?=[*_]*[^\S\n]*$)", re.MULTILINE)
"""What an author puts after a heading, or on the line under it, whose section is not to be posted."""
TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^\s#])", re.MULTILINE)


def masked(body: str) -> str:
    """Return a body whose template code has become `OMITTED`, and whose markers are gone.

    Lines keep their numbers; places within them shift.
    """
    lines = re.sub(r"\r\n?", "\n", body)
    without = REMOVED.sub(lambda found: _blank(found.group(), ""), lines)
    coded = CODE.sub(lambda found: _blank(found.group(), OMITTED), without)
    told = FORMULA.sub(lambda found: _blank(found.group(), OMITTED), coded)
    unmarked = MARKERS.sub(lambda found: found["quoted"] or "", KEPT_OUT.sub("", told))
    return TIGHT_HEADING.sub(r"\1 ", unmarked)


def _blank(code: str, mark: str) -> str:
    return mark + "\n" * code.count("\n")
