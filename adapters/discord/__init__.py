"""Discord, by its API, version 10: a bot in a channel, or a webhook of a channel.

    message   a post as Discord takes it, and what it answers
    bot       a repeat within a minute is answered with the first message; the channel can be searched after that
    webhook   simpler to set up; it can neither repeat safely nor read, and knows nothing of a lost answer

Facts from discord-api-docs (2026-08).
"""

from adapters.discord.bot import Discord
from adapters.discord.webhook import DiscordWebhook

__all__ = ["Discord", "DiscordWebhook"]
