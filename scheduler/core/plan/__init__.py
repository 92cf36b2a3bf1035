"""What the queue should be, against what it is: a plan says what would be done to a post, and why.

    values     what a plan is made of, and what it says
    matching   which waiting or sent post tells which teaser of its article as it is now
    judging    what becomes of the posts that there are
    sharing    which teaser gets which slot, fairly
    returning  which articles fill the slots that are left
    making     all of it: a world becomes a plan
    trusting   whether the world is still the one that a plan was made for

Values in, values out. A plan touches only posts that a plan made and nobody has changed since.
"""

from scheduler.core.plan.making import make
from scheduler.core.plan.values import (
    Action,
    Clash,
    Correction,
    Drafts,
    Entry,
    Facts,
    Fixed,
    Plan,
    Refusal,
    Served,
    Standing,
    Subject,
    Wanted,
    World,
)

__all__ = [
    "Action",
    "Clash",
    "Correction",
    "Drafts",
    "Entry",
    "Facts",
    "Fixed",
    "Plan",
    "Refusal",
    "Served",
    "Standing",
    "Subject",
    "Wanted",
    "World",
    "make",
]
