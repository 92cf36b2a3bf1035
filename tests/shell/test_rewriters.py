"""Plug-ins that reword teasers: whatever they return or raise, no post is worse for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.base import Limits
from adapters.limits import LIMITS
from scheduler.core.article import parse
from scheduler.core.model import Article, Fitted, Kind, Site, Skipped, Teaser, Telling, Voice
from scheduler.core.teasers import split
from scheduler.errors import SettingsError
from scheduler.intake import Destination, House, draft
from scheduler.wording import Rewriter, Worded, rewriter, worded
from tests.shell.command import ARTICLE, SETTINGS, Home, make_home

SITE = Site("https://tisane.example", "/site/content", "Europe/Paris", "fr")
NEW = "Le thym se plaît au pied d'un mur chaud, et il y reste longtemps."
PLUG_IN = """\
def shout(teaser, language, limits):
    return "Le thym aime le plein sud, et il le rend bien. Lisez donc la suite de cet article."


def broken(teaser, language, limits):
    raise RuntimeError("no words today")


"""


def article() -> Article:
    return parse(ARTICLE, Path("/site/content/thym.md"), SITE, digest="0" * 64)


def teaser() -> Teaser:
    return next(each for each in split(article()).teasers if each.kind is not Kind.ANNOUNCEMENT)


def reworded(said: Callable[[Teaser, str, Limits], object], of: Teaser | None = None) -> Worded:
    plug_in = Rewriter("sample", said)  # type: ignore[arg-type]  # a plug-in may return anything
    return worded(of or teaser(), article(), LIMITS["mastodon"], Voice(avoid={"bobo": "gêne"}), plug_in)


def test_a_rewriter_has_its_way() -> None:
    """It was installed and named for that."""
    done = reworded(lambda *_: NEW)

    assert isinstance(done.fitted, Fitted)
    assert done.fitted.content.text.startswith(NEW)
    assert done.teaser.edits[-1] == "reworded"


def test_a_rewriter_is_told_what_it_needs() -> None:
    """A text for another language or a longer limit would be thrown away."""
    asked: list[object] = []
    reworded(lambda *told: asked.extend(told))

    assert asked == [teaser(), "fr", LIMITS["mastodon"]]


@pytest.mark.parametrize("said", [lambda *_: None, lambda each, *_: each.text], ids=["nothing", "the same"])
def test_a_rewriter_may_leave_a_teaser_as_it_is(said: Callable[[Teaser, str, Limits], object]) -> None:
    """Then nothing is said of it."""
    done = reworded(said)

    assert (done.teaser, done.remarks) == (teaser(), ())


def failing(*_: object) -> str:
    raise RuntimeError("no words today")


def leaving(*_: object) -> str:
    raise SystemExit("no words today")


def stopped(*_: object) -> str:
    raise KeyboardInterrupt


def test_a_person_may_stop_a_rewriter() -> None:
    """It has no time limit of its own."""
    with pytest.raises(KeyboardInterrupt):
        reworded(stopped)


def test_a_rewriter_that_repeats_itself_is_followed_once() -> None:
    """The other teasers had words of their own."""
    there = Destination("journal", "mastodon", LIMITS["mastodon"])
    plain, _ = draft(article(), [there], House(SITE))
    drafts, skipped = draft(article(), [there], House(SITE, rewriter=Rewriter("sample", lambda *_: NEW)))

    assert [one.teaser.text for one in drafts] == [NEW, *(one.teaser.text for one in plain[1:])]
    assert "it returned the text of an earlier post" in skipped[-1].reason


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (failing, "it failed with RuntimeError: no words today"),
        (leaving, "it failed with SystemExit: no words today"),
        (lambda *_: 7, "it returned a int, no text"),
        (lambda *_: "Un **gros** titre, avec des étoiles autour, pour rien du tout.", "no_residue"),
        (lambda *_: "Le thym soulage un petit bobo, dit la voisine du jardin.", "which the voice avoids"),
        (lambda *_: "Le thym. " * 100, "long"),
    ],
    ids=["raises", "leaves", "no text", "markup", "word to avoid", "too long"],
)
def test_a_teaser_stays_as_it_was_where_a_rewriter_fails(
    said: Callable[[Teaser, str, Limits], object], problem: str
) -> None:
    """Its own words were good enough; and the person hears of it."""
    done = reworded(said)

    assert done.teaser == teaser()
    assert "the rewriter 'sample' was not followed: " in done.remarks[0].reason
    assert problem in done.remarks[0].reason


def test_what_the_author_wrote_is_never_reworded() -> None:
    """The author has the last word."""
    own = Teaser(Kind.OWN, "Le thym, dix ans plus tard.", None, ((0, 3),))

    assert reworded(failing, own).remarks == ()


def test_a_reworded_composed_post_takes_the_new_words() -> None:
    """A platform that reads at length shows the same idea."""
    long = Teaser(Kind.SECTION, teaser().text, None, teaser().source, composed=Telling(teaser().text, teaser().source))

    assert reworded(lambda *_: NEW, long).teaser.composed == Telling(NEW, teaser().source)


def test_a_rewriter_that_is_not_installed_is_named() -> None:
    """A typing error must not look like a plug-in without ideas."""
    with pytest.raises(SettingsError, match=r"no plug-in 'nobody' is installed; installed are: none"):
        rewriter("nobody")


def test_a_teaser_that_never_fitted_says_so() -> None:
    """The gate's reason is the one that helps."""
    done = worded(Teaser(Kind.SECTION, "Court.", None, ((0, 3),)), article(), LIMITS["mastodon"], Voice(), None)

    assert isinstance(done.fitted, Skipped)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder with an installed package that has rewriters."""
    folder = tmp_path / "site-packages"
    about = folder / "sample_rewriters-1.0.dist-info"
    about.mkdir(parents=True)
    about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: sample-rewriters\nVersion: 1.0\n")
    entries = "shout = sample_rewriters:shout\nbroken = sample_rewriters:broken\nlost = sample_rewriters:lost\n"
    about.joinpath("entry_points.txt").write_text(f"[tambour.rewriters]\n{entries}")
    folder.joinpath("sample_rewriters.py").write_text(PLUG_IN, encoding="utf-8")
    return folder


def run(home: Home, packages: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Preview in a process of its own, to which the packages are installed."""
    home.config.write_text(f"{SETTINGS}voice: {{rewriter: {name}}}\n", encoding="utf-8")
    command = [sys.executable, "-c", "from scheduler.cli import main; main()", "teasers", str(home.article)]
    environ = {**os.environ, "PYTHONPATH": str(packages)}
    arguments = [*command, "-a", "carnet", "-c", str(home.config)]
    return subprocess.run(arguments, env=environ, capture_output=True, text=True, check=False)


def test_an_installed_rewriter_is_found_by_its_name(tmp_path: Path, installed: Path) -> None:
    """Installing it and naming it is all there is to do."""
    done = run(make_home(tmp_path), installed, "shout")

    assert "Le thym aime le plein sud, et il le rend bien." in done.stdout, done.stderr


def test_an_installed_rewriter_that_fails_is_said_aloud(tmp_path: Path, installed: Path) -> None:
    """The posts go out in their own words."""
    done = run(make_home(tmp_path), installed, "broken")

    assert "Le thym au jardin" in done.stdout
    assert "the rewriter 'broken' was not followed: it failed with RuntimeError: no words today" in done.stderr


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("lost", "the plug-in 'lost' cannot be loaded"), ("shuot", "installed are: broken, lost, shout")],
)
def test_a_rewriter_that_cannot_be_had_stops_the_command(
    tmp_path: Path, installed: Path, name: str, complaint: str
) -> None:
    """Whoever asked for other words does not want these posted."""
    done = run(make_home(tmp_path), installed, name)

    assert done.returncode == 1
    assert complaint in done.stderr
