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


class UnknownPlatform(Exception):
    """No adapter can be had for a platform."""

    def __init__(self, platform: str, cause: str) -> None:
        super().__init__(f"no adapter for the platform {platform!r}: {cause}")
        self.platform = platform


_GRAPH_VERSION = Option(
    "version", "the version of Meta's Graph API; v26.0 where it is left out", OptionKind.TEXT, required=False
)
_LOGIN = (
    Option("access_token", "what `tambour login` gives; leave it out", OptionKind.SECRET, required=False),
    Option("refresh_token", "likewise", OptionKind.SECRET, required=False),
)
_CANONICAL = Option(
    "canonical",
    "link: search engines are told that the page behind a post's link is the original",
    OptionKind.TEXT,
    required=False,
)
_MEDIA = (
    Option(
        "media_folder",
        "a folder that a web server of yours shows to everybody, for posts with images",
        OptionKind.FOLDER,
        required=False,
    ),
    Option("media_url", "where that folder is on the web", OptionKind.URL, required=False),
)
_LINKEDIN = (
    Option(
        "access_token",
        "an access token, from linkedin.com/developers/tools/oauth/token-generator",
        OptionKind.SECRET,
        required=False,
    ),
    Option("refresh_token", "what replaces it, for apps that get one", OptionKind.SECRET, required=False),
    Option("client_id", "the app's, from linkedin.com/developers/apps", OptionKind.TEXT, required=False),
    Option("client_secret", "the app's, from its tab Auth", OptionKind.SECRET, required=False),
    Option(
        "visibility", "public, connections or logged_in; public where it is left out", OptionKind.TEXT, required=False
    ),
    Option("version", "year and month of LinkedIn's API; 202608 where it is left out", OptionKind.TEXT, required=False),
)

