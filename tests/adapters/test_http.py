from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import http
from adapters.base import AdapterError, Duplicate, Refused, Unauthorized, Unavailable, Uncertain
from adapters.testing import failure

Respond = Callable[[httpx.Request], httpx.Response]


def answered(response: httpx.Response) -> Respond:
    return lambda _request: response


def lost(error: type[httpx.RequestError]) -> Respond:
    def respond(request: httpx.Request) -> httpx.Response:
        raise error("the line failed", request=request)

    return respond


def asked(respond: Respond, *, call: Any = http.ask, exceptions: http.Exceptions = http.no_exceptions) -> Any:
    client = http.client(httpx.MockTransport(respond))
    headers = {"Authorization": "Bearer a-token"}
    request = client.build_request("POST", "https://gazette.example/posts", headers=headers)
    return call(client, request, lambda answer: answer.json()["id"], exceptions)


def error(respond: Respond, *, call: Any = http.ask) -> AdapterError:
    return failure(lambda: asked(respond, call=call))


UNSENT = [
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
]
LOST = [
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ReadError,
    httpx.WriteError,
    httpx.RemoteProtocolError,
    httpx.DecodingError,
]


@pytest.mark.parametrize("kind", UNSENT)
@pytest.mark.parametrize("call", [http.ask, http.publish])
def test_what_was_never_sent_may_be_sent_again(kind: type[httpx.RequestError], call: Any) -> None:
    """A refused connection is the one failure that proves something."""
    found = error(lost(kind), call=call)

    assert type(found) is Unavailable


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_answer_to_a_post_is_uncertain(kind: type[httpx.RequestError]) -> None:
    """The platform may have published it."""
    assert type(error(lost(kind), call=http.publish)) is Uncertain


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_answer_to_a_question_may_be_asked_again(kind: type[httpx.RequestError]) -> None:
    """Nobody could see it."""
    assert type(error(lost(kind))) is Unavailable


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, Refused),
        (400, Refused),
        (401, Unauthorized),
        (403, Refused),
        (404, Refused),
        (408, Unavailable),
        (422, Refused),
        (425, Unavailable),
        (429, Unavailable),
        (500, Unavailable),
        (503, Unavailable),
        (529, Unavailable),
    ],
)
def test_a_status_says_what_to_do_with_a_question(status: int, kind: type[AdapterError]) -> None:
    """The table in the module's docstring, one column."""
    assert type(error(answered(httpx.Response(status)))) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, Refused),
        (400, Refused),
        (401, Unauthorized),
        (408, Uncertain),
        (425, Unavailable),
        (429, Unavailable),
        (500, Uncertain),
        (503, Uncertain),
    ],
)
def test_a_status_says_what_to_do_with_a_post(status: int, kind: type[AdapterError]) -> None:
    """The table in the module's docstring, the other column."""
    assert type(error(answered(httpx.Response(status)), call=http.publish)) is kind


def test_a_question_is_put_off_as_long_as_a_busy_platform_asks() -> None:
    """A 503 may carry a wait too."""
    found = error(answered(httpx.Response(503, headers={"Retry-After": "7"})))

    assert getattr(found, "retry_after", None) is not None


def test_a_good_answer_is_read() -> None:
    """The caller gets a value, not a response."""
    assert asked(answered(httpx.Response(200, json={"id": "1"}))) == "1"


@pytest.mark.parametrize("body", ["", "<html>", "null", "[]", "{}", "[" * 100_000, "\xff"])
def test_an_unreadable_answer_is_a_lost_one(body: str) -> None:
    """Whatever it was, it was not the platform's promise."""
    respond = answered(httpx.Response(200, content=body.encode("latin-1")))

    assert (type(error(respond)), type(error(respond, call=http.publish))) == (Unavailable, Uncertain)


def test_an_answer_longer_than_the_bound_is_unreadable() -> None:
    """Memory is bounded before the content is looked at."""
    long = f'{{"id": "{"x" * http.LONGEST_BODY}"}}'

    assert type(error(answered(httpx.Response(200, text=long)))) is Unavailable


def test_a_body_that_would_have_to_be_unpacked_is_unreadable() -> None:
    """Nobody asked for it, and a few bytes may unpack to more than the machine holds."""
    packed = httpx.Response(200, content=gzip.compress(b'{"id": "1"}'), headers={"content-encoding": "gzip"})

    assert type(error(answered(packed), call=http.publish)) is Uncertain


def test_the_status_of_an_endless_refusal_still_counts() -> None:
    """A refusal is one however long its page is."""
    found = error(answered(httpx.Response(403, text="x" * (http.LONGEST_BODY + 1))))

    assert type(found) is Refused


