from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    AdapterError,
    Connection,
    Content,
    Duplicate,
    Finds,
    Identity,
    Media,
    Part,
    Receipt,
    Refused,
    Replays,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.slack import Slack, SlackWebhook
from adapters.testing import AT, WireRules, answering
from tests.adapters.fake_slack import CHANNEL, HOOK, FakeSlack, no, yes
from tests.adapters.fakes import CLOCK, connection, frozen, published
from tests.adapters.forms import form

OPTIONS = {"token": FakeSlack.token, "channel": CHANNEL}
ADDRESS = f"https://hooks.slack.com{HOOK}"
LINK = "https://maison.example/semer"
POST = Content(f"Semer l'été <tôt> & *bien* : {LINK}.", link=LINK)
IMAGE = Media(b"one", "image/png", 2, 2, "un carré")
OTHER_IMAGE = Media(b"three", "image/jpeg", 2, 2)
ILLUSTRATED = replace(POST, media=(IMAGE, OTHER_IMAGE))

Server = Callable[[httpx.Request], httpx.Response]


class TestSlack(WireRules):
    options = OPTIONS
    secrets = (FakeSlack.token,)
    fake = FakeSlack
    refusal = answering(200, body='{"ok": false, "error": "token_revoked"}')

    def connect(self, connection: Connection) -> Adapter:
        return Slack(connection)


class TestSlackWebhook(WireRules):
    options = {"webhook": ADDRESS}  # noqa: RUF012 - read only
    secrets = (FakeSlack.hook_token,)
    fake = FakeSlack
    refusal = answering(404, body="no_service")

    def connect(self, connection: Connection) -> Adapter:
        return SlackWebhook(connection)


def bot(server: Server, **options: str) -> Slack:
    return Slack(connection(server, {**OPTIONS, **options}))


def webhook(server: Server, **options: str) -> SlackWebhook:
    return SlackWebhook(connection(server, {"webhook": ADDRESS, **options}))


def failing(answer: httpx.Response) -> AdapterError:
    """Return what becomes of an answer to the request that publishes."""
    intent = bot(FakeSlack()).prepare(POST, key="k1", at=AT)
    with pytest.raises(AdapterError) as caught:
        bot(lambda _request: answer).publish(intent)

    return caught.value


def sent(server: FakeSlack) -> dict[str, Any]:
    """Return what was sent last."""
    return form(server.requests[-1])


def test_the_credentials_name_the_bot_and_its_workspace() -> None:
    """Bots of two workspaces often have one name."""
    assert bot(FakeSlack()).verify() == Identity("tilleul in Maison", "https://maison.slack.com")


def test_a_receipt_names_the_message_and_where_it_is_read() -> None:
    """The address is what is shown."""
    server = FakeSlack()
    _, receipt = published(bot(server), POST)
    ts = server.messages[0]["ts"]

    assert receipt == Receipt(f"{CHANNEL}/{ts}", f"https://maison.slack.com/archives/{CHANNEL}/p{ts.replace('.', '')}")


def test_nothing_in_a_text_is_a_command() -> None:
    """`<!channel>` in an article must not wake everybody, and stars stay stars."""
    server = FakeSlack()
    published(bot(server), Content("<!channel> & *a* > b"))

    assert (sent(server)["text"], sent(server)["mrkdwn"]) == ("&lt;!channel&gt; &amp; *a* &gt; b", False)


@pytest.mark.parametrize("make", [bot, webhook])
def test_links_show_a_card_unless_the_account_says_no(make: Callable[..., Adapter]) -> None:
    """A busy channel may want them small."""
    server = FakeSlack()
    published(make(server), POST, key="k1")
    published(make(server, preview="none"), POST, key="k2")

    assert [message["unfurl_links"] for message in server.messages] == [True, False]


