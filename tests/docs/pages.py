"""The project's pages, cut into what a test can check."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
_UNRUN = re.compile(r"<!-- not run: (.+?) -->")
_SHELL = "<!-- run whole, in a shell, from a checkout -->"
_HERE = re.compile(r"<<'(\w+)'")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<inline>[^)\s]+)\)")


def pages() -> list[Path]:
    """Return every page of the project."""
    folders = (ROOT / "docs", ROOT / ".github")
    return sorted([*ROOT.glob("*.md"), *(page for folder in folders for page in folder.rglob("*.md"))])


def named(page: Path) -> str:
    """Return how a page is called in the report of the tests."""
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Step:
    """A command of an example, and what the page shows it to say."""

    line: int
    command: str
    shown: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """Return the command as the shell would split it."""
        return shlex.split(self.command.partition("\n")[0], comments=True)

    @property
    def is_ours(self) -> bool:
        """Tell whether it runs tambour."""
        return self.words[:1] == ["tambour"]

    @property
    def fails(self) -> bool:
        """Tell whether the page shows an error."""
        return any(re.match(r"tambour: |\S+:\d+: error: ", line) for line in self.shown)


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    line: int
    language: str
    text: str
    unrun: str | None
    """Why no test runs it, as the comment above it says."""

    @property
    def steps(self) -> list[Step]:
        """Return the commands of a console, which stand after a `$`."""
        found: list[Step] = []
        end = ""
        for number, line in enumerate(self.text.replace("\\\n", "").splitlines(), self.line + 1):
            if end:
                last = found.pop()
                found.append(Step(last.line, f"{last.command}\n{line}", ()))
                end = "" if line == end else end
            elif line.startswith("$ "):
                found.append(Step(number, line.removeprefix("$ "), ()))
                here = _HERE.search(line)
                end = here.group(1) if here else ""
            elif found:
                last = found.pop()
                found.append(Step(last.line, last.command, (*last.shown, line)))
        return found

    @property
    def is_run(self) -> bool:
        """Tell whether the tests run it: a console with nothing but tambour in it, unless a comment says why not."""
        return self.language == "console" and self.unrun is None and all(step.is_ours for step in self.steps)


def is_shell(page: Path) -> bool:
    """Tell whether the tests run all that is in the page's consoles, other programs too."""
    return _SHELL in page.read_text(encoding="utf-8").splitlines()


@cache
def _tokens(page: Path) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")))


def blocks(page: Path, language: str) -> list[Block]:
    """Return the fenced blocks of a page in one language."""
    found: list[Block] = []
    comment = None
    for token in _tokens(page):
        if token.type == "fence" and token.map is not None:
            found.append(Block(token.map[0] + 1, token.info, token.content, comment))
        said = _UNRUN.search(token.content) if token.type == "html_block" else None
        comment = said.group(1) if said else None
    return [block for block in found if block.language == language]


def commands(page: Path) -> Iterator[list[str]]:
    """Yield every command on a page, in a console or within the prose, as words."""
    for block in blocks(page, "console"):
        yield from (step.words for step in block.steps)
    for token in _tokens(page):
        for child in token.children or ():
            if child.type == "code_inline" and re.match(r"(tambour|make) [a-z-]", child.content):
                yield child.content.replace("'", " ").replace('"', " ").split()


def links(page: Path) -> list[str]:
    """Return where the links of a page lead, images included."""
    return [found["inline"] for found in _LINK.finditer(_prose(page))]


def anchors(page: Path) -> set[str]:
    """Return the anchors that the headings of a page get."""
    return {_anchor(heading) for heading in _HEADING.findall(_prose(page))}


def _prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def _anchor(heading: str) -> str:
    # https://docs.github.com: lower case, punctuation left out, spaces as hyphens
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def rows(page: Path) -> list[list[str]]:
    """Return the rows of every table of a page, headers included, cell by cell as they are written."""
    found: list[list[str]] = []
    for token in _tokens(page):
        if token.type == "tr_open":
            found.append([])
        if token.type == "inline" and found and token.level > 0:
            found[-1].append(token.content)
    return found


def section(page: Path, heading: str) -> str:
    """Return what stands under a heading, up to the next of its level or above."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(heading)}$\n(.*?)(?=^#{{1,2}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{named(page)} has no heading {heading!r}"
    return found.group(2)
