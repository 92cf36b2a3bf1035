from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.base import (
    Adapter,
    Connection,
    Content,
    Finds,
    Identity,
    Media,
    Part,
    Receipt,
    Refused,
    Replays,
    Sent,
    Unauthorized,
    Unavailable,
)
from adapters.discord import Discord, DiscordWebhook
from adapters.testing import AT, WireRules, answering
from tests.adapters.fake_discord import CHANNEL, GUILD, HOOK, FakeDiscord
from tests.adapters.fakes import CLOCK, connection, frozen, published
from tests.adapters.forms import form

OPTIONS = {"token": FakeDiscord.token, "channel": CHANNEL}
ADDRESS = f"https://discord.com/api/webhooks/{HOOK}/{FakeDiscord.hook_token}"
POST = Content("Semer l'été @everyone\nhttps://maison.example/semer", link="https://maison.example/semer")
IMAGE = Media(b"one", "image/png", 2, 2, "un carré")
OTHER_IMAGE = Media(b"two", "image/jpeg", 2, 2)


class TestDiscord(WireRules):
    options = OPTIONS
    secrets = (FakeDiscord.token,)
    fake = FakeDiscord

    def connect(self, connection: Connection) -> Adapter:
        return Discord(connection)


class TestDiscordWebhook(WireRules):
    options = {"webhook": ADDRESS}  # noqa: RUF012 - read only
    secrets = (FakeDiscord.hook_token,)
    fake = FakeDiscord
    refusal = answering(404, body='{"code": 10015, "message": "Unknown Webhook"}')

    def connect(self, connection: Connection) -> Adapter:
        return DiscordWebhook(connection)


Server = Callable[[httpx.Request], httpx.Response]


def bot(server: Server, **options: str) -> Discord:
    return Discord(connection(server, {**OPTIONS, **options}))


def webhook(server: Server, **options: str) -> DiscordWebhook:
    return DiscordWebhook(connection(server, {"webhook": ADDRESS, **options}))


@pytest.mark.parametrize("make", [bot, webhook])
def test_a_receipt_names_the_message_and_where_it_is_read(make: Callable[[Server], Adapter]) -> None:
    """The address is what is shown."""
    _, receipt = published(make(FakeDiscord()), POST)

    assert receipt == Receipt(f"{CHANNEL}/1000", f"https://discord.com/channels/{GUILD}/{CHANNEL}/1000")


def test_a_conversation_is_in_no_server() -> None:
    """Its addresses say so."""
    server = FakeDiscord()
    server.guild = None

    assert str(published(bot(server), POST)[1].url).endswith(f"/@me/{CHANNEL}/1000")


def test_the_credentials_name_the_bot() -> None:
    """With the channel, so that it can be opened."""
    assert bot(FakeDiscord()).verify() == Identity("tilleul", f"https://discord.com/channels/{GUILD}/{CHANNEL}")


def test_a_webhook_names_itself() -> None:
    """With the channel, which was chosen when it was made."""
    assert webhook(FakeDiscord()).verify() == Identity("journal", f"https://discord.com/channels/{GUILD}/{CHANNEL}")


