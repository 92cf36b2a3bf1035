from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.base import (
    Adapter,
    AdapterError,
    Connection,
    Content,
    Finds,
    Identity,
    Media,
    Part,
    Receipt,
    Refused,
    Replays,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.telegram import Telegram
from adapters.testing import AT, WireRules
from adapters.testing.rules import ILLUSTRATED, SQUARE
from tests.adapters.fake_telegram import CHANNEL, FakeTelegram, refusal, result
from tests.adapters.fakes import connection, frozen, published
from tests.adapters.forms import form

OPTIONS = {"token": FakeTelegram.token, "channel": "@maison_tilleul"}
LINK = "https://maison.example/semer"
POST = Content(f"Semer l'été\n{LINK}", link=LINK)
IMAGE = Media(b"one", "image/png", 2, 2)
OTHER_IMAGE = Media(b"two", "image/jpeg", 2, 2)


class TestTelegram(WireRules):
    options = OPTIONS
    secrets = (FakeTelegram.token,)
    fake = FakeTelegram
    illustrated = replace(ILLUSTRATED, media=(replace(SQUARE, alt=""),))

    def connect(self, connection: Connection) -> Adapter:
        return Telegram(connection)


def bot(server: Callable[[httpx.Request], httpx.Response], **options: str) -> Telegram:
    return Telegram(connection(server, {**OPTIONS, **options}))


def failing(answer: httpx.Response) -> AdapterError:
    """Return what becomes of a refusal to publish."""
    intent = bot(FakeTelegram()).prepare(POST, key="k1", at=AT)
    with pytest.raises(AdapterError) as caught:
        bot(lambda _request: answer).publish(intent)

    return caught.value


def test_it_promises_nothing_after_a_lost_answer() -> None:
    """A bot cannot read its channel: whoever could is a person."""
    assert not isinstance(bot(FakeTelegram()), Replays | Finds)


def test_the_credentials_name_the_bot() -> None:
    """With its address, so that it can be opened."""
    found = bot(FakeTelegram()).verify()

    assert found == Identity("@tilleul_bot", "https://t.me/tilleul_bot")


@pytest.mark.parametrize("member", [{"can_post_messages": False}, {"status": "left"}, {"status": "kicked"}])
def test_a_bot_that_may_not_post_is_told_before_the_first_post(member: dict[str, object]) -> None:
    """Everyone forgets to make it an administrator."""
    server = FakeTelegram()

    def answer(request: httpx.Request) -> httpx.Response:
        told = result({"status": "administrator", **member})
        return told if request.url.path.endswith("getChatMember") else server(request)

    with pytest.raises(Unauthorized, match="@maison_tilleul"):
        bot(answer).verify()


@pytest.mark.parametrize("token", ["", "no colon", "12:a b", "https://api.telegram.org/bot12:ab"])
def test_what_is_no_token_goes_nowhere(token: str) -> None:
    """It would become a part of the address."""
    with pytest.raises(Unauthorized, match="BotFather") as caught:
        bot(FakeTelegram(), token=token).verify()

    assert "12:a" not in str(caught.value)


def test_a_token_that_telegram_does_not_know_is_unauthorized() -> None:
    """It answers 404 to some, and 401 to others."""
    assert isinstance(failing(refusal(404, "Not Found")), Unauthorized)


def test_a_404_of_somebody_else_says_nothing_of_the_token() -> None:
    """A proxy's page about a wrong address is no reason to ask for a new token."""
    assert isinstance(failing(httpx.Response(404, text="no such page")), Refused)


def test_a_receipt_names_the_message_and_where_it_is_read() -> None:
    """The address is what is shown."""
    _, receipt = published(bot(FakeTelegram()), POST)

    assert receipt == Receipt(f"{CHANNEL}/7", "https://t.me/maison_tilleul/7")


def test_a_message_of_a_private_channel_has_an_address_for_its_members() -> None:
    """The channel has no name that everybody could follow."""
    server = FakeTelegram()
    server.username = None
    _, receipt = published(bot(server), POST)

    assert receipt.url == "https://t.me/c/1234567890/7"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, {"url": LINK}),
        ({"preview": "none"}, {"is_disabled": True}),
        ({"preview": "small"}, {"url": LINK, "prefer_small_media": True}),
        ({"preview": "large"}, {"url": LINK, "prefer_large_media": True}),
        ({"preview": "above"}, {"url": LINK, "prefer_large_media": True, "show_above_text": True}),
    ],
)
def test_the_preview_is_of_the_article_and_as_the_account_chose(
    choice: dict[str, str], expected: dict[str, object]
) -> None:
    """Telegram previews the first address of a text, which may be another."""
    server = FakeTelegram()
    published(bot(server, **choice), POST)

    assert form(server.requests[-1])["link_preview_options"] == expected


def test_a_text_without_the_link_is_not_given_its_preview() -> None:
    """A link that stands in an answer, or nowhere, was put there on purpose."""
    server = FakeTelegram()
    published(bot(server), Content("Semer l'été", link=LINK))

    assert "link_preview_options" not in form(server.requests[-1])


def test_an_unknown_preview_is_named_with_those_there_are() -> None:
    """Mostly it is a typing error."""
    with pytest.raises(Refused, match="none, small, large, above"):
        bot(FakeTelegram(), preview="huge").verify()


