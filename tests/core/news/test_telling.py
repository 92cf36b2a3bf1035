"""Rules of notices and digests: what a person reads when something needs them."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.base import Media
from scheduler.core.fuse import Fuse, Spent, blown
from scheduler.core.news import News, Tongue
from scheduler.core.news.items import About, Day, Held, Item
from scheduler.core.news.reasons import reason_in
from scheduler.core.news.telling import MOST, digest, handed_over, notice
from scheduler.core.news.timing import digest_day
from scheduler.core.news.words import ENGLISH, FRENCH, Heading

AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
ANY_TONGUE = pytest.mark.parametrize("tongue", Tongue)


def failed(number: int = 12, reason: str | None = None, text: str = "The first frost is here.") -> Item:
    return Item(News.FAILED, "pouet", reason, About(number, text, AT))


def test_a_post_is_told_with_all_that_recalls_it() -> None:
    """Nobody knows their posts by number."""
    message = notice([failed(reason="social.example: too long")], Tongue.EN)

    assert message.title == "tambour – One post has failed"
    assert message.body.splitlines()[:3] == [
        "One post has failed",
        "• post 12 on pouet, Tuesday 24 November, 09:00, “The first frost is here.”",
        "  social.example: too long",
    ]


def test_french_is_set_with_its_spaces() -> None:
    """A line must not begin with a guillemet, a colon or an exclamation mark."""
    wide, narrow = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
    told = notice([failed(text="Le gel est là !")], Tongue.FR).body

    assert told.splitlines()[1] == (
        f"• publication 12 sur pouet, mardi 24 novembre à 09:00, «{wide}Le gel est là{narrow}!{wide}»"
    )
    assert not re.search(r" [;:!?»]|« ", told)


@ANY_TONGUE
@pytest.mark.parametrize("kind", News)
def test_every_kind_of_news_says_what_to_do(kind: News, tongue: Tongue) -> None:
    """News without advice only worry."""
    lines = notice([Item(kind, "pouet")], tongue).body.splitlines()

    assert len(lines) == 3
    assert lines[1] == "• pouet"
    assert len(lines[2]) > 20


@ANY_TONGUE
def test_the_most_urgent_comes_first(tongue: Tongue) -> None:
    """Whoever reads on a telephone sees the first line."""
    items = [Item(News.MISSED, "a"), failed(), Item(News.UNCERTAIN, "b"), Item(News.FUSE, "c")]

    headings = [part.splitlines()[0] for part in notice(items, tongue).body.split("\n\n")]

    words = {Tongue.EN: ENGLISH, Tongue.FR: FRENCH}[tongue]
    assert headings == [words.news[kind].one for kind in (News.UNCERTAIN, News.FUSE, News.FAILED, News.MISSED)]


@ANY_TONGUE
def test_a_title_of_several_kinds_says_so(tongue: Tongue) -> None:
    """The rest stands below."""
    alone = notice([failed()], tongue).title
    among = notice([failed(), Item(News.MISSED, "a")], tongue).title

    assert among.startswith(alone)
    assert len(among) > len(alone)


@ANY_TONGUE
def test_a_flood_is_counted(tongue: Tongue) -> None:
    """A thousand failures are one piece of news."""
    body = notice([failed(number) for number in range(MOST + 5)], tongue).body

    assert body.count("•") == MOST + 1
    assert "5" in body.splitlines()[MOST + 1]


@given(st.text(min_size=1, max_size=300))
@example("a" * 100)
def test_a_post_takes_one_line_however_long_it_is(text: str) -> None:
    """Its beginning recalls it."""
    line = notice([failed(text=text)], Tongue.EN).body.split("\n")[1]

    assert line.startswith("• post 12 on pouet")
    assert len(line) < 140


@ANY_TONGUE
def test_a_digest_begins_with_what_waits_for_a_person(tongue: Tongue) -> None:
    """The rest can wait."""
    day = Day(date(2026, 11, 24), failed=(failed(),), held=(Held("a", "fuse", None, 3),), drafts=2, stopped=True)

    first, *_ = digest(day, tongue).body.split("\n\n")

    words = {Tongue.EN: ENGLISH, Tongue.FR: FRENCH}[tongue]
    assert first.startswith(words.asks.many.format(n=4))
    assert words.news[News.FAILED].one in first
    assert words.holds["fuse"] in first


def test_a_digest_tells_a_day_in_numbers() -> None:
    """What went out, what will."""
    day = Day(date(2026, 11, 24), sent={"b": 1, "a": 2}, due={"a": 1}, healing=1)

    message = digest(day, Tongue.EN)

    assert message.title == "tambour, Tuesday 24 November – Nothing waits for you"
    assert message.body.split("\n\n") == [
        "Nothing waits for you",
        "One post is in doubt, and its platform is being asked",
        "3 posts sent since yesterday\n• a: 2\n• b: 1",
        "One post due until tomorrow\n• a: 1",
    ]


@ANY_TONGUE
def test_an_empty_day_is_told_as_such(tongue: Tongue) -> None:
    """It says that tambour lives."""
    words = {Tongue.EN: ENGLISH, Tongue.FR: FRENCH}[tongue]

    assert digest(Day(date(2026, 11, 24)), tongue).body.split("\n\n") == [
        words.asks.none,
        words.sent.none,
        words.due.none,
    ]


@ANY_TONGUE
def test_a_held_account_for_which_nothing_waits_is_told(tongue: Tongue) -> None:
    """Its next post would wait in silence; what holds it may be newer than the words."""
    told = digest(Day(date(2026, 11, 24), held=(Held("journal", "moonlight", None, 0),)), tongue).body

    assert re.search(r"• journal\s?: moonlight$", told, re.MULTILINE)


def test_both_languages_fill_in_the_same_facts() -> None:
    """A number that is left out of one of them would be missed by its readers alone."""
    for part in fields(ENGLISH):
        english, french = getattr(ENGLISH, part.name), getattr(FRENCH, part.name)
        assert _facts(english) == _facts(french), part.name


def _facts(said: object) -> object:
    match said:
        case str():
            return {name for _, name, _, _ in Formatter().parse(said) if name}
        case Heading():
            return _facts(said.one), _facts(said.many), _facts(said.none), bool(said.advice)
        case dict():
            return {key: _facts(value) for key, value in said.items()}
        case _:
            assert isinstance(said, tuple)
            return len(said)


@pytest.mark.parametrize(
    ("reason", "french"),
    [
        (
            "30 requests in an hour is its ceiling; look at its posts, then run `tambour resume a`",
            "son plafond est de 30 envois par heure",
        ),
        ("gave up after 8 attempts: busy", "abandon après 8 tentatives : « busy »"),
        (
            "account 'a', token: the environment variable A is empty or not set; put the secret there",
            "token : la variable A est vide ou absente ; mettez-y le secret",
        ),
        (
            "after 8 attempts it is still not there; look at the account a, then run `tambour resolve 1`",
            "absente après 8 tentatives ; voyez a",
        ),
        ("social.example: 422", "« social.example: 422 »"),
    ],
)
def test_a_cause_is_told_in_french_and_a_platform_s_own_words_are_cited(reason: str, french: str) -> None:
    """They are what somebody else will ask for."""
    assert (reason_in(reason, Tongue.EN), reason_in(reason, Tongue.FR)) == (reason, french)


def test_what_a_fuse_says_is_known_in_french() -> None:
    """A sentence that is reworded must be translated anew."""
    hour, day = Fuse(hour=0, day=1), Fuse(hour=1, day=0)
    said = [blown(fuse, Spent(), now=AT) for fuse in (hour, day)]

    assert [reason_in(str(one), Tongue.FR)[:3] for one in said] == ["son", "son"]


@given(st.integers(0, 4 * 24 * 365), st.times())
def test_a_day_has_one_digest_whatever_the_clocks_do(start: int, at: time) -> None:
    """In the night of the autumn an hour comes twice, in spring one is left out: days are counted, not hours."""
    first = AT.astimezone(UTC) + timedelta(minutes=15 * start)
    moments = (first + timedelta(minutes=15 * step) for step in range(3 * 96))

    days = sorted({digest_day(moment.astimezone(AT.tzinfo), at) for moment in moments})

    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


@pytest.mark.parametrize(("hour", "day"), [(7, 23), (8, 24), (23, 24)])
def test_a_digest_is_due_from_its_time_on(hour: int, day: int) -> None:
    """Also when the daemon was off then."""
    assert digest_day(replace_hour(hour), time(8)) == date(2026, 11, day)


def replace_hour(hour: int) -> datetime:
    return AT.replace(hour=hour)


@ANY_TONGUE
def test_what_a_person_is_to_post_is_the_text_and_nothing_else(tongue: Tongue) -> None:
    """It is copied as it is, with its pictures."""
    image = Media(b"", "image/png", 1, 1, "Du thym")
    item = Item(News.HANDED, "carnet", None, About(12, "Le gel est là !\n#jardin", AT, (image,)))

    message = handed_over(item, tongue)

    assert (message.body, message.media) == ("Le gel est là !\n#jardin", (image,))
    assert "12" in message.title
    assert "carnet" in message.title
