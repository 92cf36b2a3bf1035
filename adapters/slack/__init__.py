"""Slack: a bot in a channel, or an incoming webhook.

    message   a post as Slack takes it, and what it answers
    upload    images, which are on Slack before the post that shows them
    bot       each post carries its key, by which it is found in the channel
    webhook   simpler to set up; it can neither repeat safely nor read, and is not even told what it has posted

Facts from docs.slack.dev and slack_sdk 3.47 (2026).
"""

from adapters.slack.bot import Slack
from adapters.slack.webhook import SlackWebhook

__all__ = ["Slack", "SlackWebhook"]
