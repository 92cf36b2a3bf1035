"""`teasers` and `queue`."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from tests import warm
from tests.shell.command import ARTICLE, Home, make_home, run


def elsewhere(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder without settings, for a user without any."""
    return warm.run(*arguments, folder=folder, environ={"PATH": os.environ["PATH"], "HOME": str(folder)})


def test_a_preview_needs_no_settings(tmp_path: Path) -> None:
    """It is the first thing that somebody tries."""
    (tmp_path / "thym.md").write_text(ARTICLE, encoding="utf-8")

    done = elsewhere(tmp_path, "teasers", "thym.md", "--platform", "mastodon", "--url", "https://tisane.example/thym/")

    assert done.returncode == 0, done.stderr
    assert "https://tisane.example/thym/" in done.stdout


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    """Looking changes nothing, not even a database."""
    (tmp_path / "thym.md").write_text(ARTICLE, encoding="utf-8")

    elsewhere(tmp_path, "teasers", "thym.md")

    assert [path.name for path in tmp_path.iterdir()] == ["thym.md"]


def test_a_preview_with_settings_writes_nothing(home: Home) -> None:
    """Likewise."""
    before = sorted(home.path.rglob("*"))

    home("teasers", home.article)

    assert sorted(home.path.rglob("*")) == before


def test_a_preview_says_all_there_is_to_know(home: Home) -> None:
    """Other programs read it."""
    told = home("teasers", home.article, "--json").json

    teaser = told["teasers"][0]
    assert told["article"]["title"] == "Le thym au jardin"
    expected = "platform account kind section language text added source count limit hashtags link image"
    assert set(teaser) >= set(expected.split())


def test_the_source_of_a_preview_is_in_the_file(home: Home) -> None:
    """Every teaser can be traced to its sentence."""
    told = home("teasers", home.article, "--json", "--account", "carnet").json

    section = next(one for one in told["teasers"] if one["section"] == "Planter au bon endroit")
    (start, end), *_ = section["source"]
    assert ARTICLE[start:end].split()[0] == section["text"].split()[0]


def test_a_preview_can_be_of_accounts_and_platforms(home: Home) -> None:
    """What is not yet an account can be looked at too."""
    told = home("teasers", home.article, "--json", "--account", "carnet", "--platform", "bluesky").json

    assert {(one["account"], one["platform"]) for one in told["teasers"]} == {("carnet", "folder"), (None, "bluesky")}


def test_a_preview_is_what_is_queued(home: Home) -> None:
    """What you see is what is posted, to the letter."""
    previewed = [one["text"] for one in home("teasers", home.article, "--json").json["teasers"]]

    home("queue", home.article)

    assert sorted(one["text"] for one in home("list", "--json").json) == sorted(previewed)


def test_an_unknown_platform_is_named(home: Home) -> None:
    """A typing error must not look like an empty result."""
    done = home("teasers", home.article, "--platform", "mastodn")

    assert (done.code, "mastodn" in done.err) == (1, True)


def test_queueing_twice_changes_nothing(home: Home) -> None:
    """A script may run it every night."""
    home("queue", home.article)
    before = home("list", "--json").json

    again = home("queue", home.article)

    assert again.code == 0
    assert home("list", "--json").json == before
    assert "queued already" in again.err


def test_queueing_again_must_be_asked_for(home: Home) -> None:
    """Then it is done."""
    home("queue", home.article)
    before = len(home("list", "--json").json)

    home("queue", home.article, "--again")

    assert len(home("list", "--json").json) == 2 * before


def test_a_dry_run_writes_nothing(new_home: Home) -> None:
    """Not even a database."""
    done = new_home("queue", new_home.article, "--dry-run", "--json")

    assert [post["id"] for post in done.json[0]["posts"]][:1] == [None]
    assert not (new_home.path / "tambour.db").exists()


def test_a_dry_run_shows_what_would_be_queued(home: Home) -> None:
    """The same times, the same texts."""
    would = home("queue", home.article, "--dry-run", "--json", "--start", "2031-01-06T08:00").json[0]["posts"]

    done = home("queue", home.article, "--json", "--start", "2031-01-06T08:00").json[0]["posts"]

    assert [post | {"id": None} for post in done] == would


