"""What is planned, for calendar programs: RFC 5545, and RFC 7986 for the calendar's own name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from scheduler.core.calendar.marks import MARKS, standing
from scheduler.core.model import PostSummary
from scheduler.core.state import State

CONTROLS = dict.fromkeys(code for code in (*range(0x20), 0x7F) if chr(code) not in "\n\t")
AGAIN = timedelta(hours=1)
"""How often a program that subscribes may look again."""
TITLE = 60
"""Characters of a text in the title of an event."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A post, and what a calendar elsewhere knows it by."""

    post: PostSummary
    key: str
    version: int
    """Grows with each change."""
    changed_at: datetime
    """UTC."""


def calendar(entries: Iterable[Entry], zone: ZoneInfo, *, version: str) -> bytes:
    """Return a calendar file; `version` is that of the program."""
    made = Calendar()
    made.add("prodid", f"-//tambour//tambour {version}//EN")
    made.add("version", "2.0")
    made.add("name", "tambour")
    made.add("x-wr-calname", "tambour")
    made.add("x-wr-timezone", zone.key)
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry))
    data: bytes = made.to_ical()
    return data


def _event(entry: Entry) -> Event:
    post, made = entry.post, Event()
    text = post.text.translate(CONTROLS)
    made.add("uid", f"{entry.key}@tambour")
    made.add("dtstamp", entry.changed_at)
    made.add("last-modified", entry.changed_at)
    made.add("sequence", entry.version)
    made.add("dtstart", post.publish_at.astimezone(UTC))
    made.add("summary", f"{MARKS[standing(post)]} {post.account}: {_title(text)}")
    made.add("description", text)
    made.add("status", _status(post.state))
    made.add("transp", "TRANSPARENT")
    made.add("categories", [post.account, standing(post)])
    if post.url:
        made.add("url", post.url)
    return made


def _title(text: str) -> str:
    """Return the first words of a text; a script without spaces is cut where it must be."""
    whole = " ".join(text.split())
    if len(whole) <= TITLE:
        return whole
    end = whole.rfind(" ", TITLE // 2, TITLE)
    return f"{whole[: end if end > 0 else TITLE - 1].rstrip(' ,;:')}…"


def _status(state: State) -> str:
    match state:
        case State.CANCELLED | State.RETRACTED | State.MISSED:
            return "CANCELLED"
        case State.DRAFT | State.UNCERTAIN | State.FAILED:
            return "TENTATIVE"
        case State.QUEUED | State.PUBLISHING | State.PUBLISHED:
            return "CONFIRMED"
        case _:
            assert_never(state)
