"""Posts by hand: `post`, `list`, `show`, `edit`, and the decisions."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import insert, select, update

from scheduler.cli import show
from scheduler.core.lifecycle import Move
from scheduler.core.state import State
from scheduler.store import open_store, posts
from scheduler.store.tables import posts as table
from tests.shell.command import SETTINGS, Home
from tests.shell.fakes import START


def force(home: Home, number: int, state: State, **facts: object) -> None:
    """Put a post into a state that takes a daemon and a platform to reach."""
    store = open_store(home.path / "tambour.db")
    with store.write() as tx:
        tx.execute(update(table).where(table.c.id == number).values(state=state, **facts))
    store.close()


def picture(folder: Path) -> Path:
    """Make a small image."""
    data = BytesIO()
    Image.new("RGB", (40, 30), "green").save(data, "JPEG")
    path = folder / "tasse.jpg"
    path.write_bytes(data.getvalue())
    return path


def test_a_post_says_exactly_what_was_written(home: Home) -> None:
    """To the letter, typography included."""
    text = "« Prêt ? »\n\n1\u202f000 tasses · #Thé"

    home("post", text, "--account", "carnet", "--at", "demain 9h")

    assert home("show", "1", "--json").json["text"] == text


def test_a_post_takes_its_text_from_standard_input(home: Home) -> None:
    """For scripts, and for long texts."""
    home("post", "-", "--account", "carnet", "--at", "demain 9h", stdin="Bonjour\r\nà tous\r\n")

    assert home("show", "1", "--json").json["text"] == "Bonjour\nà tous"


def test_an_empty_post_is_refused(home: Home) -> None:
    """There is nothing to say."""
    assert home("post", "  ", "--account", "carnet", "--at", "demain 9h").code == 1


def test_a_link_is_added_once(home: Home) -> None:
    """A reader needs it once."""
    home("post", "Lisez", "--account", "carnet", "--at", "demain 9h", "--link", "https://a.example/x")

    assert home("show", "1", "--json").json["text"].count("https://a.example/x") == 1


def test_a_picture_comes_with_its_words(home: Home) -> None:
    """Who cannot see it reads them."""
    image = picture(home.path)

    home("post", "Voici", "--account", "carnet", "--at", "demain 9h", "--image", str(image), "--alt", "Une tasse")

    assert home("show", "1", "--json").json["images"] == [
        {"type": "image/jpeg", "width": 40, "height": 30, "alt": "Une tasse"}
    ]


def test_a_picture_without_words_is_warned_about(home: Home) -> None:
    """It is a mistake more often than not."""
    image = picture(home.path)

    done = home("post", "Voici", "--account", "carnet", "--at", "demain 9h", "--image", str(image))

    assert (done.code, "--alt" in done.err) == (0, True)


def test_a_picture_that_is_not_there_is_refused(home: Home) -> None:
    """Nothing is queued without it."""
    done = home("post", "Voici", "--account", "carnet", "--at", "demain 9h", "--image", "none.jpg", "--alt", "x")

    assert (done.code, home("list", "--json").json) == (1, [])


def test_a_post_for_several_accounts_is_queued_on_each(home: Home) -> None:
    """One text, several places."""
    home("post", "Bonjour", "--account", "carnet", "--account", "journal", "--at", "demain 9h")

    assert [post["account"] for post in home("list", "--json").json] == ["carnet", "journal"]


def test_one_is_told_as_one() -> None:
    """Whoever reads "1 posts" wonders what else was not looked at."""
    told = [show.many(count, "post waits", "posts wait") for count in (0, 1, 2)]

    assert told == ["0 posts wait", "1 post waits", "2 posts wait"]


def test_an_empty_list_says_what_to_do(home: Home) -> None:
    """An empty screen tells nothing."""
    done = home("list")

    assert (done.code, "tambour queue" in done.err) == (0, True)


def test_a_list_in_a_pipe_is_one_line_a_post(home: Home) -> None:
    """`cut` and `grep` work on it."""
    home("post", "Deux\nlignes", "--account", "carnet", "--at", "demain 9h")

    header, line = home("list").out.splitlines()
    assert header.split("\t") == ["id", "when", "account", "state", "text"]
    assert line.split("\t")[-1] == "Deux lignes"


def test_a_list_is_of_what_is_still_to_do(home: Home) -> None:
    """Published and cancelled posts are for the log."""
    number = home.queue_one()
    home("cancel", str(number))

    assert home("list", "--json").json == []
    assert [post["id"] for post in home("list", "--json", "--state", "cancelled").json] == [number]


def test_a_list_goes_by_pages(home: Home) -> None:
    """Ten thousand posts do not fit a screen."""
    home.queue_one()
    store = open_store(home.path / "tambour.db")
    with store.write() as tx:
        row = dict(tx.execute(select(table)).one()._mapping)
        tx.execute(insert(table), [row | {"id": None, "key": str(copy)} for copy in range(60)])
    store.close()

    first, second = home("list", "--json"), home("list", "--json", "--page", "2")

    assert (len(first.json), len(second.json)) == (posts.PAGE, 11)
    assert "--page 2" in home("list").err


def test_a_list_is_of_one_account(home: Home) -> None:
    """On request."""
    home("post", "Bonjour", "--account", "carnet", "--account", "journal", "--at", "demain 9h")

    assert [post["account"] for post in home("list", "--json", "--account", "journal").json] == ["journal"]


def test_a_post_that_is_not_there_is_refused(home: Home) -> None:
    """With a hint where to look."""
    done = home("show", "7")

    assert (done.code, "tambour list" in done.err) == (1, True)


def test_a_shown_post_is_whole(home: Home) -> None:
    """For a person too."""
    image = picture(home.path)
    home(
        "post", "Voici\nla suite", "--account", "carnet", "--at", "demain 9h",
        "--image", str(image), "--alt", "Une tasse", "--link", "https://a.example/",
    )  # fmt: skip

    shown = home("show", "1").out

    assert "Voici\nla suite" in shown
    assert "alt: Une tasse" in shown
    assert "09:00 (Europe/Paris" in shown


def test_a_post_can_be_moved(home: Home) -> None:
    """And what was understood is said."""
    number = home.queue_one()

    done = home("move", str(number), "2031-07-01T18:00")

    assert home("show", str(number), "--json").json["publish_at"] == "2031-07-01T18:00:00+02:00"
    assert "Tuesday 1 July 2031 at 18:00 (Europe/Paris, UTC+02:00)" in done.err


def test_a_post_can_be_rewritten(home: Home) -> None:
    """A person has the last word."""
    number = home.queue_one()

    home("edit", str(number), "--text", "Bonsoir #Thé")

    shown = home("show", str(number), "--json").json
    assert (shown["text"], shown["hashtags"]) == ("Bonsoir #Thé", ["Thé"])


def test_rewriting_keeps_the_picture_and_tells_of_a_lost_link(home: Home) -> None:
    """Nothing disappears in silence."""
    image = picture(home.path)
    home(
        "post", "Voici", "--account", "carnet", "--at", "demain 9h",
        "--image", str(image), "--alt", "Une tasse", "--link", "https://a.example/",
    )  # fmt: skip

    done = home("edit", "1", "--text", "Voilà")

    shown = home("show", "1", "--json").json
    assert (shown["link"], shown["images"][0]["alt"]) == (None, "Une tasse")
    assert "https://a.example/" in done.err


def test_rewriting_with_the_same_text_changes_nothing(home: Home) -> None:
    """Nor the log."""
    number = home.queue_one()

    home("edit", str(number), "--text", "Bonjour")

    assert [line["event"] for line in home("log", "--json").lines] == ["queued"]


def test_a_text_that_does_not_fit_is_refused_with_both_numbers(home: Home) -> None:
    """Never cut."""
    home.config.write_text(
        home.config.read_text("utf-8")
        + "  ciel:\n    platform: bluesky\n    handle: a.example\n    password: {env: TAMBOUR_TEST_NOT_SET}\n",
        encoding="utf-8",
    )

    done = home("post", "x" * 301, "--account", "ciel", "--at", "demain 9h")

    assert done.code == 1
    assert "301" in done.err
    assert "300" in done.err


def test_an_editor_changes_a_post(home: Home, tmp_path: Path) -> None:
    """The user's own."""
    number = home.queue_one()
    script = tmp_path / "editor.py"
    script.write_text("import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('Bonsoir')\n", encoding="utf-8")
    os.environ["VISUAL"] = f"{sys.executable} {script}"

    try:
        home("edit", str(number))
    finally:
        del os.environ["VISUAL"]

    assert home("show", str(number), "--json").json["text"] == "Bonsoir"


