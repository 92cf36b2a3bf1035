"""A text as HTML or Markdown in which nothing of it is markup but its addresses, which become links; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from html.parser import HTMLParser
from typing import TypeAlias

Escape: TypeAlias = Callable[[str], str]

_URL = re.compile(r"https?://(?=\w)[^\s<>\"«»“”]+")
_AFTER = ".,;:!?…'’"
"""Punctuation that ends a sentence, and no address."""
_ANYWHERE = re.compile(r"([\\`*_\[\]~^|])")
_AT_FIRST = re.compile(r"[#+\-=>:]|\d+[.)]")
"""What begins a heading, a list, a quotation, a table or a rule."""
_BREAKS = frozenset({"br", "p", "div", "li", "figure", "h1", "h2", "h3", "h4", "blockquote"})


def escaped(text: str) -> str:
    """Return a text as HTML, fit for an attribute too."""
    return escape(text)


def html(text: str, escape: Escape = escaped) -> str:
    """Return a text as HTML."""
    return "".join(f"<p>{each}</p>" for each in paragraphs(text, escape))


def paragraphs(text: str, escape: Escape = escaped) -> list[str]:
    """Return the inside of each paragraph: blank lines part them, and every other line break is kept."""
    return ["<br>".join(_anchored(line, escape) for line in lines) for lines in _paragraphs(text)]


def link(url: str, words: str, escape: Escape = escaped) -> str:
    """Return a link as HTML."""
    return f'<a href="{escaped(url)}">{escape(words)}</a>'


def markdown(text: str) -> str:
    """Return a text as Markdown that every dialect reads alike."""
    return "\n\n".join("  \n".join(_marked(line) for line in lines) for lines in _paragraphs(text))


def literal(words: str) -> str:
    """Return words without a line break as Markdown, wherever they stand but at the beginning of a line."""
    return _ANYWHERE.sub(r"\\\1", words.replace("&", "&amp;").replace("<", "&lt;"))


def seen(markup: str) -> str:
    """Return the words that a reader sees of a piece of HTML."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return "".join(reader.words)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BREAKS:
            self.words.append("\n")


def _paragraphs(text: str) -> list[list[str]]:
    parts = re.split(r"\n(?:[ \t]*\n)+", text.replace("\r\n", "\n").strip("\n"))
    return [part.split("\n") for part in parts if part.strip()]


def _anchored(line: str, escape: Escape) -> str:
    return "".join(link(piece, piece, escape) if is_url else escape(piece) for piece, is_url in _pieces(line))


def _marked(line: str) -> str:
    """Return one line; white space at its beginning would make code of it."""
    words = "".join(f"<{piece}>" if is_url else literal(piece) for piece, is_url in _pieces(line.lstrip()))
    found = _AT_FIRST.match(words)
    return words if found is None else f"{words[: found.end() - 1]}\\{words[found.end() - 1 :]}"


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, each with whether it is an address."""
    end = 0
    for found in _URL.finditer(text):
        url = _trimmed(found.group())
        if found.start() > end:
            yield text[end : found.start()], False
        yield url, True
        end = found.start() + len(url)
    if text[end:]:
        yield text[end:], False


def _trimmed(url: str) -> str:
    """Return an address without the punctuation of the sentence that it stands in."""
    while url[-1] in _AFTER or (url[-1] == ")" and url.count("(") < url.count(")")):
        url = url[:-1]
    return url
