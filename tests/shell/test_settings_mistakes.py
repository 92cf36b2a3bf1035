"""What is said of mistakes in the settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.platforms import PLATFORMS
from scheduler.errors import SettingsError
from scheduler.settings import load
from tests.shell.written import MASTODON, load_text, mastodon

Refuse = Callable[[str], str]


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load_text(folder, text)
    return str(caught.value)


@pytest.fixture
def refuse(tmp_path: Path) -> Refuse:
    """Return what is said of a file that is refused."""
    return partial(refusal, tmp_path)


def test_every_problem_is_told_at_once_with_its_line(refuse: Refuse) -> None:
    """Correcting one mistake after the other is tedious."""
    told = refuse("""site:
  url: example.org
  langage: fr
accounts:
  main:
    platform: mastodn
  b:
    platform: feed
    folder: out
    rhythm:
      days: mon
      times: ["25:00"]
databse: sqlite:///x.db
""")

    assert told.splitlines() == [
        "tambour.yaml, line 2: site.url: 'example.org' is no web address; write it whole, such as https://example.org",
        "tambour.yaml, line 3: site.langage: there is no setting 'langage' here; did you mean 'language'?",
        "tambour.yaml, line 6: accounts.main.platform: there is no platform 'mastodn'; did you mean 'mastodon'?",
        "tambour.yaml, line 11: accounts.b.rhythm.days: a list is expected here, such as [a, b]",
        "tambour.yaml, line 12: accounts.b.rhythm.times.0: '25:00' is no time of day; write it as \"09:00\"",
        "tambour.yaml, line 13: databse: there is no setting 'databse' here; did you mean 'database'?",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "zzz: 1",
            "there is no setting 'zzz' here; possible are site, database, database_password, sessions, accounts",
        ),
        ("accounts: [feed]", "accounts: settings with names are expected here, one a line"),
        ("accounts: {a: {platform: zzz}}", "there is no platform 'zzz'; possible are apprise, bluesky"),
        ("accounts: {a: {folder: x}}", "accounts.a: an account needs a platform, one of apprise, bluesky"),
        ("accounts: {a: }", "accounts.a: an account needs a platform"),
        ("accounts: {a: {platform: folder}}", "accounts.a.folder: 'folder' is missing"),
        ("accounts: {a: {platform: folder, folder: }}", "accounts.a.folder: a text is expected here"),
        ("accounts: {a: {platform: folder, folder: [x]}}", "accounts.a.folder: a text is expected here"),
        ("accounts: {a b: {platform: folder, folder: x}}", "'a b' is no name of an account"),
        ("accounts: {a: {platform: folder, folder: ~nobody.here/x}}", "no home folder for '~nobody.here/x'"),
        ("accounts: {a: {platform: folder, folder: x, rhythm: {days: []}}}", "at least one is needed here"),
        ("accounts: {a: {platform: folder, folder: x, rhythm: {days: mon}}}", "a list is expected here"),
        ("accounts: {a: {platform: folder, folder: x, rhythm: []}}", "settings with names are expected here"),
        ("accounts: {a: {platform: folder, folder: x, rhythm: {days: [monday]}}}", "'monday' is no day; write one of"),
        ("accounts: {a: {platform: folder, folder: x, rhythm: {gap: 2 hours}}}", "'2 hours' is no duration; write"),
        (
            "pictures: {hosts: [https://cdn.example]}",
            "pictures.hosts.0: 'https://cdn.example' is no host; write its name",
        ),
        ("pictures: {hosts: ['cdn.example:80']}", "'cdn.example:80' is no host"),
        ("pictures: {hosts: ['']}", "'' is no host"),
        (
            "pictures: {cards: {background: green, ink: '#fff'}}",
            "pictures.cards.background: 'green' is no colour; write",
        ),
        (
            "pictures: {cards: {background: '#ffffff', ink: '#eeeeee'}}",
            "pictures.cards: the ink on the background has a",
        ),
        (
            "pictures: {cards: {backgrund: '#ffffff'}}",
            "there is no setting 'backgrund' here; did you mean 'background'?",
        ),
        ("campaign: {source: '{plateform}'}", "campaign.source: '{plateform}' has braces that stand for nothing"),
        ("site: {language: French}", "'French' is no language; write its code"),
        ("site: {timezone: Mars/Olympus}", "'Mars/Olympus' is no time zone; write an IANA name"),
        ("site: {timezone: ../passwd}", "'../passwd' is no time zone"),
        ("database: posts.db", "'posts.db' is no database address; write sqlite:///"),
        ("database: postgresql://db.example/posts", "is no database address; write sqlite:/// and a file"),
        ("database: postgresql+psycopg://db.example", "is no whole address; write postgresql+psycopg://USER@HOST/DATA"),
        ("database: postgresql+psycopg://db.example:x/posts", "is no whole address"),
        ("database_password: {env: P}", "a SQLite file has no password; take this out, or name a server in database"),
        ("- a\n- b", "settings with names are expected here"),
        ("--- a\n--- b", "expected a single document"),
        ("? [a]\n: b", "line 1: a plain name is expected here"),
        ("a: &b [*b]", "nests too deeply"),
        ("[" * 1000, "nests too deeply"),
        ("\a", "is not readable as YAML"),
        ("site: {url: [", "line 1: "),
    ],
)
def test_a_mistake_is_explained(refuse: Refuse, text: str, said: str) -> None:
    """The message names the thing, the cause and what to write instead."""
    assert said in refuse(text)


def test_a_tab_is_explained(refuse: Refuse) -> None:
    """It cannot be seen, and YAML's own words for it are no help."""
    told = refuse("site:\n\turl: https://example.org\n")

    assert told == "tambour.yaml, line 2: the line is indented with a tab, which YAML does not allow; use spaces"