def test_drafts_wait_for_approval(home: Home) -> None:
    """Some posts want a second pair of eyes."""
    home("queue", home.article, "--draft", "--account", "carnet")

    assert {post["state"] for post in home("list", "--json").json} == {"draft"}


def test_nothing_goes_out_before_the_start(home: Home) -> None:
    """An embargo is kept."""
    done = home("queue", home.article, "--json", "--start", "2031-01-06T08:00", "--account", "journal")

    assert done.json[0]["posts"][0]["publish_at"] == "2031-01-06T09:00:00+01:00"
    assert "Monday 6 January 2031 at 08:00 (Europe/Paris, UTC+01:00)" in done.err


def test_the_first_goes_out_exactly_at_a_time(home: Home) -> None:
    """Whatever the rhythm; the others keep it."""
    posts = home("queue", home.article, "--json", "--at", "2031-01-06T10:07", "--account", "journal").json[0]["posts"]

    assert [post["publish_at"][:16] for post in posts[:2]] == ["2031-01-06T10:07", "2031-01-06T17:30"]


def test_the_distance_is_kept(home: Home) -> None:
    """A week apart, on the same wall clock, over the change of the clocks."""
    home.config.write_text(home.config.read_text("utf-8").replace("days: [mon, tue, wed, thu, fri], ", ""), "utf-8")
    posts = home(
        "queue", home.article, "--json", "--at", "2031-03-26T10:00", "--every", "1w", "--account", "journal"
    ).json[0]["posts"]

    times = [datetime.fromisoformat(post["publish_at"]) for post in posts]
    walls = [at.replace(tzinfo=None) for at in times]
    assert {(later - earlier).days for earlier, later in pairwise(walls)} == {7}


def test_start_and_at_exclude_each_other(home: Home) -> None:
    """That is a usage error."""
    assert home("queue", home.article, "--at", "demain 9h", "--start", "demain 9h").code == 2


def test_an_article_that_cannot_be_read_is_named_and_the_others_go_on(home: Home) -> None:
    """One bad file among fifty."""
    bad = home.path / "content" / "bad.md"
    bad.write_bytes(b"\x00\x01\x02")

    done = home("queue", bad, home.path / "content" / "none.md", home.article)

    assert done.code == 1
    assert str(bad) in done.err
    assert "none.md" in done.err
    assert home("list", "--json").json != []


def test_an_empty_article_says_why_it_gave_nothing(home: Home) -> None:
    """Zero posts is a legal result, and never silent."""
    home.article.write_text("---\ntitle: Rien\n---\n", encoding="utf-8")

    done = home("queue", home.article)

    assert done.code == 0
    assert "skipped" in done.err


def test_a_draft_article_is_skipped_aloud(home: Home) -> None:
    """It is not on the site yet."""
    home.article.write_text(ARTICLE.replace("title:", "draft: true\ntitle:"), encoding="utf-8")

    done = home("queue", home.article)

    assert "draft" in done.err
    assert home("list", "--json").json == []


def test_two_articles_with_one_link_are_refused(home: Home) -> None:
    """One of them would promote the other's page."""
    twin = home.path / "content" / "twin.md"
    for path in (home.article, twin):
        path.write_text(ARTICLE.replace("title:", "url: /thym/\ntitle:"), encoding="utf-8")
    home("queue", home.article)

    done = home("queue", twin)

    assert done.code == 1
    assert "same link" in done.err


def test_an_unknown_account_is_refused(home: Home) -> None:
    """And the known ones are named."""
    done = home("queue", home.article, "--account", "carnte")

    assert done.code == 1
    assert "journal, carnet" in done.err


@pytest.mark.parametrize(
    ("when", "hint"), [("hier 9h", "past"), ("2031-03-30T02:30", "03:00"), ("bientôt", "demain 9h")]
)
def test_a_time_that_cannot_be_used_is_refused_with_a_better_one(new_home: Home, when: str, hint: str) -> None:
    """Never guessed."""
    done = new_home("queue", new_home.article, "--start", when)

    assert done.code == 1
    assert hint in done.err
    assert not (new_home.path / "tambour.db").exists()


def test_no_settings_is_one_sentence(tmp_path: Path) -> None:
    """It says what to do."""
    done = run("list", "--config", tmp_path / "none.yaml")

    assert (done.code, done.out) == (1, "")
    assert "tambour init" in done.err
    assert len(done.err.splitlines()) == 1


