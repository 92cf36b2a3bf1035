"""Rules of the command line's papers: what a page says of a command, the command says too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, commands, links, named, pages
from tests.docs.reference import PAGE, options, render, tree

ANY_PAGE = pytest.mark.parametrize("page", pages(), ids=named)
ANY_COMMAND = pytest.mark.parametrize("name", tree().commands)
HELP = {"-h", "--help"}
TARGETS = frozenset(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@ANY_COMMAND
def test_a_command_has_help(name: str) -> None:
    """`tambour --help` is where a person looks first."""
    assert tree().commands[name].help


@ANY_COMMAND
def test_an_option_has_help(name: str) -> None:
    """An option without a word of help has to be guessed."""
    assert all(one.help for one in options(tree().commands[name]))


def test_the_reference_is_what_the_commands_say_of_themselves() -> None:
    """`python -m tests.docs.reference` brings it up to date."""
    assert PAGE.read_text(encoding="utf-8") == render()


@ANY_PAGE
def test_a_page_names_only_commands_and_options_that_exist(page: Path) -> None:
    """An option that is renamed must be renamed in every example, run or not."""
    wrong = [" ".join(words) for words in commands(page) if not all(_exists(words))]

    assert wrong == []


def _exists(words: list[str]) -> Iterator[bool]:
    match words:
        case ["tambour", name, *rest] if not name.startswith("-"):
            yield name in tree().commands
            known = HELP | {spelt for one in tree().commands.get(name, tree()).params for spelt in one.opts}
            yield all(word.split("=")[0] in known for word in rest if re.match(r"--?[a-z]", word))
        case ["tambour", *rest]:
            known = HELP | {spelt for one in tree().params for spelt in one.opts}
            yield all(word in known for word in rest if word.startswith("-"))
        case ["make", *targets]:
            yield all(word in TARGETS or "=" in word for word in targets)
        case _:
            yield True


@ANY_PAGE
def test_a_link_within_the_project_leads_somewhere(page: Path) -> None:
    """A page that is renamed or a heading that is reworded must take its links along."""
    broken = [link for link in links(page) if not re.match(r"[a-z]+:", link) and not _leads_somewhere(page, link)]

    assert broken == []


def _leads_somewhere(page: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    return target.exists() and (not anchor or anchor in anchors(target))


@pytest.mark.parametrize("file", [*pages(), ROOT / "docs" / "demo.svg"], ids=named)
def test_a_page_names_no_path_of_this_machine(file: Path) -> None:
    """An example copied from a screen brings along where it was made."""
    here = {str(ROOT), str(Path.home())} - {"/"}

    assert not any(path in file.read_text(encoding="utf-8") for path in here)


def test_every_page_is_listed_where_a_reader_begins() -> None:
    """What nobody links to, nobody reads."""
    listed = {place.partition("#")[0] for place in links(ROOT / "README.md")}

    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} - listed == set()
