"""From a file to posts: what is read, what is attached, and when it goes out."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Content, Limits
from scheduler.core.model import Fitted, Kind, NewPost, Rhythm, Teaser
from scheduler.core.state import State
from scheduler.errors import ArticleError, PlanError
from scheduler.intake import Destination, Draft, House, Timing, draft, read, schedule
from tests.shell.sites import CARDS, PLAIN, Garden, to

PARIS = ZoneInfo("Europe/Paris")
DAILY = Rhythm(frozenset(range(1, 8)), (time(9),), "Europe/Paris", timedelta(hours=1))
DAY = timedelta(days=1)


@pytest.fixture
def garden(tmp_path: Path) -> Garden:
    return Garden(tmp_path)


def announced(garden: Garden, more: str, limits: Limits = PLAIN) -> tuple[Content, list[str]]:
    """Return the announcement of an article, and what was left out."""
    drafts, skipped = draft(garden.article(more=more), [to("a", limits)], House(garden.site))
    (content,) = [one.fitted.content for one in drafts if one.teaser.kind is Kind.ANNOUNCEMENT]
    return content, [one.reason for one in skipped if "picture" in one.reason]


def three(account: str = "a") -> list[Draft]:
    teaser = Teaser(Kind.SECTION, "Bonjour", "Thyme", ((3, 9),))
    return [Draft(to(account), teaser, Fitted(Content(f"Bonjour {n}"), (), 9, source=teaser.source)) for n in range(3)]


def times(timing: Timing, rhythm: Rhythm = DAILY, taken: tuple[datetime, ...] = ()) -> list[datetime]:
    return [post.publish_at for post in schedule(three(), rhythm, timing, taken, state=State.QUEUED)]


def test_an_article_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The command line is typed by hand."""
    with pytest.raises(ArticleError, match=r"cannot read .*missing\.md: No such file"):
        read(tmp_path / "missing.md", Garden(tmp_path).site)


def test_an_article_knows_its_file_and_version(garden: Garden) -> None:
    """A change is seen by the digest of the bytes."""
    first, second = garden.article(), garden.article(body="\nThyme.\n")

    assert first.path == second.path == str(garden.root / "content" / "thyme.md")
    assert first.digest != second.digest


def test_every_destination_gets_every_teaser(garden: Garden) -> None:
    """Each fitted to its own limits."""
    drafts, _ = draft(garden.article(), [to("a"), to("b", CARDS)], House(garden.site))

    texts = {name: [one.teaser for one in drafts if one.destination.account == name] for name in ("a", "b")}
    assert texts["a"] == texts["b"] != []


def test_what_does_not_fit_is_said_with_its_account(garden: Garden) -> None:
    """Another account may well get it."""
    short = Limits(PLAIN.counting, text=30)
    drafts, skipped = draft(garden.article(), [to("a", short), Destination(None, "tiny", short)], House(garden.site))

    assert drafts == []
    assert {one.account for one in skipped if one.account} == {"a", "tiny"}


def test_the_announcement_carries_the_picture(garden: Garden) -> None:
    """Once: not each of its fellows."""
    garden.picture()
    content, problems = announced(garden, "image: thyme.png\nimage_alt: a bunch of thyme")
    drafts, _ = draft(garden.article(more="image: thyme.png"), [to("a")], House(garden.site))

    assert ([one.width for one in content.media], problems) == ([40], [])
    assert [len(one.fitted.content.media) for one in drafts] == [
        int(one.teaser.kind is Kind.ANNOUNCEMENT) for one in drafts
    ]


def test_a_card_carries_the_picture(garden: Garden) -> None:
    """Where links are shown as cards, every post has one."""
    garden.picture()
    drafts, _ = draft(garden.article(more="image: thyme.png"), [to("a", CARDS)], House(garden.site))

    cards = [one.fitted.content.card for one in drafts]
    assert all(card is not None and card.image is not None for card in cards)


def test_an_article_without_a_picture_is_no_problem(garden: Garden) -> None:
    """Most have none."""
    assert announced(garden, "") == (announced(garden, "")[0], [])


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("missing.png", "there is no image at"),
        ("thyme.md", "cannot be read as an image"),
        ("https://pictures.example/thyme.png", "is on the web; save it beside the article"),
        ("../../outside.png", "lies outside the site; move it there"),
        ('"\\0.png"', "leads nowhere; correct the path"),
        ("loop.png", "leads nowhere|cannot be read"),
    ],
)
def test_a_picture_that_cannot_be_used_is_left_out_aloud(garden: Garden, named: str, said: str) -> None:
    """The post goes out without it, and the author learns why, once for all posts."""
    Garden(garden.root.parent).picture("outside.png")
    (garden.root / "content").mkdir()
    (garden.root / "content" / "loop.png").symlink_to("loop.png")

    content, problems = announced(garden, f"image: {named}")

    assert content.media == ()
    assert len(problems) == 1
    assert any(part in problems[0] for part in said.split("|"))


