"""The Slack adapters against an emulator by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.base import Connection, Content, Part, Refused, Unauthorized, Uncertain
from adapters.slack import Slack, SlackWebhook
from adapters.testing import Drawer, Rules, Seen, Stage
from adapters.testing.rules import SQUARE
from tests.adapters.fakes import published
from tests.servers.cutting import Cut, cutting, gateway, half, nothing
from tests.servers.slack import HOOK, OWNER, TOKEN, Site

POST = Content("Semer l'été <tôt> & *bien* 👩\u200d🌾\nhttps://maison.example/semer")
NOW = datetime.now(UTC)


def bot(site: Site, channel: str, token: str = TOKEN, url: str | None = None) -> Slack:
    options = {"token": token, "channel": channel, "url": url or site.url}
    return Slack(Connection("journal", options, site.client, Drawer()))


class TestRules(Rules):
    """An emulator is a stage like any other."""

    @pytest.fixture(autouse=True)
    def _site(self, site: Site) -> None:
        self.site = site

    def stage(self) -> Stage:
        channel = self.site.channel()
        return Stage(lambda: bot(self.site, channel), lambda: self._public(channel), (TOKEN,))

    def _public(self, channel: str) -> list[Seen]:
        return [
            Seen(each["text"], tuple(block["alt_text"] for block in each.get("blocks", ()) if "alt_text" in block))
            for first in self.site.messages(channel)
            for each in self.site.thread(channel, first)
        ]


@pytest.mark.parametrize("cut", [nothing, half, gateway])
def test_a_post_whose_answer_is_cut_off_is_found_by_its_key(site: Site, cut: Cut) -> None:
    """The emulator has it, and nobody here was told."""
    channel = site.channel()
    sound = bot(site, channel)
    published(sound, POST, key="another of the same text", at=NOW)
    with cutting(site.url, "chat.postMessage", cut) as line:
        cut_off = bot(site, channel, url=line.url)
        intent = cut_off.prepare(POST, key="k1", at=NOW)
        with pytest.raises(Uncertain):
            cut_off.publish(intent)
    found = sound.find(intent)

    assert found
    assert found.id == f"{channel}/{site.messages(channel)[-1]['ts']}"
    assert len(site.messages(channel)) == 2


def test_an_image_is_on_slack_before_its_post_and_in_no_channel(site: Site) -> None:
    """Preparing is invisible."""
    channel = site.channel()
    slack = bot(site, channel)
    intent = slack.prepare(replace(POST, media=(SQUARE,)), key="k1", at=NOW)
    before = site.messages(channel)
    slack.publish(intent)
    blocks = site.messages(channel)[0]["blocks"]
    file = site.call("files.info", token=TOKEN, file=blocks[1]["slack_file"]["id"])["file"]

    assert (before, file["size"], file["channels"]) == ([], len(SQUARE.data), [])


def test_a_part_is_found_in_its_thread_and_counted(site: Site) -> None:
    """The channel does not list it."""
    slack = bot(site, site.channel())
    _, first = published(slack, POST, at=NOW)
    intent = slack.prepare_reply(Part("La suite"), POST, after=(first,), key="k2", at=NOW)
    second = slack.publish(intent)

    assert slack.find(intent) == second
    assert slack.measure(first) == {"reactions": 0, "replies": 1}


def test_what_stands_in_a_channel_is_listed(site: Site) -> None:
    """What was posted by hand is not repeated."""
    slack = bot(site, site.channel())
    _, receipt = published(slack, POST, at=NOW)

    assert [(each.text, each.receipt) for each in slack.sent(since=NOW - timedelta(minutes=1))] == [
        (POST.text, receipt)
    ]


def test_a_post_is_deleted_once_and_for_all(site: Site) -> None:
    """Twice does no harm."""
    channel = site.channel()
    slack = bot(site, channel)
    _, receipt = published(slack, POST, at=NOW)
    for _ in range(2):
        slack.delete(receipt)

    assert site.messages(channel) == []


def test_a_token_without_the_scope_is_unauthorized(site: Site) -> None:
    """The emulator says so with the status of a success, as Slack does; it knows no token that is wrong."""
    with pytest.raises(Unauthorized, match="missing_scope"):
        published(bot(site, site.channel(), token=OWNER), POST, at=NOW)


def test_a_channel_that_there_is_not_is_refused(site: Site) -> None:
    """It is a wrong id in the settings."""
    with pytest.raises(Refused, match="channel_not_found"):
        published(bot(site, "C0NOWHERE"), POST, at=NOW)


def test_a_webhook_posts_and_says_nothing_of_it(site: Site) -> None:
    """Its answer is one word."""
    address = f"{site.url}/services/T000000001/B000000001/{HOOK}"
    hook = SlackWebhook(Connection("journal", {"webhook": address}, site.client, Drawer()))
    identity = hook.verify()
    _, receipt = published(hook, POST, at=NOW)

    assert (identity.name, receipt.id) == ("a webhook of the workspace T000000001", "k1")
    assert [each["text"] for each in site.messages(site.general())] == [POST.text]