def test_a_key_that_stands_twice_is_refused(refuse: Refuse) -> None:
    """YAML would take the last one and say nothing."""
    told = refuse("site: {}\naccounts: {}\nsite: {}\n")

    assert told == "tambour.yaml, line 1: site: this key stands twice; keep one"


@pytest.mark.parametrize(
    "address",
    [
        "http://social.example",
        "social.example",
        "ftp://social.example",
        "https://",
        "https://social.example:99999",
        "https://social.example:port",
        "https://[::1",
        "https://social.exam ple",
        '"https://social.\\texample"',
    ],
)
def test_a_server_is_named_by_its_whole_address_and_protected(refuse: Refuse, address: str) -> None:
    """The account's secret is sent there."""
    assert "accounts.main.url: " in refuse(mastodon(url=address))


@pytest.mark.parametrize(
    "setting", ["site: {{url: '{}'}}", "database: '{}'", MASTODON.format(url="'{}'", token="{{env: T}}")]
)
@pytest.mark.parametrize(
    "address",
    [
        "https://me:hunter2@example.org",
        "ftp://me:hunter2@h.example",
        "me:hunter2@h.example",
        "postgresql+psycopg://me:hunter2@h.example/posts",
        "postgresql+psycopg://me@h.example/posts?password=hunter2",
        "postgresql+psycopg://me:hunter2@h.example",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(refuse: Refuse, setting: str, address: str) -> None:
    """It would be shown wherever the address is."""
    assert "hunter2" not in refuse(setting.format(address))


@pytest.mark.parametrize(
    "written", ["hunter2", "[hunter2]", "{hunter2: x}", "{env: T, file: hunter2}", "{env: [hunter2]}"]
)
def test_a_secret_written_out_is_refused(refuse: Refuse, written: str) -> None:
    """It would be committed with the file one day."""
    assert "accounts.main.token: a secret stands here by reference only" in refuse(mastodon(token=written))


SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["C", "Z"]), min_size=6)


@given(secret=SECRETS.map(lambda text: f"{text}Hunter2"))
def test_a_secret_written_out_is_never_repeated(tmp_path_factory: pytest.TempPathFactory, secret: str) -> None:
    """Messages are pasted into bug reports."""
    assert "Hunter2" not in refusal(tmp_path_factory.getbasetemp(), mastodon(token=secret))


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    """Some editors still write Latin-1."""
    path = tmp_path / "tambour.yaml"
    path.write_bytes("site: {content: été}".encode("latin-1"))

    with pytest.raises(SettingsError, match="is not UTF-8 text; save it as UTF-8"):
        load(path, platforms=PLATFORMS)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder of that name, say."""
    with pytest.raises(SettingsError, match=f"cannot read {tmp_path}"):
        load(tmp_path, platforms=PLATFORMS)


KEYS = st.sampled_from(
    [
        "site",
        "url",
        "content",
        "timezone",
        "language",
        "database",
        "accounts",
        "platform",
        "rhythm",
        "days",
        "times",
        "gap",
        "folder",
        "token",
        "handle",
    ]
)
SCALARS = st.one_of(
    st.sampled_from(["mastodon", "feed", "~x/y", "10:30", "1h", "https://[", "{env: A}", "*a", "&a", "- ", "''"]),
    st.text(st.characters(codec="utf-8"), max_size=8),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(KEYS | st.text(st.characters(codec="utf-8"), max_size=4), inner), max_size=4).map(
            lambda items: f"{{{', '.join(f'{key}: {value}' for key, value in items)}}}"
        ),
    ),
    max_leaves=12,
)


@given(st.one_of(TREES, st.lists(st.tuples(KEYS, TREES)).map(lambda rows: "\n".join(f"{k}: {v}" for k, v in rows))))
def test_whatever_a_file_holds_it_is_read_or_explained(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """A traceback helps nobody."""
    try:
        told = str(load_text(tmp_path_factory.getbasetemp(), text).path)
    except SettingsError as error:
        told = str(error)

    assert "tambour.yaml" in told


@pytest.mark.parametrize("url", ["http://social.example", "http://10.0.0.3", "http://192.168.1.9:3000"])
def test_a_secret_goes_over_https_alone(refuse: Refuse, url: str) -> None:
    """Also in a network of one's own: others are in it."""
    said = refuse(f"accounts: {{a: {{platform: mastodon, url: '{url}', token: {{env: TOKEN}}}}}}")

    assert "would send the account's secret unprotected; write https://" in said


def test_a_text_that_has_a_form_is_told_what_is_expected(refuse: Refuse) -> None:
    """A mistake that only the first post shows is found too late."""
    told = refuse(
        "accounts:\n  news:\n    platform: email\n    server: smtp://mail.example\n    sender: x@example.org\n"
        "    folder: news\n    unsubscribe: x@example.org\n"
    )

    assert told.startswith("tambour.yaml, line 4: accounts.news.server: 'smtp://mail.example' is not what is expected")