@pytest.mark.parametrize("make", [bot, webhook])
def test_nobody_is_notified_by_what_looks_like_a_mention(make: Callable[[Server], Adapter]) -> None:
    """An article about e-mail addresses must not wake a whole server."""
    server = FakeDiscord()
    published(make(server), POST)

    assert form(server.requests[-1])["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("make", [bot, webhook])
def test_links_show_a_card_unless_the_account_says_no(make: Callable[..., Adapter]) -> None:
    """A channel of announcements may want them small."""
    server = FakeDiscord()
    published(make(server), POST, key="k1")
    published(make(server, preview="none"), POST, key="k2")

    assert [message["flags"] for message in server.messages] == [0, 4]


@pytest.mark.parametrize("make", [bot, webhook])
def test_a_choice_that_there_is_not_is_named(make: Callable[..., Discord]) -> None:
    """Mostly it is a typing error."""
    with pytest.raises(Refused, match="'smal'"):
        make(FakeDiscord(), preview="smal").verify()


def test_discord_is_told_who_asks_in_its_own_way() -> None:
    """It turns others away before they reach it."""
    server = FakeDiscord()
    published(bot(server), POST)

    assert all(request.headers["user-agent"].startswith("DiscordBot (") for request in server.requests)


@pytest.mark.parametrize("make", [bot, webhook])
def test_images_arrive_to_the_byte(make: Callable[[Server], Adapter]) -> None:
    """They wait in the intent, as text."""
    server = FakeDiscord()
    published(make(server), replace(POST, media=(IMAGE, OTHER_IMAGE)))
    sent = form(server.requests[-1])

    assert (sent["files[0]"], sent["files[1]"]) == (b"one", b"two")


def test_a_nonce_is_the_keys_own_and_fits() -> None:
    """Discord takes 25 characters."""
    discord = bot(FakeDiscord())
    nonces = [str(frozen(discord.prepare(POST, key=key, at=AT), "payload", "nonce")) for key in ("k1", "k2", "k1")]

    assert (nonces[0] == nonces[2], nonces[0] == nonces[1], len(nonces[0])) == (True, False, 25)


def test_a_repeat_is_not_risked_for_longer_than_the_past_few_minutes() -> None:
    """Nobody says how few."""
    assert Discord.replay_window <= timedelta(minutes=1)


def test_a_webhook_promises_nothing_after_a_lost_answer() -> None:
    """Its messages carry no nonce, and it cannot read the channel."""
    assert not isinstance(webhook(FakeDiscord()), Replays | Finds)


def test_a_webhook_waits_until_its_message_is_stored() -> None:
    """Discord tells of no error otherwise."""
    server = FakeDiscord()
    published(webhook(server), POST)

    assert server.requests[-1].url.params["wait"] == "true"


def test_a_webhook_speaks_in_the_thread_of_its_address() -> None:
    """A forum's webhook has no other place."""
    server = FakeDiscord()
    hook = webhook(server, webhook=f"{ADDRESS}?thread_id=99")
    _, receipt = published(hook, POST)
    hook.delete(receipt)

    assert [request.url.params.get("thread_id") for request in server.requests] == [None, "99", "99"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://discord.com/api/webhooks/44/t",
        "https://discord.com.evil.example/api/webhooks/44/t",
        f"{ADDRESS}/../x",
    ],
)
def test_what_is_no_webhook_of_discords_is_asked_nothing(address: str) -> None:
    """A secret goes where it came from, or nowhere."""
    with pytest.raises(Unauthorized, match="webhook"):
        webhook(FakeDiscord(), webhook=address).verify()


@pytest.mark.parametrize("host", ["discord.com/api/v10", "discordapp.com/api", "canary.discord.com/api"])
def test_every_address_of_a_webhook_leads_to_the_one_api(host: str) -> None:
    """Discord writes it in several ways."""
    server = FakeDiscord()
    webhook(server, webhook=f"https://{host}/webhooks/{HOOK}/{FakeDiscord.hook_token}").verify()

    assert str(server.requests[0].url).startswith("https://discord.com/api/v10/webhooks/")


def test_a_part_answers_the_message_before() -> None:
    """So readers follow a thread."""
    server = FakeDiscord()
    discord = bot(server)
    _, first = published(discord, POST)
    discord.publish(discord.prepare_reply(Part("La suite"), POST, after=(first,), key="k2", at=AT))

    assert form(server.requests[-1])["message_reference"] == {"message_id": "1000"}


@pytest.mark.parametrize("make", [bot, webhook])
def test_a_text_is_composed_once_the_server_is_known(make: Callable[[Server], Discord]) -> None:
    """The first post asks for it, the others need not."""
    adapter = make(FakeDiscord())
    before = adapter.composes(POST)
    adapter.prepare(POST, key="k1", at=AT)

    assert (before, adapter.composes(POST), adapter.composes(replace(POST, media=(IMAGE,)))) == (False, True, False)


