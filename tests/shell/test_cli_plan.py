"""`plan` and `apply`: what is shown is what is done, once, and only where the world is still the one that was shown."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from PIL import Image

from scheduler.cli.plan import insist
from scheduler.errors import PlanMoved
from tests.shell.command import Home, run


def queued(home: Home) -> list[tuple[int, str, str]]:
    """Return every post, its time and its text."""
    listed = [one for page in ("1", "2") for one in home("list", "--json", "--page", page).json]
    return [(one["id"], one["publish_at"], one["text"]) for one in listed]


def edit(home: Home, before: str, after: str) -> None:
    text = home.article.read_text(encoding="utf-8")
    home.article.write_text(text.replace(before, after), encoding="utf-8")


def planned(home: Home) -> Any:
    return home("plan", "--json").json


def deeds(home: Home) -> list[str]:
    return [one["action"] for one in planned(home)["posts"] if one["action"] != "keep"]


def test_a_plan_writes_nothing(new_home: Home) -> None:
    """It is looked at first."""
    shown = new_home("plan")

    assert (shown.code, queued(new_home), new_home.path.joinpath("tambour.db").exists()) == (0, [], False)
    assert re.search(r"^\d+ to add; until \d{4}-\d{2}-\d{2}$", shown.out, re.MULTILINE)


def test_a_plan_says_all_of_a_post(home: Home) -> None:
    """Text, length, time here and in UTC."""
    shown = home("plan").out

    assert "Le thym au jardin (" in shown
    assert re.search(
        r"\+ \w{3} \d\d \w{3} \d{4} 09:00 CES?T \(0[78]:00 UTC\) · journal · announcement · \d+ of ", shown
    )
    assert "    Le thym demande du soleil, peu d'eau" in shown


def test_what_is_planned_is_what_is_done(home: Home) -> None:
    """To the letter and to the minute."""
    wanted = [(one["publish_at"], one["text"]) for one in planned(home)["posts"]]

    assert home("apply", "--yes").code == 0
    assert [(at, text) for _, at, text in queued(home)] == wanted


def test_a_second_time_changes_nothing(home: Home) -> None:
    """A timer runs it every night."""
    home("apply", "--yes")
    before = queued(home)
    again = home("apply", "--yes")

    assert (again.code, queued(home)) == (0, before)
    assert "nothing to do" in again.err


def test_nothing_is_done_unasked(home: Home) -> None:
    """A pipe answers no question."""
    done = home("apply")

    assert (done.code, queued(home)) == (1, [])
    assert "--yes does it without asking" in done.err


def test_what_a_person_changed_stays(home: Home) -> None:
    """Also where the article changes afterwards; the rest follows the article."""
    home("apply", "--yes")
    first = queued(home)[0][0]
    home("edit", str(first), "--text", "Mon texte à moi")
    edit(home, "une taille par an", "deux tailles par an")
    home("apply", "--yes")
    texts = {number: text for number, _, text in queued(home)}

    assert texts.pop(first) == "Mon texte à moi"
    assert any("deux tailles par an" in text for text in texts.values())
    assert not any("une taille par an" in text for text in texts.values())


def test_a_difference_is_shown_line_by_line(home: Home) -> None:
    """What was, and what is to be."""
    home("apply", "--yes")
    edit(home, "une taille par an", "deux tailles par an")
    shown = home("plan", "--diff").out

    assert re.search(r"^    - .*une taille par an", shown, re.MULTILINE)
    assert re.search(r"^    \+ .*deux tailles par an", shown, re.MULTILINE)


def test_posts_wait_while_their_article_is_a_draft(home: Home) -> None:
    """And go on when it is back, at their times."""
    home("apply", "--yes")
    before = queued(home)
    edit(home, "title:", "draft: true\ntitle:")
    home("apply", "--yes")
    held = {one["hold"] for one in home("list", "--json").json}
    edit(home, "draft: true\n", "")
    home("apply", "--yes")

    assert held == {"article"}
    assert (queued(home), {one["hold"] for one in home("list", "--json").json}) == (before, {None})


def test_posts_wait_when_their_article_is_deleted(home: Home) -> None:
    """A link to nothing."""
    home("apply", "--yes")
    home.article.unlink()

    assert set(deeds(home)) == {"hold"}


def test_posts_follow_an_article_that_was_renamed(home: Home) -> None:
    """Its link says that it is the same."""
    edit(home, "title:", "canonicalUrl: https://tisane.example/thym/\ntitle:")
    home("apply", "--yes")
    home.article.rename(home.article.with_name("le-thym.md"))

    assert deeds(home) == []


def test_posts_of_an_article_whose_address_follows_its_file_are_made_anew(home: Home) -> None:
    """Held, they would wait for a page that never comes back."""
    home("apply", "--yes")
    before = len(queued(home))
    new = home.article.rename(home.article.with_name("le-thym.md"))
    shown = home("apply", "--yes").out

    assert f"its article is now {new}" in shown
    assert {one["action"] for one in planned(home)["posts"]} == {"keep"}
    assert len(queued(home)) == before


def test_a_part_of_the_site_is_planned_by_its_path(home: Home) -> None:
    """And what is not named is left alone."""
    home("apply", "--yes")
    other = home.article.with_name("menthe.md")
    other.write_text("---\ntitle: La menthe\n---\nLa menthe envahit un massif en un seul été.\n", encoding="utf-8")
    home.article.unlink()
    shown = home("plan", str(other), "--json").json

    assert {one["article"] for one in shown["posts"]} == {str(other)}


def test_an_article_that_two_campaigns_take_is_named(home: Home) -> None:
    """The first has it; whoever wrote the second waits for posts that never come."""
    with home.config.open("a", encoding="utf-8") as file:
        file.write("campaigns:\n  un: {tags: [Jardin]}\n  deux: {tags: [Jardin]}\n")
    shown = home("plan")

    assert shown.err.count("note: ") == 1
    assert "it belongs to the campaign un, the first that takes it; deux would too" in shown.err


def test_two_articles_with_one_link_are_named(home: Home) -> None:
    """Their posts would follow each other."""
    edit(home, "title:", "canonicalUrl: https://tisane.example/thym/\ntitle:")
    twin = home.article.with_name("zzz.md")
    twin.write_text(home.article.read_text(encoding="utf-8"), encoding="utf-8")
    refused = [one["reason"] for one in planned(home)["refused"] if one["article"] == str(twin)]

    assert refused == [f"it has the same link as {home.article}; give one of them another"]


def test_a_draft_takes_no_article_s_link_from_it(home: Home) -> None:
    """Whoever rewrites an article keeps what is on the web beside it."""
    edit(home, "title:", "canonicalUrl: https://tisane.example/thym/\ntitle:")
    draft = home.article.with_name("aaa.md")
    draft.write_text(
        home.article.read_text(encoding="utf-8").replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8"
    )
    shown = planned(home)

    assert [one["reason"] for one in shown["refused"] if one["article"] == str(draft)] == ["draft"]
    assert {one["article"] for one in shown["posts"]} == {str(home.article)}


def test_the_posts_of_an_article_with_a_mistake_stay_as_they_are(home: Home) -> None:
    """What it says cannot be told until its author has mended it; nobody has taken anything back."""
    home("apply", "--yes")
    edit(home, "title:", "teasers: [{text: Le thym, accounts: [jurnal]}]\ntitle:")
    shown = planned(home)

    assert deeds(home) == []
    assert any("there is no account or group 'jurnal'" in one["reason"] for one in shown["refused"])


def test_a_file_that_is_no_article_is_named(home: Home) -> None:
    """With its line and what to do, by every command; the others are planned."""
    bad, old = home.article.with_name("bad.md"), home.article.with_name("old.md")
    bad.write_bytes(b"\0")
    old.write_bytes(home.article.read_text(encoding="utf-8").encode("cp1252"))
    shown = planned(home)
    refused = {one["article"]: one["reason"] for one in shown["refused"]}

    assert refused[str(bad)] == "line 1: the file is not text; save it as UTF-8"
    assert "line 5: byte 0xE0 after 's: [Jardin, Plantes ' is not UTF-8" in refused[str(old)]
    assert shown["summary"]["add"] > 3
    for command in ("queue", "teasers"):
        assert f"{old}, {refused[str(old)]}" in home(command, old).err


def test_an_article_of_a_far_year_is_named(home: Home) -> None:
    """A slip of a finger."""
    edit(home, "date: 2026-01-10", "date: 2099-01-10")

    assert ("dated 2099-01-10, after all that is planned") in [one["reason"] for one in planned(home)["refused"]]


@pytest.mark.parametrize("form", ["--html", "--markdown"])
def test_a_plan_can_be_sent_to_somebody(home: Home, form: str) -> None:
    """One file, which loads nothing; whatever stands in the article is text there."""
    edit(home, "Le thym au jardin\n", "Le <b>thym</b> & le jardin\n")
    page = home("plan", form).out

    assert "Planter au bon endroit" in page
    assert "<b>thym" not in page
    assert not re.search(r"(?:src|href)=|@import|url\(|<script", page)


@pytest.mark.parametrize("form", [(), ("--html",), ("--markdown",)])
def test_a_post_that_moves_tells_both_of_its_times_by_its_clocks_and_in_utc(home: Home, form: tuple[str, ...]) -> None:
    """Nobody has to guess in which zone it was."""
    home("apply", "--yes")
    move_the_settings(home, home.config)
    told = re.findall(r"was at (.*?)(?:<|$)", home("plan", *form).out, re.MULTILINE)

    assert told
    assert all(re.search(r"12:15 CES?T \(\d\d:15 UTC\)", one) for one in told)


def test_no_word_makes_the_page_of_a_plan_wider_than_a_telephone(home: Home) -> None:
    """A link is often longer than its screen is wide."""
    assert re.search(r"body \{[^}]*overflow-wrap: anywhere", home("plan", "--html").out)


@pytest.mark.parametrize("form", ["", "--html", "--markdown", "--json"])
def test_a_plan_shows_a_thread_to_its_end(home: Home, form: str) -> None:
    """Whoever approves a post has to have read all of it."""
    text = " ".join(f"Le thym numéro {number} pousse au soleil, dans une terre sèche." for number in range(20, 28))
    edit(home, "title:", f"teasers: ['{text}']\ntitle:")
    sky = "ciel: {platform: bluesky, handle: a.ex.org, password: {env: NO}, thread: yes, rhythm: {times: ['10:00']}}"
    with home.config.open("a", encoding="utf-8") as file:
        file.write(f"  {sky}\n")
    shown = home("plan", "--account", "ciel", *filter(None, [form])).out

    assert "numéro 27" in shown


def test_what_gives_no_post_is_told_once_for_each_reason(home: Home) -> None:
    """Twelve lines that say the same hide the one that does not."""
    home.article.with_name("bref.md").write_text(
        "---\ntitle: Le thym bref\nsummary: La sauge demande très peu d'eau en été, même sur un balcon.\n---\n"
        "## Un\n\nOui.\n\n## Deux\n\nNon.\n",
        encoding="utf-8",
    )
    told = [line for line in home("plan").err.splitlines() if "bref.md" in line]

    assert len(told) == 1
    assert "Un; Deux" in told[0]


def test_a_post_that_a_plan_made_says_by_which(home: Home) -> None:
    """A plan is approved, undone and looked up by its number."""
    home("apply", "--yes")
    first = queued(home)[0][0]

    assert "by plan 1" in home("why", str(first)).out
    assert "by plan 1" in home("log").out


def test_forms_are_chosen_one_at_a_time(home: Home) -> None:
    """A usage error, before anything is read."""
    assert home("plan", "--html", "--json").code == 2


def test_a_page_can_be_written_to_a_file(home: Home) -> None:
    """Where `-o` without a form writes the plan for `apply`."""
    page = home.path / "plan.html"
    home("plan", "--html", "-o", str(page))

    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def written(home: Home) -> Path:
    """Write a plan to a file."""
    file = home.path / "plan.json"
    home("plan", "-o", str(file))
    return file


def test_a_plan_from_a_file_is_carried_out(home: Home) -> None:
    """What a colleague looked at."""
    file = written(home)
    wanted = [(one["publish_at"], one["text"]) for one in json.loads(file.read_text(encoding="utf-8"))["posts"]]

    assert home("apply", str(file), "--yes").code == 0
    assert [(at, text) for _, at, text in queued(home)] == wanted


def test_a_plan_from_a_file_is_carried_out_once(home: Home) -> None:
    """Whoever is not sure, or whose connection broke, runs it again; whatever has become of the queue since."""
    file = written(home)
    home("apply", str(file), "--yes")
    home("cancel", str(queued(home)[0][0]))
    before = queued(home)

    again = home("apply", str(file), "--yes")

    assert (again.code, again.err) == (0, "this plan is done already (plan 1): nothing to do\n")
    assert queued(home) == before


def test_a_plan_that_was_done_and_changed_by_hand_is_another(home: Home) -> None:
    """Nobody may think that his change was carried out."""
    file = written(home)
    home("apply", str(file), "--yes")
    move_the_file(home, file)

    assert home("apply", str(file), "--yes").code == 1


def move_the_article(home: Home, file: Path) -> None:
    edit(home, "une taille par an", "deux tailles par an")


def move_the_settings(home: Home, file: Path) -> None:
    text = home.config.read_text(encoding="utf-8")
    home.config.write_text(text.replace("12:15", "12:30"), encoding="utf-8")


def move_the_queue(home: Home, file: Path) -> None:
    home.queue_one()


def move_the_file(home: Home, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Le thym demande du soleil", "Le thym demande de l'ombre"), encoding="utf-8")


def move_the_time(home: Home, file: Path) -> None:
    told = json.loads(file.read_text(encoding="utf-8"))
    told["made_at"] = "2026-01-12T06:00:00+00:00"
    told["until"] = "2026-02-12T06:00:00+00:00"
    file.write_text(json.dumps(told), encoding="utf-8")


def move_the_version(home: Home, file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace('"tambour": 1', '"tambour": 99'), encoding="utf-8")


def move_it_all(home: Home, file: Path) -> None:
    file.write_text("[]", encoding="utf-8")


def move_it_away(home: Home, file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (move_the_article, "the site has changed since this was planned"),
        (move_the_settings, "the settings, or what a server takes, have changed since this was planned"),
        (move_the_queue, "the queue has moved since this was planned: post 1 is new; plan again, nothing was changed"),
        (move_the_file, "the file says something else than would be done"),
        (move_the_time, "the file says something else than would be done"),
        (move_the_version, "was written by another version of tambour"),
        (move_it_all, "is no plan; write one with `tambour plan -o plan.json`"),
        (move_it_away, "cannot read"),
    ],
)
def test_a_plan_of_another_world_is_refused(home: Home, move: Any, why: str) -> None:
    """Whole, and in a sentence."""
    file = written(home)
    move(home, file)
    before = queued(home)
    done = home("apply", str(file), "--yes")

    assert (done.code, queued(home)) == (1, before)
    assert why in done.err


def test_a_plan_of_another_database_is_refused(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The numbers of its posts mean others here."""
    home.queue_one()
    file = written(home)
    told = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(told | {"installation": "another"}), encoding="utf-8")

    assert "made on another database; plan again" in home("apply", str(file), "--yes").err


