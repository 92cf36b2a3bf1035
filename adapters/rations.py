"""How many posts a platform takes from one account within a time, as data; whoever is not listed tells no such bound.

Each figure is the platform's own, and well above the fuse of an account: only one that was raised meets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ration:
    """Most posts within a time."""

    most: int
    within: timedelta


RATIONS: dict[str, Ration] = {
    "bluesky": Ration(1666, timedelta(hours=1)),  # docs.bsky.app, its papers on rate limits: verified
    "instagram": Ration(100, _DAY),  # developers.facebook.com: verified
    "linkedin": Ration(150, _DAY),  # a member's, as others report it: secondary
    "linkedin_page": Ration(150, _DAY),  # likewise
    "mastodon": Ration(300, timedelta(hours=3)),  # the server's sources: verified
    "threads": Ration(250, _DAY),  # developers.facebook.com: verified
    "tumblr": Ration(250, _DAY),  # github.com/tumblr/docs: verified
    "x": Ration(100, timedelta(minutes=15)),  # docs.x.com: verified
}
