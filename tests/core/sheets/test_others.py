"""Files of other tools: their columns, their dates, their encodings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.sheets.dates import Order, settled
from scheduler.core.sheets.reading import Sheet, Wanted, read
from scheduler.errors import SheetError

NINE = datetime.fromisoformat("2030-03-04T09:00")


def one(*lines: str, encoding: str = "utf-8", dates: Order | None = None) -> Wanted:
    """Return the only post of a file."""
    found = told(*lines, encoding=encoding, dates=dates)

    assert found.problems == []
    (wanted,) = found.wanted
    return wanted


def told(*lines: str, encoding: str = "utf-8", dates: Order | None = None) -> Sheet:
    return read("\r\n".join(lines).encode(encoding), dates=dates)


def problem(*lines: str) -> str:
    (found,) = told(*lines).problems
    return found.reason


FILES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "buffer": (
        ["Text,Image URL,Tags,Posting Time", '"Une, deux",https://a.example/1.jpg,Spring,2030-03-04 09:00'],
        {"text": "Une, deux", "images": (("https://a.example/1.jpg", ""),), "labels": ("Spring",)},
    ),
    "hootsuite": (
        ["04/03/2030 09:00,Bonjour,https://a.example/", "25/03/2030 09:00,Encore,"],
        {"text": "Bonjour", "link": "https://a.example/"},
    ),
    "metricool": (
        [
            "Text,Date,Time,Draft,Facebook,Twitter/X,TikTok,Picture Url 1,Picture Url 2,Alt text picture 2,Brand name",
            "Bonjour,2030-03-04,09:00:00,TRUE,TRUE,true,FALSE,https://a.example/1,https://a.example/2,Deux,",
        ],
        {
            "names": ("facebook", "x"),
            "is_draft": True,
            "images": (("https://a.example/1", ""), ("https://a.example/2", "Deux")),
        },
    ),
    "publer": (
        [
            "Date - Intl. format or prompt;Text;Link(s) - Separated by comma;Media URL(s);Label(s);Alt text(s) - By ||",
            "2030/03/04 09:00;Bonjour;https://a.example/;https://a.example/1,https://a.example/2;Un, Deux;Une||Deux",
        ],
        {
            "link": "https://a.example/",
            "labels": ("Un", "Deux"),
            "images": (("https://a.example/1", "Une"), ("https://a.example/2", "Deux")),
        },
    ),
    "sprout": (
        ["date,time_24hr,message_text,link,image_url,tags", "03/04/2030,9:00,Bonjour,,,", "03/25/2030,9:00,x,,,"],
        {"text": "Bonjour", "link": None},
    ),
    "highlevel": (
        ["postAtSpecificTime (YYYY-MM-DD HH:mm:ss),content,link,imageUrls", "2030-3-4 9:00:00,Bonjour,,a.jpg"],
        {"images": (("a.jpg", ""),)},
    ),
    "ayrshare": (
        ["post,platforms,mediaUrls,scheduleDate", 'Bonjour,"twitter, facebook",,2030-03-04 09:00'],
        {"names": ("twitter", "facebook")},
    ),
    "en français": (
        [
            "Légende\tDate de publication\tHeure\tRéseau\tLangue\tMots-dièse",
            "Bonjour\t04.03.2030\t9h\tjournal\tfr\t#Thym #Tilleul",
        ],
        {"names": ("journal",), "language": "fr", "hashtags": ("Thym", "Tilleul")},
    ),
}


@pytest.mark.parametrize("tool", FILES)
def test_the_files_of_other_tools_are_read_by_the_names_of_their_columns(tool: str) -> None:
    """Whoever moves here has months of posts in one of them."""
    lines, fields = FILES[tool]
    found = told(*lines)
    wanted = found.wanted[0]

    assert (found.problems, wanted.when) == ([], NINE)
    assert {name: getattr(wanted, name) for name in fields} == fields


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_separator_are_found_out(encoding: str, delimiter: str) -> None:
    """Spreadsheets save as their country does it; what is in the cells must not mislead."""
    head, line = delimiter.join(["date", "texte"]), delimiter.join(["2030-03-04 09:00", '"Été, à l’ombre; là"'])

    assert one(head, line, encoding=encoding).text == "Été, à l’ombre; là"
    assert one("sep=;", "text;date", "Bonjour, vous;2030-03-04 09:00").line == 3


@pytest.mark.parametrize(
    ("cell", "dates"),
    [
        ("04/03/2030 9h", Order.DMY),
        ("3/4/30 9:00 AM", Order.MDY),
        ("2030-03-04T09:00", None),
        ("4.3.2030, 09:00", None),
    ],
)
def test_times_are_read_as_people_write_them(cell: str, dates: Order | None) -> None:
    """On twelve-hour clocks, with two figures for the year, with points as in German."""
    assert one("text;date", f"x;{cell}", dates=dates).when == NINE


def test_the_whole_column_tells_whether_the_day_comes_first() -> None:
    """One date that can be read in one way only is enough; a date of the same number twice tells nothing."""
    first = told("text,date", "a,04/03/2030 09:00", "b,25/03/2030 09:00", "c,05/05/2030 09:00")
    second = told("text,date", "a,03/04/2030 09:00", "b,03/25/2030 09:00")

    assert first.wanted[0].when == second.wanted[0].when == NINE


@pytest.mark.parametrize(
    ("dates", "word"),
    [(["04/03/2030 09:00"], "--dates dmy"), (["25/03/2030 09:00", "03/25/2030 09:00"], "line 2 has the day first")],
)
def test_dates_that_may_be_two_are_refused_by_their_line(dates: list[str], word: str) -> None:
    """A campaign a month early is not mended by a guess."""
    with pytest.raises(SheetError, match=word):
        told("text,date", *(f"x,{date}" for date in dates))


def test_an_instant_and_words_are_left_to_the_zone_and_the_clock() -> None:
    """What has an offset is an instant wherever it is read."""
    instant = one("text,date", "x,2030-03-04T09:00:00Z").when

    assert isinstance(instant, datetime)
    assert instant.tzinfo is not None
    assert one("text,date", "x,demain 9h").when == "demain 9h"
    assert one("text,date", "x,2030-03-04T09:00h").when == "2030-03-04T09:00h"
    assert one("text,date", "x,").when is None


@pytest.mark.parametrize(
    ("head", "line", "word"),
    [
        ("text,date", "x,2030-03-04", "no time"),
        ("text,date", "x,2030-02-30 09:00", "no such day"),
        ("text,date", "x,2030-03-04 25:00", "no clock"),
        ("text,state", "x,perhaps", "none that is known"),
        ("text,draft", "x,perhaps", "neither yes nor no"),
        ("text,video", "x,a.mp4", "a video"),
        ("text,first comment", "x,y", "follows a post"),
        ("text,image,alt", 'x,"a.jpg, b.jpg",1||2||3', "3 images are described"),
        ("text,date", "x,,y", "more cells"),
        ("text,link", ",https://a.example/", "is empty"),
    ],
)
def test_what_cannot_be_posted_is_named(head: str, line: str, word: str) -> None:
    """Nothing is dropped in silence."""
    assert word in problem(head, line)


def test_what_is_over_is_left_out() -> None:
    """An export holds the past too; a first comment that is the link is where the account wants its link."""
    found = told(
        "text,state,link,follows", "a,published,,", "b,Sent,,", "c,Brouillon,https://a.example/,https://a.example/"
    )

    assert [(remark.line, remark.reason) for remark in found.over] == [
        (2, "it is published there"),
        (3, "it is sent there"),
    ]
    assert [(wanted.text, wanted.is_draft) for wanted in found.wanted] == [("c", True)]


def test_of_two_columns_for_one_thing_the_plainest_counts() -> None:
    """A description beside a text is something else; what is not used is named."""
    found = told("Description,Text,Approved by,", "no,yes,Anna,")

    assert (found.wanted[0].text, found.unused) == ("yes", ("Description", "Approved by"))


@pytest.mark.parametrize(
    "data",
    [b"", b"\r\n ,\r\n", b"text,date\r\n", b"a,b\r\nc,d", b'text\r\n"open', b'"open', b"\x81\x8d", b"2030-03-04 09:00"],
)
def test_a_file_that_is_none_is_refused_whole(data: bytes) -> None:
    """Empty, names alone, no text, an open quotation mark, bytes of nothing, a date alone."""
    with pytest.raises(SheetError):
        read(data)


def test_a_cell_as_long_as_a_book_is_refused_by_its_line() -> None:
    """A quotation mark that is missing makes one cell of the rest of the file."""
    with pytest.raises(SheetError, match="line 2 cannot be read: a cell has more than 131,072 characters"):
        told("text", "x" * 200_000)


LINES = "text,date\nÉté,\nété,\n".encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (LINES + "là,\n".encode("cp1252"), "line 4: byte 0xE0 after 'l' is not UTF-8, as the rest of the file is"),
        ("text,date\nlà\n".encode("cp1252") + b"\x81", "line 2: byte 0xE0 after 'l' is not UTF-8, nor .* Windows-1252"),
        ("text\nlà\n".encode("utf-16") + b"x", "line 3: byte 0x78 is not UTF-16-LE"),
        (b"te\0xt,date\nx,\n", "line 1 holds a zero byte"),
        (b"PK\x03\x04" + bytes(99), "a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a workbook"),
    ],
)
def test_a_file_in_no_certain_encoding_is_refused_by_its_line(data: bytes, words: str) -> None:
    """Put together from two, cut off, damaged, or no text: read all the same, it would be posted as noise."""
    with pytest.raises(SheetError, match=words):
        read(data)


def test_zero_bytes_are_named_by_their_lines() -> None:
    """A disk that was full leaves them at the end: they are neither UTF-16, nor part of a post."""
    found = read(b"text,date\nx,\na\0b,\n" + bytes(200))

    assert [(one.line, "zero byte" in one.reason) for one in found.problems] == [(3, True), (4, True)]


def test_thousands_of_rows_are_read() -> None:
    """Years of posts, moved at once."""
    assert len(told("text,date", *["x,2030-03-04 09:00"] * 3000).wanted) == 3000


def test_a_time_is_settled_in_a_zone() -> None:
    """Wall-clock times by the one rule for gaps, words by the one that commands have; what they refuse is refused."""
    zone, now = ZoneInfo("Europe/Paris"), datetime(2030, 3, 30, tzinfo=UTC)
    gap, note = settled(datetime.fromisoformat("2030-03-31T02:30"), zone, now)

    assert (gap.isoformat(), note is not None) == ("2030-03-31T03:00:00+02:00", True)
    assert settled("demain 9h", zone, now)[0].isoformat() == "2030-03-31T09:00:00+02:00"
    assert settled(now, zone, now)[0].isoformat() == "2030-03-30T01:00:00+01:00"
    with pytest.raises(SheetError, match="not understood"):
        settled("soon", zone, now)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("0001-01-01T00:00+14:00", "Europe/Paris"),
        ("9999-12-31T23:59-12:00", "Europe/Paris"),
        ("0001-01-01T00:00", "Asia/Tokyo"),
        ("9999-12-31T23:59", "America/New_York"),
    ],
)
def test_a_time_that_no_clock_shows_is_refused(said: str, zone: str) -> None:
    """The calendar ends somewhere, and a sheet is no reason to fall over it."""
    with pytest.raises(SheetError, match="no clock of"):
        settled(datetime.fromisoformat(said), ZoneInfo(zone), datetime(2030, 3, 30, tzinfo=UTC))
