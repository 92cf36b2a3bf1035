"""What became of the posts, by the fault server's books; ours are asked for one thing: what they leave to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.core.state import State
from scheduler.store import Tx
from scheduler.store.posts import get
from scheduler.store.tables import posts

HELD = frozenset({State.UNCERTAIN, State.FAILED})
"""States in which a person is told that a post needs them."""


@dataclass(frozen=True, slots=True)
class Due:
    """A post whose time came."""

    account: str
    text: str
    held: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The count; each post that was due is in one of the columns."""

    due: int
    once: int
    duplicated: int
    lost: int
    held: int

    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"posts due {self.due}, delivered once {self.once}, duplicated {self.duplicated}, "
            f"lost {self.lost}, held for a human {self.held}"
        )


def tally(dues: Iterable[Due], public: Mapping[str, int]) -> Tally:
    """Count."""
    found = Counter(_fate(due, public.get(due.text, 0)) for due in dues)
    return Tally(found.total(), found["once"], found["duplicated"], found["lost"], found["held"])


def _fate(due: Due, times: int) -> str:
    if times > 1:
        return "duplicated"
    if due.held:
        return "held"
    return "once" if times else "lost"


def by_class(dues: Iterable[Due], public: Mapping[str, int]) -> dict[str, Tally]:
    """Count each class of platform by itself."""
    dues = list(dues)
    return {
        kind: tally([one for one in dues if one.account[0] == kind], public)
        for kind in sorted({d.account[0] for d in dues})
    }


def everything(tx: Tx) -> list[Due]:
    """Return every post of a run."""
    found = [get(tx, number) for number in tx.scalars(posts.select().with_only_columns(posts.c.id))]
    return [Due(post.account, post.content.text, post.state in HELD) for post in found]
