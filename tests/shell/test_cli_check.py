"""`check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell.command import ARTICLE, SETTINGS, Home, make_home, run


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = make_home(tmp_path)
    home.config.write_text(f"{SETTINGS}voice:\n  avoid: {{soleil: lumière}}\n", encoding="utf-8")
    return home


def test_a_finding_reads_like_a_compilers(home: Home) -> None:
    """Editors jump to it."""
    done = home("check", home.article)

    assert f"{home.article}:4: error: 'soleil' is a word to avoid; say 'lumière' [avoid]" in done.out.splitlines()
    assert done.code == 1


def test_a_warning_does_not_fail(home: Home) -> None:
    """It may be as it should be."""
    home.article.write_text(ARTICLE.replace("soleil", "jour").replace("[Jardin,", "['12',"), encoding="utf-8")

    done = home("check", home.article)

    assert (done.code, "warning: the tag '12' makes no hashtag" in done.out) == (0, True)


def test_a_warning_fails_where_it_is_asked_to(home: Home) -> None:
    """A gate before publishing may be as strict as its keeper."""
    home.article.write_text(ARTICLE.replace("soleil", "jour").replace("[Jardin,", "['12',"), encoding="utf-8")

    assert home("check", home.article, "--strict").code == 1


def test_a_program_reads_an_object_a_line(home: Home) -> None:
    """Another tool makes remarks of them."""
    told = home("check", home.article, "--json").lines

    finding = next(one for one in told if one["rule"] == "avoid")
    assert finding == {
        "path": str(home.article),
        "line": 4,
        "severity": "error",
        "message": "'soleil' is a word to avoid; say 'lumière'",
        "rule": "avoid",
    }


def test_an_article_that_cannot_be_read_is_a_finding_among_others(home: Home) -> None:
    """The next one is checked all the same."""
    bad = home.path / "content" / "bad.md"
    bad.write_text("---\ntitle: [\n---\n", encoding="utf-8")

    done = home("check", bad, home.article)

    assert f"{bad}:3: error: " in done.out
    assert f"{home.article}:4: " in done.out


def test_the_count_comes_last(home: Home) -> None:
    """Whoever mends wants to see it fall."""
    assert home("check", home.article).err.startswith("errors: 1, warnings: ")


def test_checking_writes_nothing(home: Home) -> None:
    """It may run anywhere, as often as one likes."""
    before = sorted(home.path.rglob("*"))

    home("check", home.article)

    assert sorted(home.path.rglob("*")) == before


def test_checking_needs_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A first look costs nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (tmp_path / "thym.md").write_text(ARTICLE, encoding="utf-8")

    done = run("check", "thym.md")

    assert (done.code, "thym.md:1: warning: the article has no address" in done.out) == (0, True)
