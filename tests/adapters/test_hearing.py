"""What time servers say it is."""

from __future__ import annotations

import httpx
import pytest

from adapters import http
from adapters.hearing import hearing


def ask(headers: dict[str, str]) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={}, headers=headers)

    with http.client(httpx.MockTransport(answer)) as client:
        http.ask(client, client.build_request("GET", "https://social.example/"), lambda _answer: None)


@pytest.mark.parametrize(
    ("headers", "heard"),
    [({"Date": "Tue, 05 May 2026 09:00:00 GMT"}, ["2026-05-05T09:00:00+00:00"]), ({"Date": "soon"}, []), ({}, [])],
)
def test_the_dates_of_answers_are_heard(headers: dict[str, str], heard: list[str]) -> None:
    """A clock that is wrong is known by theirs."""
    with hearing() as dates:
        ask(headers)

    assert [date.isoformat() for date in dates] == heard


def test_nobody_listens_outside() -> None:
    """What was heard is over with its block."""
    with hearing() as dates:
        pass
    ask({"Date": "Tue, 05 May 2026 09:00:00 GMT"})

    assert dates == []
