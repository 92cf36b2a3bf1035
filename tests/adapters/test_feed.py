from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import files
from adapters.base import Card, Content, Media, Refused, Unavailable
from adapters.feed import LATEST, Feed
from adapters.feed.formats import Channel, Image, Item, atom, json_feed, rss
from adapters.testing import AT
from tests.adapters.fakes import connection, published
from tests.full import disk_that_takes

IMAGE = Media(b"a picture", "image/jpeg", 4, 3, 'un "carré" & plus')
LINK = "https://maison.example/semer?a=1&b=2"
POST = Content("Semer <b>l'été</b>\net\n\nrécolter #jardin", LINK, Card("Le potager"), ("jardin",), "fr", (IMAGE,))


def feed(folder: Path, **options: str) -> Feed:
    return Feed(connection(options={"folder": str(folder), **options}))


def parsed(folder: Path, name: str) -> Any:
    return feedparser.parse((folder / name).read_bytes())


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_a_feed_reader_takes_the_feed_without_complaint(tmp_path: Path, name: str) -> None:
    """Readers differ in what they forgive; nothing should need forgiving."""
    published(feed(tmp_path, url="https://maison.example/fil/"), POST)

    assert not parsed(tmp_path, name).bozo


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", "Le potager"),
        ("link", LINK),
        ("published_parsed", AT.timetuple()[:6]),
        ("tags", ["jardin"]),
        ("language", "fr"),
    ],
)
@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_a_feed_reader_sees_the_whole_item(tmp_path: Path, name: str, field: str, expected: object) -> None:
    """Both formats say the same."""
    _, receipt = published(feed(tmp_path), POST)
    entry = parsed(tmp_path, name).entries[0]
    language = entry.get("language") or entry.get("content", [{}])[0].get("language")
    found = {
        "title": entry.title,
        "link": entry.link,
        "published_parsed": tuple(entry.published_parsed)[:6],
        "tags": [tag.term for tag in entry.tags],
        "language": language,
    }

    assert (found[field], entry.id) == (expected, receipt.id)


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_the_text_becomes_paragraphs_and_lines(tmp_path: Path, name: str) -> None:
    """Markup in a text is text."""
    published(feed(tmp_path), POST)
    html = parsed(tmp_path, name).entries[0].summary.replace("<br />", "<br>")

    assert html.startswith("<p>Semer &lt;b&gt;l'été&lt;/b&gt;<br>et</p><p>récolter #jardin</p><p><img")


def test_the_json_feed_holds_the_text_to_the_letter(tmp_path: Path) -> None:
    """JSON needs no markup."""
    published(feed(tmp_path), POST)
    item = json.loads((tmp_path / "feed.json").read_bytes())["items"][0]

    assert (item["content_text"], item["language"], item["tags"]) == (POST.text, "fr", ["jardin"])


@pytest.mark.parametrize(
    ("options", "start"),
    [({}, "images/"), ({"url": "https://maison.example/fil"}, "https://maison.example/fil/images/")],
)
def test_an_image_stands_beside_the_feed(tmp_path: Path, options: dict[str, str], start: str) -> None:
    """Its address is the folder's on the web, or relative where that is not known."""
    published(feed(tmp_path, **options), POST)
    address = json.loads((tmp_path / "feed.json").read_bytes())["items"][0]["attachments"][0]["url"]
    file = tmp_path / "images" / address.removeprefix(start)

    assert file.read_bytes() == IMAGE.data


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json"])
def test_alternative_text_stands_in_every_format(tmp_path: Path, name: str) -> None:
    """RSS has no place for it but the text."""
    published(feed(tmp_path), POST)
    words = (tmp_path / name).read_text(encoding="utf-8")

    assert "un " in words
    assert "carré" in words


def test_an_image_without_alternative_text_has_no_empty_title(tmp_path: Path) -> None:
    """A screen reader would announce it."""
    published(feed(tmp_path), replace(POST, media=(replace(IMAGE, alt=""),)))
    enclosure = next(link for link in parsed(tmp_path, "atom.xml").entries[0].links if link.rel == "enclosure")

    assert "title" not in enclosure


def test_a_post_without_images_shows_the_one_of_its_card(tmp_path: Path) -> None:
    """Readers show a picture, and the feed has no other card."""
    published(feed(tmp_path), replace(POST, media=(), card=Card("Le potager", image=IMAGE)))

    assert len(json.loads((tmp_path / "feed.json").read_bytes())["items"][0]["attachments"]) == 1


def test_an_item_without_card_is_titled_by_its_first_line(tmp_path: Path) -> None:
    """Atom demands a title."""
    published(feed(tmp_path), Content("\nSemer\nRécolter"))

    assert parsed(tmp_path, "atom.xml").entries[0].title == "Semer"


def test_the_newest_item_comes_first(tmp_path: Path) -> None:
    """Whatever the order of publishing."""
    journal = feed(tmp_path)
    for key, day in (("a", 2), ("b", 3), ("c", 1)):
        published(journal, Content(key), key=key, at=AT + timedelta(days=day))

    assert [entry.title for entry in parsed(tmp_path, "rss.xml").entries] == ["b", "a", "c"]


def test_the_feeds_show_the_latest_items_and_the_folder_keeps_all(tmp_path: Path) -> None:
    """A feed is fetched again and again; the truth is kept once."""
    journal = feed(tmp_path)
    for number in range(LATEST + 2):
        published(journal, Content(f"{number}"), key=f"{number}", at=AT + timedelta(minutes=number))
    shown = json.loads((tmp_path / "feed.json").read_bytes())["items"]

    assert (len(shown), shown[0]["title"], len(list((tmp_path / "items").iterdir()))) == (LATEST, "101", LATEST + 2)


