"""Rules of the settings for whoever keeps tambour running: how much, how late, who is told."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from scheduler.core.fuse import Fuse, fuse_of
from scheduler.core.lateness import Late, Then
from scheduler.core.news import News, Tongue
from scheduler.errors import SettingsError
from scheduler.settings import SecretRef
from tests.shell.written import load_text

FEED = "accounts:\n  a: {platform: feed, folder: out}\n"


def test_an_account_has_the_fuse_of_its_platform(tmp_path: Path) -> None:
    """Nobody has to think of it first."""
    settings = load_text(tmp_path, FEED)

    assert settings.accounts["a"].fuse == fuse_of("feed")


def test_an_account_s_own_word_comes_before_the_site_s(tmp_path: Path) -> None:
    """And each value by itself: whoever lowers the hour keeps the rest."""
    text = (
        "dispatch: {fuse: {hour: 7, gap: 5m}, late: {after: 2h}}\n"
        "accounts:\n  a: {platform: feed, folder: out, fuse: {hour: 3}, late: {then: skip}}\n"
    )

    account = load_text(tmp_path, text).accounts["a"]

    assert account.fuse == Fuse(hour=3, day=fuse_of("feed").day, gap=timedelta(minutes=5))
    assert account.late == Late(timedelta(hours=2), Then.SKIP)


def test_as_much_is_under_way_at_once_as_the_settings_say(tmp_path: Path) -> None:
    """For an account, and for a host."""
    settings = load_text(tmp_path, "dispatch: {in_flight: 9}\n" + FEED.replace("out", "out, in_flight: 2"))

    assert (settings.in_flight, settings.accounts["a"].in_flight) == (9, 2)


def test_notices_go_where_the_references_lead(tmp_path: Path) -> None:
    """An address of Apprise holds a password; the same one twice is one."""
    settings = load_text(tmp_path, "notify: {to: [{env: NTFY}, {file: mail}, {env: NTFY}]}\n")

    assert settings.notices.to == (SecretRef("env", "NTFY"), SecretRef("file", str(tmp_path / "mail")))


@pytest.mark.parametrize(
    ("said", "tongue"),
    [
        ("site: {language: fr-CA}", Tongue.FR),
        ("site: {language: de}", Tongue.EN),
        ("notify: {language: fr}", Tongue.FR),
        ("{}", Tongue.EN),
    ],
)
def test_notices_speak_as_the_site_does_where_they_can(tmp_path: Path, said: str, tongue: Tongue) -> None:
    """Whoever writes French reads it at six in the morning, too."""
    assert load_text(tmp_path, said).notices.tongue is tongue


@pytest.mark.parametrize(("said", "at"), [("{}", time(8)), ("notify: {digest: '18:30'}", time(18, 30))])
def test_a_day_is_summed_up_at_the_time_that_the_settings_say(tmp_path: Path, said: str, at: time) -> None:
    """In the morning unless they say otherwise."""
    assert load_text(tmp_path, said).notices.digest == at


def test_a_digest_can_be_left_out(tmp_path: Path) -> None:
    """Not everybody wants one a day."""
    assert load_text(tmp_path, "notify: {digest: no}").notices.digest is None


def test_only_the_news_that_are_asked_for_are_told(tmp_path: Path) -> None:
    """Others read the log."""
    assert load_text(tmp_path, "notify: {news: [fuse]}").notices.news == {News.FUSE}


def test_metrics_are_for_this_machine_unless_said_otherwise(tmp_path: Path) -> None:
    """They tell the names of the accounts."""
    place = load_text(tmp_path, "metrics: {port: 9464}").metrics

    assert place is not None
    assert (place.address, place.port) == ("127.0.0.1", 9464)


def test_without_a_port_there_are_no_metrics(tmp_path: Path) -> None:
    """Nothing listens that nobody asked for."""
    assert load_text(tmp_path, "{}").metrics is None


def test_the_health_file_is_where_the_settings_say(tmp_path: Path) -> None:
    """A folder that a monitor reads."""
    assert load_text(tmp_path, "health: state/health.json").health == tmp_path / "state" / "health.json"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("dispatch: {fuse: {hour: 0}}", "dispatch.fuse.hour: '0' is no number of posts"),
        ("dispatch: {fuse: {gap: 1w}}", "dispatch.fuse.gap: '1w' is no pause; write a number and s, m or h"),
        ("dispatch: {late: {then: drop}}", "dispatch.late.then: "),
        ("notify: {to: [mailto://me:word@mail.example]}", "notify.to.0: a secret stands here by reference only"),
        ("notify: {digest: never}", "notify.digest: 'never' is no time of day"),
        ("notify: {news: [all]}", "notify.news.0: "),
        ("metrics: {port: 70000}", "metrics.port: '70000' is no port"),
        ("metrics: {address: everywhere}", "metrics.address: 'everywhere' is no address of this machine"),
        ("events: {keep: always}", "events.keep: 'always' is no duration"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, said: str, told: str) -> None:
    """A ceiling that is mistyped protects nobody, and an address may hold a password."""
    with pytest.raises(SettingsError) as caught:
        load_text(tmp_path, said)

    assert str(caught.value).startswith(f"tambour.yaml, line 1: {told}")
    assert "word" not in str(caught.value)
