"""A Markdown body as sections of prose, each sentence with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from scheduler.core.article.inline import MARKDOWN, is_link_only, plain, written
from scheduler.core.article.locating import Source, source
from scheduler.core.article.masking import KEPT_OUT, masked
from scheduler.core.article.sentences import sentences
from scheduler.core.languages import Words, fold, words
from scheduler.core.model import OMITTED, Block, Section, Sentence

BOLD_HEADING = 7
"""Level of a line in bold that serves as a heading: below all others."""
LONGEST_HEADING = 80
"""Characters; a longer line in bold that ends in a full stop is an emphasised sentence."""
NUMBERING = re.compile(r"^\d{1,3}[.)]\s+")
SKIP = re.compile(r"<!--\s*tambour:\s*skip\s*-->", re.IGNORECASE)
"""What `KEPT_OUT` says, as a comment, which no reader of the page sees."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on its way into sections."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Stop:
    """From here to the end of its section, nothing is to be posted."""


Piece: TypeAlias = Heading | Block | Stop


def sections(text: str, start: int, language: str) -> tuple[Section, ...]:
    """Return the prose of a file whose body begins at `start`, without what is no part of the article."""
    env: dict[str, object] = {}
    tree = SyntaxTreeNode(MARKDOWN.parse(masked(text[start:]), env))
    reader = _Reader(source(text, start, env), language)
    return tuple(_grouped(_article_only(reader.pieces(tree.children), words(language))))


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the walk over one document needs to know at every step."""

    source: Source
    language: str

    def pieces(self, nodes: Iterable[SyntaxTreeNode]) -> Iterator[Piece]:
        """Yield headings, paragraphs and lists in reading order; nothing else feeds a teaser."""
        for node in nodes:
            match node.type:
                case "heading":
                    yield _heading(int(node.tag[1]), plain(_inline(node)))
                    if self._is_kept_out(node.map or (0, 0)):
                        yield Stop()
                case "html_block" if SKIP.search(node.content):
                    yield Stop()
                case "paragraph":
                    yield from self._paragraph(node)
                case "bullet_list" | "ordered_list":
                    yield self._list(node)
                case "blockquote":
                    yield from self._quotation(node)
                case _:
                    pass

    def _is_kept_out(self, lines: tuple[int, int]) -> bool:
        first, last = lines
        return KEPT_OUT.search(self.source.text[slice(*self.source.lines((first, last + 1)))]) is not None

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[Piece]:
        bold, rest = _bold_opening(_inline(node))
        if bold:
            yield _heading(BOLD_HEADING, bold)
            first = (node.map or (0, 0))[0]
            if self._is_kept_out((first, first + 1)):
                yield Stop()
        if rest and not is_link_only(rest):
            yield self._block(node, rest)

    def _quotation(self, node: SyntaxTreeNode) -> Iterator[Block]:
        for child in node.children:
            if child.type == "paragraph":
                yield replace(self._block(child, _inline(child)), quoted=True)

    def _list(self, node: SyntaxTreeNode) -> Block:
        items = tuple(block for item in node.children if (block := self._item(item)))
        return Block("", self.source.lines(node.map or (0, 0)), items=items, ordered=node.type == "ordered_list")

    def _item(self, node: SyntaxTreeNode) -> Block | None:
        first = node.children[0] if node.children else None
        if first is None or first.type != "paragraph" or is_link_only(_inline(first)):
            return None
        block = self._block(first, _inline(first))
        simple = len(node.children) == 1
        return block if simple else Block(f"{block.text} {OMITTED}", block.span, block.sentences)

    def _block(self, node: SyntaxTreeNode, tokens: Sequence[Token]) -> Block:
        text = plain(tokens)
        span = self.source.lines(node.map or (0, 0))
        found = sentences(text, self.language)
        places = self.source.places(found, span)
        return Block(text, span, tuple(Sentence(*pair) for pair in zip(found, places, strict=True)))


def _inline(node: SyntaxTreeNode) -> Sequence[Token]:
    return node.children[0].token.children or () if node.children and node.children[0].token else ()


def _heading(level: int, text: str) -> Heading:
    return Heading(level, NUMBERING.sub("", text.replace(OMITTED, "").strip()).rstrip(" :"))


def _bold_opening(tokens: Sequence[Token]) -> tuple[str, Sequence[Token]]:
    """Return the line in bold that heads a paragraph, if one does, and the rest."""
    shown = [token for token in tokens if token.type != "text" or token.content]
    if not shown or shown[0].type != "strong_open":
        return "", tokens
    close = next(index for index, token in enumerate(shown) if token.type == "strong_close")
    after = shown[close + 1 :]
    while after and after[0].type == "text" and after[0].content.strip(" :") == "":
        after = after[1:]
    bold = plain(shown[:close])
    emphasised = bold.endswith(".") and len(bold) > LONGEST_HEADING
    if emphasised or not bold or (after and after[0].type not in {"softbreak", "hardbreak"}):
        return "", tokens
    return bold, after[1:]


def _article_only(pieces: Iterable[Piece], known: Words) -> Iterator[Heading | Block]:
    """Leave out what its author marked, sections of sources, licence and the like, and paragraphs that open as one."""
    hidden, current = 0, BOLD_HEADING
    for piece in pieces:
        match piece:
            case Stop():
                hidden = hidden or current
            case Heading(level, text):
                if hidden and level > hidden:
                    continue
                current = level
                hidden = level if _is_apparatus(text, known) else 0
                if not hidden:
                    yield piece
            case Block(text):
                if not hidden and not _is_label(text, known):
                    yield piece
            case _:  # pragma: no cover
                assert_never(piece)


def _is_apparatus(title: str, known: Words) -> bool:
    folded = fold(title).strip(" :")
    found = known.apparatus.match(folded)
    return found is not None and found.end() == len(folded)


def _is_label(text: str, known: Words) -> bool:
    folded = fold(text)
    found = known.labels.match(folded)
    return found is not None and folded[found.end() :].lstrip().startswith(":")


def _grouped(pieces: Iterable[Heading | Block]) -> Iterator[Section]:
    """Yield each heading with the blocks under it; a heading over nothing disappears."""
    title: str | None = None
    blocks: list[Block] = []
    for piece in pieces:
        match piece:
            case Heading(_, text):
                if blocks:
                    yield Section(title, tuple(blocks))
                title, blocks = text or None, []
            case Block():
                blocks.append(piece)
            case _:  # pragma: no cover
                assert_never(piece)
    if blocks:
        yield Section(title, tuple(blocks))


def first_heading(body: str) -> str:
    """Return the body's heading of the first level, if it has one."""
    tree = SyntaxTreeNode(MARKDOWN.parse(masked(body)))
    found = (written(_inline(node)) for node in tree.children if node.tag == "h1")
    return next((text for text in found if text), "")
