"""Social networks: strangers read along."""

from __future__ import annotations

from adapters.base import Option, OptionKind
from adapters.platforms.platform import MEDIA, Platform

_LOGIN = (
    Option("access_token", "what `tambour login` gives; leave it out", OptionKind.SECRET, required=False),
    Option("refresh_token", "likewise", OptionKind.SECRET, required=False),
)
_GRAPH_VERSION = Option(
    "version",
    "the version of Meta's Graph API; v26.0 where it is left out",
    OptionKind.TEXT,
    required=False,
    where=False,
)
_LINKEDIN = (
    Option(
        "access_token",
        "an access token, from linkedin.com/developers/tools/oauth/token-generator",
        OptionKind.SECRET,
        required=False,
    ),
    Option("refresh_token", "what replaces it, for apps that get one", OptionKind.SECRET, required=False),
    Option("client_id", "the app's, from linkedin.com/developers/apps", OptionKind.TEXT, required=False, where=False),
    Option("client_secret", "the app's, from its tab Auth", OptionKind.SECRET, required=False),
    Option(
        "visibility",
        "public, connections or logged_in; public where it is left out",
        OptionKind.TEXT,
        required=False,
        where=False,
    ),
    Option(
        "version",
        "year and month of LinkedIn's API; 202608 where it is left out",
        OptionKind.TEXT,
        required=False,
        where=False,
    ),
)

NETWORKS = (
    Platform(
        "bluesky",
        "adapters.bluesky:Bluesky",
        (
            Option("handle", "the account's handle, such as maison-tilleul.bsky.social", OptionKind.TEXT),
            Option("password", "an app password, from Settings > Privacy and security", OptionKind.SECRET),
            Option("url", "the account's server; bsky.social where it is left out", OptionKind.SERVER, required=False),
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
        "google_business",
        "adapters.google_business:GoogleBusiness",
        (
            Option("location", "accounts/NUMBER/locations/NUMBER; the platform's page says how", OptionKind.TEXT),
            Option(
                "button",
                "what the link's button says: learn_more, book, order, shop or sign_up; learn_more if left out",
                OptionKind.TEXT,
                required=False,
                where=False,
            ),
            *MEDIA,
            Option(
                "client_id",
                "the app's, from console.cloud.google.com > Credentials",
                OptionKind.TEXT,
                required=False,
                where=False,
            ),
            Option("client_secret", "its secret, from the same page", OptionKind.SECRET, required=False),
            *_LOGIN,
        ),
    ),
    Platform(
        "instagram",
        "adapters.instagram:Instagram",
        (
            Option("user", "the account's number, from API setup in developers.facebook.com/apps", OptionKind.TEXT),
            Option("access_token", "a token, from API setup in developers.facebook.com/apps", OptionKind.SECRET),
            Option(
                "media_folder", "a folder that a web server of yours shows to everybody", OptionKind.FOLDER, where=False
            ),
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
                where=False,
            ),
            Option(
                "warning",
                "a content warning that stands before every post; none where it is left out",
                OptionKind.TEXT,
                required=False,
                where=False,
            ),
        ),
    ),
    Platform(
        "nostr",
        "adapters.nostr:Nostr",
        (
            Option("key", "the account's private key, nsec1..., from the program that made it", OptionKind.SECRET),
            Option(
                "relays",
                "where it posts, with spaces in between: wss://nos.lol wss://...",
                OptionKind.TEXT,
                where=False,
            ),
            *MEDIA,
        ),
    ),
    Platform(
        "pinterest",
        "adapters.pinterest:Pinterest",
        (
            Option("board", "the board's number, from GET /v5/boards; the platform's page says how", OptionKind.TEXT),
            Option(
                "client_id",
                "the app's id, from developers.pinterest.com/apps",
                OptionKind.TEXT,
                required=False,
                where=False,
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
                where=False,
            ),
            Option(
                "flair_text",
                "what the flair says, where one may write that",
                OptionKind.TEXT,
                required=False,
                where=False,
            ),
            Option(
                "client_id", "the app's id, from reddit.com/prefs/apps", OptionKind.TEXT, required=False, where=False
            ),
            Option("client_secret", "its secret, from the same page", OptionKind.SECRET, required=False),
            *_LOGIN,
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
            *MEDIA,
        ),
    ),
    Platform(
        "tumblr",
        "adapters.tumblr:Tumblr",
        (
            Option("blog", "the blog's name, such as maison-tilleul", OptionKind.TEXT),
            Option(
                "client_id",
                "the app's consumer key, from tumblr.com/oauth/apps",
                OptionKind.TEXT,
                required=False,
                where=False,
            ),
            Option("client_secret", "its secret, from the same page", OptionKind.SECRET, required=False),
            *_LOGIN,
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
                where=False,
            ),
            Option(
                "client_secret",
                "its secret, from the same page; a public app has none",
                OptionKind.SECRET,
                required=False,
            ),
            Option("access_token", "what `tambour login` gives with a client id", OptionKind.SECRET, required=False),
            Option("refresh_token", "likewise; good for one use", OptionKind.SECRET, required=False),
        ),
    ),
)
