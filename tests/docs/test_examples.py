"""Rules of the examples on the project's pages: an example that nobody runs is wrong already."""

from __future__ import annotations

import os
import re
import shutil
import sys
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from adapters.platforms import PLATFORMS
from scheduler import settings
from scheduler.core.article import parse
from scheduler.core.model import Site
from scheduler.core.teasers import split
from scheduler.intake import read
from tests.docs.pages import ROOT, blocks, is_shell, named, pages
from tests.docs.running import agrees, run, run_in_shell

ANY_PAGE = pytest.mark.parametrize("page", pages(), ids=named)
PICTURE = ROOT / "docs" / "demo.svg"
SHELL = [page for page in pages() if is_shell(page)]
RUN = [page for page in pages() if page not in SHELL and any(block.is_run for block in blocks(page, "console"))]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample site that is the working folder, of a person with no other settings."""
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "config" / "sample", folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("TAMBOUR_CONFIG", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("page", RUN, ids=named)
def test_an_example_says_what_the_page_shows(page: Path, site: Path) -> None:
    """The reader types it, in the page's order, and compares."""
    steps = [step for block in blocks(page, "console") if block.is_run for step in block.steps]
    if any(step.words[1] == "init" for step in steps):
        (site / "tambour.yaml").unlink()
    for step in steps:
        said = run(step.words[1:])
        agreed = agrees(step.shown, said.text) and (said.code != 0) == step.fails

        assert agreed, f"{named(page)}, line {step.line}: {step.command}\nends with {said.code}, and says\n{said.text}"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that has what a checkout has for readers, of a person with no settings."""
    folder, programs = tmp_path / "checkout", tmp_path / "bin"
    folder.mkdir()
    (folder / "config").symlink_to(ROOT / "config")
    programs.mkdir()
    tambour = programs / "tambour"
    tambour.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from scheduler.cli import main; main()" "$@"\n')
    tambour.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Anna")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "anna@maison-tilleul.example")
    for name in ("TAMBOUR_CONFIG", "XDG_CONFIG_HOME", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("page", SHELL, ids=named)
def test_a_page_that_is_followed_to_the_letter_works(page: Path, checkout: Path) -> None:
    """Whoever follows it has nothing but the page."""
    steps = [step for block in blocks(page, "console") if block.unrun is None for step in block.steps]
    for step in steps:
        said = run(step.words[1:]) if step.is_ours else run_in_shell(step.command)
        agreed = agrees(step.shown, said.text) and (said.code != 0) == step.fails

        assert agreed, f"{named(page)}, line {step.line}: {step.command}\nends with {said.code}, and says\n{said.text}"


@ANY_PAGE
def test_an_example_that_is_not_run_says_why(page: Path) -> None:
    """Else a slip in the page would take an example out of the tests in silence."""
    silent = [
        block.line
        for block in blocks(page, "console")
        if not block.is_run and block.unrun is None and page not in SHELL and any(step.is_ours for step in block.steps)
    ]

    assert silent == []


@ANY_PAGE
def test_settings_on_a_page_are_valid(page: Path, tmp_path: Path) -> None:
    """They are there to be copied."""
    for number, block in enumerate(one for one in blocks(page, "yaml") if one.unrun is None):
        file = tmp_path / f"{number}.yaml"
        file.write_text(block.text, encoding="utf-8")

        assert settings.load(file, platforms=PLATFORMS).path == file


@ANY_PAGE
def test_an_article_on_a_page_gives_teasers(page: Path) -> None:
    """It shows how to write one."""
    site = Site(url="https://example.org", content="/site/content", timezone="UTC", language="en")
    for block in blocks(page, "markdown"):
        digest = sha256(block.text.encode()).hexdigest()
        article = parse(block.text, Path("/site/content/example.md"), site, digest=digest)

        assert split(article).teasers


def test_what_the_page_shows_may_leave_out_what_varies() -> None:
    """Days, tables' rules and file names differ from one reader to the next."""
    shown = ["id   when", "────", "1    Mon 30 Nov 2026 09:00   Cold-brew…", "…"]

    assert agrees(shown, "id\twhen\n1\tTue 1 Dec 2026 09:00\tCold-brew herbal tea\nmore\n")


@pytest.mark.parametrize("said", ["2 drafts\n", "3 drafts\nand more\n", ""])
def test_what_the_page_shows_is_compared(said: str) -> None:
    """A comparison that lets everything pass would keep nothing true."""
    assert not agrees(["3 drafts"], said)


@pytest.mark.parametrize(
    ("page", "language", "files"),
    [
        ("daemon.md", "ini", ["tambour.service"]),
        ("server.md", "ini", ["tambour-apply.service", "tambour-apply.timer"]),
        ("server.md", "sh", ["post-receive"]),
        ("server.md", "yml", ["posts.yaml"]),
    ],
)
def test_a_file_on_a_page_is_the_one_that_is_shipped(page: str, language: str, files: list[str]) -> None:
    """Who has no checkout copies it from the page."""
    shown = [block.text for block in blocks(ROOT / "docs" / page, language)]

    assert shown == [(ROOT / "config" / file).read_text(encoding="utf-8") for file in files]


def test_the_picture_shows_what_the_demo_does() -> None:
    """A picture ages in silence; `tests/docs/picture/tambour.yaml` says how to draw it anew."""
    folder = Path(__file__).parent / "picture"
    site = settings.load(folder / "tambour.yaml", platforms=PLATFORMS).site
    (article,) = (read(path, site) for path in Path(site.content).rglob("*.md"))
    drawn = unescape(PICTURE.read_text(encoding="utf-8")).replace("\N{NO-BREAK SPACE}", " ")
    missing = [teaser.text for teaser in split(article).teasers if teaser.text[:40] not in drawn]

    assert missing == []


def test_the_picture_of_the_demo_loads_nothing() -> None:
    """A page that is looked at offline, or by someone who minds being watched, must not call anybody."""
    calls = re.findall(r"(?:href|src)=|url\((?!#)|@import|<script", PICTURE.read_text(encoding="utf-8"))

    assert calls == []