def test_a_picture_that_cannot_be_used_is_told_once(garden: Garden) -> None:
    """Not for every account."""
    _, skipped = draft(garden.article(more="image: missing.png"), [to("a"), to("b", CARDS)], House(garden.site))

    assert len([one for one in skipped if "picture" in one.reason]) == 1


def test_a_link_does_not_lead_out_of_the_site(garden: Garden) -> None:
    """A site from elsewhere must not publish the owner's files."""
    outside = Garden(garden.root.parent).picture("outside.png")
    (garden.root / "content").mkdir()
    (garden.root / "content" / "inside.png").symlink_to(outside)

    content, problems = announced(garden, "image: inside.png")

    assert (content.media, "lies outside the site" in problems[0]) == ((), True)


def test_a_picture_beside_the_content_is_inside(garden: Garden) -> None:
    """Sites keep them in `static` or `public`."""
    garden.picture("static/thyme.png")

    content, problems = announced(garden, "image: ../static/thyme.png\nimage_alt: a bunch of thyme")

    assert (len(content.media), problems) == (1, [])


def test_posts_take_the_free_slots_of_the_rhythm(garden: Garden) -> None:
    """Never two at once, whoever queued them."""
    taken = datetime(2026, 5, 6, 9, tzinfo=PARIS)
    start = datetime(2026, 5, 5, 8, tzinfo=PARIS)

    assert times(Timing(start), taken=(taken,)) == [datetime(2026, 5, day, 9, tzinfo=PARIS) for day in (5, 7, 8)]


def test_an_exact_start_is_kept_to_the_minute() -> None:
    """`--at` is a promise; the others follow the rhythm."""
    start = datetime(2026, 5, 5, 14, 17, tzinfo=PARIS)

    assert times(Timing(start, exact=True)) == [start, *(datetime(2026, 5, day, 9, tzinfo=PARIS) for day in (6, 7))]


def test_an_exact_start_keeps_its_distance_to_the_next() -> None:
    """The account's gap holds there too."""
    start = datetime(2026, 5, 5, 8, 30, tzinfo=PARIS)

    assert times(Timing(start, exact=True))[1] == datetime(2026, 5, 6, 9, tzinfo=PARIS)


@pytest.mark.parametrize("month", [3, 10])
def test_days_between_exact_posts_are_days_of_the_wall_clock(month: int) -> None:
    """Half past nine stays half past nine when the clocks change."""
    start = datetime(2026, month, 24, 9, 30, tzinfo=PARIS)

    assert times(Timing(start, every=DAY, exact=True)) == [start.replace(day=day) for day in (24, 25, 26)]


def test_hours_between_exact_posts_are_hours_that_pass() -> None:
    """In the night of the change, too."""
    start = datetime(2026, 3, 29, 1, 30, tzinfo=PARIS)
    found = times(Timing(start, every=timedelta(hours=1), exact=True))

    assert [at.astimezone(UTC) - start.astimezone(UTC) for at in found] == [timedelta(hours=n) for n in range(3)]


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(PARIS), allow_imaginary=False),  # noqa: DTZ001  walls
    every=st.none() | st.sampled_from([timedelta(hours=5), DAY, timedelta(weeks=1)]),
)
def test_the_first_exact_post_goes_out_at_its_instant(start: datetime, every: timedelta | None) -> None:
    """Also in the hour that the clocks show twice."""
    assert times(Timing(start, every=every, exact=True))[0].astimezone(UTC) == start.astimezone(UTC)


def test_a_rhythm_without_room_is_refused() -> None:
    """A promise that cannot be kept is not made."""
    with pytest.raises(PlanError):
        times(Timing(datetime(2026, 5, 5, tzinfo=PARIS)), Rhythm(frozenset(), (), "Europe/Paris", DAY))


def test_a_post_carries_where_it_comes_from() -> None:
    """`tambour why` needs it years later."""
    post = schedule(three(), DAILY, Timing(datetime(2026, 5, 5, tzinfo=PARIS)), (), state=State.DRAFT)[0]

    expected = ("a", "plain", State.DRAFT, Kind.SECTION, "Thyme", ((3, 9),))
    assert (post.account, post.platform, post.state, post.kind, post.section, post.source) == expected
    assert isinstance(post, NewPost)