def test_one_image_is_a_photo_and_several_are_an_album() -> None:
    """An album takes two at least."""
    server = FakeTelegram()
    for key, media in (("k1", (IMAGE,)), ("k2", (IMAGE, OTHER_IMAGE))):
        published(bot(server), replace(POST, media=media), key=key)

    assert [request.url.path.rpartition("/")[2] for request in server.requests] == ["sendPhoto", "sendMediaGroup"]


def test_images_arrive_to_the_byte() -> None:
    """They wait in the intent, as text."""
    server = FakeTelegram()
    published(bot(server), replace(POST, media=(IMAGE, OTHER_IMAGE)))
    sent = form(server.requests[-1])

    assert (sent["image0"], sent["image1"]) == (b"one", b"two")


def test_a_receipt_of_an_album_names_all_its_pictures() -> None:
    """Each is a message, and is deleted as one."""
    _, receipt = published(bot(FakeTelegram()), replace(POST, media=(IMAGE, OTHER_IMAGE)))

    assert receipt == Receipt(f"{CHANNEL}/7,8", "https://t.me/maison_tilleul/7")


def test_alternative_text_is_refused() -> None:
    """Telegram has no place for it, and what is left out in silence misleads its author."""
    with pytest.raises(Unsupported, match="alternative text"):
        bot(FakeTelegram()).prepare(replace(POST, media=(replace(IMAGE, alt="un carré"),)), key="k1", at=AT)


@pytest.mark.parametrize("letter", ["e", "\N{SEEDLING}"])
def test_a_text_beside_images_is_bounded_in_utf16_units(letter: str) -> None:
    """Telegram counts so, and takes 1,024."""
    units = len(letter.encode("utf-16-le")) // 2
    fitting, longer = (Content(letter * (number // units), media=(IMAGE,)) for number in (1024, 1026))
    bot(FakeTelegram()).prepare(fitting, key="k1", at=AT)

    with pytest.raises(Unsupported, match="1024"):
        bot(FakeTelegram()).prepare(longer, key="k1", at=AT)


def test_a_part_answers_the_message_before() -> None:
    """So readers follow a thread."""
    server = FakeTelegram()
    telegram = bot(server)
    first = published(telegram, POST)[1]
    second = telegram.publish(telegram.prepare_reply(Part("La suite"), POST, after=(first,), key="k2", at=AT))
    third = telegram.prepare_reply(Part("Et fin", (IMAGE,)), POST, after=(first, second), key="k3", at=AT)
    telegram.publish(third)
    answered = [message["asked"].get("reply_parameters") for message in server.messages.values()]

    assert answered == [None, {"message_id": 7}, '{"message_id": 8}']


def test_only_text_is_composed_in_no_time() -> None:
    """Images are written down first."""
    telegram = bot(FakeTelegram())

    assert (telegram.composes(POST), telegram.composes(replace(POST, media=(IMAGE,)))) == (True, False)


def test_an_intent_holds_no_token() -> None:
    """It waits in the database."""
    intent = bot(FakeTelegram()).prepare(POST, key="k1", at=AT)

    assert frozen(intent, "call") == "sendMessage"
    assert FakeTelegram.token not in str(intent.request)


def test_a_post_is_deleted_with_all_its_pictures() -> None:
    """Half an album is worse than none."""
    server = FakeTelegram()
    telegram = bot(server)
    _, receipt = published(telegram, replace(POST, media=(IMAGE, OTHER_IMAGE)))
    telegram.delete(receipt)

    assert not server.messages


def test_a_post_that_is_gone_is_deleted() -> None:
    """Somebody was faster."""
    server = FakeTelegram()
    telegram = bot(server)
    _, receipt = published(telegram, POST)
    server.messages.clear()
    telegram.delete(receipt)

    assert not server.messages


def test_a_post_that_is_too_old_to_delete_says_so() -> None:
    """After 48 hours only a person can."""
    telegram = bot(lambda _request: refusal(400, "Bad Request: message can't be deleted"))

    with pytest.raises(Refused, match="can't be deleted"):
        telegram.delete(Receipt(f"{CHANNEL}/7"))


def test_a_flood_is_waited_out_for_as_long_as_telegram_says() -> None:
    """It says so in the answer's body, not in a header."""
    found = failing(refusal(429, "Too Many Requests: retry after 35", retry_after=35))

    assert isinstance(found, Unavailable)
    assert found.retry_after == timedelta(seconds=35)


def test_a_wait_without_measure_is_a_day() -> None:
    """No number of a stranger's stops an account for years."""
    found = failing(refusal(429, "Too Many Requests", retry_after=10**30))

    assert isinstance(found, Unavailable)
    assert found.retry_after == timedelta(days=1)


def test_a_group_that_moved_is_named_anew() -> None:
    """The settings need its new number."""
    found = failing(refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009))

    assert isinstance(found, Refused)
    assert "-1009" in str(found)


def test_what_telegram_refuses_is_told_in_its_words() -> None:
    """They are the only hint."""
    assert "chat not found" in str(failing(refusal(400, "Bad Request: chat not found")))
