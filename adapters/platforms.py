"""The platforms that ship with tambour, as data: where each adapter lives and what its accounts need.

Light on purpose: settings are validated and completed from this table without importing an adapter.
"""

from __future__ import annotations

from dataclasses import dataclass

from adapters.base import Option, OptionKind


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform's name, its adapter as `module:class`, and the options of its accounts."""

    name: str
    adapter: str
    options: tuple[Option, ...]


PLATFORMS = {
    platform.name: platform
    for platform in (
        Platform(
            "bluesky",
            "adapters.bluesky:Bluesky",
            (
                Option("handle", "the account's handle, such as maison-tilleul.bsky.social", OptionKind.TEXT),
                Option("password", "an app password, from Settings > Privacy and security", OptionKind.SECRET),
                Option(
                    "url", "the account's server; bsky.social where it is left out", OptionKind.SERVER, required=False
                ),
            ),
        ),
        Platform(
            "feed",
            "adapters.feed:Feed",
            (
                Option("folder", "where atom.xml, rss.xml and feed.json are written", OptionKind.FOLDER),
                Option(
                    "title",
                    "the feed's title; the account's name where it is left out",
                    OptionKind.TEXT,
                    required=False,
                ),
                Option("url", "where the folder is published on the web", OptionKind.URL, required=False),
            ),
        ),
        Platform(
            "folder",
            "adapters.folder:Folder",
            (Option("folder", "where each post becomes a Markdown file", OptionKind.FOLDER),),
        ),
        Platform(
            "mastodon",
            "adapters.mastodon:Mastodon",
            (
                Option("url", "the account's server, such as https://mastodon.social", OptionKind.SERVER),
                Option("token", "an access token, from Preferences > Development", OptionKind.SECRET),
            ),
        ),
        Platform(
            "telegram",
            "adapters.telegram:Telegram",
            (
                Option("token", "the bot's token, from a chat with @BotFather > /newbot", OptionKind.SECRET),
                Option(
                    "channel", "where it posts: @name, or the number of a private channel, -100...", OptionKind.TEXT
                ),
                Option(
                    "preview",
                    "how a link is previewed: none, small, large or above; as Telegram thinks where it is left out",
                    OptionKind.TEXT,
                    required=False,
                ),
                Option("url", "a Bot API server of one's own", OptionKind.SERVER, required=False),
            ),
        ),
    )
}
