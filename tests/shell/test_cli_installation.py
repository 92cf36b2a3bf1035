"""`init`, `doctor`, `backup`, `restore`, and how the program itself behaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shlex import quote

import pytest

from tests import warm
from tests.shell.command import Home, run

LIST_AND_DOCTOR = """
from contextlib import suppress
from scheduler.cli import run
for word in ("list", "doctor"):
    with suppress(SystemExit):
        run([word])
"""
"""Two commands in one process, which takes a second to start."""


def test_init_writes_settings_that_work(tmp_path: Path) -> None:
    """A newcomer's next command must not fail."""
    config = tmp_path / "tambour.yaml"

    done = run("init", "--config", config, "--url", "https://a.example", "--language", "fr", "--timezone", "UTC")

    assert done.code == 0
    assert run("list", "--config", config).code == 0


def test_init_never_overwrites(home: Home) -> None:
    """Settings are a person's work."""
    before = home.config.read_text(encoding="utf-8")

    done = run("init", "--config", home.config)

    assert (done.code, home.config.read_text(encoding="utf-8")) == (1, before)


def test_init_asks_nothing_of_a_program(tmp_path: Path) -> None:
    """Without a terminal, what is not given has a usual value."""
    assert run("init", "--config", tmp_path / "tambour.yaml").code == 0


@pytest.mark.parametrize("wrong", [["--timezone", "Mars/Olympus"], ["--url", "nowhere"], ["--language", "français"]])
def test_init_refuses_what_the_settings_would_refuse(tmp_path: Path, wrong: list[str]) -> None:
    """Nothing is written."""
    config = tmp_path / "tambour.yaml"

    done = run("init", "--config", config, *wrong)

    assert (done.code, config.exists()) == (1, False)
    assert len(done.err.splitlines()) == 1


def test_init_says_where_it_cannot_write(tmp_path: Path) -> None:
    """A folder that is not there."""
    done = run("init", "--config", tmp_path / "none" / "tambour.yaml")

    assert (done.code, "none" in done.err) == (1, True)


def test_the_schema_is_printed(tmp_path: Path) -> None:
    """Editors complete from it."""
    assert "accounts" in run("init", "--schema").json["properties"]


def test_the_doctor_finds_a_sound_installation(home: Home) -> None:
    """Each thing that was looked at is named."""
    home.queue_one()

    done = home("doctor", "--json")

    assert done.code == 0
    assert [line["check"] for line in done.lines] == [
        "settings",
        "database",
        "clock",
        "daemon",
        "account journal",
        "account carnet",
    ]


def test_the_doctor_makes_nothing(new_home: Home) -> None:
    """A check before the first post leaves no database behind."""
    new_home("doctor")

    assert not (new_home.path / "tambour.db").exists()


def test_the_doctor_finds_an_account_without_its_secret(home: Home) -> None:
    """And says what is missing, not what it would be."""
    with home.config.open("a", encoding="utf-8") as file:
        file.write("  pouet:\n    platform: mastodon\n    url: https://pouet.example\n    token: {env: TAMBOUR_NONE}\n")

    done = home("doctor")

    assert done.code == 1
    assert "WRONG  account pouet" in done.out
    assert "TAMBOUR_NONE" in done.out


def test_the_doctor_tells_of_paused_accounts(home: Home) -> None:
    """They are why nothing goes out."""
    home("pause", "carnet")

    done = home("doctor")

    assert (done.code, "tambour resume carnet" in done.out) == (0, True)


def test_a_backup_can_be_restored(home: Home) -> None:
    """With all that it held."""
    number = home.queue_one()
    home("backup", home.path / "copy.db")
    home("cancel", str(number))

    done = home("restore", home.path / "copy.db")

    assert done.code == 0
    assert home("show", str(number), "--json").json["state"] == "queued"


