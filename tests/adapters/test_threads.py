from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    Card,
    Connection,
    Content,
    Identity,
    Media,
    Part,
    Quota,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.testing import AT, Drawer, WireRules, answering, failure
from adapters.threads import Threads
from tests.adapters.fake_graph import FakeThreads, refused, said
from tests.adapters.fakes import CLOCK, connection, frozen, published

OPTIONS = {"access_token": FakeThreads.token, "media_url": "https://ex.org/pictures/"}
IMAGE = Media(b"one", "image/png", 400, 400, "un carré")
OTHER_IMAGE = Media(b"two", "image/jpeg", 400, 400)
LINK = "https://ex.org/semer"
POST = Content("Semer l'été #jardin", tags=("jardin",), language="fr")
PART = Part("La suite")
NOW = CLOCK.replace(microsecond=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that the account's web server shows."""
    return tmp_path / "pictures"


class TestThreads(WireRules):
    options = OPTIONS
    secrets = (FakeThreads.token,)
    fake = FakeThreads
    refusal = answering(400, body='{"error": {"code": 190, "message": "expired"}}')
    drawn = ("container",)

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def connect(self, connection: Connection) -> Adapter:
        return Threads(replace(connection, options={**connection.options, "media_folder": str(self.folder)}))


def profile(server: Any, folder: Path, drawer: Drawer | None = None) -> Threads:
    return Threads(connection(server, {**OPTIONS, "media_folder": str(folder)}, drawer))


def made(server: FakeThreads) -> list[dict[str, Any]]:
    """Return what the containers were made of."""
    return list(server.containers.values())


def test_the_credentials_name_the_profile(folder: Path) -> None:
    """With its address, so that it can be opened."""
    assert profile(FakeThreads(), folder).verify() == Identity("@tilleul", "https://www.threads.com/@tilleul")


def test_a_receipt_names_the_post(folder: Path) -> None:
    """A person opens it, a program deletes it."""
    _, receipt = published(profile(FakeThreads(), folder), POST)

    assert receipt == Receipt("8001", "https://social.example/p/8001")


def test_a_post_whose_address_cannot_be_read_is_published_all_the_same(folder: Path) -> None:
    """A doubt would have it sent again."""
    server = FakeThreads()

    def respond(request: httpx.Request) -> httpx.Response:
        return refused(2) if request.url.params.get("fields") == "permalink" else server(request)

    _, receipt = published(profile(respond, folder), POST)

    assert receipt == Receipt("8001")


def test_a_text_is_a_container_with_its_link(folder: Path) -> None:
    """Threads makes the card from the page behind it."""
    server = FakeThreads()
    published(profile(server, folder), replace(POST, link=LINK, card=Card("Semer")))

    assert made(server) == [
        {"media_type": "TEXT", "text": POST.text, "link_attachment": LINK, "state": "PUBLISHED"},
    ]


def test_a_link_in_an_answer_makes_no_card(folder: Path) -> None:
    """Its author has chosen where it stands."""
    server = FakeThreads()
    published(profile(server, folder), replace(POST, link=LINK, parts=(Part(LINK),)))

    assert "link_attachment" not in made(server)[0]


def test_an_image_is_shown_where_threads_can_fetch_it(folder: Path) -> None:
    """It takes no upload."""
    server = FakeThreads()
    published(profile(server, folder), replace(POST, media=(IMAGE,)))
    (file,) = folder.iterdir()

    assert file.read_bytes() == IMAGE.data
    assert made(server)[0]["image_url"] == f"https://ex.org/pictures/{file.name}"


def test_several_images_are_a_carousel(folder: Path) -> None:
    """In their order, each with its text."""
    server = FakeThreads()
    published(profile(server, folder), replace(POST, media=(IMAGE, OTHER_IMAGE)))
    first, second, whole = made(server)

    assert (first["alt_text"], "alt_text" in second) == ("un carré", False)
    assert {first["is_carousel_item"], second["is_carousel_item"]} == {"true"}
    assert (whole["media_type"], whole["children"]) == ("CAROUSEL", "c8000,c8001")


def test_an_image_without_a_public_place_is_refused() -> None:
    """Nobody could fetch it."""
    account = Threads(connection(FakeThreads(), {"access_token": FakeThreads.token}))

    with pytest.raises(Unsupported, match="add media_folder and media_url"):
        account.prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT)


