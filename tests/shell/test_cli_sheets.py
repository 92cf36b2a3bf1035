"""Posts from a file and into one: `import`, `calendar --csv`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PIL import Image

from tests.shell.command import Home, Result, make_home
from tests.work import calls_of

HEAD = "account,date,text"
OLD = ("cp1252", "utf-8")


def read(home: Home, *lines: str, words: tuple[str, ...] = (), encoding: str = "utf-8") -> Result:
    """Import a file of these lines."""
    file = home.path / "posts.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    return home("import", file, *words)


def queued(home: Home) -> list[tuple[str, str, str]]:
    return [(one["account"], one["publish_at"][:16], one["text"]) for one in home("list", "--json").json]


def test_a_file_becomes_posts(home: Home) -> None:
    """On the account's own clocks, to the letter, commas and line breaks included; to each account that it names."""
    done = read(home, HEAD, 'carnet,2030-03-04 09:00,"Un, deux\ntrois"', '"carnet, journal",2030-03-05 09:00,Quatre')

    assert (done.code, "queued 3 posts" in done.err) == (0, True)
    assert queued(home) == [
        ("carnet", "2030-03-04T09:00", "Un, deux\ntrois"),
        ("carnet", "2030-03-05T09:00", "Quatre"),
        ("journal", "2030-03-05T09:00", "Quatre"),
    ]


def test_a_file_is_never_queued_twice(home: Home) -> None:
    """Whatever became of its posts: moved, rewritten or cancelled, they were queued; and it is said which they are."""
    lines = [
        HEAD,
        *(f"carnet,2030-03-0{day} 09:00,Jour {day}" for day in range(1, 5)),
        "carnet,2030-03-01 09:00,Jour 1",
    ]
    first = read(home, *lines)
    home("move", "1", "2030-04-01T09:00")
    home("edit", "2", "--text", "Autre")
    home("cancel", "3")
    second = read(home, *lines)

    assert ("the same as line 2" in first.err, second.err.count("already"), second.code) == (True, 5, 0)
    assert [text for *_, text in queued(home)] == ["Autre", "Jour 4", "Jour 1"]
    assert "queued 4 posts" in read(home, *lines, words=("--again",)).err


def test_a_file_with_a_problem_queues_nothing(home: Home) -> None:
    """All or none: whoever mends one line must not wonder which of the others are in already."""
    bad = [
        "nobody,2030-03-04 09:00,No account",
        "carnet,2020-01-01 09:00,Past",
        "carnet,,No time",
        "carnet,2030-02-30 09:00,No day",
        "carnet,2030-03-04,No clock",
        "carnet,whenever,No sense",
        "carnet,2030-03-04 09:00,a\x00b",
        "carnet,2030-03-04 09:00,",
        "carnet,2030-03-04 09:00,one,two",
        ",2030-03-04 09:00,Nowhere",
    ]
    done = read(home, HEAD, "carnet,2030-03-04 09:00,Good", *bad)

    assert (done.code, queued(home)) == (1, [])
    assert [line for line in range(2, 14) if f"posts.csv: line {line}: " in done.err] == list(range(3, 13))
    assert "nothing was queued: 10 problems" in done.err


def test_a_dry_run_says_what_would_be(new_home: Home) -> None:
    """And writes nothing, not even a database."""
    done = read(new_home, HEAD, "carnet,2030-03-04 09:00,Bonjour", words=("--dry-run", "--json"))

    assert [(one["line"], one["id"], one["text"]) for one in done.json["posts"]] == [(2, None, "Bonjour")]
    assert not (new_home.path / "tambour.db").exists()


def test_what_is_past_gets_the_next_free_slots_where_that_is_asked_for(home: Home) -> None:
    """In the order of the file, beside what has its time; the same file again gives nobody another slot."""
    lines = [HEAD, "carnet,2020-01-01 09:00,Un", "carnet,2030-03-04 09:00,Deux", "carnet,,Trois"]
    first, second = read(home, *lines, words=("--reslot",)), read(home, *lines, words=("--reslot",))

    times = {text: at for _, at, text in queued(home)}
    assert (times["Un"] < times["Trois"] < times["Deux"], times["Un"][-5:]) == (True, "12:15")
    assert ("queued 3 posts" in first.err, "queued 0 posts" in second.err) == (True, True)


def test_a_time_that_the_clocks_skip_is_kept_by_the_one_rule(home: Home) -> None:
    """The first instant after the gap; and it is said."""
    done = read(home, HEAD, "carnet,2030-03-31 02:30,Nuit")

    assert queued(home)[0][1] == "2030-03-31T03:00"
    assert "line 2: clocks skip 02:30" in done.err


def test_the_command_may_say_where_all_of_it_goes(home: Home) -> None:
    """Files of tools that ask for it when they are given one name no account."""
    assert read(home, "Date,Message", "2030-03-04 09:00,Bonjour").code == 1
    assert read(home, "Date,Message", "2030-03-04 09:00,Bonjour", words=("-a", "carnet", "--draft")).code == 0
    assert [(one["account"], one["state"]) for one in home("list", "--json").json] == [("carnet", "draft")]