@pytest.mark.parametrize("make", [bot, webhook])
def test_a_choice_that_there_is_not_is_named(make: Callable[..., Adapter]) -> None:
    """Mostly it is a typing error."""
    with pytest.raises(Refused, match="'smal'"):
        make(FakeSlack(), preview="smal").verify()


def test_images_stand_below_their_text_with_their_own() -> None:
    """Slack demands a text for each."""
    server = FakeSlack()
    published(bot(server), ILLUSTRATED)
    images = [(block["slack_file"]["id"], block["alt_text"]) for block in sent(server)["blocks"][1:]]

    assert images == [("F00", "un carré"), ("F01", "image")]


def test_a_text_above_images_keeps_every_letter_and_its_links() -> None:
    """There it is written in pieces, not in marked-up words."""
    server = FakeSlack()
    published(bot(server), ILLUSTRATED)
    pieces = sent(server)["blocks"][0]["elements"][0]["elements"]

    assert "".join(piece.get("text", piece.get("url")) for piece in pieces) == POST.text
    assert [piece["url"] for piece in pieces if piece["type"] == "link"] == [LINK]


def test_images_arrive_to_the_byte_and_nobody_sees_them_yet() -> None:
    """They are shared with no channel before the post shows them."""
    server = FakeSlack()
    bot(server).prepare(ILLUSTRATED, key="k1", at=AT)

    assert [file["bytes"] for file in server.files.values()] == [b"one", b"three"]
    assert not server.messages


def test_the_bytes_of_an_image_travel_without_the_token() -> None:
    """Their address is enough."""
    server = FakeSlack()
    bot(server).prepare(ILLUSTRATED, key="k1", at=AT)
    uploads = [request for request in server.requests if request.url.host == "files.slack.com"]

    assert [request.headers.get("authorization") for request in uploads] == [None, None]


@pytest.mark.parametrize(
    "host", ["https://evil.example", "http://files.slack.com", "https://notslack.com", "https://x:port"]
)
def test_an_image_goes_to_slack_and_nowhere_else(host: str) -> None:
    """An answer that names another place is not obeyed."""
    server = FakeSlack()
    server.upload_host = host
    with pytest.raises((Refused, Unavailable)):
        bot(server).prepare(ILLUSTRATED, key="k1", at=AT)

    assert not [file for file in server.files.values() if "bytes" in file]


def test_an_image_that_is_being_looked_over_delays_its_post_and_is_not_uploaded_again() -> None:
    """Slack refuses a post that shows it too early."""
    server = FakeSlack()
    server.processing = 1
    slack = bot(server)
    with pytest.raises(Unavailable) as caught:
        slack.prepare(ILLUSTRATED, key="k1", at=AT)
    slack.prepare(ILLUSTRATED, key="k1", at=AT)

    assert caught.value.retry_after is not None
    assert len(server.files) == 2


def test_an_image_that_slack_gave_up_is_uploaded_anew_when_asked_again() -> None:
    """A person who queues the post once more expects a fresh start."""
    server = FakeSlack()
    server.processing = 1
    slack = bot(server)
    with pytest.raises(Unavailable):
        slack.prepare(ILLUSTRATED, key="k1", at=AT)
    server.files.clear()
    with pytest.raises(Refused):
        slack.prepare(ILLUSTRATED, key="k1", at=AT)
    slack.prepare(ILLUSTRATED, key="k1", at=AT)

    assert len(server.files) == 2


def test_a_text_is_composed_once_the_workspace_is_known() -> None:
    """The first post asks for it, the others need not."""
    slack = bot(FakeSlack())
    before = slack.composes(POST)
    slack.prepare(POST, key="k1", at=AT)

    assert (before, slack.composes(POST), slack.composes(ILLUSTRATED)) == (False, True, False)


def test_a_post_is_found_by_its_key_whatever_its_text() -> None:
    """Two posts may say the same."""
    server = FakeSlack()
    slack = bot(server)
    intent, receipt = published(slack, POST, key="k1")
    published(slack, POST, key="k2")

    assert slack.find(intent) == receipt


