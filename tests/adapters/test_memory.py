from __future__ import annotations

from adapters.base import Content
from adapters.memory import Memory
from tests.adapters.fakes import connection, published


def test_a_rehearsal_lists_what_would_be_public() -> None:
    """A person reads it before the first real post."""
    memory = Memory(connection())
    intent, receipt = published(memory, Content("Semer", link="https://maison.example", language="fr"))

    assert [(posted.intent, posted.receipt) for posted in memory.posts] == [(intent, receipt)]