def test_images_come_from_the_folder_of_the_file_alone(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file from elsewhere must not put other pictures of yours on the web."""
    Image.new("RGB", (40, 30), "green").save(home.path / "tasse.png")
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.png"
    Image.new("RGB", (40, 30), "red").save(secret)
    head = f"{HEAD},image,alt"

    assert read(home, head, "carnet,2030-03-04 09:00,Voici,tasse.png,Une tasse").code == 0
    assert home("show", "1", "--json").json["images"][0]["alt"] == "Une tasse"
    for image in (str(secret), "none.png", "https://a.example/b.png"):
        assert read(home, head, f"carnet,2030-03-05 09:00,Voici,{image},").code == 1


def test_a_line_says_more_of_its_post(home: Home) -> None:
    """A campaign, a label that is one, hashtags, a draft; what none of them can be is refused by name."""
    head = f"{HEAD},state,hashtags,campaign"

    assert read(home, head, "carnet,2030-03-04 09:00,Le #thym,draft,#Thym,").code == 0
    assert "hashtags are not in its text" in read(home, head, "carnet,2030-03-05 09:00,Le thym,,Thym,").err
    assert "no campaign" in read(home, head, "carnet,2030-03-05 09:00,Le thym,,,été").err


def test_the_schedule_goes_through_a_sheet_unchanged(home: Home, tmp_path: Path) -> None:
    """Written here and read there, the same posts; read here again, none is new."""
    Image.new("RGB", (40, 30), "green").save(home.path / "tasse.png")
    (tmp_path / "there").mkdir()
    there = make_home(tmp_path / "there")
    words = ("--image", str(home.path / "tasse.png"), "--alt", "+1, une tasse", "--link", "https://a.example/")
    home("post", '=SUM(A1)\n\n« Prêt ; "ici" »', "-a", "carnet", "--at", "2030-03-04T09:00", *words)
    home("post", "@tous", "-a", "journal", "--at", "2030-10-27T02:30+01:00")
    home("post", "Non", "-a", "journal", "--at", "2030-03-05T09:00")
    home("cancel", "3")
    sheet = there.path / "plan.csv"
    home("calendar", "--csv", "--from", "2030-03-04", "-o", sheet, "--images", there.path / "pictures")
    home("calendar", "--csv", "--from", "2030-10-27", "-o", home.path / "autumn.csv")

    assert "queued 1 post\n" in there("import", sheet).err
    one, other = (each("show", "1", "--json").json for each in (home, there))
    for name in ("text", "link", "publish_at", "timezone", "hashtags", "account"):
        assert one[name] == other[name]
    assert one["images"] == other["images"]
    assert "queued 0 posts" in home("import", sheet).err
    assert "queued 0 posts" in home("import", home.path / "autumn.csv").err
    assert [row[8] for row in csv.reader(sheet.read_text(encoding="utf-8").splitlines()[1:2])] == ["'=SUM(A1)"]


def test_a_sheet_on_the_screen_is_the_whole_year(home: Home) -> None:
    """As for calendar programs; without posts it is the names of the columns."""
    empty = home("calendar", "--csv").out
    home.queue_one()

    assert (empty.count("\r\n"), empty.startswith("number,account,")) == (1, True)
    assert home("calendar", "--csv").out.count("Bonjour") == 1
    assert home("calendar", "--csv", "--ics").code == home("calendar", "--images", "x").code == 2


@pytest.mark.parametrize("data", [b"", b"\n\n", b"date,text\n", b"a,b\nc,d\n", b'date,text\n"open', b"\x81\xff\x00"])
def test_a_file_that_is_no_sheet_is_refused(home: Home, data: bytes) -> None:
    """With a sentence, and no trace of a program."""
    file = home.path / "posts.csv"
    file.write_bytes(data)
    done = home("import", file)

    assert (done.code, done.err.startswith(f"tambour: {file}: ")) == (1, True)
    assert home("import", home.path / "none.csv").code == home("import", home.path).code == 1


def test_what_was_taken_for_an_old_encoding_is_shown(home: Home) -> None:
    """Nothing tells one old encoding from another: only a person sees that the letters are wrong."""
    shown = [read(home, HEAD, "carnet,2030-03-04 09:00,Été", encoding=one, words=("--dry-run",)).err for one in OLD]

    assert ["line 2 is 'Été'; if its letters are wrong" in one for one in shown] == [True, False]


def test_each_row_of_a_sheet_costs_its_own_work_and_little(new_home: Home) -> None:
    """Years of posts are imported at once: not one statement, nor one pattern, is to be made anew for each."""
    lines = [f"carnet,2030-03-04 09:00,Jour {day},https://tisane.example/{day}/" for day in range(90)]
    read(new_home, HEAD, "carnet,2030-03-04 09:00,Jour")
    few = calls_of(lambda: read(new_home, f"{HEAD},link", *lines[:30]))
    many = calls_of(lambda: read(new_home, f"{HEAD},link", *lines[30:]))

    assert (many - few) / 30 < 1400