def test_images_and_a_link_that_would_be_lost_are_refused(folder: Path) -> None:
    """A post has room for one of them."""
    content = replace(POST, link=LINK, card=Card("Semer"), media=(IMAGE,))

    with pytest.raises(Unsupported, match="put the link into the text"):
        profile(FakeThreads(), folder).prepare(content, key="k1", at=AT)


def test_an_image_that_is_being_fetched_is_waited_for(folder: Path) -> None:
    """A container that is published too early fails."""
    server = FakeThreads()
    server.fetching = 1
    error = failure(lambda: profile(server, folder).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT))

    assert isinstance(error, Unavailable)
    assert error.retry_after == timedelta(seconds=30)


def test_what_was_being_fetched_is_not_asked_for_again(folder: Path) -> None:
    """Threads counts containers."""
    server = FakeThreads()
    server.fetching = 2
    account = profile(server, folder)
    content = replace(POST, media=(IMAGE, OTHER_IMAGE))
    for _ in range(2):
        failure(lambda: account.prepare(content, key="k1", at=AT))
    intent = account.prepare(content, key="k1", at=AT)

    assert (frozen(intent, "container"), len(made(server))) == ("c8002", 3)


@pytest.mark.parametrize(("trouble", "kind"), [("FAILED_DOWNLOADING", Refused), ("error 2207003", Unavailable)])
def test_an_image_that_threads_gave_up_is_fetched_anew_when_asked_again(
    folder: Path, trouble: str, kind: type[Exception]
) -> None:
    """A person who queues the post once more expects a fresh start."""
    server = FakeThreads()
    server.trouble = trouble
    account = profile(server, folder)
    content = replace(POST, media=(IMAGE,))
    error = failure(lambda: account.prepare(content, key="k1", at=AT))
    server.trouble = ""
    intent = account.prepare(content, key="k1", at=AT)

    assert type(error) is kind
    assert frozen(intent, "container") == "c8001"


def test_what_threads_says_of_an_image_is_told_in_few_printable_words(folder: Path) -> None:
    """It goes into a log and onto a terminal."""
    server = FakeThreads()
    server.trouble = "\x1b[31m" + "no " * 1000
    error = failure(lambda: profile(server, folder).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT))

    assert str(error).isprintable()
    assert len(str(error)) < 400


def test_a_day_whose_posts_are_used_up_is_waited_out(folder: Path) -> None:
    """A container for nothing would end tomorrow."""
    server = FakeThreads()
    server.used["quota_usage"] = 100
    error = failure(lambda: profile(server, folder).prepare(POST, key="k1", at=AT))

    assert isinstance(error, Unavailable)
    assert (error.retry_after, made(server)) == (timedelta(hours=1), [])


def test_the_quota_of_the_day_is_told(folder: Path) -> None:
    """Whoever plans more than that will wait."""
    server = FakeThreads()
    server.used["quota_usage"] = 40

    assert profile(server, folder).quota() == Quota(60, 100, timedelta(days=1))


def test_answers_have_a_quota_of_their_own(folder: Path) -> None:
    """A thread of ten is one post and nine of them."""
    server = FakeThreads()
    server.used["quota_usage"] = 100
    account = profile(server, folder)
    intent = account.prepare_reply(PART, POST, after=(Receipt("1"),), key="k1", at=AT)

    assert frozen(intent, "reply") is True


def test_a_thread_goes_on_from_its_last_part(folder: Path) -> None:
    """An answer to the first would be a fork."""
    server = FakeThreads()
    account = profile(server, folder)
    account.publish(account.prepare_reply(PART, POST, after=(Receipt("1"), Receipt("2")), key="k1", at=AT))

    assert made(server)[0]["reply_to_id"] == "2"


def test_a_container_that_was_published_tells_where(folder: Path) -> None:
    """After a lost answer it must not be sent again."""
    server = FakeThreads()
    account = profile(server, folder)
    intent = account.prepare(POST, key="k1", at=AT)
    before = account.find(intent)
    receipt = account.publish(intent)

    assert (before, account.find(intent)) == (None, receipt)


