"""Rules of OAuth 2 tokens, on a provider behind a real socket whose refresh tokens are good once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from adapters import http
from adapters.base import AdapterError, Connection, Identity, Unauthorized, Unavailable
from adapters.testing import Drawer, failure
from adapters.tokens import Kept, Tokens, fetch, read, renewal, token_request, words
from tests.shell.provider import CLIENT, CLIENT_SECRET, Provider, providing

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
DATE = "Mon, 04 May 2026 09:30:00 GMT"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing(Provider()) as running:
        running.grant(refresh=True)
        yield running


class Account:
    """An adapter as far as its credentials go."""

    def __init__(self, provider: Provider, drawer: Drawer, **options: str) -> None:
        self._provider = provider
        connection = Connection("journal", options, http.client(), drawer)
        self.client = connection.client
        endpoint = f"{provider.address}/oauth/token"
        self.kept = Kept(connection, renewal(connection, endpoint, CLIENT, CLIENT_SECRET))

    def verify(self) -> Identity:
        return self.kept.use(self._verify)

    def _verify(self, token: str) -> Identity:
        request = self.client.build_request("GET", f"{self._provider.address}/me", headers=http.bearer(token))
        return http.ask(self.client, request, lambda answer: Identity(answer.json()["acct"]))


def keeping(provider: Provider) -> Drawer:
    """Return what an account kept that logged in a while ago."""
    drawer = Drawer()
    drawer.keep(words(Tokens(provider.access, provider.refresh, NOW, NOW + timedelta(hours=2)), {}))
    return drawer


def test_a_token_that_lasts_is_used(provider: Provider) -> None:
    """Each refresh is a risk."""
    account = Account(provider, keeping(provider))

    assert (account.verify(), provider.refreshed) == (Identity("tilleul"), 0)


def test_a_token_that_has_ended_is_replaced_once_and_the_call_made_again(provider: Provider) -> None:
    """The daemon may have slept for longer than it lasts."""
    drawer = keeping(provider)
    provider.access = "a newer one"

    account = Account(provider, drawer)

    assert (account.verify(), provider.refreshed) == (Identity("tilleul"), 1)
    assert drawer.kept["access"] == provider.access


def test_every_refresh_sends_the_newest_refresh_token(provider: Provider) -> None:
    """An old one locks the account out."""
    account = Account(provider, keeping(provider))
    for _ in range(3):
        account.kept.refresh()

    assert (provider.refreshed, provider.reused) == (3, [])


def test_an_answer_without_a_refresh_token_keeps_the_old_one(provider: Provider) -> None:
    """RFC 6749, section 6: the platform decides whether it gives another."""
    provider.rotates = False
    drawer = keeping(provider)
    account = Account(provider, drawer)
    account.kept.refresh()
    account.kept.refresh()

    assert drawer.kept["refresh"] == provider.refresh
    assert (provider.refreshed, provider.reused) == (2, [])


@pytest.mark.parametrize("body", ["{}", "", "null", '{"access_token": ""}', '{"access_token": null}', "<html>"])
def test_an_empty_answer_overwrites_nothing(provider: Provider, body: str) -> None:
    """A gateway that answers 200 must not cost the login."""
    drawer = keeping(provider)
    before = drawer.recall()
    provider.refusal = (200, {}, body)

    error = failure(Account(provider, drawer).kept.refresh)

    assert (type(error), drawer.recall()) == (Unavailable, before)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Unauthorized), (401, Unauthorized), (302, Unauthorized), (429, Unavailable), (503, Unavailable)],
)
def test_a_refusal_overwrites_nothing_and_repeats_nothing(
    provider: Provider, status: int, kind: type[AdapterError]
) -> None:
    """What it echoes is a secret as often as not."""
    drawer = keeping(provider)
    before = drawer.recall()
    echo = f"{provider.refresh} {CLIENT_SECRET}"
    provider.refusal = (status, {}, json.dumps({"error": echo, "error_description": echo, "message": echo}))

    error = failure(Account(provider, drawer).kept.refresh)

    assert (type(error), drawer.recall()) == (kind, before)
    assert not [secret for secret in echo.split() if secret in str(error)]


def test_a_refusal_is_named(provider: Provider) -> None:
    """`invalid_grant` says that the login is over, `invalid_client` that the app's secret is wrong."""
    provider.refusal = (400, {}, '{"error": "invalid_grant"}')

    error = failure(Account(provider, keeping(provider)).kept.refresh)

    assert "gives no new tokens (invalid_grant): log in again" in str(error)