PLATFORMS = {
    platform.name: platform
    for platform in (
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
            "copy",
            "adapters.copy:Copy",
            (
                Option("network", "where a person posts it, such as tiktok, xing or whatsapp", OptionKind.TEXT),
                Option("folder", "where text and images of each post are laid out to be pasted", OptionKind.FOLDER),
                Option(
                    "length",
                    "how many characters fit there, such as 500; what is known of the network where it is left out",
                    OptionKind.TEXT,
                    required=False,
                    pattern="[1-9][0-9]{0,6}",
                ),
                Option(
                    "images",
                    "how many images a post has there at most, such as 4; likewise",
                    OptionKind.TEXT,
                    required=False,
                    pattern="[0-9]{1,2}",
                ),
            ),
        ),
        Platform(
            "devto",
            "adapters.devto:DevTo",
            (
                Option("api_key", "a key, from dev.to/settings/extensions > DEV Community API Keys", OptionKind.SECRET),
                Option("url", "another Forem than dev.to", OptionKind.SERVER, required=False),
                Option("organization", "the number of an organization to post for", OptionKind.TEXT, required=False),
                Option("series", "the series that every post is part of", OptionKind.TEXT, required=False),
                _CANONICAL,
                *_MEDIA,
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
                Option(
                    "preview", "none: links show no card; leave it out, and they do", OptionKind.TEXT, required=False
                ),
            ),
        ),
        Platform(
            "discord_webhook",
            "adapters.discord:DiscordWebhook",
            (
                Option(
                    "webhook", "the webhook's address, from Edit Channel > Integrations > Webhooks", OptionKind.SECRET
                ),
                Option(
                    "preview", "none: links show no card; leave it out, and they do", OptionKind.TEXT, required=False
                ),
            ),
        ),
        Platform(
            "email",
            "adapters.email:Email",
            (
                Option(
                    "server",
                    "the mail server, such as smtp.example.org, which is asked for STARTTLS on port 587, or "
                    "smtp.example.org:465 for TLS from the start",
                    OptionKind.TEXT,
                    pattern=r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?",
                ),
                Option("user", "who logs in there, mostly a mailbox", OptionKind.TEXT, required=False),
                Option("password", "that mailbox's password, or an app password", OptionKind.SECRET, required=False),
                Option(
                    "sender",
                    "who the mails are from, such as Maison Tilleul <news@maison-tilleul.example>",
                    OptionKind.TEXT,
                    pattern=r".*[^\s@<>]+@[^\s@<>]+>?",
                ),
                Option(
                    "folder",
                    "where subscribers.txt lies, an address a line, and where it is written down who has a copy",
                    OptionKind.FOLDER,
                ),
                Option(
                    "unsubscribe",
                    "where readers leave the list: an https address, with {address} for the reader's own, or a mailbox",
                    OptionKind.TEXT,
                    pattern=r"https://[!-;=?-~]+|[^\s@<>/:]+@[^\s@<>/:]+",
                ),
                Option(
                    "footer",
                    "what stands below every mail, with {unsubscribe} for the way out; nothing where it is left out",
                    OptionKind.TEXT,
                    required=False,
                ),
            ),
        ),
        Platform(
            "facebook",
            "adapters.facebook:Facebook",
            (
                Option(
                    "page",
                    "the page's number, from me/accounts in developers.facebook.com/tools/explorer",
                    OptionKind.TEXT,
                ),
                Option(
                    "token",
                    "the page's own token, from me/accounts in developers.facebook.com/tools/explorer",
                    OptionKind.SECRET,
                ),
                _GRAPH_VERSION,
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
            "google_business",
            "adapters.google_business:GoogleBusiness",
            (
                Option("location", "accounts/NUMBER/locations/NUMBER; the platform's page says how", OptionKind.TEXT),
                Option(
                    "button",
                    "what the link's button says: learn_more, book, order, shop or sign_up; learn_more if left out",
                    OptionKind.TEXT,
                    required=False,
                ),
                *_MEDIA,
                Option(
                    "client_id",
                    "the app's, from console.cloud.google.com > Credentials",
                    OptionKind.TEXT,
                    required=False,
                ),
                Option("client_secret", "its secret, from the same page", OptionKind.SECRET, required=False),
                *_LOGIN,
            ),
        ),
        Platform(
            "ghost",
            "adapters.ghost:Ghost",
            (
                Option("url", "the address at which you log in, without /ghost", OptionKind.SERVER),
                Option(
                    "key", "an Admin API key, from Settings > Integrations > Add custom integration", OptionKind.SECRET
                ),
                _CANONICAL,
            ),
        ),
        Platform(
            "instagram",
            "adapters.instagram:Instagram",
            (
                Option("user", "the account's number, from API setup in developers.facebook.com/apps", OptionKind.TEXT),
                Option("access_token", "a token, from API setup in developers.facebook.com/apps", OptionKind.SECRET),
                Option("media_folder", "a folder that a web server of yours shows to everybody", OptionKind.FOLDER),
                Option("media_url", "where that folder is on the web", OptionKind.URL),
                Option(
                    "url",
                    "https://graph.facebook.com for tokens from a login with Facebook; leave it out otherwise",
                    OptionKind.SERVER,
                    required=False,
                ),
                _GRAPH_VERSION,
            ),
        ),
        Platform("linkedin", "adapters.linkedin:LinkedIn", _LINKEDIN),
        Platform(
            "linkedin_page",
            "adapters.linkedin.page:LinkedInPage",
            (
                Option(
                    "organization",
                    "the page's number: it stands in its address where an administrator opens it",
                    OptionKind.TEXT,
                ),
                *_LINKEDIN,
            ),
        ),
        Platform(
            "mastodon",
            "adapters.mastodon:Mastodon",
            (
                Option("url", "the account's server, such as https://mastodon.social", OptionKind.SERVER),
                Option("token", "an access token, from Preferences > Development", OptionKind.SECRET),
                Option(
                    "visibility",
                    "public, unlisted or private (followers only); public where it is left out",
                    OptionKind.TEXT,
                    required=False,
                ),
                Option(
                    "warning",
                    "a content warning that stands before every post; none where it is left out",
                    OptionKind.TEXT,
                    required=False,
                ),
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
                ),
            ),
        ),
        Platform(
            "nostr",
            "adapters.nostr:Nostr",
            (
                Option("key", "the account's private key, nsec1..., from the program that made it", OptionKind.SECRET),
                Option("relays", "where it posts, with spaces in between: wss://nos.lol wss://...", OptionKind.TEXT),
                *_MEDIA,
            ),
        ),
        Platform(
            "pinterest",
            "adapters.pinterest:Pinterest",
            (
                Option(
                    "board", "the board's number, from GET /v5/boards; the platform's page says how", OptionKind.TEXT
                ),
                Option(
                    "client_id", "the app's id, from developers.pinterest.com/apps", OptionKind.TEXT, required=False
                ),
                Option("client_secret", "its secret key, from the same page", OptionKind.SECRET, required=False),
                Option(
                    "url",
                    "https://api-sandbox.pinterest.com, to try things out; leave it out otherwise",
                    OptionKind.SERVER,
                    required=False,
                ),
                *_LOGIN,
            ),
        ),
        Platform(
            "reddit",
            "adapters.reddit:Reddit",
            (
                Option("subreddit", "where it posts, such as gardening", OptionKind.TEXT),
                Option(
                    "flair_id",
                    "the flair of its posts, where the subreddit wants one; the platform's page says how to find it",
                    OptionKind.TEXT,
                    required=False,
                ),
                Option("flair_text", "what the flair says, where one may write that", OptionKind.TEXT, required=False),
                Option("client_id", "the app's id, from reddit.com/prefs/apps", OptionKind.TEXT, required=False),
                Option("client_secret", "its secret, from the same page", OptionKind.SECRET, required=False),
                *_LOGIN,
            ),
        ),
        Platform(
            "medium",
            "adapters.medium:Medium",
            (Option("folder", "where each story becomes a page to copy and a Markdown file", OptionKind.FOLDER),),
        ),
        Platform(
            "micropub",
            "adapters.micropub:Micropub",
            (
                Option("url", "your page, which names its Micropub endpoint", OptionKind.SERVER),
                Option("token", "an IndieAuth token that may create, delete and upload", OptionKind.SECRET),
                Option("endpoint", "the endpoint, where the page does not name it", OptionKind.SERVER, required=False),
                Option(
                    "media_endpoint",
                    "where images go, if that is another host than the endpoint's",
                    OptionKind.SERVER,
                    required=False,
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
                Option(
                    "preview", "none: links show no card; leave it out, and they do", OptionKind.TEXT, required=False
                ),
                Option("url", "another Slack than slack.com", OptionKind.SERVER, required=False),
            ),
        ),
        Platform(
            "slack_webhook",
            "adapters.slack:SlackWebhook",
            (
                Option(
                    "webhook", "the webhook's address, from api.slack.com/apps > Incoming Webhooks", OptionKind.SECRET
                ),
                Option(
                    "preview", "none: links show no card; leave it out, and they do", OptionKind.TEXT, required=False
                ),
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
        Platform(
            "threads",
            "adapters.threads:Threads",
            (
                Option(
                    "access_token",
                    "a token, from the User Token Generator in developers.facebook.com/apps",
                    OptionKind.SECRET,
                ),
                *_MEDIA,
            ),
        ),
        Platform(
            "tumblr",
            "adapters.tumblr:Tumblr",
            (
                Option("blog", "the blog's name, such as maison-tilleul", OptionKind.TEXT),
                Option(
                    "client_id", "the app's consumer key, from tumblr.com/oauth/apps", OptionKind.TEXT, required=False
                ),
                Option("client_secret", "its secret, from the same page", OptionKind.SECRET, required=False),
                *_LOGIN,
            ),
        ),
        Platform(
            "webhook",
            "adapters.webhook:Webhook",
            (
                Option("url", "the receiver's address", OptionKind.SERVER),
                Option("secret", "what both sides sign with: whsec_ and base64, from the receiver", OptionKind.SECRET),
                Option(
                    "remembers",
                    "how long the receiver knows a webhook-id again, such as 24h; leave it out where it does not",
                    OptionKind.TEXT,
                    required=False,
                ),
            ),
        ),
        Platform(
            "wordpress",
            "adapters.wordpress:WordPress",
            (
                Option("url", "the site's address, with its folder where it has one", OptionKind.SERVER),
                Option("user", "a user of the site, an author at least", OptionKind.TEXT),
                Option("password", "an application password of theirs, from Users > Profile", OptionKind.SECRET),
                Option("category", "the category of every post, by its name", OptionKind.TEXT, required=False),
                Option(
                    "format",
                    "aside or status for notes without a title; standard where it is left out",
                    OptionKind.TEXT,
                    required=False,
                ),
            ),
        ),
        Platform(
            "x",
            "adapters.x:X",
            (
                Option(
                    "api_key",
                    "the app's consumer key, from console.x.com > your app > Keys and tokens",
                    OptionKind.SECRET,
                    required=False,
                ),
                Option("api_secret", "its secret, from the same page", OptionKind.SECRET, required=False),
                Option(
                    "token",
                    "your access token, from the same page, made with Read and write",
                    OptionKind.SECRET,
                    required=False,
                ),
                Option("token_secret", "its secret, from the same page", OptionKind.SECRET, required=False),
                Option(
                    "client_id",
                    "the app's OAuth 2.0 client id, from the same page; instead of the four above",
                    OptionKind.TEXT,
                    required=False,
                ),
                Option(
                    "client_secret",
                    "its secret, from the same page; a public app has none",
                    OptionKind.SECRET,
                    required=False,
                ),
                Option(
                    "access_token", "what `tambour login` gives with a client id", OptionKind.SECRET, required=False
                ),
                Option("refresh_token", "likewise; good for one use", OptionKind.SECRET, required=False),
            ),
        ),
    )
}
