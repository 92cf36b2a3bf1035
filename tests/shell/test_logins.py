"""Rules of logging in: walked through with a person, tried, and only then kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import traceback
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, quote_plus, urlsplit

import httpx
import pytest

from adapters import http
from adapters.base import Connection, Identity, Unauthorized
from adapters.logins import LOGINS, Longer, OAuth1, OAuth2, Paste, given, gives, missing
from adapters.platforms import PLATFORMS
from adapters.tokens import Kept, Tokens, renewal
from scheduler.app import Tambour
from scheduler.errors import CredentialError, NotFound
from scheduler.logins.granting import granted
from scheduler.logins.lengthening import lengthened
from scheduler.logins.loopback import is_ours, listen
from scheduler.logins.person import Desk, Given
from scheduler.logins.signing import signed
from scheduler.logins.walking import Wish, _kept, chosen, log_in
from tests import warm
from tests.servers.server import free_ports
from tests.shell.provider import CLIENT, CLIENT_SECRET, PIN, Provider, providing
from tests.shell.test_vault import KEY, vault_at
from tests.shell.written import load_text

VERIFIER = "a verifier that nobody can guess"
HERE = "http://127.0.0.1:{port}/"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing(Provider()) as running:
        yield running


@pytest.fixture
def redirect() -> str:
    """Return an address of this machine on which nobody listens."""
    return HERE.format(port=free_ports(1)[0])


@dataclass
class Someone:
    """A person with a browser; their answers are known beforehand."""

    answers: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    asked: list[tuple[str, bool]] = field(default_factory=list)
    browses: Callable[[str], None] = lambda _page: None

    def tell(self, words: str) -> None:
        self.told.append(words)

    def ask(self, question: str, *, secret: bool) -> str:
        self.asked.append((question, secret))
        return self.answers.pop(0)

    def visit(self, page: str) -> None:
        self.browses(page)


def go(page: str) -> None:
    """Allow it: the browser follows where it is sent."""
    Thread(target=lambda: httpx.get(page, follow_redirects=True, timeout=10), daemon=True).start()


class Reader(Someone):
    """A person who reads the address that the browser ends at, and pastes it."""

    def visit(self, page: str) -> None:
        self.answers.append(httpx.get(page).headers["location"])


def desk(person: Someone, provider: Provider, **options: str) -> Desk:
    words = iter(("the state of this login", VERIFIER))
    return Desk(person, http.client(), {"url": provider.address, **options}, lambda: next(words))


@pytest.fixture
def tambour(tmp_path: Path, provider: Provider) -> Iterator[Tambour]:
    text = f"accounts: {{main: {{platform: mastodon, url: '{provider.address}'}}}}"
    with closing(Tambour(load_text(tmp_path, text), {"TAMBOUR_KEY": KEY})) as installation:
        yield installation


WAY = OAuth2("{url}/console", "make an app", "{url}/oauth/authorize", "{url}/oauth/token", ("read", "write"))
APP = {"client_id": CLIENT, "client_secret": CLIENT_SECRET}


def test_a_person_who_allows_it_is_logged_in(tambour: Tambour, provider: Provider, redirect: str) -> None:
    """Nothing to copy: the server is told of the app, and the browser brings the code."""
    person = Someone(browses=go)
    account = tambour.account("main")

    identity = log_in(tambour, account, desk(person, provider), Wish(redirect=redirect))

    assert identity == Identity("@tilleul", f"{provider.address}/@tilleul")
    assert tambour.adapter(account).verify() == identity


def test_the_page_and_the_least_scopes_are_named(tambour: Tambour, provider: Provider, redirect: str) -> None:
    """Whoever allows more than is needed regrets it when a token leaks."""
    person = Someone(browses=go)
    log_in(tambour, tambour.account("main"), desk(person, provider), Wish(redirect=redirect))

    assert f"page: {provider.address}/settings/applications" in person.told
    assert "scopes: read:accounts, read:statuses, write:statuses, write:media, and no more" in person.told


def test_a_platform_is_asked_in_its_own_way(provider: Provider) -> None:
    """One parts scopes with commas, another wants to be told that the login is to last."""
    way = replace(WAY, separator=",", more=(("access_type", "offline"),))
    person = Reader()
    granted(way, desk(person, provider, **APP), redirect="https://maison.example/", paste=True)
    page = next(words for words in person.told if words.startswith("allow it here"))

    assert "scope=read%2Cwrite" in page
    assert "access_type=offline" in page


def test_the_answer_may_be_pasted_where_the_browser_is_elsewhere(tambour: Tambour, provider: Provider) -> None:
    """A server has no browser."""
    identity = log_in(tambour, tambour.account("main"), desk(Reader(), provider), Wish(paste=True))

    assert identity.name == "@tilleul"


def test_the_code_alone_may_be_pasted(provider: Provider) -> None:
    """Some platforms show it on a page."""
    page = "https://maison.example/"
    challenge = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    provider.codes["shown"] = {"redirect_uri": page, "code_challenge": challenge}

    assert granted(WAY, desk(Someone(["shown"]), provider, **APP), redirect=page, paste=True).tokens is not None


def test_tokens_are_kept_with_what_names_the_app(provider: Provider) -> None:
    """The daemon refreshes them without asking."""
    given_ = granted(WAY, desk(Reader(), provider, **APP), redirect="https://maison.example/", paste=False)

    assert (given_.options, given_.tokens and given_.tokens.refresh) == (APP, provider.refresh)


def test_what_the_settings_do_not_say_of_the_app_is_asked(provider: Provider) -> None:
    """Its secret is not shown as it is typed."""
    person = Reader([CLIENT, CLIENT_SECRET])
    granted(WAY, desk(person, provider), redirect="https://maison.example/", paste=True)

    assert person.asked[:2] == [("client_id", False), ("client_secret, empty where the app has none", True)]


@pytest.mark.parametrize(
    "way", [WAY, OAuth1("{url}", "make an app", "{url}/r", "{url}/a", "{url}/t", ("id", "s"), ("t", "s"))]
)
def test_an_app_without_a_name_is_not_asked_for(provider: Provider, way: OAuth1 | OAuth2) -> None:
    """The platform would show a page that explains nothing, and nobody would come back."""
    with pytest.raises(CredentialError, match="was given; nothing has changed"):
        desk(Someone([""]), provider).app(way)


def test_a_person_who_refuses_is_not_logged_in(tambour: Tambour, provider: Provider) -> None:
    """And what was kept before stays."""
    provider.denied = True

    with pytest.raises(CredentialError, match="the platform gave no code: 'access_denied'"):
        log_in(tambour, tambour.account("main"), desk(Reader(), provider), Wish(paste=True))


def test_the_answer_to_another_login_is_not_taken(provider: Provider) -> None:
    """Somebody else may have sent the link."""
    person = Someone(["http://127.0.0.1:8910/?code=theirs&state=another"])

    with pytest.raises(CredentialError, match="that is the answer to another login"):
        granted(WAY, desk(person, provider, **APP), redirect="http://127.0.0.1:8910/", paste=True)


def test_a_code_that_another_verifier_asked_for_is_refused(provider: Provider) -> None:
    """So the provider checks PKCE, and so do these tests."""
    provider.codes["theirs"] = {"redirect_uri": "https://maison.example/", "code_challenge": "another"}

    with pytest.raises(Unauthorized, match="invalid_grant"):
        granted(WAY, desk(Someone(["theirs"]), provider, **APP), redirect="https://maison.example/", paste=True)


def test_a_platform_that_wants_tls_is_not_sent_to_this_machine(provider: Provider) -> None:
    """It would refuse with a page that explains nothing."""
    way = OAuth2("{url}", "make an app", "{url}/a", "{url}/t", (), loopback=False)

    with pytest.raises(CredentialError, match="name an https page with --redirect"):
        granted(way, desk(Someone(), provider, **APP), redirect="http://127.0.0.1:8910/", paste=False)


LENDING = replace(WAY, pkce=False, longer=Longer("{url}/oauth/longer", "lend", "short"))


def test_a_token_of_an_hour_becomes_one_that_lasts(provider: Provider) -> None:
    """Somebody would have to log in every hour."""
    found = granted(LENDING, desk(Reader(), provider, **APP), redirect="https://maison.example/", paste=True).tokens

    assert found is not None
    assert (found.access, found.refresh) == (provider.access, None)
    assert found.ends_at is not None
    assert found.got_at is not None
    assert found.ends_at - found.got_at == timedelta(days=60)


def test_an_exchange_that_is_refused_repeats_no_secret(provider: Provider) -> None:
    """The app's stands in the address of that request, and the refusal repeats the token."""
    provider.grant(refresh=False)
    short = Tokens("a token that is not good")

    with pytest.raises(Unauthorized) as told:
        lengthened(
            Longer("{url}/oauth/longer", "lend", "short"), desk(Someone(), provider), (CLIENT, CLIENT_SECRET), short
        )

    words = "".join(traceback.format_exception(told.value))
    assert not [secret for secret in (CLIENT_SECRET, short.access) if secret in words]