class Shared(Drawer):
    """A vault in which another process has just replaced the tokens."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self._provider = provider

    def alone(self) -> AbstractContextManager[None]:
        self._provider.grant(refresh=True)
        self.keep(words(Tokens(self._provider.access, self._provider.refresh), {}))
        return nullcontext()


def test_what_another_process_has_fetched_meanwhile_is_used(provider: Provider) -> None:
    """Its refresh token was good once, and is used up."""
    drawer = Shared(provider)
    drawer.keep(words(Tokens("an older one", provider.refresh), {}))

    assert Account(provider, drawer).verify() == Identity("tilleul")
    assert (provider.refreshed, provider.reused) == (0, [])


class Noting(Drawer):
    """A vault that notes what the platform was asked before something was durable."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self._provider = provider
        self.durable: list[str] = []

    def keep(self, secrets: Mapping[str, str]) -> None:
        super().keep(secrets)
        self.durable.append(secrets["access"])


def test_a_fresh_pair_is_durable_before_it_is_used(provider: Provider) -> None:
    """Or a crash would lose it, and lock the account out."""
    drawer = Noting(provider)
    drawer.keep(words(Tokens("an older one", provider.refresh), {}))
    account = Account(provider, drawer)
    seen = account.kept.use(lambda token: _only(token, provider.access, drawer.durable))

    assert seen == ["an older one", provider.access]


def _only(token: str, good: str, durable: list[str]) -> list[str]:
    if token != good:
        raise Unauthorized("an older one")
    return list(durable)


def test_an_account_that_never_logged_in_is_told_how(provider: Provider) -> None:
    """There is nothing to ask with."""
    error = failure(Account(provider, Drawer()).verify)

    assert str(error) == "journal is not logged in: run `tambour login journal`"


def test_a_first_pair_may_come_from_the_settings(provider: Provider) -> None:
    """What replaces it lives in the vault."""
    drawer = Drawer()
    first = {"access_token": "an older one", "refresh_token": provider.refresh}

    Account(provider, drawer, **first).verify()

    assert Account(provider, drawer, **first).verify() == Identity("tilleul")
    assert (provider.refreshed, provider.reused) == (1, [])


def test_a_refresh_token_alone_is_enough(provider: Provider) -> None:
    """Some consoles show nothing else."""
    assert Account(provider, Drawer(), refresh_token=provider.refresh).verify() == Identity("tilleul")


def test_a_new_first_pair_replaces_what_came_from_the_old_one(provider: Provider) -> None:
    """Whoever changes the settings means it."""
    drawer = Drawer()
    Account(provider, drawer, refresh_token=provider.refresh).verify()
    provider.grant(refresh=True)

    Account(provider, drawer, access_token=provider.access).verify()

    assert provider.refreshed == 1


def test_a_token_without_a_refresh_token_is_not_replaced(provider: Provider) -> None:
    """A person logs in again."""
    error = failure(Account(provider, Drawer(), access_token="an older one").verify)

    assert (type(error), provider.refreshed) == (Unauthorized, 0)


def test_tokens_are_due_when_three_quarters_of_their_life_are_over(provider: Provider) -> None:
    """The last quarter is for a platform that is away."""
    account = Account(provider, keeping(provider))

    assert account.kept.refresh_due() == NOW + timedelta(hours=1, minutes=30)


