"""Rooms and channels, where people talk who know each other."""

from __future__ import annotations

from adapters.base import Option, OptionKind
from adapters.platforms.platform import Platform

PREVIEW = Option(
    "preview",
    "none: links show no card; leave it out, and they do",
    OptionKind.TEXT,
    required=False,
    where=False,
)

ROOMS = (
    Platform(
        "apprise",
        "adapters.apprise:Apprise",
        (
            Option(
                "url",
                "an address of Apprise's, such as ntfy://ntfy.sh/your-topic; its wiki lists them",
                OptionKind.SECRET,
            ),
        ),
    ),
    Platform(
        "discord",
        "adapters.discord:Discord",
        (
            Option(
                "token",
                "the bot's token, from discord.com/developers/applications > Bot > Reset Token",
                OptionKind.SECRET,
            ),
            Option("channel", "the channel's number: Copy Channel ID, in developer mode", OptionKind.TEXT),
            PREVIEW,
        ),
    ),
    Platform(
        "discord_webhook",
        "adapters.discord:DiscordWebhook",
        (
            Option("webhook", "the webhook's address, from Edit Channel > Integrations > Webhooks", OptionKind.SECRET),
            PREVIEW,
        ),
    ),
    Platform(
        "matrix",
        "adapters.matrix:Matrix",
        (
            Option("url", "the account's own server, such as https://matrix-client.matrix.org", OptionKind.SERVER),
            Option("token", "the access token of a device of its own, see the platform's page", OptionKind.SECRET),
            Option("room", "where it posts: #alias:server, or the room's id, !...", OptionKind.TEXT),
            Option(
                "device",
                "the device that the token belongs to: a token of another is refused",
                OptionKind.TEXT,
                required=False,
                where=False,
            ),
        ),
    ),
    Platform(
        "slack",
        "adapters.slack:Slack",
        (
            Option(
                "token",
                "the bot's token, xoxb-..., from api.slack.com/apps > OAuth & Permissions",
                OptionKind.SECRET,
            ),
            Option("channel", "the channel's id, at the end of View channel details", OptionKind.TEXT),
            PREVIEW,
            Option("url", "another Slack than slack.com", OptionKind.SERVER, required=False),
        ),
    ),
    Platform(
        "slack_webhook",
        "adapters.slack:SlackWebhook",
        (
            Option("webhook", "the webhook's address, from api.slack.com/apps > Incoming Webhooks", OptionKind.SECRET),
            PREVIEW,
        ),
    ),
    Platform(
        "telegram",
        "adapters.telegram:Telegram",
        (
            Option("token", "the bot's token, from a chat with @BotFather > /newbot", OptionKind.SECRET),
            Option("channel", "where it posts: @name, or the number of a private channel, -100...", OptionKind.TEXT),
            Option(
                "preview",
                "how a link is previewed: none, small, large or above; as Telegram thinks where it is left out",
                OptionKind.TEXT,
                required=False,
                where=False,
            ),
            Option("url", "a Bot API server of one's own", OptionKind.SERVER, required=False),
        ),
    ),
)