@pytest.mark.parametrize(
    ("edited", "why"),
    [
        ({}, "for another site than that of"),
        ({"accounts": ["magazine"]}, "for the account magazine, which"),
        ({"installation": "another"}, "on another database"),
    ],
)
def test_a_plan_for_another_folder_says_whose_it_is(
    home: Home, tmp_path_factory: pytest.TempPathFactory, edited: dict[str, Any], why: str
) -> None:
    """The settings of a site that was copied did not change: what helps is to plan there, or to apply it here."""
    file = written(home)
    there = Home(tmp_path_factory.mktemp("there"))
    copytree(home.path, there.path, dirs_exist_ok=True)
    told = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(told | edited), encoding="utf-8")
    done = there("apply", str(file), "--yes")

    assert (done.code, why in done.err) == (1, True)
    assert f"it was made with {home.config}: plan again here, or apply it with --config {home.config}" in done.err


def test_a_site_without_accounts_says_what_to_do(tmp_path: Path) -> None:
    """A newcomer's first plan."""
    config = tmp_path / "tambour.yaml"
    config.write_text("site: {timezone: UTC}\n", encoding="utf-8")
    done = run("plan", "--config", config)

    assert (done.code, "names no account; add one under accounts:" in done.err) == (1, True)


def test_a_path_that_is_not_there_is_named(home: Home) -> None:
    """Not a plan of nothing."""
    assert "there is nothing at nowhere.md" in home("plan", "nowhere.md").err


