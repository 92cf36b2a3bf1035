"""Notices, as the settings ask for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scheduler.app import Tambour
from scheduler.core.news.items import Message
from scheduler.settings import SecretRef

if TYPE_CHECKING:
    from scheduler.notices import Rounds


def rounds_of(tambour: Tambour) -> Rounds | None:
    """Return the rounds of whoever is to be told; `None` where that is nobody."""
    wanted = tambour.settings.notices
    if not wanted.to:
        return None
    from scheduler.notices import Rounds, Target  # noqa: PLC0415  only where somebody is to be told

    targets = [Target(f"{one.keeper} {one.name}", partial(_send, tambour, one)) for one in wanted.to]
    return Rounds(tambour.store, wanted, targets, tambour.settings.site.zone, clock=tambour.clock)


def _send(tambour: Tambour, place: SecretRef, message: Message) -> None:
    from scheduler.notices.sending import send  # noqa: PLC0415  only where there is something to say

    send(tambour.fetch(place), message)
