"""What became of each reader's copy of a post: written down before the copy leaves, and when it is answered.

SMTP cannot be asked afterwards. So the book is what keeps a copy from being sent twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from adapters import files
from adapters.base import Unavailable

FILE = "copies.jsonl"


class State(StrEnum):
    """What is known of a copy."""

    LEAVING = "leaving"
    """It may have arrived: no answer was written down."""
    TAKEN = "taken"
    REFUSED = "refused"
    """Its reader's address is wrong, as far as the server knows."""
    WAITS = "waits"
    """The server asked for another time."""
    ASKED = "asked"
    """It may have arrived, and a person was asked."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the book."""

    state: State
    to: str = ""
    words: str = ""
    """What the server said."""
    letter: str = ""
    """Digest of what the copy says."""


class Book:
    """The copies of one post, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self.copies: dict[str, Line] = {}
        self.asked: set[str] = set()
        """Readers of whose copies a person was asked: only they can have it sent once more."""
        for line in _read(self._file):
            self._take(line)

    def note(self, line: Line) -> None:
        """Add a line; it is on the disk when this returns.

        Raises Unavailable where the disk refuses.
        """
        data = (json.dumps([line.state, line.to, line.words, line.letter]) + "\n").encode()
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, data)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise files.unusable(self._file.parent, error) from error
        self._take(line)

    def _take(self, line: Line) -> None:
        if line.state is State.ASKED:
            self.asked.add(line.to.lower())
            return
        self.copies[line.to.lower()] = line
        self.asked.discard(line.to.lower())

    def unsent(self, readers: Sequence[str]) -> list[str]:
        """Return the readers who certainly have no copy and are to get one.

        Where every address was refused, the fault was not theirs: they are tried again.
        """
        settled = {State.LEAVING, State.TAKEN}
        if any(line.state in settled for line in self.copies.values()):
            settled.add(State.REFUSED)
        return [
            one for one in readers if one.lower() not in self.copies or self.copies[one.lower()].state not in settled
        ]

    def known(self, state: State) -> list[Line]:
        """Return the copies of which that is known."""
        return [line for line in self.copies.values() if line.state is state]


def _read(file: Path) -> Iterator[Line]:
    """Yield the lines; one that was cut off when a machine died was never acted upon."""
    try:
        written = file.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(
            f"{file} cannot be read: it says who has the newsletter, and nothing is sent without it"
        ) from error
    for line in written:
        try:
            state, to, words, letter = json.loads(line)
            yield Line(State(state), to, words, letter)
        except ValueError:
            continue
