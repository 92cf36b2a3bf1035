"""What a platform cannot express is refused when it is planned, with the reason; nothing is queued."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.shell.command import Home, Result, make_home

ACCOUNTS = """\
accounts:
  canal:
    platform: telegram
    token: {env: TELEGRAM_TOKEN}
    channel: "@tisane"
  carnet:
    platform: folder
    folder: public/carnet
"""
PICTURED = "image: thym.png\nimageAlt: Un bouquet de thym\n"
LONG = "Le thym pousse au soleil. " * 60


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = make_home(tmp_path)
    said = made.config.read_text(encoding="utf-8")
    made.config.write_text(said[: said.index("accounts:")] + ACCOUNTS, encoding="utf-8")
    Image.new("RGB", (40, 30), "green").save(tmp_path / "content" / "thym.png")
    return made


def with_setting(home: Home, line: str, account: str = "canal") -> Home:
    """Give an account one more setting."""
    said = home.config.read_text(encoding="utf-8")
    home.config.write_text(said.replace(f"  {account}:\n", f"  {account}:\n    {line}\n"), encoding="utf-8")
    return home


def posted(home: Home, *options: str | Path, text: str = "Bonjour", account: str = "canal") -> Result:
    return home("post", text, "--account", account, "--at", "demain 9h", *options)


def pictures(home: Home, many: int) -> list[str | Path]:
    return [word for _ in range(many) for word in ("--image", home.path / "content" / "thym.png")]


@pytest.mark.parametrize(
    ("options", "text", "reason"),
    [
        (["--alt", "Du thym"], "Bonjour", "alternative text of images: it takes none"),
        ([], LONG, "beside images the text is 1024 long at most, and it is 1559"),
    ],
)
def test_what_an_image_brings_along_is_refused_where_it_has_no_place(
    home: Home, options: list[str], text: str, reason: str
) -> None:
    """Telegram would refuse it when it is sent, and nobody would be there."""
    done = posted(home, *pictures(home, 1), *options, text=text)

    assert (done.code, done.err.splitlines()[-1]) == (1, f"tambour: unsupported on canal (telegram): {reason}")
    assert home("list", "--json").json == []


def test_an_image_too_many_is_refused_before_any_is_read(home: Home) -> None:
    """The eleventh would be lost."""
    done = posted(home, *pictures(home, 10), "--image", "missing.png")

    assert (done.code, "unsupported on canal (telegram): it takes 10 images, and there are 11" in done.err) == (1, True)


def test_several_images_are_queued_in_their_order(home: Home) -> None:
    """Each with what was said of it."""
    posted(home, *pictures(home, 2), "--alt", "Un bouquet", "--alt", "Deux bouquets", account="carnet")

    assert [image["alt"] for image in home("show", "1", "--json").json["images"]] == ["Un bouquet", "Deux bouquets"]


def test_a_language_is_refused_where_nobody_is_told_of_it(home: Home) -> None:
    """Whoever names it counts on it."""
    done = posted(home, "--language", "en")

    assert (done.code, "unsupported on canal (telegram): a language; leave the language out" in done.err) == (1, True)


def test_a_language_is_kept_where_the_platform_takes_it(home: Home) -> None:
    """A site speaks more than one."""
    posted(home, "--language", "en", account="carnet")

    assert home("show", "1", "--json").json["language"] == "en"


def test_an_edit_is_refused_like_a_post(home: Home) -> None:
    """What was possible may be so no longer."""
    posted(home, *pictures(home, 1))
    done = home("edit", "1", "--text", LONG)

    assert (done.code, "unsupported on canal (telegram): beside images" in done.err) == (1, True)


def test_the_alternative_text_of_an_article_is_left_out_aloud(home: Home) -> None:
    """The picture is worth showing, and its author should know what is missing."""
    article = home.article.read_text(encoding="utf-8").replace("tags:", f"{PICTURED}tags:")
    home.article.write_text(article, encoding="utf-8")
    told = home("teasers", home.article, "--account", "canal", "--json").json

    assert (told["teasers"][0]["image"] is None, [one["reason"] for one in told["skipped"]][-1]) == (
        False,
        "telegram: the picture goes out without its alternative text, which has no place there",
    )


def test_a_link_can_stand_in_the_first_comment(home: Home) -> None:
    """Its text is the one that readers see first."""
    home = with_setting(home, "link: comment")
    told = home("teasers", home.article, "--account", "canal", "--json").json["teasers"][0]

    assert (told["link"] in told["text"], told["parts"]) == (False, [told["link"]])


@pytest.mark.parametrize("line", ["link: card", "link: comment", "thread: yes"])
def test_a_setting_that_a_platform_cannot_keep_is_refused_when_posts_are_planned(home: Home, line: str) -> None:
    """The message names the account."""
    done = with_setting(home, line, "carnet")("queue", home.article, "--account", "carnet")

    assert (done.code, "account 'carnet'" in done.err) == (1, True)


def test_a_post_of_ones_own_has_its_link_where_the_account_wants_it(home: Home) -> None:
    """It is shown with what follows it."""
    home = with_setting(home, "link: comment")
    posted(home, "--link", "https://tisane.example/thym/")

    assert home("show", "1").out.endswith("\nBonjour\n[2 of 2]\nhttps://tisane.example/thym/\n")
