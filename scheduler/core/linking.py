"""Where a link may stand, as people write it in settings, articles and commands."""

from __future__ import annotations

from adapters.base import LinkPlace

PLACES: dict[str, LinkPlace] = {
    "text": LinkPlace.TEXT,
    "comment": LinkPlace.FIRST_COMMENT,
    "none": LinkPlace.NONE,
    "card": LinkPlace.CARD,
}
