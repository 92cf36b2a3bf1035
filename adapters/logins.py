"""How each platform lets an account in, as data: the page where it begins, the least scopes, and the way from there.

Light on purpose, as `adapters.platforms` is. A platform's first way is the one that is taken unless another is asked
for. `{url}` in an address is the account's server, from its option of that name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeAlias, assert_never

from adapters.platforms import PLATFORMS


@dataclass(frozen=True, slots=True)
class Paste:
    """A person makes secrets on a page of the platform and pastes them."""

    name: ClassVar[str] = "paste"
    page: str
    steps: str
    """What to do on the page."""
    options: tuple[str, ...]
    """The options that the secrets are."""
    scopes: tuple[str, ...] = ()
    """The least that the platform has to allow of."""


@dataclass(frozen=True, slots=True)
class Longer:
    """How a token of an hour becomes one that lasts."""

    place: str
    grant: str
    """What the platform calls that."""
    token: str
    """Under which name it takes the short one."""


@dataclass(frozen=True, slots=True)
class OAuth2:
    """A person allows it in a browser (RFC 6749, with PKCE where the platform has it: RFC 7636)."""

    name: ClassVar[str] = "oauth2"
    page: str
    steps: str
    authorize: str
    """Where the person is sent."""
    token: str
    """Where the code becomes tokens."""
    scopes: tuple[str, ...]
    option: str | None = None
    """The option that the access token is; `None`: the adapter keeps the tokens and refreshes them."""
    basic: bool = False
    """Whether the app proves itself in a header, and not in the body."""
    loopback: bool = True
    """Whether the platform sends the person back to this machine without TLS."""
    register: str | None = None
    """Where an app makes itself known; elsewhere, a person does that on the page."""
    app: tuple[str, str] = ("client_id", "client_secret")
    """The options that name the app and prove it."""
    keeps_app: bool = True
    """Whether the adapter needs the app again, to replace the tokens."""
    redirect: str | None = None
    """Where the person is sent back to, where this machine is known to the platform by this address alone."""
    pkce: bool = True
    """Whether a code may be asked for with a verifier: LinkedIn refuses it then."""
    separator: str = " "
    """What stands between two scopes."""
    longer: Longer | None = None
    pages: str | None = None
    """Where the pages of the person are told, each with a token of its own: that of the option `page` is kept."""
    more: tuple[tuple[str, str], ...] = ()
    """What the page where the person is sent has to be told besides."""


@dataclass(frozen=True, slots=True)
class OAuth1:
    """A person allows it in a browser and reads a number off (RFC 5849)."""

    name: ClassVar[str] = "oauth1"
    page: str
    steps: str
    request: str
    authorize: str
    access: str
    app: tuple[str, str]
    """The options that name the app and prove it."""
    options: tuple[str, str]
    """The options that the token and its secret are."""
    scopes: tuple[str, ...] = ()


Way: TypeAlias = Paste | OAuth2 | OAuth1

_LOCALHOST = "http://localhost:8910/"
"""What the consoles of LinkedIn and Facebook take for this machine; of an address in digits nothing is known there."""


def _linkedin(*scopes: str) -> OAuth2:
    return OAuth2(
        "https://www.linkedin.com/developers/apps",
        "open your app's tab Auth, add the redirect address, and copy the client id and the primary client secret",
        "https://www.linkedin.com/oauth/v2/authorization",
        "https://www.linkedin.com/oauth/v2/accessToken",
        scopes,
        redirect=_LOCALHOST,
        pkce=False,
    )


LOGINS: dict[str, tuple[Way, ...]] = {
    "apprise": (
        Paste("https://github.com/caronc/apprise/wiki", "find the service, and put its address together", ("url",)),
    ),
    "bluesky": (
        Paste(
            "https://bsky.app/settings/app-passwords",
            "add an app password, and do not allow it to read your direct messages",
            ("password",),
        ),
    ),
    "devto": (
        Paste(
            "https://dev.to/settings/extensions",
            "under DEV Community API Keys name one, press Generate API Key and copy it",
            ("api_key",),
        ),
    ),
    "discord": (
        Paste(
            "https://discord.com/developers/applications",
            "open your app, and under Bot press Reset Token",
            ("token",),
            ("View Channels", "Send Messages", "Attach Files", "Read Message History"),
        ),
    ),
    "discord_webhook": (
        Paste(
            "https://discord.com/channels/@me",
            "open Edit Channel > Integrations > Webhooks, make one and copy its address",
            ("webhook",),
        ),
    ),
    "facebook": (
        Paste(
            "https://developers.facebook.com/tools/explorer",
            "generate a token with these permissions, extend it on developers.facebook.com/tools/debug/accesstoken, "
            "and copy the page's own from me/accounts",
            ("token",),
            ("pages_show_list", "pages_manage_posts", "pages_read_engagement", "read_insights"),
        ),
        OAuth2(
            "https://developers.facebook.com/apps",
            "open your app, and under App settings > Basic copy its id and its secret",
            "https://www.facebook.com/v26.0/dialog/oauth",
            "https://graph.facebook.com/v26.0/oauth/access_token",
            ("pages_show_list", "pages_manage_posts", "pages_read_engagement", "read_insights"),
            option="token",
            keeps_app=False,
            redirect=_LOCALHOST,
            pkce=False,
            separator=",",
            longer=Longer(
                "https://graph.facebook.com/v26.0/oauth/access_token", "fb_exchange_token", "fb_exchange_token"
            ),
            pages="https://graph.facebook.com/v26.0/me/accounts",
        ),
    ),
    "google_business": (
        OAuth2(
            "https://console.cloud.google.com/apis/credentials",
            "in the project that Google has let in, make an OAuth client id of the type Desktop app, and copy it "
            "with its secret",
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
            ("https://www.googleapis.com/auth/business.manage",),
            more=(("access_type", "offline"), ("prompt", "consent")),
        ),
    ),
    "ghost": (
        Paste(
            "{url}/ghost/#/settings/integrations",
            "add a custom integration and copy its Admin API key",
            ("key",),
        ),
    ),
    "instagram": (
        Paste(
            "https://developers.facebook.com/apps",
            "generate a token under Use cases > Customize > API setup with Instagram login",
            ("access_token",),
            ("instagram_business_basic", "instagram_business_content_publish"),
        ),
        OAuth2(
            "https://developers.facebook.com/apps",
            "open Use cases > Customize > API setup with Instagram login, name an https page of yours under Set up "
            "Instagram business login, and copy the Instagram app id and its secret",
            "https://www.instagram.com/oauth/authorize",
            "https://api.instagram.com/oauth/access_token",
            ("instagram_business_basic", "instagram_business_content_publish"),
            loopback=False,
            keeps_app=False,
            pkce=False,
            separator=",",
            longer=Longer("https://graph.instagram.com/access_token", "ig_exchange_token", "access_token"),
        ),
    ),
    "linkedin": (
        Paste(
            "https://www.linkedin.com/developers/tools/oauth/token-generator",
            "choose your app and these scopes, and copy the access token",
            ("access_token",),
            ("openid", "profile", "w_member_social"),
        ),
        _linkedin("openid", "profile", "w_member_social"),
    ),
    "linkedin_page": (
        Paste(
            "https://www.linkedin.com/developers/tools/oauth/token-generator",
            "choose your app and these scopes, and copy the access token",
            ("access_token",),
            ("w_organization_social", "r_organization_social", "rw_organization_admin"),
        ),
        _linkedin("w_organization_social", "r_organization_social", "rw_organization_admin"),
    ),
    "mastodon": (
        OAuth2(
            "{url}/settings/applications",
            "nothing: the server is told of tambour by itself",
            "{url}/oauth/authorize",
            "{url}/oauth/token",
            ("read:accounts", "read:statuses", "write:statuses", "write:media"),
            option="token",
            register="{url}/api/v1/apps",
        ),
        Paste(
            "{url}/settings/applications",
            "make a new application with these scopes, open it again and copy its access token",
            ("token",),
            ("read:accounts", "read:statuses", "write:statuses", "write:media"),
        ),
    ),
    "matrix": (
        Paste(
            "{url}/_matrix/client/v3/login",
            "log in as the bot on a device of its own, as its page in the docs shows, and copy the access token",
            ("token",),
        ),
    ),
    "micropub": (
        Paste(
            "{url}",
            "make a token on your site, or at its token endpoint, with these scopes",
            ("token",),
            ("create", "delete", "media"),
        ),
    ),
    "nostr": (
        Paste(
            "https://github.com/nostr-protocol/nips/blob/master/19.md",
            "copy the private key, nsec1..., from the program that you made the account with",
            ("key",),
        ),
    ),
    "pinterest": (
        OAuth2(
            "https://developers.pinterest.com/apps/",
            "connect an app, add this redirect address to it, and copy the app id and its secret key",
            "https://www.pinterest.com/oauth/",
            "https://api.pinterest.com/v5/oauth/token",
            ("boards:read", "boards:write", "pins:read", "pins:write", "user_accounts:read"),
            basic=True,
            separator=",",
        ),
    ),
    "reddit": (
        OAuth2(
            "https://www.reddit.com/prefs/apps",
            "open your web app, which Reddit has approved, with this redirect uri, and copy the id below its name "
            "and the secret",
            "https://www.reddit.com/api/v1/authorize",
            "https://www.reddit.com/api/v1/access_token",
            ("identity", "submit", "read", "history", "edit"),
            basic=True,
            more=(("duration", "permanent"),),
        ),
    ),
    "slack": (
        Paste(
            "https://api.slack.com/apps",
            "open your app, and copy the Bot User OAuth Token under OAuth & Permissions",
            ("token",),
            ("chat:write", "channels:history", "files:write", "files:read"),
        ),
    ),
    "slack_webhook": (
        Paste(
            "https://api.slack.com/apps",
            "open your app, and under Incoming Webhooks add one and copy its address",
            ("webhook",),
        ),
    ),
    "telegram": (
        Paste("https://t.me/BotFather", "send /newbot, or /token for a bot that there is, and copy it", ("token",)),
    ),
    "threads": (
        Paste(
            "https://developers.facebook.com/apps",
            "generate a token under Use cases > Customize > Settings > User Token Generator",
            ("access_token",),
            ("threads_basic", "threads_content_publish"),
        ),
        OAuth2(
            "https://developers.facebook.com/apps",
            "open Use cases > Customize > Settings, name an https page of yours as redirect callback, "
            "and copy the Threads app id and its secret",
            "https://threads.net/oauth/authorize",
            "https://graph.threads.net/oauth/access_token",
            ("threads_basic", "threads_content_publish"),
            loopback=False,
            keeps_app=False,
            pkce=False,
            separator=",",
            longer=Longer("https://graph.threads.net/access_token", "th_exchange_token", "access_token"),
        ),
    ),
    "tumblr": (
        OAuth2(
            "https://www.tumblr.com/oauth/apps",
            "register an application, with this address as its OAuth2 redirect URL, and copy the consumer key "
            "and its secret",
            "https://www.tumblr.com/oauth2/authorize",
            "https://api.tumblr.com/v2/oauth2/token",
            ("basic", "write", "offline_access"),
        ),
    ),
    "webhook": (
        Paste(
            "{url}",
            "take the receiver's secret, or make one with `openssl rand -base64 32` and write whsec_ before it",
            ("secret",),
        ),
    ),
    "wordpress": (
        Paste(
            "{url}/wp-admin/profile.php",
            "under Application Passwords name one, press Add and copy it",
            ("password",),
        ),
    ),
    "x": (
        Paste(
            "https://console.x.com",
            "open your app, allow it to read and write, and under Keys and tokens generate all four",
            ("api_key", "api_secret", "token", "token_secret"),
        ),
        OAuth2(
            "https://console.x.com",
            "open your app, set up user authentication as Web App, and copy the client id and its secret",
            "https://x.com/i/oauth2/authorize",
            "https://api.x.com/2/oauth2/token",
            ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access"),
            basic=True,
        ),
        OAuth1(
            "https://console.x.com",
            "open your app, allow it to read and write, and copy the consumer key and its secret",
            "https://api.x.com/oauth/request_token",
            "https://api.x.com/oauth/authorize",
            "https://api.x.com/oauth/access_token",
            app=("api_key", "api_secret"),
            options=("token", "token_secret"),
        ),
    ),
}


def gives(way: Way) -> tuple[str, ...]:
    """Return the options that a way gives, or asks for."""
    match way:
        case Paste():
            return way.options
        case OAuth2():
            kept = way.keeps_app and not way.register
            return (*(way.app if kept else ()), *((way.option,) if way.option else ()))
        case OAuth1():
            return (*way.app, *way.options)
        case _:  # pragma: no cover
            assert_never(way)


def given(platform: str) -> frozenset[str]:
    """Return the options of a platform that a login may give, so that the settings need not."""
    return frozenset(name for way in LOGINS.get(platform, ()) for name in gives(way))


def needed(platform: str) -> frozenset[str]:
    """Return those of them that an account of the platform cannot do without."""
    options = PLATFORMS[platform].options if platform in PLATFORMS else ()
    return frozenset(option.name for option in options if option.required) & given(platform)


def missing(platform: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes that a platform's login asks for and `allowed` lacks; none where nothing is known."""
    known = {*allowed}
    wanted = next((way.scopes for way in LOGINS.get(platform, ()) if way.scopes), ())
    # `write` allows of `write:media`, where scopes are so written
    return tuple(scope for scope in wanted if not known & {scope, scope.partition(":")[0]}) if known else ()
