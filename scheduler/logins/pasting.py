"""Secrets that a person makes on a page and pastes."""

from __future__ import annotations

from adapters.logins import Paste
from scheduler.errors import CredentialError
from scheduler.logins.person import Desk, Given


def pasted(way: Paste, desk: Desk) -> Given:
    """Ask for each secret.

    Raises CredentialError where one is left out.
    """
    answers = {name: desk.person.ask(name, secret=True) for name in way.options}
    for name, answer in answers.items():
        if not answer:
            raise CredentialError(f"no {name} was given; nothing has changed")
    return Given(answers)