def test_settings_without_accounts_say_so(tmp_path: Path) -> None:
    """Nothing could be queued anywhere."""
    home = make_home(tmp_path)
    home.config.write_text("site: {timezone: Europe/Paris}\n", encoding="utf-8")

    done = home("queue", home.article)

    assert (done.code, "accounts:" in done.err) == (1, True)


def test_links_carry_the_campaign_and_the_article_keeps_its_own(home: Home) -> None:
    """Each account tells where its readers come from; the article is queued once all the same."""
    campaign = 'campaign: {source: "{account}", content: "{kind}"}\n'
    home.config.write_text(campaign + home.config.read_text("utf-8"), "utf-8")
    queued = home("queue", home.article, "--json").json[0]["posts"]
    again = home("queue", home.article)

    assert {post["link"] for post in queued if post["kind"] == "announcement"} == {
        "https://tisane.example/thym/?utm_source=journal&utm_content=announcement",
        "https://tisane.example/thym/?utm_source=carnet&utm_content=announcement",
    }
    assert "queued already" in again.err


def test_a_post_without_a_picture_has_a_quote_card_where_the_settings_say_so(home: Home) -> None:
    """Its words are its alt text."""
    cards = 'pictures: {cards: {background: "#1f4d3a", ink: "#f6efe0"}}\n'
    home.config.write_text(cards + home.config.read_text("utf-8"), "utf-8")
    told = home("teasers", home.article, "--json", "--account", "carnet").json["teasers"]

    assert {(one["image"]["width"], one["image"]["height"]) for one in told} == {(1200, 630)}
    assert all(one["image"]["alt"] for one in told)


def test_an_article_cannot_command_the_terminal(home: Home) -> None:
    """Its text may come from anybody: an escape sequence could hide or fake lines."""
    home.article.write_text(ARTICLE.replace("au pied d", "au \x1b[31mpied\x07 d"), encoding="utf-8")

    done = home("teasers", home.article)

    assert "\x1b" not in done.out + done.err
    assert "\x07" not in done.out + done.err


def test_a_file_name_cannot_command_the_terminal(home: Home) -> None:
    """Nor can it, in an error."""
    done = home("teasers", home.path / "none\x1b[2J.md")

    assert (done.code, "\x1b" in done.err) == (1, False)


def test_what_is_no_file_is_refused_at_once(home: Home) -> None:
    """A pipe would be waited for, for ever."""
    pipe = home.path / "content" / "pipe.md"
    os.mkfifo(pipe)

    done = home("queue", pipe, home.article)

    assert (done.code, "is no file" in done.err) == (1, True)
    assert home("list", "--json").json != []


def test_a_picture_that_is_no_file_is_left_out(home: Home) -> None:
    """Likewise."""
    os.mkfifo(home.path / "content" / "pipe.png")
    home.article.write_text(ARTICLE.replace("title:", "image: pipe.png\ntitle:"), encoding="utf-8")

    done = home("teasers", home.article, "--account", "carnet")

    assert (done.code, "is no file" in done.err) == (0, True)


def test_an_article_of_absurd_size_is_refused(home: Home) -> None:
    """Reading it would take all the memory there is."""
    with home.article.open("wb") as file:
        file.truncate(11_000_000)

    assert "at most" in home("queue", home.article).err


def test_a_moved_article_is_known_by_its_link(home: Home) -> None:
    """Nothing is queued twice because a file got another name."""
    for name in ("a.md", "b.md"):
        text = ARTICLE.replace("title:", "url: /thym/\ntitle:")
        (home.path / "content" / name).write_text(text, encoding="utf-8")
    home("queue", home.path / "content" / "a.md")
    (home.path / "content" / "a.md").unlink()

    done = home("queue", home.path / "content" / "b.md")

    assert (done.code, "queued already" in done.err) == (0, True)


@pytest.mark.parametrize("address", ["nope", "javascript:alert(1)", "https://a.example/x y", "https://"])
def test_an_address_that_is_none_is_refused(home: Home, address: str) -> None:
    """A dead link would be posted."""
    assert home("teasers", home.article, "--url", address).code == 1
    assert home("post", "x", "--account", "carnet", "--at", "demain 9h", "--link", address).code == 1