def test_what_no_article_gives_any_more_is_forgotten(home: Home) -> None:
    """A cache that only grows fills the disk in a year; what is planned in part forgets nothing of the rest."""

    def kept() -> tuple[int, ...]:
        with closing(sqlite3.connect(home.path / "tambour.db.cache")) as cache:
            return tuple(cache.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("kept", "pictures"))  # noqa: S608  our own names

    Image.new("RGB", (40, 30), "green").save(home.article.with_name("thym.png"))
    edit(home, "tags: [", "image: thym.png\ntags: [")
    home("plan")
    once = kept()
    edit(home, "une taille par an", "deux tailles par an")
    Image.new("RGB", (50, 30), "red").save(home.article.with_name("thym.png"))
    home("plan", "--account", "journal")
    in_part = kept()
    home("plan")

    assert (in_part[0] > once[0], kept()) == (True, once)
    assert once[1] > 0


def test_a_cache_that_is_damaged_is_made_anew(home: Home) -> None:
    """It holds nothing that is not elsewhere."""
    home.path.joinpath("tambour.db.cache").write_bytes(b"no database" * 1000)

    assert home("plan").code == 0


def test_an_article_that_may_return_does_once_all_is_told(home: Home) -> None:
    """In a slot that is left; a second time changes nothing, and the author has the last word."""
    settings = home.config.read_text(encoding="utf-8")
    rule = "plan: {ahead: 366d, repeat: 30d}\nevergreen:\n  - {articles: ['*'], distance: 30d, again: yes}\n"
    home.config.write_text(settings + rule, encoding="utf-8")
    added = [one for one in planned(home)["posts"] if one["evergreen"]]
    shown = home("apply", "--yes")
    kept = planned(home)["posts"]

    assert {one["account"] for one in added} == {"journal", "carnet"}
    assert ("· evergreen" in shown.out, {one["action"] for one in kept}) == (True, {"keep"})
    assert [one["text"] for one in kept if one["evergreen"]] == [one["text"] for one in added]
    edit(home, "title: Le thym au jardin", "title: Le thym au jardin\nevergreen: no")
    assert [one["evergreen"] for one in planned(home)["posts"] if one["action"] == "cancel"] == [True] * len(added)


