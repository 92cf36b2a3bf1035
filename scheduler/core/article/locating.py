"""Where plain text came from: lines of the file, and the very characters of a sentence where they can be proved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.core.article.inline import children, plain
from scheduler.core.article.masking import masked
from scheduler.core.article.trimming import stripped
from scheduler.core.model import Span

LINE_END = re.compile(r"\r\n?|\n")
MARKUP = "*_~[<`="
"""What may stand between the start of a sentence's source and its first word."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text with its line starts, and the link references that its Markdown declared."""

    text: str
    starts: Sequence[int]
    """Where each line of the body begins, and where the last one ends."""
    env: dict[str, object]

    def lines(self, lines: tuple[int, int]) -> Span:
        """Return the characters of a half-open range of the body's lines, without white space around them."""
        last = len(self.starts) - 1
        return stripped(self.text, (self.starts[min(lines[0], last)], self.starts[min(lines[1], last)]))

    def places(self, sentences: Sequence[str], block: Span) -> tuple[Span, ...]:
        """Return each sentence's place in a block; the whole block's where markup hides it."""
        opens = list(self._openings(sentences, block))
        ends = [*opens[1:], block[1]]
        spans = [stripped(self.text, pair) for pair in zip(opens, ends, strict=True)]
        proofs = zip(spans, sentences, strict=True)
        return tuple(span if self._reads(span, sentence) else block for span, sentence in proofs)

    def _openings(self, sentences: Sequence[str], block: Span) -> Iterator[int]:
        """Yield where each sentence seems to begin: at its first word, once the one before had room."""
        floor = block[0]
        for sentence in sentences:
            found = self._opening(sentence, floor, block)
            yield found
            floor = min(found + len(sentence), block[1])

    def _opening(self, sentence: str, floor: int, block: Span) -> int:
        word = re.escape(sentence.split(maxsplit=1)[0])
        found = re.search(word, self.text[floor : block[1]])
        start = floor + (found.start() if found else 0)
        while start > floor and self.text[start - 1] in MARKUP:
            start -= 1
        return start

    def _reads(self, span: Span, sentence: str) -> bool:
        return plain(children(masked(self.text[slice(*span)]), self.env)) == sentence


def source(text: str, start: int, env: dict[str, object]) -> Source:
    """Return a file's text, ready to be searched, where the body begins at `start`."""
    ends = [start + found.end() for found in LINE_END.finditer(text[start:])]
    return Source(text, (start, *ends, len(text)), env)


def line_at(text: str, place: int) -> int:
    """Return the line, from 1, on which a character of a file stands."""
    return sum(1 for _ in LINE_END.finditer(text, 0, place)) + 1
