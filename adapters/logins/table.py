"""Each platform's ways in; the first is the one that is taken unless another is asked for."""

from __future__ import annotations

from adapters.logins.ways import Longer, OAuth1, OAuth2, Paste, Way

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
