"""HTML as Markdown, and the article within a page."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from markdownify import MarkdownConverter

LARGEST = 2_000_000
"""Characters of one article."""
DEEPEST = 200
"""Elements within each other; who nests deeper means harm."""
UNSEEN = ("script", "style", "template", "noscript", "iframe", "form", "svg", "nav", "aside", "figcaption", "object")
AROUND = ("header", "footer")
SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|contact-form[\w-]*)\b[^\]\n]{0,999}\]")
PARAGRAPH = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote|article|section)\b", re.IGNORECASE)
BLANK = re.compile(r"\n[^\S\n]*\n\s*")


def as_markdown(html: str) -> str:
    """Return the prose of HTML as Markdown; lines with blank ones between them are paragraphs where nothing else is.

    Raises ValueError where it is too much, or nested too deep.
    """
    if len(html) > LARGEST:
        raise ValueError(f"it has more than {LARGEST:,} characters")
    text = SHORTCODE.sub("", html)
    if not PARAGRAPH.search(text):
        text = "".join(f"<p>{part}</p>" for part in BLANK.split(text.replace("\r\n", "\n")))
    return converted(parsed(text))


def converted(soup: Tag) -> str:
    """Return the prose of an element as Markdown."""
    for name in UNSEEN:
        for one in soup.find_all(name):
            one.decompose()
    made = MarkdownConverter(heading_style="ATX", bullets="-", escape_misc=True).convert_soup(soup)
    return re.sub(r"\n{3,}", "\n\n", str(made)).strip()


def as_text(html: str) -> str:
    """Return a run of HTML as plain text on one line."""
    if not any(char in html for char in "<&\n\t"):
        return html.strip()
    return " ".join(parsed(html[:LARGEST]).get_text(" ").split())


def parsed(html: str) -> BeautifulSoup:
    """Return HTML as a tree.

    Raises ValueError where it is nested too deep.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)  # a title may look like a file's name
        soup = BeautifulSoup(html, "html.parser")
    if _is_too_deep(soup):
        raise ValueError(f"its HTML has more than {DEEPEST} elements within each other")
    return soup


def _is_too_deep(soup: BeautifulSoup) -> bool:
    level: list[Tag] = [soup]
    for _ in range(DEEPEST):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        if not level:
            return False
    return True
