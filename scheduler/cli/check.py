"""Articles, checked as a compiler checks a program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.destinations import house, is_usable, perhaps_opened
from scheduler.cli.options import ConfigOption
from scheduler.cli.sources import files
from scheduler.errors import ArticleError

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.app import Tambour
    from scheduler.core.checking import Finding
    from scheduler.intake import Destination, House

COLOURS = {"error": "red", "warning": "yellow"}


def check(
    paths: Annotated[list[Path], typer.Argument(help="Markdown files.", metavar="ARTICLE")],
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object a line.")] = False,
    config: ConfigOption = None,
) -> None:
    """Check articles and their posts against the brand's voice, by line; writes nothing and asks no platform.

    Exits with 1 where something must be mended: an error, or with --strict anything at all.
    """
    from scheduler.clock import SystemClock
    from scheduler.core.checking import Severity

    counted = dict.fromkeys(Severity, 0)
    with perhaps_opened(config, needed=False) as tambour:
        now = tambour.clock.now() if tambour else SystemClock().now()
        for path in files(tambour, paths):
            for finding in _findings(path, house(tambour, path.parent), _destinations(tambour), now):
                counted[finding.severity] += 1
                _print(path, finding, as_json=as_json)
    typer.echo(f"errors: {counted[Severity.ERROR]}, warnings: {counted[Severity.WARNING]}", err=True)
    if counted[Severity.ERROR] or (strict and counted[Severity.WARNING]):
        raise typer.Exit(1)


def _findings(path: Path, publisher: House, destinations: list[Destination], now: datetime) -> tuple[Finding, ...]:
    from adapters.limits import LIMITS
    from adapters.registry import platforms
    from scheduler.core.checking import Made, check, unreadable
    from scheduler.intake import draft, read

    try:
        article = read(path, publisher.site)
        drafts, skipped = draft(article, destinations, publisher)
    except ArticleError as error:
        return (unreadable(error),)
    made = [Made(one.destination.name, one.teaser, one.claims) for one in drafts]
    site, voice, known = publisher.site, publisher.brand.voice, {*LIMITS, *platforms()}
    return check(article, made, skipped, site=site, voice=voice, platforms=known, now=now)


def _destinations(tambour: Tambour | None) -> list[Destination]:
    """Return all accounts, or all platforms without settings, with what fits there as far as it is known offline."""
    from adapters.registry import platforms
    from scheduler.app import platform_limits, platform_powers
    from scheduler.intake import Destination

    if tambour is None or not tambour.settings.accounts:
        names = filter(is_usable, platforms())
        return [Destination(None, name, platform_limits(name), platform_powers(name)) for name in names]
    accounts = tambour.settings.accounts.values()
    return [tambour.destination(account) for account in accounts if is_usable(account.platform)]


def _print(path: Path, finding: Finding, *, as_json: bool) -> None:
    if as_json:
        show.line(
            {
                "path": str(path),
                "line": finding.line,
                "severity": finding.severity,
                "message": finding.message,
                "rule": finding.rule,
            }
        )
        return
    kind = typer.style(finding.severity, fg=COLOURS[finding.severity], bold=True)
    typer.echo(f"{path}:{finding.line}: {kind}: {finding.message} [{finding.rule}]")