def test_restoring_elsewhere_pauses_every_account(home: Home, tmp_path: Path) -> None:
    """A new machine cannot know what the old one has sent since the backup."""
    home.queue_one()
    home("backup", home.path / "copy.db")
    (home.path / "tambour.db").unlink()

    done = home("restore", home.path / "copy.db")

    assert "paused" in done.err
    assert home("list", "--json").json[0]["hold"] == "paused"


def test_a_backup_overwrites_nothing(home: Home) -> None:
    """It might be the only good one."""
    home.queue_one()
    copy = home.path / "copy.db"
    copy.write_text("precious", encoding="utf-8")

    done = home("backup", copy)

    assert (done.code, copy.read_text(encoding="utf-8")) == (1, "precious")


def test_a_backup_of_nothing_says_so(new_home: Home) -> None:
    """Before the first post."""
    assert "no database" in new_home("backup", new_home.path / "copy.db").err


def test_restoring_what_is_no_backup_changes_nothing(home: Home) -> None:
    """A mistyped name."""
    number = home.queue_one()

    done = home("restore", home.config)

    assert done.code == 1
    assert home("show", str(number)).code == 0


def program(*arguments: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    return warm.run(*arguments, folder=folder, environ={"PATH": os.environ["PATH"], "HOME": str(folder), **environ})


def test_the_settings_can_be_named_before_the_command(home: Home, tmp_path: Path) -> None:
    """Both places are usual."""
    assert program("--config", str(home.config), "list", folder=tmp_path).returncode == 0


def test_the_settings_can_be_named_by_the_environment(home: Home) -> None:
    """For services."""
    done = program("list", "--json", folder=Path("/"), TAMBOUR_CONFIG=str(home.config))

    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_a_reader_that_goes_away_is_no_news(home: Home) -> None:
    """`tambour log | head` ends without a word."""
    for _ in range(3):
        home.queue_one()
    tambour = Path(sys.executable).with_name("tambour")

    done = subprocess.run(
        ["bash", "-c", f"{tambour} --config {home.config} list | head -c 1"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_a_usage_error_is_exit_code_2(tmp_path: Path) -> None:
    """Scripts tell it from a failure."""
    assert program("list", "--nonsense", folder=tmp_path).returncode == 2


def test_the_version_is_told(tmp_path: Path) -> None:
    """For bug reports."""
    assert program("--version", folder=tmp_path).stdout.startswith("tambour ")


def test_no_colour_where_it_is_not_wanted(home: Home) -> None:
    """https://no-color.org, on a terminal too."""
    home.queue_one()
    environ = {"PATH": os.environ["PATH"], "HOME": str(home.path), "NO_COLOR": "1", "TERM": "xterm-256color"}
    script = f"{sys.executable} -c {quote(LIST_AND_DOCTOR)}"

    done = subprocess.run(
        ["script", "--quiet", "--command", script, "/dev/null"],
        cwd=home.path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Bonjour" in done.stdout
    assert "account carnet" in done.stdout
    assert not any(f"\x1b[{code}m" in done.stdout for code in (31, 32, 33, 36))


def test_an_output_that_takes_nothing_is_one_sentence(home: Home) -> None:
    """A full disk behind `> file`."""
    home.queue_one()
    tambour = Path(sys.executable).with_name("tambour")

    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [tambour, "--config", home.config, "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_program_that_may_speak_to_nobody_does_its_work(home: Home) -> None:
    """Some supervisors close its streams; the next file must not take their place."""
    tambour = Path(sys.executable).with_name("tambour")
    command = 'exec "$0" --config "$1" pause carnet <&- >&- 2>&-'

    done = subprocess.run(["sh", "-c", command, tambour, home.config], check=False)

    assert (done.returncode, home("resume", "carnet").out) == (0, "carnet goes on; it was held, paused\n")


def test_a_terminal_without_a_character_is_shown_its_code(home: Home) -> None:
    """An old terminal is no reason to fail."""
    done = program("teasers", str(home.article), folder=home.path, PYTHONIOENCODING="ascii")

    assert done.returncode == 0, done.stderr
