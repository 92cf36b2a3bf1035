"""Times as people write them, in French and English, and as tambour writes them back.

    wall           what clocks show, and the instants at which they show it
    words          what the library knows: months, near days, distances
    days, clocks   the two halves of a time
    reading        a text into the wall-clock times it may mean
    understanding  the one that is meant, or a refusal with a proposal
    durations      30m, 12h, 2d, 1w

Nothing is guessed: a text with two senses is refused, and both are proposed.
"""

from scheduler.core.when.durations import understand_every
from scheduler.core.when.understanding import understand, understand_since, understand_until
from scheduler.core.when.wall import describe

__all__ = ["describe", "understand", "understand_every", "understand_since", "understand_until"]
