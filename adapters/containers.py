"""Containers: what Instagram and Threads make of a post while nobody sees it, published by name and once at most.

Source: developers.facebook.com, 2026. A container is ready when the platform has fetched its image, lives a day, and
tells what became of it: `PUBLISHED` proves that a post went out whose answer was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeAlias

from adapters import http
from adapters.base import Receipt, Unavailable
from adapters.graph import Absent, Graph, identifier, media_problem, quoted
from adapters.reading import word

FETCHING_WAIT = timedelta(seconds=30)
"""The platforms ask not to be asked more than once a minute, nor sooner than this after the first request."""

Fields: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """How a platform calls a container's state, and what went wrong with it."""

    state: str
    why: str


class Containers:
    """An account's containers; those that are not ready are remembered, so that none is made twice."""

    def __init__(self, graph: Graph, edge: str, words: Words) -> None:
        self._graph = graph
        self._edge = edge
        self._words = words
        self._known: dict[tuple[str, int], str] = {}

    def ready(self, key: str, post: Fields, images: Sequence[Fields]) -> str:
        """Return the container of a post; several images are a carousel.

        Raises Unavailable while the platform fetches an image, Refused where it gave up.
        """
        whole = {**post, **(self._carousel(key, images) if len(images) > 1 else dict(*images))}
        found = self._ready((key, 0), whole)
        for place in [place for place in self._known if place[0] == key]:
            del self._known[place]
        return found

    def find(self, container: str, look: Callable[[], Receipt | None]) -> Receipt | None:
        """Return the post that a container became; `look` finds it among the account's own.

        Raises Unavailable where it was published and is not shown yet.
        """
        try:
            state, _ = self._state(container)
        except Absent:  # it has had its day: only the list can tell
            return look()
        found = look() if state == "PUBLISHED" else None
        if found is None and state == "PUBLISHED":
            raise Unavailable("the post was published, and the platform does not show it yet")
        return found

    def _carousel(self, key: str, images: Sequence[Fields]) -> Fields:
        children = [
            self._ready((key, place), {**image, "is_carousel_item": "true"}) for place, image in enumerate(images, 1)
        ]
        return {"media_type": "CAROUSEL", "children": ",".join(children)}

    def _ready(self, place: tuple[str, int], fields: Fields) -> str:
        container = self._known.get(place) or self._graph.ask("POST", self._edge, identifier, data=dict(fields))
        self._known[place] = container
        state, why = self._state(container)
        if state == "IN_PROGRESS":
            raise Unavailable("the platform is still fetching an image", retry_after=FETCHING_WAIT)
        if state != "FINISHED":
            del self._known[place]
            raise media_problem(why or state)
        return container

    def _state(self, container: str) -> tuple[str, str]:
        asked = {"fields": f"{self._words.state},{self._words.why}"}
        return self._graph.ask("GET", quoted(container), partial(_state, words=self._words), params=asked)


def _state(answer: http.Answer, words: Words) -> tuple[str, str]:
    container = answer.json()
    return word(container[words.state]), str(container.get(words.why) or "")