def test_publishing_again_changes_nothing(tmp_path: Path) -> None:
    """Not even the time of the files: a web server would send them all again."""
    journal = feed(tmp_path)
    intent, _ = published(journal, POST)
    before = state(tmp_path)
    journal.publish(intent)

    assert state(tmp_path) == before


def test_an_item_that_a_crash_kept_from_being_recorded_is_published_again_as_the_same(tmp_path: Path) -> None:
    """The record comes last: without it, the feeds may or may not have the item."""
    journal = feed(tmp_path)
    intent, receipt = published(journal, POST)
    for record in (tmp_path / "items").iterdir():
        record.unlink()
    lost = journal.find(intent)

    assert (lost, journal.publish(intent), len(parsed(tmp_path, "atom.xml").entries)) == (None, receipt, 1)


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    """A person publishes by hand while the daemon does."""
    keys = ("a", "b", "c", "d")
    writers = [Thread(target=published, args=(feed(tmp_path), Content(key)), kwargs={"key": key}) for key in keys]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(parsed(tmp_path, "atom.xml").entries) == 4


def test_a_full_disk_changes_nothing_and_says_where(tmp_path: Path) -> None:
    """Half a feed is worse than an old one."""
    journal = feed(tmp_path)
    published(journal, Content("Semer"), key="a")
    before = state(tmp_path)
    intent = journal.prepare(Content("Récolter" * 100), key="b", at=AT)

    with disk_that_takes(1000), pytest.raises(Unavailable, match=rf"{tmp_path} cannot be used \(.*make room"):
        journal.publish(intent)

    assert state(tmp_path) == before


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    """A file is in its way."""
    (tmp_path / "fil").write_text("")

    with pytest.raises(Unavailable, match="fil cannot be used"):
        published(feed(tmp_path / "fil"), POST)


@pytest.mark.parametrize("call", [Feed.find, Feed.publish])
def test_a_folder_that_turned_into_a_file_is_named(tmp_path: Path, call: Any) -> None:
    """Whoever did that can undo it."""
    folder = tmp_path / "fil"
    journal = feed(folder)
    intent = journal.prepare(Content("Semer"), key="a", at=AT)
    folder.rmdir()
    folder.write_text("")

    with pytest.raises(Unavailable, match=r"fil(/items)? cannot be used"):
        call(journal, intent)


def test_another_writer_that_does_not_finish_is_waited_out(tmp_path: Path) -> None:
    """The post is tried again later."""
    with files.alone(tmp_path), pytest.raises(Unavailable, match="another process"), files.alone(tmp_path, wait=0):
        pass

    assert not list(tmp_path.glob("*.xml"))


def test_a_record_that_is_none_is_named(tmp_path: Path) -> None:
    """The feeds are made from what is in that folder."""
    published(feed(tmp_path), Content("Semer"), key="a")
    (tmp_path / "items" / "notes.json").write_text("[]")

    with pytest.raises(Unavailable, match=r"notes\.json is not an item"):
        published(feed(tmp_path), Content("Récolter"), key="b")


@pytest.mark.parametrize(
    "content",
    [
        Content("Semer\x0b"),
        Content("Semer", tags=("a\x00",)),
        Content("Semer", card=Card("\ufffe")),
        Content("Semer", media=(replace(IMAGE, alt="\x1b"),)),
        Content("Semer", link="https://ex.org/\x08"),
    ],
)
def test_a_character_that_xml_cannot_carry_is_refused_aloud(tmp_path: Path, content: Content) -> None:
    """Leaving it out would change the text, keeping it would break the feed for everyone."""
    with pytest.raises(Refused, match=r"U\+00|U\+FFFE"):
        feed(tmp_path).prepare(content, key="a", at=AT)


def test_a_feed_is_named_by_its_title_and_its_place(tmp_path: Path) -> None:
    """The account's own name, where the settings give no title."""
    named = feed(tmp_path, title="Le jardin", url="https://maison.example/fil").verify()
    unnamed = feed(tmp_path).verify()

    assert (named.name, named.url, unnamed.name) == ("Le jardin", "https://maison.example/fil", "journal")


def test_trying_the_folder_leaves_no_trace(tmp_path: Path) -> None:
    """`doctor` changes nothing."""
    feed(tmp_path).verify()

    assert not list(tmp_path.iterdir())


_CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
LEGAL = st.text(_CHARACTERS | st.just("\n"))
ITEMS = st.builds(
    Item,
    id=st.uuids().map(lambda each: each.urn),
    at=st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC)).map(lambda at: at.isoformat(timespec="seconds")),  # noqa: DTZ001
    title=LEGAL,
    text=LEGAL,
    link=st.none() | LEGAL,
    language=st.sampled_from([None, "fr", "en-GB"]),
    tags=st.lists(LEGAL).map(tuple),
    images=st.lists(st.builds(Image, st.just("images/a.png"), st.just("image/png"), st.just(3), alt=LEGAL)).map(tuple),
)
CHANNELS = st.builds(Channel, id=LEGAL, title=LEGAL, url=st.none() | st.just("https://maison.example"))


@given(CHANNELS, st.lists(ITEMS, min_size=1, max_size=3))
def test_every_feed_is_well_formed_and_complete(channel: Channel, items: list[Item]) -> None:
    """A law: one broken item would silence all others."""
    entries = ET.fromstring(atom(channel, items)).findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314 - our own
    posts = ET.fromstring(rss(channel, items)).findall("channel/item")  # noqa: S314 - our own
    texts = [item["content_text"] for item in json.loads(json_feed(channel, items))["items"] if "content_text" in item]

    assert (len(entries), len(posts), texts) == (len(items), len(items), [item.text for item in items if item.text])
