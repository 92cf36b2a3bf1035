"""What may change between an article and a teaser: a closed list."""

from enum import StrEnum


class Edit(StrEnum):
    """A licensed edit, as a teaser records it."""

    CONNECTIVE = "connective removed"
    META = "mention of the article removed"
    LABEL = "label put before what the article covers"
    BULLETS = "list set with bullets"
