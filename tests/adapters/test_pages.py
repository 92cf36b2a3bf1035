from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.logins import LOGINS
from adapters.platforms import PLATFORMS

PAGES = Path(__file__).parents[2] / "docs" / "platforms"
PARTS = ["What it needs", "Limits", "After a lost answer", "Known gaps", "How it was checked"]


def page(platform: str) -> str:
    return (PAGES / f"{platform}.md").read_text(encoding="utf-8")


def example(platform: str) -> dict[str, Any]:
    """Return the account that a page shows."""
    found = re.search(r"```yaml\n(.*?)```", page(platform), re.DOTALL)
    assert found
    accounts = yaml.safe_load(found[1])["accounts"]
    account: dict[str, Any] = next(iter(accounts.values()))
    return account


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_page_tells_all_that_it_should(platform: str) -> None:
    """Whoever compares two platforms finds the same questions answered."""
    assert re.findall(r"^## (.*)$", page(platform), re.MULTILINE) == PARTS


@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name in LOGINS])
def test_a_page_says_what_a_post_costs(platform: str) -> None:
    """Whoever finds out by the bill would rather have read it."""
    assert re.search(r"to pay|costs|charges", page(platform)), "it tells no price, nor that there is none"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_page_shows_an_account_that_the_settings_take(platform: str) -> None:
    """It is copied."""
    account = example(platform)
    options = {option.name: option for option in PLATFORMS[platform].options}
    required = {name for name, option in options.items() if option.required}

    assert account["platform"] == platform
    assert required <= account.keys() <= {*options, "platform", "rhythm"}
