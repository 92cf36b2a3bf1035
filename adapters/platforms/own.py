"""What is the author's own: sites, feeds, mail, programs, folders, and what is posted by hand."""

from __future__ import annotations

from adapters.base import Option, OptionKind
from adapters.platforms.platform import MEDIA, Platform

_CANONICAL = Option(
    "canonical",
    "link: search engines are told that the page behind a post's link is the original",
    OptionKind.TEXT,
    required=False,
    where=False,
)

OWN = (
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
                where=False,
            ),
            Option(
                "images",
                "how many images a post has there at most, such as 4; likewise",
                OptionKind.TEXT,
                required=False,
                pattern="[0-9]{1,2}",
                where=False,
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
            Option("series", "the series that every post is part of", OptionKind.TEXT, required=False, where=False),
            _CANONICAL,
            *MEDIA,
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
                where=False,
            ),
            Option(
                "footer",
                "what stands below every mail, with {unsubscribe} for the way out; nothing where it is left out",
                OptionKind.TEXT,
                required=False,
                where=False,
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
                where=False,
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
        "ghost",
        "adapters.ghost:Ghost",
        (
            Option("url", "the address at which you log in, without /ghost", OptionKind.SERVER),
            Option("key", "an Admin API key, from Settings > Integrations > Add custom integration", OptionKind.SECRET),
            _CANONICAL,
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
                where=False,
            ),
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
                where=False,
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
            Option("category", "the category of every post, by its name", OptionKind.TEXT, required=False, where=False),
            Option(
                "format",
                "aside or status for notes without a title; standard where it is left out",
                OptionKind.TEXT,
                required=False,
                where=False,
            ),
        ),
    ),
)
