"""What the settings may say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.model import Campaign, CardStyle, Pictures
from scheduler.errors import SettingsError
from scheduler.settings import DatabaseServer, SecretRef, Settings, local_zone
from scheduler.settings.template import fill
from tests.shell.written import load_text, mastodon

Read = Callable[[str], Settings]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return partial(load_text, tmp_path)


def test_an_empty_file_has_all_defaults(read: Read, tmp_path: Path) -> None:
    """A newcomer starts with as little as possible."""
    settings = read("")

    assert (settings.accounts, settings.database) == ({}, tmp_path / "tambour.db")
    assert (settings.site.content, settings.site.timezone) == (str(tmp_path / "content"), local_zone())


@pytest.mark.parametrize("text", ["# nothing yet", "accounts:\n  # feed:\n", "site:\n", "\N{BOM}site: {}"])
def test_a_file_whose_lines_are_commented_out_has_all_defaults(read: Read, text: str) -> None:
    """It is how people switch things off."""
    assert read(text) == read("")


def test_a_time_of_day_needs_no_quotes(read: Read) -> None:
    """YAML 1.1 takes 10:30 for the number 630."""
    settings = read("accounts: {a: {platform: folder, folder: out, rhythm: {times: [10:30, 9:00]}}}")

    assert settings.accounts["a"].rhythm.times == (time(9), time(10, 30))


def test_a_word_that_yaml_takes_for_a_boolean_stays_a_word(read: Read) -> None:
    """Norwegian is `no`."""
    assert read("site: {language: no}").site.language == "no"


def test_a_rhythm_left_out_is_the_usual_one(read: Read) -> None:
    """Every day at nine, in the site's zone, is a fair start."""
    rhythm = read("site: {timezone: Asia/Tokyo}" + mastodon()).accounts["main"].rhythm

    assert rhythm.days == frozenset(range(1, 8))
    assert (rhythm.times, rhythm.timezone, rhythm.gap) == ((time(9),), "Asia/Tokyo", timedelta(hours=1))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("90m", timedelta(minutes=90)), ("2h", timedelta(hours=2)), ("1d", timedelta(days=1)), ("1w", timedelta(weeks=1))],
)
def test_a_gap_has_a_unit(read: Read, written: str, meant: timedelta) -> None:
    """A bare number would be guessed at."""
    settings = read(f"accounts: {{a: {{platform: folder, folder: out, rhythm: {{gap: {written}}}}}}}")

    assert settings.accounts["a"].rhythm.gap == meant


def test_paths_are_relative_to_the_file(read: Read, tmp_path: Path) -> None:
    """The daemon and the command line start in different folders."""
    settings = read("""
database: sqlite:///data/posts.db
site: {content: blog}
accounts:
  a: {platform: folder, folder: out}
  b: {platform: mastodon, url: "https://social.example", token: {file: secrets/token}}
""")

    assert settings.database == tmp_path / "data/posts.db"
    assert settings.site.content == str(tmp_path / "blog")
    assert settings.accounts["a"].options["folder"] == str(tmp_path / "out")
    assert settings.accounts["b"].options["token"] == SecretRef("file", str(tmp_path / "secrets/token"))


def test_absolute_paths_stay_what_they_are(read: Read) -> None:
    """A database often lives in /var/lib."""
    settings = read("database: sqlite:////var/lib/posts.db\naccounts: {a: {platform: folder, folder: /srv/out}}")

    assert settings.database == Path("/var/lib/posts.db")
    assert settings.accounts["a"].options["folder"] == "/srv/out"


def test_a_server_is_an_address_and_where_its_password_is_kept(read: Read, tmp_path: Path) -> None:
    """The password itself stands nowhere in the settings, nor in what is shown of them."""
    settings = read("""
database: postgresql+psycopg://tambour@db.example/posts?sslmode=require
database_password: {file: secrets/database}
""")

    assert settings.database == DatabaseServer(
        "postgresql+psycopg://tambour@db.example/posts?sslmode=require",
        SecretRef("file", str(tmp_path / "secrets/database")),
    )


def test_a_machines_own_files_are_beside_its_database(read: Read, tmp_path: Path) -> None:
    """They are found again by whoever looks for the database."""
    assert read("database: sqlite:///data/posts.db").beside("sessions") == tmp_path / "data/posts.db.sessions"


def test_a_machines_own_files_are_beside_the_settings_where_a_server_has_the_database(
    read: Read, tmp_path: Path
) -> None:
    """Each of several machines has a session of its own."""
    settings = read("database: postgresql+psycopg://tambour@db.example/posts")

    assert settings.beside("sessions") == tmp_path / "tambour.sessions"


