"""Where teasers are bound for: accounts of the settings, or platforms to look at before there are any settings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scheduler.cli.options import opened, remembered

if TYPE_CHECKING:
    from adapters.base import Limits
    from scheduler.app import Tambour
    from scheduler.intake import Destination, House


def perhaps_opened(config: Path | None, *, needed: bool) -> Any:
    """Open the installation; nothing where there is none and none was asked for."""
    from scheduler.errors import SettingsError
    from scheduler.settings import find

    chosen = remembered(config)
    try:
        find(chosen, environ=os.environ, folder=Path.cwd())
    except SettingsError:
        if needed or chosen is not None:
            raise
        return nullcontext(None)
    return opened(chosen)


def house(tambour: Tambour | None, folder: Path) -> House:
    """Return who publishes; without settings, the site in the working folder, or whoever has articles in `folder`."""
    from scheduler.core.model import Site
    from scheduler.intake import House
    from scheduler.settings import local_zone
    from scheduler.settings.generators import look
    from scheduler.settings.siting import placed

    if tambour is not None:
        return tambour.house
    here = Path.cwd()
    if folder.absolute().is_relative_to(here) and (found := look(here)) is not None:
        return House(placed(found, here))
    return House(Site(url=None, content=str(folder.absolute()), timezone=local_zone(), language=None))


def previewed(
    tambour: Tambour | None, platforms: Sequence[str] | None, accounts: Sequence[str] | None
) -> list[Destination]:
    """Return the accounts and platforms that were asked for, else all there are; say which have no adapter yet."""
    from adapters.registry import platforms as known
    from scheduler.app import platform_limits, platform_powers
    from scheduler.intake import Destination

    found = chosen(tambour, accounts or (), keep=False) if tambour is not None and (accounts or not platforms) else []
    named = platforms or (() if found else known())
    looked_at = [
        Destination(None, name, _worded(name, platform_limits(name)), platform_powers(name))
        for name in named
        if platforms or is_usable(name)
    ]
    for name in sorted({*named} - {*known()}):
        typer.echo(f"{name}: a preview only, there is no adapter for it yet", err=True)
    return found + looked_at


def is_usable(name: str) -> bool:
    """Tell whether a platform that nobody asked for by name can be shown; say why not."""
    from adapters.registry import UnknownPlatform, load

    try:
        load(name)
    except UnknownPlatform as error:
        typer.echo(str(error), err=True)
        return False
    return True


def _worded(name: str, limits: Limits) -> Limits:
    """Return what fits in the words of a post: a preview shows them also without the image that the post would need."""
    if limits.least_images:
        typer.echo(f"{name}: it takes no post without an image", err=True)
    return replace(limits, least_images=0)


def chosen(tambour: Tambour, names: Sequence[str], *, keep: bool) -> list[Destination]:
    """Return the accounts named, or all, each with what fits there; `keep` stores what its server said."""
    destinations = []
    for account in tambour.chosen(names):
        if not names and not is_usable(account.platform):
            continue
        limits, notice = tambour.limits(account, keep=keep)
        if notice:
            typer.echo(notice, err=True)
        destinations.append(tambour.destination(account, limits))
    return destinations
