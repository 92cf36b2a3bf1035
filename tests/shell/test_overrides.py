"""One post, told otherwise on some accounts: by its author in the article, by its owner in the queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.shell.command import ARTICLE, Home, make_home, run

MORE = """\
  masto:
    platform: mastodon
    url: https://127.0.0.1:1
    token: {env: TAMBOUR_TEST_TOKEN}
  ciel:
    platform: bluesky
    handle: thym.example
    password: {env: TAMBOUR_TEST_TOKEN}
groups:
  maison: [journal, carnet]
  tous: [masto, ciel]
"""
LINK = "https://tisane.example/thym/"
TEXT = "Dix ans avec le même pied de thym !"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = make_home(tmp_path)
    with home.config.open("a", encoding="utf-8") as file:
        file.write(MORE)
    Image.new("RGB", (40, 30)).save(tmp_path / "content" / "carre.jpg")
    return home


def own(home: Home, *lines: str) -> Home:
    fields = "".join(f"{line}\n" for line in ("teasers:", f"  - text: {TEXT}", *(f"    {line}" for line in lines)))
    home.article.write_text(ARTICLE.replace("tags:", f"{fields}tags:"), encoding="utf-8")
    return home


def told(home: Home, name: str) -> list[dict[str, Any]]:
    """Return what is previewed for an account or a group."""
    found: list[dict[str, Any]] = home("teasers", home.article, "--json", "-a", name).json["teasers"]
    return found


def test_a_group_stands_for_its_accounts_wherever_accounts_are_named(home: Home) -> None:
    """Ten accounts are not named ten times."""
    home("post", "Bonjour", "-a", "maison", "-a", "journal", "--at", "demain 9h")
    home("pause", "maison")
    listed = home("list", "--json", "-a", "maison").json
    logged = home("log", "--json", "-a", "maison").lines
    previewed = {one["account"] for one in told(home, "maison")}
    queued = {one["account"] for one in home("queue", home.article, "-a", "maison", "--json").json[0]["posts"]}

    assert [one["account"] for one in listed] == ["journal", "carnet"]
    assert {(line["account"], line["event"]) for line in logged} == {
        (name, event) for name in ("journal", "carnet") for event in ("queued", "held: paused")
    }
    assert previewed == queued == {"journal", "carnet"}


def test_where_one_account_is_meant_a_group_is_refused_by_name(home: Home) -> None:
    """A login has one person."""
    assert "'maison' is a group; name one of its accounts: journal, carnet" in home("login", "maison").err


@pytest.mark.parametrize(
    ("groups", "line"),
    [
        ("journal: [carnet]", "groups.journal: an account has this name already"),
        ("maison: [journl]", "groups.maison.0: there is no account 'journl'; did you mean 'journal'?"),
        ("maison: []", "groups.maison: at least one is needed here"),
        ("maison: journal", "groups.maison: a list is expected here"),
    ],
)
def test_a_group_that_cannot_be_is_told_with_its_line(home: Home, groups: str, line: str) -> None:
    """What a name means is never a guess."""
    home.config.write_text(home.config.read_text().replace("maison: [journal, carnet]", groups))

    assert f"tambour.yaml, line 23: {line}" in home("list").err


def test_an_author_names_the_only_accounts_of_a_post(home: Home) -> None:
    """A group does as well."""
    own(home, "accounts: [maison]")

    assert [len(told(home, name)) for name in ("journal", "carnet", "masto")] == [1, 1, 0]


def test_an_author_says_it_otherwise_on_some_accounts(home: Home) -> None:
    """Text, picture, link and time: the first that names the account counts."""
    own(
        home,
        "at: 2099-12-01T09:00",
        "otherwise:",
        "  - {accounts: [ciel], text: Un pied de thym dure dix ans., link: text}",
        "  - {accounts: [tous], link: none, at: 2099-12-02T10:00, image: carre.jpg, image_alt: Un carré}",
    )
    (ciel,), (masto,), (carnet,) = told(home, "ciel"), told(home, "masto"), told(home, "carnet")

    assert (ciel["text"].split("\n")[0], ciel["link_place"], ciel["at"]) == (
        "Un pied de thym dure dix ans.",
        "text",
        "2099-12-01T09:00",
    )
    assert LINK in ciel["text"]
    assert (masto["text"].split("\n")[0], masto["link"], masto["at"]) == (TEXT, None, "2099-12-02T10:00")
    assert (masto["image"]["alt"], carnet["image"], carnet["at"]) == ("Un carré", None, "2099-12-01T09:00")


def test_a_post_of_an_account_goes_out_at_its_own_time(home: Home) -> None:
    """A launch has an hour, and another one elsewhere."""
    own(home, "at: 2099-12-01T09:00", "otherwise: [{accounts: [journal], at: '2099-12-02T10:30'}]")
    home("queue", home.article, "-a", "maison")

    assert {one["account"]: one["publish_at"] for one in home("list", "--json").json} == {
        "carnet": "2099-12-01T09:00:00+01:00",
        "journal": "2099-12-02T10:30:00+01:00",
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("accounts: [jornal]", "there is no account or group 'jornal'; the settings name carnet"),
        ("otherwise: [{accounts: [x], at: '2099-12-02T10:30'}]", "there is no account or group 'x'"),
        ("link: card", "account 'carnet': its platform has no link cards"),
        ("link: left", "number 1 of the teasers has the link in 'left', which is no place"),
        ("otherwise: [{text: Bonjour}]", "for nobody; name its accounts"),
        ("otherwise: [{accounts: [carnet]}]", "has nothing in `otherwise` for carnet"),
        ("otherwise: [{accounts: [carnet], tags: x}]", "has `otherwise` in another form"),
        ("otherwise: carnet", "has `otherwise` in another form"),
        ("accounts: {carnet: x}", "has accounts in another form; write them as [journal, carnet]"),
    ],
)
def test_a_wish_that_cannot_be_is_told_with_file_and_line(home: Home, line: str, reason: str) -> None:
    """Nothing of the article is queued then."""
    own(home, line)
    refused = home("queue", home.article, "-a", "carnet")
    checked = home("check", home.article)

    assert (refused.code, f"{home.article}, line " in refused.err, reason in refused.err) == (1, True, True)
    assert (checked.code, reason in checked.out or "mastodon" in checked.err or "bluesky" in checked.out) == (1, True)


def test_without_settings_any_account_may_be_meant(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview works before there are any."""
    own(home, "otherwise: [{accounts: [somebody], text: Bonjour}]")
    home.config.unlink()
    monkeypatch.chdir(home.path)
    monkeypatch.delenv("TAMBOUR_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.path))

    assert run("teasers", home.article, "--platform", "mastodon").code == 0


def queued(home: Home, account: str = "masto", *options: str | Path) -> None:
    home("post", TEXT, "-a", account, "--at", "demain 9h", "--link", LINK, *options)


def shown(home: Home) -> dict[str, Any]:
    found: dict[str, Any] = home("show", "1", "--json").json
    return found


def test_a_post_has_its_link_put_elsewhere(home: Home) -> None:
    """On this one post, whatever the account does."""
    queued(home)
    steps = []
    for place in ("comment", "none"):
        home("edit", "1", "--link-place", place)
        steps.append((shown(home)["text"], shown(home)["parts"], shown(home)["link"]))

    assert steps == [(TEXT, [LINK], LINK), (TEXT, [], None)]


def test_a_link_leaves_its_card_and_comes_back(home: Home) -> None:
    """Where the platform has cards."""
    queued(home, "ciel")
    home("edit", "1", "--link-place", "text")
    text = shown(home)
    home("edit", "1", "--link-place", "card")

    assert (text["text"], text["card"]) == (f"{TEXT}\n\n{LINK}", None)
    assert (shown(home)["text"], shown(home)["card"]["title"]) == (TEXT, LINK)


def test_a_post_gets_other_pictures_and_loses_them(home: Home) -> None:
    """On Bluesky a picture leaves no room for a card."""
    queued(home, "ciel")
    home("edit", "1", "--image", home.path / "content" / "carre.jpg", "--alt", "Un carré")
    with_picture = shown(home)
    home("edit", "1", "--no-image")

    assert ([one["alt"] for one in with_picture["images"]], with_picture["text"]) == (["Un carré"], f"{TEXT}\n\n{LINK}")
    assert (shown(home)["images"], shown(home)["text"], shown(home)["card"]["title"]) == ([], TEXT, LINK)


def test_a_post_is_edited_and_moved_in_one_go(home: Home) -> None:
    """Both, or neither."""
    queued(home)
    done = home("edit", "1", "--text", f"Bonjour {LINK}", "--at", "2099-12-01T09:00")
    refused = home("edit", "1", "--text", "x" * 501, "--at", "2099-12-03T09:00")

    assert (done.code, done.out.startswith("post 1 is changed; it goes out")) == (0, True)
    assert (shown(home)["text"], shown(home)["publish_at"]) == (f"Bonjour {LINK}", "2099-12-01T09:00:00+01:00")
    assert refused.code == 1


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--link-place", "card"), "its platform has no link cards"),
        (("--text", f"Voir {LINK} ici", "--link-place", "none"), "the link stands amid the words"),
        (("--image", "nowhere.jpg"), "nowhere.jpg"),
        (("--image", "a.jpg", "--no-image"), "choose one"),
        (("--alt", "Un carré"), "--alt describes an --image"),
    ],
)
def test_a_change_that_cannot_be_is_refused(home: Home, options: tuple[str, ...], reason: str) -> None:
    """And the post stays as it was."""
    queued(home)
    before = shown(home)
    told = home("edit", "1", *options)

    assert (told.code != 0, reason in told.err, shown(home)) == (True, True, before)


def test_a_post_without_a_link_has_none_to_place(home: Home) -> None:
    """Named, and not passed over."""
    home("post", TEXT, "-a", "carnet", "--at", "demain 9h")

    assert "the post has no link" in home("edit", "1", "--link-place", "none").err
