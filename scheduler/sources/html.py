"""HTML as Markdown and as plain text."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, Comment, MarkupResemblesLocatorWarning, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from scheduler.core.article.markdown import SKIP
from scheduler.core.article.masking import FORMULA
from scheduler.core.model import OMITTED

LARGEST = 2_000_000
"""Characters of one article."""
DEEPEST = 200
"""Elements within each other; who nests deeper means harm."""
UNSEEN = ("script", "style", "template", "noscript", "iframe", "form", "svg", "nav", "aside", "figcaption", "object")
AROUND = ("header", "footer")
HOLDERS = ("div", "section", "article", "main", "blockquote")
"""What paragraphs stand in."""
BLOCKS = frozenset(
    (*HOLDERS, *AROUND, *UNSEEN, "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "pre", "table", "tr")
) | {"figure", "hr", "dt", "dd", "address", "details", "summary", "body", "html"}
BLANK = re.compile(r"\n[^\S\n]*\n\s*")
KEPT_OUT = "kept-out"
"""An element of our own, for an author's mark that what follows is not to be posted."""


class Converter(MarkdownConverter):
    """HTML to the Markdown that articles are read as."""

    def escape(self, text: str, parent_tags: object) -> str:
        """Return a text without signs of Markdown; brackets become entities, since TeX has them behind backslashes."""
        plain = FORMULA.sub(OMITTED, text)
        made: str = super().escape(plain, parent_tags)  # type: ignore[misc]  # its stubs leave it out
        return made.replace(r"\[", "&#91;").replace(r"\]", "&#93;")

    def convert_kept_out(self, _el: Tag, _text: str, parent_tags: object) -> str:  # noqa: ARG002  the library's name
        """Write an author's mark as Markdown has it."""
        return "\n\n<!-- tambour: skip -->\n\n"


def as_markdown(html: str) -> str:
    """Return the prose of HTML as Markdown; outside of paragraphs, a blank line parts two.

    Raises ValueError where it is too much, or nested too deep.
    """
    if len(html) > LARGEST:
        raise ValueError(f"it has more than {LARGEST:,} characters")
    soup = parsed(html.replace("\r\n", "\n"))
    _mark(soup)
    _part(soup)
    drop(soup, UNSEEN)
    made = Converter(heading_style="ATX", bullets="-", escape_misc=True).convert_soup(soup)
    return re.sub(r"\n{3,}", "\n\n", str(made)).strip()


def as_text(html: str) -> str:
    """Return a run of HTML as plain text on one line."""
    if not any(char in html for char in "<&"):
        return " ".join(html.split())
    soup = _soup(html[:LARGEST])
    for tag in soup.find_all(lambda tag: tag.name in BLOCKS or tag.name == "br"):
        tag.insert_before(" ")
        tag.insert_after(" ")
    return " ".join(soup.get_text().split())


def parsed(html: str) -> BeautifulSoup:
    """Return HTML as a tree.

    Raises ValueError where it is nested too deep.
    """
    soup = _soup(html)
    if _is_too_deep(soup):
        raise ValueError(f"its HTML has more than {DEEPEST} elements within each other")
    return soup


def drop(soup: Tag, names: tuple[str, ...]) -> None:
    """Take elements out of a tree, with all that is in them."""
    for one in soup.find_all(names):
        one.decompose()


def _soup(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)  # a title may look like a file's name
        return BeautifulSoup(html, "html.parser")


def _is_too_deep(soup: BeautifulSoup) -> bool:
    level: list[Tag] = [soup]
    for _ in range(DEEPEST):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        if not level:
            return False
    return True


def _mark(soup: BeautifulSoup) -> None:
    """Put an element for each comment by which an author keeps what follows from being posted."""
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        if SKIP.fullmatch(f"<!--{comment}-->"):
            comment.replace_with(soup.new_tag(KEPT_OUT))


def _part(soup: BeautifulSoup) -> None:
    """Make paragraphs of what blank lines part, wherever paragraphs may stand and nothing else says so."""
    for holder in [soup, *soup.find_all(HOLDERS)]:
        _cut(soup, holder)
        paragraph: Tag | None = None
        for child in list(holder.children):
            if isinstance(child, Comment) or (isinstance(child, Tag) and child.name in BLOCKS):
                paragraph = None
            elif paragraph is not None:
                paragraph.append(child)
            elif isinstance(child, Tag) or str(child).strip():
                paragraph = child.wrap(soup.new_tag("p"))


def _cut(soup: BeautifulSoup, holder: Tag) -> None:
    """Put an empty paragraph where a text has a blank line."""
    for text in holder.find_all(string=BLANK, recursive=False):
        if not isinstance(text, Comment):
            first, *rest = map(NavigableString, BLANK.split(text))
            text.replace_with(first, *(each for part in rest for each in (soup.new_tag("p"), part)))
