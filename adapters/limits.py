"""What fits on every platform that takes teasers, whether an adapter for it exists yet or not.

Each entry says where its figures come from and how far they can be trusted: *verified* in the vendor's papers or
sources, *secondary* where others report what they live with, *memory* where nothing better was found. None was tried
against the public service. A server that tells its own limits has the last word.

How many hashtags a text carries is custom, not the platform's rule, unless the entry says otherwise.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.base import Counting, Limits, LinkPlace

_JPEG_PNG_GIF = ("image/jpeg", "image/png", "image/gif")
_WEB = ("image/jpeg", "image/png", "image/gif", "image/webp")

_MASTODON = Limits(  # docs.joinmastodon.org and the server's sources up to 4.6: verified
    Counting.MASTODON,
    text=500,
    url_cost=23,
    language=True,
    images=4,
    image_bytes=16_777_216,
    image_pixels=33_177_600,
    alt_text=1500,
)
_DISCORD = Limits(  # discord-api-docs, 2026-08: verified; the unit is undocumented, UTF-16 the safe reading
    Counting.UTF16,
    text=2000,
    images=10,
    image_bytes=10_485_760,
    image_types=_WEB,
    alt_text=1024,
    hashtags=0,  # it has none
)
_SLACK = Limits(  # docs.slack.dev, 2026: verified; it asks for no more than 4,000 and cuts after 40,000
    Counting.UTF16, text=4000, images=10, image_types=_JPEG_PNG_GIF, alt_text=2000, hashtags=0
)
_PAGE = Limits(
    Counting.CODE_POINTS, text=None, link_place=LinkPlace.CARD, images=10, image_types=_WEB, tags_in_text=False
)
"""Software that publishes whole pages: it bounds nothing, keeps tags as tags, and shows a link by its page's title."""

