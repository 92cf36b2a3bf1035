"""Platforms of seven classes, told apart by the first letter of an account's name.

a  the client chooses the record's id: put it there again and it is the same record
b  the platform keeps the client's keys for an hour, and lists an account's posts
c  a container is made, invisible; publishing it is a second request, and its state can be read
d  the same text is refused a second time, and the refusal names the first post
e  every request makes a post, whatever was there before; an account's posts are listed
f  every request makes a post, and nothing can be asked
g  it is said to keep keys and does not: every request makes a post, is answered by an error, and nothing can be asked
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tests.torture.books import Books, Entry

DEAF = "g"
"""The class that nothing but a fuse can bound."""
KEYS_KEPT = 3600.0
"""Seconds of the platform's clock that class b remembers a key."""

Json: TypeAlias = "str | int | list[dict[str, Json]] | dict[str, Json]"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    account: str
    what: str
    """The rest of the path."""
    key: str = ""
    text: str = ""

    @property
    def publishes(self) -> bool:
        """Tell whether it is one that makes a post public."""
        return self.method != "GET" and self.what != "containers"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    body: Json


@dataclass(frozen=True, slots=True)
class Town:
    """All platforms at once."""

    books: Books
    shown_after: float = 0.0
    """Seconds before a listing shows a new post."""
    rate: float = 1.0
    """How much faster than ours the platforms' clock runs."""
    start: float = 0.0
    """When it showed what ours did, in seconds since 1970."""

    def moment(self, at: float) -> float:
        """Return what the platforms' clock showed then, in seconds since 1970."""
        return self.start + (at - self.start) * self.rate

    def answer(self, asked: Asked, now: float) -> Reply:
        """Do what was asked; `now` in seconds since 1970."""
        rules = _RULES.get((asked.account[:1], asked.method), _nothing)
        return rules(self, asked, now)

    def listed(self, account: str, now: float) -> list[Entry]:
        """Return what a listing of the account shows by now."""
        return [entry for entry in self.books.of(account) if now - entry.at >= self.shown_after]


def _put(town: Town, asked: Asked, now: float) -> Reply:
    there = _keyed(town, asked)
    return _post(there[0] if there else _publish(town, asked, now))


def _keyed(town: Town, asked: Asked) -> list[Entry]:
    return [entry for entry in town.books.of(asked.account) if entry.key == asked.key]


def _read(town: Town, asked: Asked, now: float) -> Reply:
    there = _keyed(town, asked)
    return _post(there[0]) if there else _nothing(town, asked, now)


def _once(town: Town, asked: Asked, now: float) -> Reply:
    kept = [entry for entry in _keyed(town, asked) if (now - entry.at) * town.rate < KEYS_KEPT]
    return _post(kept[-1] if kept else _publish(town, asked, now))


def _list(town: Town, asked: Asked, now: float) -> Reply:
    listed = town.listed(asked.account, now)
    return Reply(200, [{"id": entry.id, "text": entry.text, "at": int(town.moment(entry.at))} for entry in listed])


def _contain(town: Town, asked: Asked, now: float) -> Reply:
    """Make a container, or publish one: its text is then its own."""
    if not asked.publishes:
        return _post(town.books.write(asked.account, asked.key, asked.text, at=now, public=False))
    made = [entry for entry in town.books.of(asked.account, public=False) if entry.id == asked.key]
    if not made:
        return _nothing(town, asked, now)
    if _keyed(town, asked):
        return Reply(400, {"error": "this container has been published"})
    return _post(town.books.write(asked.account, asked.key, made[0].text, at=now))


def _state(town: Town, asked: Asked, now: float) -> Reply:
    there = _keyed(town, asked)
    return Reply(200, {"status": "PUBLISHED", "id": there[0].id} if there else {"status": "FINISHED"})


def _new(town: Town, asked: Asked, now: float) -> Reply:
    same = [entry for entry in town.books.of(asked.account) if entry.text == asked.text]
    if same:
        return Reply(422, {"error": "duplicate", "id": same[0].id})
    return _post(_publish(town, asked, now))


def _any(town: Town, asked: Asked, now: float) -> Reply:
    return _post(_publish(town, asked, now))


def _deaf(town: Town, asked: Asked, now: float) -> Reply:
    _publish(town, asked, now)
    return Reply(500, {"error": "broken"})


def _nothing(town: Town, asked: Asked, now: float) -> Reply:
    return Reply(404, {"error": "there is nothing here"})


def _publish(town: Town, asked: Asked, now: float) -> Entry:
    return town.books.write(asked.account, asked.key, asked.text, at=now)


def _post(entry: Entry) -> Reply:
    return Reply(200, {"id": entry.id})


_RULES: dict[tuple[str, str], Callable[[Town, Asked, float], Reply]] = {
    ("a", "PUT"): _put,
    ("a", "GET"): _read,
    ("b", "POST"): _once,
    ("b", "GET"): _list,
    ("c", "POST"): _contain,
    ("c", "GET"): _state,
    ("d", "POST"): _new,
    ("e", "POST"): _any,
    ("e", "GET"): _list,
    ("f", "POST"): _any,
    ("g", "POST"): _deaf,
}
