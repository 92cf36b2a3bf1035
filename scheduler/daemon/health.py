"""How the daemon does, in a file that a monitor can read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.settings import Settings


@dataclass(frozen=True, slots=True)
class Health:
    """What a daemon said of itself last."""

    pid: int
    started_at: datetime
    last_turn: datetime
    """When the pump last came round, UTC."""
    next_due: datetime | None


def health_file(settings: Settings) -> Path:
    """Return where a daemon with these settings says how it does."""
    return settings.health or settings.beside("health")


def write(path: Path, health: Health) -> None:
    """Replace the file, so that no reader finds half of it.

    Raises OSError.
    """
    facts = {
        "pid": health.pid,
        "started_at": health.started_at.isoformat(),
        "last_turn": health.last_turn.isoformat(),
        "next_due": None if health.next_due is None else health.next_due.isoformat(),
    }
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(json.dumps(facts) + "\n", encoding="utf-8")
    partial.replace(path)


def read(path: Path) -> Health | None:
    """Return what the file says; `None` where there is none, or nothing that a daemon wrote."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        due = facts["next_due"]
        started, turn = (datetime.fromisoformat(facts[name]) for name in ("started_at", "last_turn"))
        return Health(int(facts["pid"]), started, turn, None if due is None else datetime.fromisoformat(due))
    except (OSError, ValueError, KeyError, TypeError):
        return None