def test_an_answer_that_was_published_tells_where(folder: Path) -> None:
    """It stands in a list of its own."""
    server = FakeThreads()
    account = profile(server, folder)
    intent = account.prepare_reply(PART, POST, after=(Receipt("1"),), key="k1", at=AT)
    receipt = account.publish(intent)

    assert account.find(intent) == receipt


def test_a_published_container_without_a_post_is_asked_again(folder: Path) -> None:
    """It is public: `None` would have it sent again."""
    server = FakeThreads()
    account = profile(server, folder)
    intent, _ = published(account, POST)
    server.shows = False

    with pytest.raises(Unavailable, match="does not show it yet"):
        account.find(intent)


def test_a_container_that_has_had_its_day_leaves_it_to_the_list(folder: Path) -> None:
    """A doubt would never end."""
    server = FakeThreads()
    account = profile(server, folder)
    intent, receipt = published(account, POST)
    lost = account.prepare(replace(POST, text="jamais"), key="k2", at=AT)
    server.forgets = True

    assert (account.find(intent), account.find(lost)) == (receipt, None)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(9, 2207042), Unavailable),
        (refused(9007, 2207027), Unavailable),
        (refused(100, 2207010), Refused),
        (refused(100, 33), Refused),
    ],
)
def test_the_finer_number_of_an_error_says_what_to_do(
    folder: Path, answer: httpx.Response, kind: type[Exception]
) -> None:
    """The other one is the same for all that is wrong with media."""
    intent = profile(FakeThreads(), folder).prepare(POST, key="k1", at=AT)
    error = failure(lambda: profile(lambda _: answer, folder).publish(intent))

    assert isinstance(error, kind)


def test_deleting_takes_a_post_back(folder: Path) -> None:
    """What was published by mistake goes."""
    server = FakeThreads()
    account = profile(server, folder)
    _, receipt = published(account, POST)
    account.delete(receipt)

    assert server.public() == []


def test_a_posts_numbers_are_read_wherever_they_stand(folder: Path) -> None:
    """Some are told over time, some as a total."""
    assert profile(FakeThreads(), folder).measure(Receipt("8001")) == {"views": 30, "likes": 4}


def test_the_profiles_posts_are_listed(folder: Path) -> None:
    """What was posted by hand is learnt so."""
    server = FakeThreads()
    account = profile(server, folder)
    _, receipt = published(account, POST)
    server.add("avant", at=AT - timedelta(days=1))

    assert list(account.sent(since=AT - timedelta(hours=1))) == [Sent(receipt, POST.text, NOW)]


def test_a_token_of_unknown_age_is_exchanged_at_once(folder: Path) -> None:
    """Only then is it known when it ends."""
    account = profile(FakeThreads(), folder)

    assert account.expires_at() is None
    assert account.refresh_due() < AT  # type: ignore[operator]


def test_a_token_is_exchanged_for_one_of_known_age(folder: Path) -> None:
    """It lives 60 days, and the daemon needs to know which."""
    drawer = Drawer()
    account = profile(FakeThreads(), folder, drawer)
    account.refresh()
    got = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

    assert account.expires_at() == got + timedelta(days=60)
    assert account.refresh_due() == got + timedelta(days=45)
    assert drawer.kept["access"] == f"{FakeThreads.token}-2"


def test_a_fresh_token_is_used_from_then_on(folder: Path) -> None:
    """Threads may end the old one."""
    account = profile(FakeThreads(), folder)
    account.refresh()

    assert account.verify().name == "@tilleul"


def test_a_token_that_is_too_young_is_exchanged_later(folder: Path) -> None:
    """It is good: nobody has to log in."""
    server = FakeThreads()

    def respond(request: httpx.Request) -> httpx.Response:
        return refused(100, message="too young") if "refresh" in request.url.path else server(request)

    error = failure(profile(respond, folder).refresh)

    assert isinstance(error, Unavailable)
    assert error.retry_after == timedelta(days=1)


def test_a_token_that_is_dead_is_told_apart_from_one_that_is_young(folder: Path) -> None:
    """Only a person can log in again."""
    assert isinstance(failure(profile(lambda _: refused(190), folder).refresh), Unauthorized)


def test_a_name_that_is_missing_is_unreadable(folder: Path) -> None:
    """It is not the platform that it says it is."""
    with pytest.raises(Unavailable, match="unreadable"):
        profile(lambda _: said({"id": "9"}), folder).verify()