def test_the_token_of_the_page_is_the_one_that_is_kept(provider: Provider) -> None:
    """The person's own would post as the person, and its app is of no more use."""
    way = replace(LENDING, option="token", pages="{url}/pages", keeps_app=False)
    found = granted(way, desk(Reader(), provider, page="77", **APP), redirect="https://maison.example/", paste=True)

    assert found.options == {"token": "the page's own", "scopes": provider.allowed}


def test_a_page_that_was_not_allowed_is_told_with_those_that_were(provider: Provider) -> None:
    """Its number is copied by hand."""
    way = replace(LENDING, option="token", pages="{url}/pages")

    with pytest.raises(CredentialError, match=r"page '78' is none of those that were allowed: 77 \(Maison Tilleul\)"):
        granted(way, desk(Reader(), provider, page="78", **APP), redirect="https://maison.example/", paste=True)


BROWSED = [(name, way) for name, ways in LOGINS.items() for way in ways if isinstance(way, OAuth2)]


@pytest.mark.parametrize(("platform", "way"), BROWSED, ids=[name for name, _ in BROWSED])
def test_every_way_through_a_browser_leads_to_what_its_platform_needs(
    provider: Provider, platform: str, way: OAuth2
) -> None:
    """Its parameters are data, and data can be wrong."""
    longer = way.longer and replace(way.longer, place="{url}/oauth/longer", token="short")
    here = replace(
        way,
        authorize="{url}/oauth/authorize",
        token="{url}/oauth/token",
        register=way.register and "{url}/api/v1/apps",
        longer=longer,
        pages=way.pages and "{url}/pages",
        basic=False,
    )
    person = Reader()
    found = granted(here, desk(person, provider, page="77", **APP), redirect="https://maison.example/", paste=True)

    assert {*found.options} - {"scopes"} == {*gives(way)}
    assert (found.tokens is None) is (way.option is not None)
    assert f"scope={quote_plus(way.separator.join(way.scopes))}" in person.told[-1].replace("%20", "+")
    assert platform in PLATFORMS