def test_sessions_may_be_kept_elsewhere(read: Read, tmp_path: Path) -> None:
    """The folder of the settings is often closed to the daemon."""
    assert read("sessions: state/sessions").sessions == tmp_path / "state/sessions"


def test_a_home_folder_is_found(read: Read) -> None:
    """People write ~ without thinking of it."""
    settings = read("accounts: {a: {platform: folder, folder: ~/out}}")

    assert settings.accounts["a"].options["folder"] == str(Path("~/out").expanduser())


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_needs_no_protection(read: Read, host: str) -> None:
    """Nothing leaves it: that is how test servers are reached."""
    assert read(mastodon(url=f"http://{host}:3000/")).accounts["main"].options["url"] == f"http://{host}:3000"


def test_secrets_are_kept_in_a_variable_a_file_or_the_keyring(read: Read) -> None:
    """The settings file is shown to others, and committed."""
    settings = read(mastodon(token="{keyring: main}"))

    assert settings.accounts["main"].options["token"] == SecretRef("keyring", "main")
    assert read(mastodon()).accounts["main"].options["token"] == SecretRef("env", "TOKEN")


def test_an_option_left_out_is_absent(read: Read) -> None:
    """The adapter knows its own default."""
    settings = read("accounts: {b: {platform: bluesky, handle: a.example, password: {env: P}}}")

    assert set(settings.accounts["b"].options) == {"handle", "password"}


HOSTS = st.from_regex(r"[a-z]{1,8}\.example(/[a-z#{}&*!%@:-]{0,8})?", fullmatch=True)


@given(
    host=HOSTS,
    language=st.from_regex(r"[a-z]{2}(-[A-Z]{2})?", fullmatch=True),
    zone=st.sampled_from(sorted(available_timezones())),
)
def test_what_init_writes_is_read_as_it_was_answered(
    tmp_path_factory: pytest.TempPathFactory, host: str, language: str, zone: str
) -> None:
    """An answer may hold what means something to YAML."""
    written = fill(url=f"https://{host}", language=language, timezone=zone)

    site = load_text(tmp_path_factory.getbasetemp(), written).site

    assert (site.url, site.language, site.timezone) == (f"https://{host}".rstrip("/"), language, zone)


def test_a_wrong_answer_to_init_is_explained() -> None:
    """Nothing is written that `doctor` would refuse."""
    with pytest.raises(SettingsError, match=r"no web address.*; 'y' is no time zone.*; 'x' is no language"):
        fill(url="example.org", language="x", timezone="y")


def test_the_golden_copy_is_what_init_writes() -> None:
    """It is what people read before they install anything."""
    golden = Path(__file__, "../../../config/tambour.yaml").resolve().read_text(encoding="utf-8")

    assert golden == fill(url="https://example.org", language="en", timezone="Europe/Paris")


def test_pictures_come_from_the_disk_alone_unless_hosts_are_named(read: Read) -> None:
    """Nobody on the web is called without a word of the settings."""
    assert read("").brand.pictures == Pictures()
    assert read("pictures: {hosts: [CDN.Example.org, 127.0.0.1]}").brand.pictures.hosts == {
        "cdn.example.org",
        "127.0.0.1",
    }


def test_files_of_the_quote_cards_start_from_the_settings(read: Read, tmp_path: Path) -> None:
    """The same file is meant wherever the command is typed."""
    text = 'pictures: {cards: {background: "#1F4D3A", ink: "#ffffff", font: fonts/own.ttf, logo: logo.png}}'
    style = read(text).brand.pictures.cards

    assert style == CardStyle("#1f4d3a", "#ffffff", str(tmp_path / "fonts/own.ttf"), str(tmp_path / "logo.png"))


def test_a_campaign_has_the_names_that_statistics_know(read: Read) -> None:
    """They look for these and no others."""
    text = 'campaign: {source: "{platform}", medium: social, name: "{slug}", content: "{kind}", term: "{account}"}'

    assert read(text).brand.campaign.parameters == {
        "utm_source": "{platform}",
        "utm_medium": "social",
        "utm_campaign": "{slug}",
        "utm_content": "{kind}",
        "utm_term": "{account}",
    }


def test_links_stay_as_they_are_without_a_campaign(read: Read) -> None:
    """Readers are not followed unless the settings ask for it."""
    assert read("campaign:").brand.campaign == Campaign()
