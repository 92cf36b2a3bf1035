"""What is stored comes back as it was, to the letter and to the microsecond."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from adapters.base import Card, Content, Media
from scheduler.core.model import NewPost, Post
from scheduler.core.place import Place
from scheduler.core.state import State
from scheduler.store import Store, accounts, open_store, posts
from scheduler.store.tables import accounts as accounts_table
from tests.postgres import Postgres
from tests.shell.conftest import Queue, new_post
from tests.shell.fakes import START

pytestmark = pytest.mark.both


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database of each kind for all examples of a law."""
    place: Place = tmp_path_factory.mktemp("laws") / "tambour.db"
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        name = f"laws_{uuid4().hex}"
        server.ask(f"CREATE DATABASE {name}")
        place = server.at(name)
    with closing(open_store(place)) as store:
        with store.write() as tx:
            accounts.know(tx, {"a": "plain"})
        yield store


def kept(store: Store, new: NewPost) -> Post:
    with store.write() as tx:
        return posts.get(tx, posts.add(tx, new, article=None, now=START))


def get(store: Store, number: int) -> Post:
    with store.read() as tx:
        return posts.get(tx, number)


ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=ZONES, allow_imaginary=False)  # noqa: DTZ001  walls
)
def test_a_time_keeps_its_zone_and_its_wall_clock(shared: Store, at: datetime) -> None:
    """09:00 in Paris is 09:00 in Paris, on both sides of a change of the clocks."""
    found = kept(shared, NewPost("a", "plain", Content("x"), at, State.QUEUED, "manual")).publish_at

    assert (found.replace(fold=0), found.tzinfo, found.utcoffset()) == (at.replace(fold=0), at.tzinfo, at.utcoffset())


@pytest.mark.parametrize(("month", "utc"), [(7, 7), (12, 8)])
def test_nine_in_paris_is_another_instant_in_summer(store: Store, queue: Queue, month: int, utc: int) -> None:
    """The promise is to the reader's clock."""
    number = queue(at=datetime(2026, month, 1, 9, tzinfo=ZoneInfo("Europe/Paris")))

    found = get(store, number).publish_at

    assert (found.hour, found.astimezone(UTC).hour) == (9, utc)


@given(st.lists(st.datetimes(timezones=st.just(UTC) | ZONES, allow_imaginary=False), min_size=1, max_size=6))
def test_instants_sort_as_they_follow_each_other(shared: Store, moments: list[datetime]) -> None:
    """Whatever their zones; to the microsecond, before and after 1970."""
    at = accounts_table.c.limits_at
    with shared.write() as tx:
        tx.execute(delete(accounts_table).where(accounts_table.c.name.startswith("law")))
        tx.execute(
            insert(accounts_table),
            [{"name": f"law{n}", "platform": "plain", "limits_at": moment} for n, moment in enumerate(moments)],
        )
        found = list(tx.scalars(select(at).where(at.is_not(None)).order_by(at)))

    assert found == sorted(moment.astimezone(UTC) for moment in moments)


WORDS = st.text(max_size=20) | st.sampled_from(["Bonjour 👩‍🌾", "a\u00a0b\n\nc", "\u200fשלום", "'; --", '{"a": 1}'])
PICTURES = st.builds(
    Media,
    data=st.binary(max_size=40),
    mime=st.just("image/png"),
    width=st.integers(1, 9000),
    height=st.integers(1, 9000),
    alt=WORDS,
)
CONTENTS = st.builds(
    Content,
    text=WORDS,
    link=st.none() | WORDS,
    card=st.none() | st.builds(Card, title=WORDS, description=WORDS, image=st.none() | PICTURES),
    tags=st.lists(WORDS, max_size=3).map(tuple),
    language=st.sampled_from([None, "fr", "pt-BR"]),
    media=st.lists(PICTURES, max_size=3).map(tuple),
)


@given(CONTENTS)
def test_a_content_is_kept_to_the_letter(shared: Store, content: Content) -> None:
    """What the preview showed is what is posted."""
    new = NewPost("a", "plain", content, START.astimezone(ZoneInfo("UTC")), State.QUEUED, "manual")

    assert kept(shared, new).content == content


def test_a_picture_is_stored_once(store: Store, queue: Queue) -> None:
    """Every account's announcement carries the same one."""
    picture = Media(b"bytes", "image/png", 1, 1)
    queue(media=(picture,))
    queue(media=(picture,))

    with store.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM media").scalar_one() == 1


def test_where_a_post_comes_from_is_kept(store: Store, queue: Queue) -> None:
    """`tambour why` shows the sentence."""
    new = NewPost("a", "plain", Content("x"), new_post().publish_at, State.DRAFT, "section", "Thyme", ((3, 9),))
    queue()

    found = kept(store, new)

    assert (found.kind, found.section, found.state) == ("section", "Thyme", State.DRAFT)