def test_a_secret_that_is_refused_is_not_kept(tambour: Tambour, provider: Provider) -> None:
    """The account goes on with what it had."""
    person = Someone(["not a token"])

    with pytest.raises(CredentialError, match="mastodon does not accept it, and nothing has changed"):
        log_in(tambour, tambour.account("main"), desk(person, provider), Wish(way="paste"))
    assert tambour.vault.for_login("main").recall() == {}


def test_a_secret_that_is_pasted_is_kept_encrypted(tambour: Tambour, provider: Provider, tmp_path: Path) -> None:
    """And nowhere else."""
    provider.grant(refresh=False)
    log_in(tambour, tambour.account("main"), desk(Someone([provider.access]), provider), Wish(way="paste"))

    assert tambour.options(tambour.account("main"))["token"] == provider.access
    assert not [
        path for path in tmp_path.rglob("*") if path.is_file() and provider.access.encode() in path.read_bytes()
    ]


def test_nothing_given_is_nothing_changed(tambour: Tambour, provider: Provider) -> None:
    """Enter alone must not empty what is kept."""
    with pytest.raises(CredentialError, match="no token was given; nothing has changed"):
        log_in(tambour, tambour.account("main"), desk(Someone([""]), provider), Wish(way="paste"))


def test_a_pair_that_rotates_is_kept_where_the_adapter_finds_it(tambour: Tambour, provider: Provider) -> None:
    """Whatever it came from."""
    provider.grant(refresh=True)
    account, pair = tambour.account("main"), Tokens(provider.access, provider.refresh)
    _kept(tambour, account, desk(Someone(), provider), Given({"token": provider.access}, pair))

    assert tambour.vault.for_account("main").recall() == {"access": provider.access, "refresh": provider.refresh}


