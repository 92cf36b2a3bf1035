"""Where the settings file is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.errors import SettingsError
from scheduler.settings import find


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_the_file_named_on_the_command_line_comes_first(tmp_path: Path) -> None:
    """Whoever names a file means it."""
    named, other = written(tmp_path / "named.yaml"), written(tmp_path / "other.yaml")

    assert find(named, environ={"TAMBOUR_CONFIG": str(other)}, folder=tmp_path) == named


def test_the_file_that_the_environment_names_comes_next(tmp_path: Path) -> None:
    """A service unit sets it once."""
    named = written(tmp_path / "named.yaml")
    written(tmp_path / "tambour.yaml")

    assert find(None, environ={"TAMBOUR_CONFIG": str(named)}, folder=tmp_path) == named


def test_the_working_folder_comes_before_the_home(tmp_path: Path) -> None:
    """A site carries its own settings."""
    here = written(tmp_path / "site" / "tambour.yaml")
    written(tmp_path / "xdg" / "tambour" / "tambour.yaml")

    assert find(None, environ={"XDG_CONFIG_HOME": str(tmp_path / "xdg")}, folder=here.parent) == here


def test_the_file_may_live_where_programs_keep_their_settings(tmp_path: Path) -> None:
    """Then it is found from every folder."""
    home = written(tmp_path / "xdg" / "tambour" / "tambour.yaml")

    assert find(None, environ={"XDG_CONFIG_HOME": str(tmp_path / "xdg")}, folder=tmp_path) == home


@pytest.mark.parametrize("xdg", [{}, {"XDG_CONFIG_HOME": ""}, {"XDG_CONFIG_HOME": "relative"}])
def test_a_relative_place_for_settings_is_ignored(tmp_path: Path, xdg: dict[str, str]) -> None:
    """The XDG specification says so: it would be another place in every folder."""
    home = written(tmp_path / ".config" / "tambour" / "tambour.yaml")
    written(tmp_path / "relative" / "tambour" / "tambour.yaml")

    assert find(None, environ={"HOME": str(tmp_path), **xdg}, folder=tmp_path) == home


def test_a_file_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    """Another one in its place would publish on the wrong accounts."""
    written(tmp_path / "tambour.yaml")

    with pytest.raises(SettingsError, match=r"no settings file at .*missing\.yaml; `tambour init` writes one"):
        find(tmp_path / "missing.yaml", environ={}, folder=tmp_path)
    with pytest.raises(SettingsError, match=r"no settings file at .*gone\.yaml"):
        find(None, environ={"TAMBOUR_CONFIG": str(tmp_path / "gone.yaml")}, folder=tmp_path)


def test_where_it_was_looked_for_is_told(tmp_path: Path) -> None:
    """A newcomer learns where to put it."""
    with pytest.raises(SettingsError) as caught:
        find(None, environ={"HOME": str(tmp_path / "home")}, folder=tmp_path)

    assert str(caught.value) == (
        f"no settings file at {tmp_path}/tambour.yaml or {tmp_path}/home/.config/tambour/tambour.yaml; "
        "`tambour init` writes one here"
    )