def test_a_message_of_somebody_else_is_not_the_post() -> None:
    """People quote articles too."""
    server = FakeDiscord()
    server.add(POST.text, author="99")
    discord = bot(server)

    assert discord.find(discord.prepare(POST, key="k1", at=AT)) is None


def test_an_older_message_of_the_same_text_is_not_the_post() -> None:
    """A teaser may be posted again next year."""
    server = FakeDiscord()
    server.add(POST.text, at=AT - timedelta(minutes=2))
    discord = bot(server)

    assert discord.find(discord.prepare(POST, key="k1", at=AT)) is None


def test_a_text_is_found_without_the_white_space_at_its_ends() -> None:
    """Discord takes it off."""
    discord = bot(FakeDiscord())
    intent, receipt = published(discord, Content("Semer \n"))

    assert discord.find(intent) == receipt


def test_a_search_goes_back_past_the_first_attempt() -> None:
    """A lively channel has more than a page since then."""
    server = FakeDiscord()
    discord = bot(server)
    server.add("long before", at=AT - timedelta(days=1))
    intent, receipt = published(discord, POST)
    for number in range(250):
        server.add(f"later {number}", author="99")

    assert discord.find(intent) == receipt


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    server = FakeDiscord()
    discord = bot(server)
    intent = discord.prepare(POST, key="k1", at=AT)
    for number in range(1001):
        server.add(f"later {number}", author="99")

    with pytest.raises(Unavailable, match="look at it yourself"):
        discord.find(intent)


@pytest.mark.parametrize("lack", [{"timestamp": CLOCK.replace(tzinfo=None).isoformat()}, {"content": None}])
def test_a_message_that_lacks_a_part_makes_the_page_unreadable(lack: dict[str, object]) -> None:
    """It might be the one that is looked for."""
    page = [{**FakeDiscord().add("x"), **lack}]
    server = FakeDiscord()
    discord = bot(lambda request: httpx.Response(200, json=page) if "limit" in request.url.params else server(request))

    with pytest.raises(Unavailable, match="unreadable"):
        discord.find(discord.prepare(POST, key="k1", at=AT))


def test_what_stands_in_the_channel_is_listed_from_the_newest() -> None:
    """What was posted by hand is not repeated."""
    server = FakeDiscord()
    for text, at in (("too old", AT - timedelta(days=2)), ("un", AT - timedelta(hours=1)), ("deux", AT)):
        server.add(text, at=at)
    found = list(bot(server).sent(since=AT - timedelta(days=1)))

    assert [(sent.text, sent.at) for sent in found] == [("deux", AT), ("un", AT - timedelta(hours=1))]
    assert isinstance(found[0], Sent)


@pytest.mark.parametrize("make", [bot, webhook])
def test_reactions_are_counted(make: Callable[[Server], Discord]) -> None:
    """They are all that Discord counts."""
    server = FakeDiscord()
    discord = make(server)
    _, receipt = published(discord, POST)
    details = {"count_details": {"burst": 0, "normal": 0}, "burst_colors": [], "me_burst": False, "me": False}
    server.messages[0]["reactions"] = [
        {"emoji": {"id": None, "name": name}, "count": count, **details} for name, count in (("🌱", 3), ("❤", 2))
    ]

    assert discord.measure(receipt) == {"reactions": 5}


@pytest.mark.parametrize("make", [bot, webhook])
def test_a_post_is_deleted_and_one_that_is_gone_is_too(make: Callable[[Server], Discord]) -> None:
    """Somebody may have been faster."""
    server = FakeDiscord()
    discord = make(server)
    _, receipt = published(discord, POST)
    for _ in range(2):
        discord.delete(receipt)

    assert not server.messages


def test_a_404_of_somebody_else_deletes_nothing() -> None:
    """A proxy's page about a wrong address says nothing of the post."""
    with pytest.raises(Refused):
        bot(lambda _request: httpx.Response(404, text="no such page")).delete(Receipt("42/1000"))