def test_a_secret_that_the_settings_name_is_renewed_there(tmp_path: Path, provider: Provider) -> None:
    """They come first, so that what a login gave would never be used."""
    text = f"accounts: {{main: {{platform: mastodon, url: '{provider.address}', token: {{env: TOKEN}}}}}}"
    tambour = Tambour(load_text(tmp_path, text), {})

    with pytest.raises(CredentialError, match="the settings say where the token of 'main' is kept"):
        log_in(tambour, tambour.account("main"), desk(Someone(), provider), Wish())


def test_an_account_without_its_secret_says_how_to_log_in(tambour: Tambour) -> None:
    """The settings need not name one."""
    with pytest.raises(CredentialError, match="account 'main' has no token: run `tambour login main`"):
        tambour.adapter(tambour.account("main"))


def test_a_way_that_there_is_not_is_told(tambour: Tambour, tmp_path: Path) -> None:
    """With those there are."""
    folder = load_text(tmp_path, "accounts: {carnet: {platform: folder, folder: out}}").accounts["carnet"]

    with pytest.raises(NotFound, match="mastodon knows no way 'oauth1'; there is oauth2, paste"):
        chosen(tambour.account("main"), "oauth1")
    with pytest.raises(NotFound, match="folder needs no login"):
        chosen(folder, None)


SIGNING = OAuth1(
    "{url}/console",
    "make an app",
    "{url}/request_token",
    "https://platform.example/authorize",
    "{url}/access_token",
    ("consumer_key", "consumer_secret"),
    ("token", "token_secret"),
)
CONSUMER = {"consumer_key": CLIENT, "consumer_secret": CLIENT_SECRET}


def test_a_number_that_is_read_off_becomes_a_token_that_lasts(provider: Provider) -> None:
    """OAuth 1.0a: four secrets, none of which ends."""
    person = Someone([PIN])
    found = signed(SIGNING, desk(person, provider, **CONSUMER))

    assert found.options == {**CONSUMER, "token": "lasting", "token_secret": "lasting-secret"}
    assert person.told == ["allow it here: https://platform.example/authorize?oauth_token=asking"]


def test_a_wrong_number_is_told_and_not_repeated(provider: Provider) -> None:
    """It may have been a password."""
    with pytest.raises(Unauthorized, match=r"gives no token \(403\): look at the app's keys") as told:
        signed(SIGNING, desk(Someone(["hunter2"]), provider, **CONSUMER))

    assert "hunter2" not in str(told.value)


def test_no_number_is_nothing_changed(provider: Provider) -> None:
    """Enter alone."""
    with pytest.raises(CredentialError, match="no number was given"):
        signed(SIGNING, desk(Someone([""]), provider, **CONSUMER))


def test_what_does_not_carry_the_state_is_not_taken_for_the_answer(redirect: str) -> None:
    """Any page may send a browser here."""
    answers: list[int] = []

    def come() -> None:
        answers.append(httpx.get(f"{redirect}?code=theirs&state=another").status_code)
        answers.append(httpx.get(f"{redirect}?code=ours&state=mine").status_code)

    visitor = Thread(target=come)
    came = listen(redirect, "mine", visitor.start)
    visitor.join()

    assert (parse_qs(urlsplit(came).query)["code"], answers) == (["ours"], [404, 200])