LIMITS: dict[str, Limits] = {
    "apprise": Limits(Counting.CODE_POINTS, text=None, hashtags=0),  # each service's own, which Apprise knows
    "bluesky": Limits(  # the lexicons in bluesky-social/atproto, 2026-08: verified
        Counting.GRAPHEMES,
        text=300,
        text_bytes=3000,
        language=True,
        link_place=LinkPlace.CARD,
        images=4,
        image_bytes=1_000_000,  # servers from before mid-2026 refuse the 2,000,000 of the newest
        card_image_bytes=1_000_000,
        card_excludes_images=True,
        hashtags=3,
        hashtag_length=64,
    ),
    "copy": Limits(Counting.CODE_POINTS, text=None, images=10),  # each network's own, which adapters.networks knows
    "devto": replace(_PAGE, hashtags=4),  # forem's sources: verified; images stand in the text, with their own
    "discord": _DISCORD,
    "discord_webhook": _DISCORD,
    "email": Limits(  # no standard bounds a text; of 10 MB, which servers commonly take, base64 leaves 7: memory
        Counting.UTF8,
        text=None,
        link_place=LinkPlace.CARD,  # the page's title is the subject, and the link stands below the text
        language=True,
        images=10,
        image_bytes=2_000_000,
        image_types=_JPEG_PNG_GIF,
        hashtags=0,
    ),
    "facebook": Limits(  # the Graph API's papers, 2026: secondary; the text's bound: memory
        Counting.UTF16,
        text=63_206,
        link_place=LinkPlace.CARD,
        images=10,
        image_bytes=4_000_000,  # the papers say 10 MB, an error message 4 MB
        image_types=_JPEG_PNG_GIF,
        card_excludes_images=True,
        hashtags=3,
        composed=True,
    ),
    "feed": Limits(  # our own
        Counting.CODE_POINTS, text=None, link_place=LinkPlace.CARD, language=True, images=10
    ),
    "folder": Limits(Counting.CODE_POINTS, text=None, language=True, images=10),  # our own
    "ghost": replace(_PAGE, alt_text=125),  # docs.ghost.org: verified; the alternative text: memory
    "google_business": Limits(  # developers.google.com/my-business: verified; the text's bound: secondary
        Counting.UTF16,
        text=1500,
        link_place=LinkPlace.CARD,
        language=True,
        images=1,
        image_bytes=5_000_000,
        image_width=(250, 10_000),
        alt_text=0,  # it has none
        hashtags=0,  # they have no effect there
    ),
    "gotosocial": Limits(  # its sources, 2025-10: verified; it counts addresses in full, whatever it tells
        Counting.CODE_POINTS,
        text=5000,
        language=True,
        images=6,
        image_bytes=5_242_880,
        image_types=_WEB,
        alt_text=5000,
    ),
    "instagram": Limits(  # developers.facebook.com, 2026: verified; five hashtags since 2025-12: secondary
        Counting.UTF16,
        text=2200,
        link_place=LinkPlace.NONE,
        images=10,
        least_images=1,
        image_bytes=8_000_000,
        image_types=("image/jpeg",),
        image_width=(320, 1440),
        image_ratio=(0.8, 1.91),
        square=True,
        alt_text=1000,
        hashtags=5,
    ),
    "linkedin": Limits(  # learn.microsoft.com, 2026: verified; the text's and the images' bounds: secondary
        Counting.UTF16,  # of what the reader sees: escaping costs nothing
        text=3000,
        link_place=LinkPlace.CARD,
        images=20,
        image_bytes=8_000_000,
        image_pixels=36_152_320,
        image_types=_JPEG_PNG_GIF,
        alt_text=4086,
        card_image_bytes=8_000_000,
        card_excludes_images=True,
        composed=True,
    ),
    "mastodon": _MASTODON,
    "matrix": Limits(  # the specification: verified; an event holds 65,536 bytes, the text twice
        Counting.UTF8, text=48_000, images=1, image_types=_WEB, hashtags=0
    ),
    "medium": replace(_PAGE, language=True, hashtags=3),  # its papers, while it had an interface: verified
    "micropub": replace(_PAGE, link_place=LinkPlace.TEXT),  # the W3C's recommendation: verified
    "nostr": Limits(  # the NIPs, 2026: verified; a relay may tell its own bound
        Counting.CODE_POINTS, text=None, language=True, images=10, image_types=_WEB
    ),
    "pinterest": Limits(  # its description of the API, 5.23: verified; the images' bound: memory
        Counting.UTF16,
        text=800,
        link_place=LinkPlace.CARD,
        images=5,
        least_images=1,
        image_bytes=10_000_000,
        square=True,
        alt_text=500,
    ),
    "pixelfed": replace(  # its sources: verified
        _MASTODON, least_images=1, image_bytes=15_360_000, image_pixels=None, image_types=_JPEG_PNG_GIF, alt_text=1000
    ),
    "pleroma": replace(_MASTODON, counting=Counting.CODE_POINTS, text=5000, url_cost=None),  # memory
    "reddit": Limits(  # its open sources and praw 8: verified; a post is its title there, a text below takes 40,000
        Counting.CODE_POINTS,
        text=300,
        link_place=LinkPlace.CARD,
        hashtags=0,  # it has none
    ),
    "slack": _SLACK,
    "slack_webhook": replace(_SLACK, images=0),
    "telegram": Limits(  # the Bot API 10.1: verified
        Counting.UTF16,
        text=4096,
        text_with_images=1024,
        images=10,
        image_bytes=10_000_000,
        image_width=(1, 2850),  # width and height together may be 10,000: this and the ratio see to it
        image_ratio=(0.4, 20),
        alt_text=0,  # it has none
    ),
    "threads": Limits(  # developers.facebook.com, 2026: verified, its one topic too
        Counting.THREADS,
        text=500,
        link_place=LinkPlace.CARD,
        images=20,
        image_bytes=8_000_000,
        image_width=(320, 1440),
        image_ratio=(0.1, 10),
        alt_text=1000,
        card_excludes_images=True,
        hashtags=1,
        hashtag_length=50,
    ),
    "tumblr": Limits(  # tumblr/docs, 2026: verified; the images' bound: memory
        Counting.CODE_POINTS,
        text=4096,
        link_place=LinkPlace.CARD,
        images=30,
        image_bytes=10_000_000,
        image_types=_WEB,
        alt_text=4096,
        tags_in_text=False,
    ),
    "webhook": Limits(Counting.CODE_POINTS, text=None, images=10, image_types=_WEB),  # what the receiver makes of it
    "wordpress": _PAGE,  # the REST API's handbook: verified
    "x": Limits(  # twitter-text's configuration 3 and docs.x.com, 2026-08: verified
        Counting.X,
        text=280,
        url_cost=23,
        images=4,
        image_bytes=5_000_000,
        image_types=_WEB,
        alt_text=1000,
        hashtags=2,
    ),
}