def test_a_part_is_found_in_its_thread() -> None:
    """The channel does not list it."""
    server = FakeSlack()
    slack = bot(server)
    _, first = published(slack, POST)
    intent = slack.prepare_reply(Part("La suite", (IMAGE,)), POST, after=(first,), key="k2", at=AT)
    before = slack.find(intent)
    receipt = slack.publish(intent)

    assert (before, slack.find(intent)) == (None, receipt)
    assert "?thread_ts=" in str(receipt.url)


def test_all_parts_answer_the_first() -> None:
    """Slack's threads have one level."""
    server = FakeSlack()
    slack = bot(server)
    _, first = published(slack, POST)
    second = slack.publish(slack.prepare_reply(Part("La suite"), POST, after=(first,), key="k2", at=AT))
    third = slack.prepare_reply(Part("Et fin"), POST, after=(first, second), key="k3", at=AT)

    assert frozen(third, "body", "thread_ts") == server.messages[0]["ts"]


def test_a_search_reads_page_after_page() -> None:
    """A lively channel has more than one since then."""
    server = FakeSlack()
    slack = bot(server)
    intent, receipt = published(slack, POST)
    for number in range(250):
        server.add({"text": f"later {number}"}, user="U0OTHER")

    assert slack.find(intent) == receipt


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    server = FakeSlack()
    slack = bot(server)
    intent = slack.prepare(POST, key="k1", at=AT)
    for number in range(1001):
        server.add({"text": f"later {number}"})

    with pytest.raises(Unavailable, match="look at it yourself"):
        slack.find(intent)


def test_a_repeat_that_slack_recognises_is_the_first_post() -> None:
    """Nobody documents that it does; where it does, it is welcome."""
    server = FakeSlack()
    server.heeds_ids = True
    slack = bot(server)
    intent, receipt = published(slack, POST)

    assert slack.publish(intent) == receipt


def test_a_repeat_that_slack_recognises_and_nobody_finds_is_told() -> None:
    """It may have been deleted since."""
    server = FakeSlack()
    slack = bot(lambda request: no("duplicate_message") if "postMessage" in request.url.path else server(request))

    with pytest.raises(Duplicate):
        published(slack, POST)


def test_a_repeat_that_cannot_be_looked_for_is_uncertain() -> None:
    """It is one of ours, most likely, and nobody can say which."""
    server = FakeSlack()

    def answer(request: httpx.Request) -> httpx.Response:
        call = request.url.path.rpartition("/")[2]
        answers = {"chat.postMessage": no("duplicate_message"), "conversations.history": httpx.Response(503)}
        return answers.get(call) or server(request)

    with pytest.raises(Uncertain):
        published(bot(answer), POST)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("channel_not_found", Refused),
        ("msg_too_long", Refused),
        ("an_error_of_next_year", Refused),
        ("invalid_auth", Unauthorized),
        ("missing_scope", Unauthorized),
        ("fatal_error", Uncertain),
        ("internal_error", Uncertain),
        ("ratelimited", Unavailable),
    ],
)
def test_an_error_is_one_although_its_status_is_a_successs(error: str, expected: type[AdapterError]) -> None:
    """Slack says 200 to everything."""
    found = failing(no(error))

    assert type(found) is expected
    assert error in str(found)


def test_an_error_of_slacks_own_before_publishing_is_safe() -> None:
    """Nothing public was asked for."""
    with pytest.raises(Unavailable):
        bot(lambda _request: no("internal_error")).verify()


def test_a_limit_is_waited_out_for_as_long_as_slack_says() -> None:
    """Also where it says so with a success's status."""
    answer = no("ratelimited")
    answer.headers["Retry-After"] = "30"
    found = failing(answer)

    assert isinstance(found, Unavailable)
    assert found.retry_after == timedelta(seconds=30)