def test_nobody_is_waited_for_without_end(redirect: str) -> None:
    """The window may have been closed."""
    with pytest.raises(CredentialError, match="nobody came back from the browser"):
        listen(redirect, "mine", lambda: None, patience=0)


def test_a_port_that_is_taken_is_told(provider: Provider) -> None:
    """Another one has to be on the app's page, too."""
    with pytest.raises(CredentialError, match="choose another with --redirect, or --paste"):
        listen(f"{provider.address}/", "mine", lambda: None)


@pytest.mark.parametrize(
    ("redirect", "ours"),
    [
        ("http://127.0.0.1:1/", True),
        ("http://[::1]:1/", True),
        ("https://127.0.0.1/", False),
        ("http://localhost:1/", True),
        ("http://a.example/", False),
    ],
)
def test_an_answer_is_awaited_on_this_machine_alone(redirect: str, ours: bool) -> None:
    """Elsewhere, it is pasted."""
    assert is_ours(redirect) is ours


@pytest.mark.parametrize("platform", LOGINS)
def test_a_login_gives_options_that_the_platform_has(platform: str) -> None:
    """An option under another name would be asked for in vain."""
    assert given(platform) <= {option.name for option in PLATFORMS[platform].options}


@pytest.mark.parametrize("way", [way for ways in LOGINS.values() for way in ways])
def test_a_way_names_a_page_and_sends_secrets_to_https_alone(way: Paste | OAuth1 | OAuth2) -> None:
    """Or to the account's own server, whose address is checked with the settings."""
    places = [
        value for name in ("page", "authorize", "token", "request", "access") if (value := getattr(way, name, None))
    ]

    assert all(place.startswith(("https://", "{url}")) for place in places)


def test_scopes_that_were_not_allowed_are_known() -> None:
    """Only where the platform told which were."""
    allowed = ["read:accounts", "read:statuses", "write:statuses"]

    assert (missing("mastodon", allowed), missing("mastodon", []), missing("folder", ["x"])) == (
        ("write:media",),
        (),
        (),
    )
    assert missing("mastodon", ["read", "write:statuses", "write:media"]) == ()
    assert missing("x", ["tweet.read"]) == ("tweet.write", "users.read", "media.write", "offline.access")


@dataclass(frozen=True)
class Session:
    """An account's tokens, as a daemon has them."""

    path: Path
    provider: str

    @property
    def kept(self) -> Kept:
        connection = Connection("main", {}, http.client(), vault_at(self.path).for_account("main"))
        return Kept(connection, renewal(connection, f"{self.provider}/oauth/token", CLIENT, CLIENT_SECRET))

    def __call__(self) -> None:
        """Refresh them, and die."""
        self.kept.refresh()
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_dies_between_refresh_and_use_loses_nothing(tmp_path: Path, provider: Provider) -> None:
    """The refresh token it sent is used up, so the next process needs what it was answered."""
    provider.grant(refresh=True)
    session = Session(tmp_path / "sessions", provider.address)
    vault_at(session.path).for_account("main").keep({"access": provider.access, "refresh": provider.refresh})

    killed = warm.Program(session, folder=tmp_path, environ=os.environ).finish()

    assert killed.returncode == -signal.SIGKILL
    assert (session.kept.use(lambda token: token), provider.reused) == (provider.access, [])


def test_a_command_walks_through_the_login(tmp_path: Path, provider: Provider) -> None:
    """A line of standard input for each question, where nobody sits at a terminal."""
    provider.grant(refresh=False)
    load_text(tmp_path, f"accounts: {{main: {{platform: mastodon, url: '{provider.address}'}}}}")
    program = [sys.executable, "-c", "from scheduler.cli import main; main()", "login", "main", "--way", "paste"]
    environ = {**os.environ, "TAMBOUR_KEY": KEY}

    done = subprocess.run(
        program, cwd=tmp_path, env=environ, input=f"{provider.access}\n", capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, f"main is logged in as @tilleul {provider.address}/@tilleul\n")
    assert provider.access not in done.stderr