def test_an_editor_that_fails_changes_nothing(home: Home) -> None:
    """And says so."""
    number = home.queue_one()
    os.environ["VISUAL"] = "false"

    try:
        done = home("edit", str(number))
    finally:
        del os.environ["VISUAL"]

    assert (done.code, home("show", str(number), "--json").json["text"]) == (1, "Bonjour")


def test_approving_lets_a_draft_go_out(home: Home) -> None:
    """At its time."""
    number = home.queue_one("--draft")

    done = home("approve", str(number))

    assert done.out == f"post {number} is queued\n"


def test_a_decision_about_several_posts_is_taken_for_all_or_none(home: Home) -> None:
    """Half a decision is worse than none."""
    draft, queued = home.queue_one("--draft"), home.queue_one()

    done = home("approve", str(draft), str(queued))

    assert done.code == 1
    assert home("show", str(draft), "--json").json["state"] == "draft"


def test_a_failed_post_can_be_requeued_for_another_time(home: Home) -> None:
    """A failed post is never a dead end."""
    number = home.queue_one()
    force(home, number, State.FAILED)

    home("requeue", str(number), "--at", "2031-07-01T18:00")

    shown = home("show", str(number), "--json").json
    assert (shown["state"], shown["publish_at"]) == ("queued", "2031-07-01T18:00:00+02:00")