def test_what_stands_in_the_channel_is_listed_as_people_read_it() -> None:
    """Slack answers with its own marks in the text."""
    server = FakeSlack()
    server.add({"text": "too old"}, at=CLOCK - timedelta(days=2))
    server.add({"text": "somebody else's"}, user="U0OTHER")
    server.add({"text": "by the same bot", "bot_id": "B0TILLEUL"}, user="")
    server.add({"text": f"a &lt; b : <{LINK}|maison.example>"})
    found = list(bot(server).sent(since=CLOCK - timedelta(days=1)))

    assert [each.text for each in found] == [f"a < b : {LINK}", "by the same bot"]


def test_reactions_and_answers_are_counted() -> None:
    """They are all that Slack counts."""
    server = FakeSlack()
    slack = bot(server)
    _, receipt = published(slack, POST)
    server.messages[0] |= {"reactions": [{"name": "tada", "count": 2}, {"name": "eyes", "count": 1}], "reply_count": 4}

    assert slack.measure(receipt) == {"reactions": 3, "replies": 4}


def test_a_post_is_deleted_and_one_that_is_gone_is_too() -> None:
    """Somebody may have been faster."""
    server = FakeSlack()
    slack = bot(server)
    _, receipt = published(slack, POST)
    for _ in range(2):
        slack.delete(receipt)

    assert not server.messages


def test_a_webhook_promises_nothing_after_a_lost_answer() -> None:
    """It is not even told what it has posted."""
    assert not isinstance(webhook(FakeSlack()), Replays | Finds)


def test_a_webhook_that_is_there_says_of_which_workspace() -> None:
    """It has no name, and finding out posts nothing."""
    server = FakeSlack()

    assert webhook(server).verify() == Identity("a webhook of the workspace T0MAISON")
    assert not server.messages


def test_what_takes_an_empty_message_is_no_webhook() -> None:
    """Slack's would complain."""
    with pytest.raises(Refused):
        webhook(lambda _request: httpx.Response(200, text="ok")).verify()


@pytest.mark.parametrize(
    "address", ["", "http://hooks.slack.com/services/T/B/x", "https://hooks.slack.com.evil.example/services/T/B/x"]
)
def test_what_is_no_webhook_of_slacks_is_asked_nothing(address: str) -> None:
    """A secret goes where it came from, or nowhere."""
    with pytest.raises(Unauthorized, match="webhook"):
        webhook(FakeSlack(), webhook=address).verify()


def test_a_webhook_refuses_images_aloud() -> None:
    """It could only show those that are public already."""
    with pytest.raises(Unsupported):
        webhook(FakeSlack()).prepare(ILLUSTRATED, key="k1", at=AT)


def test_a_webhook_composes_everything() -> None:
    """There is nothing to ask."""
    assert webhook(FakeSlack()).composes(POST)


@pytest.mark.parametrize(
    ("status", "word", "expected"),
    [(410, "channel_is_archived", Refused), (403, "action_prohibited", Refused), (403, "invalid_token", Unauthorized)],
)
def test_a_word_of_a_webhooks_is_told(status: int, word: str, expected: type[AdapterError]) -> None:
    """It is the only hint."""
    hook = webhook(lambda _request: httpx.Response(status, text=word))

    with pytest.raises(expected, match=word):
        published(hook, POST)


def test_a_message_without_a_time_makes_the_page_unreadable() -> None:
    """It might be the one that is looked for."""
    server = FakeSlack()
    slack = bot(lambda request: yes(messages=[{}]) if "history" in request.url.path else server(request))

    with pytest.raises(Unavailable, match="unreadable"):
        slack.find(slack.prepare(POST, key="k1", at=AT))


def test_slack_tells_what_its_token_allows_of() -> None:
    """Beside its answer, with commas."""
    server = FakeSlack()

    def telling(request: httpx.Request) -> httpx.Response:
        answer = server(request)
        answer.headers["X-OAuth-Scopes"] = "chat:write,files:read"
        return answer

    assert bot(telling).scopes() == ("chat:write", "files:read")