def test_a_platforms_exceptions_come_before_the_defaults() -> None:
    """Some say 200 for everything, some 400 for a dead token."""
    respond = answered(httpx.Response(200, json={"id": "1"}))

    assert type(failure(lambda: asked(respond, exceptions=lambda _: Duplicate("again")))) is Duplicate


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": "x", "error_description": "y"}, "y"),
        ({"message": "z", "error": "x"}, "z"),
        ({"error": "x"}, "x"),
        ({"error": {"code": 1}}, "Unprocessable Entity"),
        ({"error": {"code": 1, "message": "w"}}, "w"),
        ({"detail": "v", "title": "t"}, "v"),
        ({"errors": [{"title": "t", "detail": "u"}]}, "u"),
        ({"errors": [{"detail": "u"}], "message": "z"}, "z"),
        ({"errors": ["x"]}, "Unprocessable Entity"),
        (["x"], "Unprocessable Entity"),
        ({"errors": [{"message": "u", "context": "in s"}, {"message": "r"}]}, "u in s"),
        ({"errors": [], "message": "q", "context": None}, "q"),
        ({"errors": ["p"], "error": "o"}, "o"),
    ],
)
def test_a_refusal_repeats_the_platforms_own_words(body: Any, words: str) -> None:
    """Only they say what to change."""
    found = error(answered(httpx.Response(422, json=body)))

    assert str(found) == f"gazette.example answered 422: {words}"


def test_a_refusal_without_words_names_its_status() -> None:
    """Even a number without a name can be looked up."""
    assert str(error(answered(httpx.Response(499)))) == "gazette.example answered 499: without a reason"


def test_a_refusal_keeps_the_token_to_itself() -> None:
    """Some platforms repeat what they were sent."""
    found = error(answered(httpx.Response(400, json={"error": "bad token a-token"})))

    assert str(found) == "gazette.example answered 400: bad token [secret]"


def test_a_request_without_a_token_has_nothing_to_withhold() -> None:
    """A login carries none."""
    client = http.client(httpx.MockTransport(answered(httpx.Response(400, json={"error": "who is there"}))))
    request = client.build_request("POST", "https://gazette.example/login", extensions={http.WITHHELD: "who"})
    found = failure(lambda: http.ask(client, request, http.Answer.json))

    assert str(found) == "gazette.example answered 400: [secret] is there"


@given(words=st.text())
def test_a_refusal_is_always_short_and_printable(words: str) -> None:
    """A law: whatever a platform says, it can go onto a terminal."""
    said = str(error(answered(httpx.Response(400, json={"message": words}))))

    assert said.isprintable()
    assert len(said) <= http.LONGEST_WORDS + 40


@pytest.mark.parametrize(
    ("status", "location", "named"),
    [
        (302, "https://new.example/a?secret=1", "https://new.example:"),
        (302, "/other", "https://gazette.example:"),
        (300, "http://new.example:port", "an address that cannot be read:"),
    ],
)
def test_a_redirect_names_the_origin_alone(status: int, location: str, named: str) -> None:
    """It goes into the settings; what follows it may be secret."""
    found = error(answered(httpx.Response(status, headers={"Location": location})))

    assert str(found).startswith(f"gazette.example redirects to {named}")


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "é"])
def test_a_token_that_no_header_can_carry_is_refused_before_it_is_sent(token: str) -> None:
    """The libraries below would show it in their errors."""
    with pytest.raises(Unauthorized) as caught:
        http.bearer(token)

    assert token not in str(caught.value) or not token


def test_a_token_travels_in_its_header() -> None:
    """And nowhere else: an address would be logged."""
    assert http.bearer("abc") == {"Authorization": "Bearer abc"}


def test_a_client_says_who_it_is() -> None:
    """Some platforms refuse those that do not."""
    assert http.client().headers["User-Agent"].startswith("tambour/")


def test_a_client_waits_for_nothing_for_ever() -> None:
    """One silent platform would keep its account's thread."""
    timeout = http.client().timeout

    assert None not in {timeout.connect, timeout.read, timeout.write, timeout.pool}


def test_a_client_follows_no_redirect() -> None:
    """A POST would become a GET, and the token would go to a stranger."""
    assert not http.client().follow_redirects


def test_a_client_keeps_no_cookies() -> None:
    """What a server sets would follow an account from one request to the next, and no API needs it."""
    asked: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, headers={"set-cookie": "visit=1"})

    with http.client(httpx.MockTransport(platform)) as client:
        for _ in range(2):
            client.get("https://social.example/")

    assert ["cookie" in request.headers for request in asked] == [False, False]
