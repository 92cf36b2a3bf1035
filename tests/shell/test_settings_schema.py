"""The JSON Schema of the settings, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from adapters.platforms import PLATFORMS
from scheduler.settings import json_schema

CONFIG = Path(__file__).parents[2] / "config"
SCHEMA = json_schema(PLATFORMS)

SERVER = {"platform": "mastodon", "url": "https://social.example", "token": {"env": "TOKEN"}}


def problems(values: Any) -> list[str]:
    return [problem.message for problem in Draft202012Validator(SCHEMA).iter_errors(values)]


def test_the_schema_is_one() -> None:
    """An editor would ignore it in silence."""
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("file", ["tambour.yaml", "sample/tambour.yaml"])
def test_what_we_ship_is_accepted(file: str) -> None:
    """The first file that people open in their editor."""
    assert problems(yaml.safe_load((CONFIG / file).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("secret", [{"env": "TOKEN"}, {"file": "token"}, {"keyring": "main"}])
def test_a_secret_by_reference_is_accepted(secret: dict[str, str]) -> None:
    """Each of the three places."""
    assert problems({"accounts": {"main": SERVER | {"token": secret}}}) == []


@pytest.mark.parametrize(
    "values",
    [
        {"databse": "sqlite:///x.db"},
        {"site": {"langage": "fr"}},
        {"accounts": {"main": SERVER | {"colour": "red"}}},
        {"accounts": {"main": SERVER | {"token": "hunter2"}}},
        {"accounts": {"main": SERVER | {"token": {"env": "A", "file": "b"}}}},
        {"accounts": {"main": SERVER | {"platform": "mastodn"}}},
        {"accounts": {"main": {"platform": "mastodon"}}},
        {"accounts": {"main": SERVER | {"rhythm": {"days": []}}}},
        {"accounts": {"main": SERVER | {"rhythm": {"gap": "1 hour"}}}},
        {"accounts": ["main"]},
    ],
)
def test_a_mistake_shows_in_the_editor(values: dict[str, Any]) -> None:
    """That is sooner than any command would tell."""
    assert problems(values) != []


def test_an_editor_offers_nothing_that_would_be_refused() -> None:
    """Defaults are values of the program, not what people write: an hour's gap is `1h`."""
    assert '"default"' not in str(SCHEMA).replace("'", '"')


def test_every_option_of_every_platform_is_explained() -> None:
    """An editor shows it beside the cursor."""
    told = [
        SCHEMA["$defs"][f"{platform.name.capitalize()}Account"]["properties"][option.name].get("description")
        for platform in PLATFORMS.values()
        for option in platform.options
    ]

    assert told == [option.help for platform in PLATFORMS.values() for option in platform.options]
