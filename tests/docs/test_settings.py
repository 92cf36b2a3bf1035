"""Rules of the page on the settings: every key is there, with the default that it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from adapters.base import OptionKind
from adapters.platforms import PLATFORMS
from scheduler.core.fuse import fuse_of
from scheduler.settings.approving import Demand
from scheduler.settings.campaign import Campaign, NamedCampaign
from scheduler.settings.credentials import SERVICE, Keeper
from scheduler.settings.dispatching import Dispatch, Fuse, Late
from scheduler.settings.evergreen import Evergreen
from scheduler.settings.operating import Events, Metrics, Notify
from scheduler.settings.pictures import Cards, Pictures
from scheduler.settings.rhythm import Choice, Holidays, Most, Rhythm
from scheduler.settings.schema import Account, File, Plan, Site
from scheduler.settings.voice import Claims, Hashtags, Voice
from tests.docs.pages import ROOT, rows, section

PAGE = ROOT / "docs" / "settings.md"
TOLD = {cells[0].strip("`"): cells[1] for cells in rows(PAGE) if cells[0].startswith("`")}
MODELS: dict[str, type[BaseModel]] = {
    "": File,
    "site.": Site,
    "accounts.NAME.": Account,
    "site.holidays.": Holidays,
    "accounts.NAME.rhythm.": Rhythm,
    "accounts.NAME.rhythm.most.": Most,
    "accounts.NAME.rhythm.holidays.": Holidays,
    "accounts.NAME.only.": Choice,
    "accounts.NAME.never.": Choice,
    "voice.": Voice,
    "voice.hashtags.": Hashtags,
    "voice.claims.": Claims,
    "pictures.": Pictures,
    "pictures.cards.": Cards,
    "campaign.": Campaign,
    "campaigns.NAME.": NamedCampaign,
    "campaigns.NAME.late.": Late,
    "evergreen.": Evergreen,
    "plan.": Plan,
    "approval.": Demand,
    "accounts.NAME.fuse.": Fuse,
    "accounts.NAME.late.": Late,
    "dispatch.": Dispatch,
    "dispatch.fuse.": Fuse,
    "dispatch.late.": Late,
    "notify.": Notify,
    "metrics.": Metrics,
    "events.": Events,
}
"""Every part of the settings, by how the page spells what stands before its keys."""

NEEDED: dict[type[BaseModel], dict[str, str]] = {
    Account: {"platform": "feed"},
    Holidays: {"country": "FR"},
    Demand: {"by": "anna"},
}
"""What cannot be left out."""


def keys() -> Iterator[tuple[str, type[BaseModel], str]]:
    """Yield every key as the page spells it, with the model that it belongs to and its name there."""
    for place, model in MODELS.items():
        for name in model.model_fields:
            yield place + name, model, name


@pytest.mark.parametrize("key", [key for key, _, _ in keys()])
def test_a_key_is_on_the_page(key: str) -> None:
    """A setting that nobody knows of does not exist."""
    assert key in TOLD


@pytest.mark.parametrize(
    ("key", "model", "name"),
    [pytest.param(*one, id=one[0]) for one in keys() if TOLD.get(one[0], "").startswith("`")],
)
def test_a_default_on_the_page_is_the_one_there_is(key: str, model: type[BaseModel], name: str) -> None:
    """Whoever leaves the key out counts on it."""
    written: Any = yaml.load(TOLD[key].strip("`"), Loader=yaml.BaseLoader)  # noqa: S506  it builds no objects
    needed = NEEDED.get(model, {})
    read = model.model_validate({**needed, name: written})

    assert getattr(read, name) == model.model_fields[name].get_default(call_default_factory=True)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_option_of_an_account_is_on_the_page(platform: str) -> None:
    """An account that lacks one cannot publish."""
    told = section(PAGE, platform)

    assert all(f"`{option.name}`" in told for option in PLATFORMS[platform].options)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_option_that_is_a_secret_is_shown_as_a_reference(platform: str) -> None:
    """An example with a password in it is copied with a password in it."""
    told = section(PAGE, platform)
    secrets = [option.name for option in PLATFORMS[platform].options if option.kind is OptionKind.SECRET]

    assert all(f"{name}: {{" in told for name in secrets)


@pytest.mark.parametrize("way", [*get_args(Keeper), SERVICE])
def test_a_way_to_keep_a_secret_is_on_the_page(way: str) -> None:
    """Someone has a keyring, someone else a file."""
    assert way in section(PAGE, "Secrets")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_fuse_of_a_platform_is_on_the_page(platform: str) -> None:
    """Whoever plans more than that finds the account held."""
    fuse = fuse_of(platform)
    gap = f"{fuse.gap.seconds}s" if fuse.gap else "none"
    told = {name: cells[1:4] for cells in rows(PAGE) for name in cells[0].split(", ")}

    assert told[platform] == [str(fuse.hour), str(fuse.day), gap]