def test_what_is_public_cannot_be_changed(home: Home) -> None:
    """The text here must stay the text there."""
    number = home.queue_one()
    force(home, number, State.PUBLISHED)

    assert home("edit", str(number), "--text", "x").code == 1
    assert home("move", str(number), "demain 10h").code == 1


@pytest.mark.parametrize(
    ("options", "state"),
    [(["--published", "https://a.example/1"], "published"), (["--not-published"], "queued"), (["--give-up"], "failed")],
)
def test_a_person_resolves_what_nobody_else_can_tell(home: Home, options: list[str], state: str) -> None:
    """After looking at the account."""
    number = home.queue_one()
    force(home, number, State.UNCERTAIN)

    home("resolve", str(number), *options)

    assert home("show", str(number), "--json").json["state"] == state


def test_a_resolved_post_has_the_address_that_was_given(home: Home) -> None:
    """So that the log leads to it."""
    number = home.queue_one()
    force(home, number, State.UNCERTAIN)

    home("resolve", str(number), "--published", "https://a.example/1")

    assert home("show", str(number), "--json").json["url"] == "https://a.example/1"


@pytest.mark.parametrize("options", [[], ["--give-up", "--not-published"]])
def test_a_resolution_is_one_of_three(home: Home, options: list[str]) -> None:
    """Anything else is a usage error."""
    assert home("resolve", "1", *options).code == 2


def test_only_an_uncertain_post_is_resolved(home: Home) -> None:
    """Of the others, tambour knows more than anybody."""
    number = home.queue_one()

    assert home("resolve", str(number), "--not-published").code == 1


def test_pausing_and_resuming_are_logged(home: Home) -> None:
    """Who wonders why nothing went out finds it there."""
    home.queue_one()

    home("pause", "carnet")
    held = home("list", "--json").json[0]["hold"]
    home("resume", "carnet")

    assert held == "paused"
    assert [line["event"] for line in home("log", "--json").lines] == ["queued", "held: paused", "resumed"]


def test_everything_can_be_stopped_and_let_go_on(home: Home) -> None:
    """In a crisis nobody looks for names; and what was held before is held after."""
    home.queue_one()
    home("pause", "journal")
    home("pause", "--all")
    stopped = home("list")

    done = home("resume", "--all")

    assert "everything is stopped" in stopped.err
    assert done.out == "everything goes on\n"
    assert done.err == "journal stays held, paused; `tambour resume journal` lets it go on\n"
    assert "everything is stopped" not in home("list").err


def test_an_account_that_is_resumed_while_everything_is_stopped_says_so(home: Home) -> None:
    """Else its owner would wait for it in vain."""
    home("pause", "carnet")
    home("pause", "--all")

    done = home("resume", "carnet")

    assert done.out == "carnet goes on; it was held, paused\n"
    assert "everything is stopped" in done.err


def test_an_account_that_the_settings_no_longer_name_is_not_resumed(home: Home) -> None:
    """Its posts would wait for nobody, and nobody would know."""
    number = home.queue_one()
    home("pause", "carnet")
    home.config.write_text(SETTINGS.partition("  carnet:")[0], encoding="utf-8")

    done = home("resume", "carnet")

    assert (done.code, home("list", "--json").json[0]["hold"]) == (1, "paused")
    assert "does not name the account 'carnet'" in done.err
    assert home("cancel", str(number)).code == 0


def test_letting_everything_go_on_where_nothing_was_stopped_says_so(home: Home) -> None:
    """It is no failure."""
    assert home("resume", "--all").out == "nothing was stopped\n"


def test_pausing_needs_to_know_what(home: Home) -> None:
    """A crisis stop must not miss."""
    assert home("pause").code == 2
    assert home("pause", "carnet", "--all").code == 2
    assert home("pause", "carnte").code == 1