@pytest.mark.parametrize(
    ("tokens", "due", "ends"),
    [
        (Tokens("a", "r", NOW, NOW + timedelta(days=1), NOW + timedelta(days=60)), True, NOW + timedelta(days=60)),
        (Tokens("a", "r"), False, None),
        (Tokens("a", None, NOW, NOW + timedelta(days=1)), False, NOW + timedelta(days=1)),
    ],
)
def test_a_person_is_needed_when_the_last_token_ends(
    provider: Provider, tokens: Tokens, due: bool, ends: datetime | None
) -> None:
    """As long as there is a refresh token, the access token's end is nobody's concern."""
    drawer = Drawer()
    drawer.keep(words(tokens, {}))
    kept = Account(provider, drawer).kept

    assert (kept.refresh_due() is not None, kept.expires_at()) == (due, ends)


def answered(body: object, date: str = DATE) -> http.Answer:
    return http.Answer(httpx.Request("POST", "https://id.example"), 200, {"date": date}, json.dumps(body).encode())


def test_the_platforms_clock_says_when_a_token_ends() -> None:
    """Ours may be wrong."""
    found = read(answered({"access_token": "a", "expires_in": 3600}), None)

    assert (found.got_at, found.ends_at) == (NOW, NOW + timedelta(hours=1))


@pytest.mark.parametrize("lasts", [None, -1, "soon", 1.5, True, []])
def test_a_span_that_is_none_is_not_known(lasts: object) -> None:
    """The token is good all the same."""
    assert read(answered({"access_token": "a", "expires_in": lasts}), None).ends_at is None


def test_without_the_platforms_clock_no_end_is_known() -> None:
    """Then it is replaced when it is refused."""
    assert read(answered({"access_token": "a", "expires_in": 3600}, date="soon"), None).ends_at is None


@pytest.mark.parametrize("told", ["read write", "read,write"])
def test_scopes_are_known_however_they_are_parted(told: str) -> None:
    """`tambour doctor` names what is missing."""
    assert read(answered({"access_token": "a", "scope": told}), None).scopes == ("read", "write")


def test_what_an_answer_does_not_say_stays_as_it_was() -> None:
    """A refresh seldom repeats the scopes."""
    old = Tokens("a", "r", NOW, NOW, NOW + timedelta(days=60), ("read",))
    fresh = read(answered({"access_token": "b"}), old)

    assert (fresh.access, fresh.refresh, fresh.last_at, fresh.scopes) == ("b", "r", NOW + timedelta(days=60), ("read",))


def test_tokens_survive_the_vault() -> None:
    """To the microsecond."""
    drawer = Drawer()
    tokens = Tokens("a", "r", NOW, NOW + timedelta(hours=2), NOW + timedelta(days=60), ("read", "write"))
    drawer.keep(words(tokens, {}))
    kept = Kept(Connection("journal", {}, http.client(), drawer), lambda _tokens: httpx.Request("POST", "https://x"))

    assert kept.tokens() == tokens


def test_no_representation_shows_a_token() -> None:
    """Values end up in tracebacks."""
    assert "s3cret" not in repr(Tokens("s3cret", "s3cret-too"))


def test_an_app_proves_itself_where_the_platform_looks() -> None:
    """In a header or in the body, and an app without a secret nowhere."""
    client, form = http.client(), {"client_id": CLIENT}

    header = token_request(client, "https://id.example", form, "s", basic=True)
    body = token_request(client, "https://id.example", form, "s", basic=False)
    neither = token_request(client, "https://id.example", form, None, basic=True)

    assert header.headers["authorization"].startswith("Basic ")
    assert b"client_secret=s" in body.read()
    assert b"client_secret" not in neither.read() + header.read()


def test_a_code_that_is_not_good_is_told(provider: Provider) -> None:
    """It is good for half a minute on some platforms."""
    form = {"grant_type": "authorization_code", "code": "nope", "client_id": CLIENT, "code_verifier": "v"}
    client = http.client()
    request = token_request(client, f"{provider.address}/oauth/token", form, CLIENT_SECRET, basic=False)

    assert type(failure(lambda: fetch(client, request))) is Unauthorized