def test_an_account_that_has_another_name_is_not_told_everything_once_more(home: Home) -> None:
    """What was said is known by the account's name, so that a year of articles would be announced there anew."""
    home("apply", "--yes")
    before = len(queued(home))
    text = home.config.read_text(encoding="utf-8")
    home.config.write_text(text.replace("  carnet:", "  notes:"), encoding="utf-8")
    refused = home("apply", "--yes")
    ids = [str(one["id"]) for one in home("list", "--account", "carnet", "--json").json]

    assert (refused.code, len(queued(home))) == (1, before)
    assert "call it carnet again" in refused.err
    assert home("plan").code == 1
    assert home("cancel", *ids).code == 0
    assert home("apply", "--yes").code == 0


def test_what_nobody_looks_at_is_planned_again_where_the_queue_has_moved() -> None:
    """A timer must not fail because a post went out just then; after three times, something else is wrong."""
    moves = iter([True, True, False, True])

    def act() -> None:
        if next(moves):
            raise PlanMoved("posts 1, 2 are not waiting any more")

    insist(act, tries=3)
    with pytest.raises(PlanMoved):
        insist(act, tries=1)

    assert next(moves, None) is None


def test_a_site_that_was_copied_elsewhere_is_the_same_site(
    home: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its old folder may stay behind: no article is told anew, and posts go on following theirs."""
    home("apply", "--yes")
    before = queued(home)
    copy = Home(tmp_path_factory.mktemp("elsewhere") / "site")
    shutil.copytree(home.path, copy.path)

    assert "0 to add" in copy("plan").out
    edit(copy, "Le thym demande du soleil", "Le thym aime le soleil")
    assert "change" in deeds(copy)
    assert copy("apply", "--yes").code == 0
    assert [one[:2] for one in queued(copy)] == [one[:2] for one in before]
    assert "queued 0 posts" in copy("queue", str(copy.article)).err