def test_resuming_what_was_not_held_says_so(home: Home) -> None:
    """It is no failure."""
    done = home("resume", "carnet")

    assert (done.code, done.out) == (0, "carnet was not held\n")


def test_the_log_is_one_object_a_line(home: Home) -> None:
    """Log readers take it as it is."""
    home.queue_one()

    (line,) = home("log", "--json").lines

    assert list(line) == ["at", "post", "account", "platform", "event", "state", "attempt", "url", "reason"]


def test_the_log_can_be_asked_for_a_part(home: Home) -> None:
    """By time, account and state."""
    home("post", "Bonjour", "--account", "carnet", "--account", "journal", "--at", "demain 9h")

    assert len(home("log", "--json", "--account", "journal").lines) == 1
    assert len(home("log", "--json", "--state", "published").lines) == 0
    assert len(home("log", "--json", "--since", "2h").lines) == 2
    assert len(home("log", "--json", "--lines", "1").lines) == 1
    assert home("log", "--since", "demain 9h").code == 1


def test_the_log_is_a_table_for_a_person(home: Home) -> None:
    """With a header."""
    assert "nothing yet" in home("log").err

    home.queue_one()

    assert home("log").out.splitlines()[0].split("\t") == ["at", "post", "account", "event", "state", "detail"]


def test_the_story_of_a_post_is_told(home: Home) -> None:
    """Every step with its reason."""
    number = home.queue_one()
    force(home, number, State.UNCERTAIN)
    home("resolve", str(number), "--published", "https://a.example/1")

    told = home("why", str(number)).out
    asked = home("why", str(number), "--json").json

    assert "it is public after all: https://a.example/1: said by hand" in told
    assert [event["event"] for event in asked["events"]] == ["queued", "found"]


@pytest.mark.parametrize(
    ("does", "waits"),
    [
        ((), "it waits for its time"),
        (("pause", "carnet"), "it waits: a person paused its account"),
        (("pause", "--all"), "it waits: everything is stopped by a person"),
        (("cancel", "1"), None),
    ],
)
def test_the_story_ends_with_what_the_post_waits_for(home: Home, does: tuple[str, ...], waits: str | None) -> None:
    """Whoever asks why wants to know what to do."""
    number = home.queue_one()
    if does:
        home(*does)

    told = home("why", str(number), "--json").json["waits"]

    assert told is None if waits is None else told.startswith(waits)


def test_what_holds_one_post_is_named_as_it_is(home: Home) -> None:
    """A budget that has nothing to do with it sends a person astray."""
    number = home.queue_one()
    names = {"budget": "its account's budget", "article": "its article", "campaign": "its campaign"}
    for hold, name in names.items():
        force(home, number, State.QUEUED, held=hold, hold_reason="so it is")

        assert home("why", str(number)).out.splitlines()[-1] == f"it waits for {name}: so it is"
        assert f"(folder), queued ({hold})" in home("show", str(number)).out.splitlines()[0]
        assert f"queued ({hold})" in home("list").out


def test_a_draft_waits_for_a_person(home: Home) -> None:
    """And the story says for what."""
    number = home.queue_one("--draft")

    assert home("why", str(number)).out.splitlines()[-1] == f"it waits for a person: `tambour approve {number}`"


def test_a_post_that_is_due_waits_for_the_daemon(home: Home) -> None:
    """Nothing else is in its way."""
    home("post", "Bonjour", "--account", "carnet", "--at", "now")

    assert home("why", "1").out.splitlines()[-1] == "it is due: the daemon sends it as soon as it runs"


def test_a_requeued_post_starts_afresh(home: Home) -> None:
    """Its old failures do not count."""
    number = home.queue_one()
    store = open_store(home.path / "tambour.db")
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE posts SET state = 'failed', failures = 8")
        posts.change(tx, number, Move.REQUEUE, now=START)
        failures = tx.exec_driver_sql("SELECT failures FROM posts").scalar()
    store.close()

    assert failures == 0


@pytest.mark.parametrize("text", ["rouge \x1b[31m", "x\ufffe", "\udcff"])
def test_a_text_that_no_platform_shows_is_refused(home: Home, text: str) -> None:
    """It would fail when it is published, and nobody would be there."""
    done = home("post", text, "--account", "carnet", "--at", "demain 9h")

    assert (done.code, home("list", "--json").json) == (1, [])


def test_words_for_a_picture_need_a_picture(home: Home) -> None:
    """They would be lost in silence."""
    assert home("post", "x", "--account", "carnet", "--at", "demain 9h", "--alt", "Une tasse").code == 2


def test_a_number_beyond_all_numbers_is_a_usage_error(home: Home) -> None:
    """No post has it."""
    assert home("show", "99999999999999999999").code == 2
