"""Handing in what is left of a post: one reader after the other, each written down before the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from adapters import fence
from adapters.base import Refused, Unavailable
from adapters.email.book import Book, Line, State
from adapters.email.office import Answer, Lost, Office, Session

WALL = 10
"""Readers refused one after the other, while nobody has a copy: the fault is not theirs."""


@dataclass
class Round:
    """One attempt at a post."""

    office: Office
    book: Book
    sender: str
    copy: Callable[[str], bytes]
    letter: str
    """Digest of what it says."""
    _held: dict[str, str] = field(default_factory=dict)
    """Readers whose copies have to wait, and what the server said."""

    def go(self, readers: Sequence[str]) -> None:
        """Hand in a copy for each of them.

        A session that breaks off is followed by another one, as long as each gets something done.
        Raises Unavailable where some certainly have none yet, Refused where the mail itself is refused.
        """
        left = list(readers)
        while left:
            before = len(left)
            try:
                with self.office.session() as session:
                    broken = self._hand_in(session, left)
            except Unavailable as error:
                broken = error
            if broken is not None and len(left) == before:
                raise self._unfinished(len(left), str(broken)) from broken
        if self._held:
            raise self._unfinished(0, next(iter(self._held.values())))

    def _hand_in(self, session: Session, left: list[str]) -> Exception | None:
        """Hand in copies until none is left or the session is over; whoever is settled leaves the list."""
        while left:
            reader = left[0]
            try:
                answer = session.hand_in(self.sender, reader, self.copy(reader), partial(self._leaves, reader))
            except Unavailable as error:
                return error
            except Lost as error:  # it is in the book, as leaving
                left.pop(0)
                return error
            left.pop(0)
            self._note(reader, answer)
        return None

    def _leaves(self, reader: str) -> None:
        if not fence.is_open():
            raise Unavailable("the time for this attempt is over; the next one goes on")
        self.book.note(Line(State.LEAVING, reader, letter=self.letter))

    def _note(self, reader: str, answer: Answer) -> None:
        if answer.taken:
            self.book.note(Line(State.TAKEN, reader, str(answer), self.letter))
        elif not answer.lasting:
            self._held[reader] = f"{reader}: {answer}"
            self.book.note(Line(State.WAITS, reader, str(answer)))
        elif answer.of_reader or self.book.known(State.TAKEN):
            self.book.note(Line(State.REFUSED, reader, str(answer)))
            self._stop_at_a_wall()
        else:
            self.book.note(Line(State.WAITS, reader, str(answer)))
            raise Refused(f"{self.office} refused the mail itself, and nobody has it: {answer}")

    def _stop_at_a_wall(self) -> None:
        """Spare a server that takes nobody the rest of a long list."""
        refused = self.book.known(State.REFUSED)
        if len(refused) >= WALL and not self.book.known(State.TAKEN):
            last = refused[-1]
            raise Refused(f"{self.office} refused the first {len(refused)} readers: {last.to} ({last.words})")

    def _unfinished(self, waiting: int, why: str) -> Unavailable:
        taken = len(self.book.known(State.TAKEN))
        return Unavailable(
            f"readers who have it: {taken}, who wait: {waiting + len(self._held)}; {why}" if taken else why
        )
