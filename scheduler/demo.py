"""The whole job on a sample site, in seconds: plan it, publish it with a fast clock, read the log.

`python -m scheduler.demo SITE [FOLDER] [--picture FILE.svg]` copies the site to FOLDER and leaves there what it made.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.rule import Rule
from rich.text import Text

from adapters.platforms import PLATFORMS
from scheduler import settings
from scheduler.app import Tambour, service
from scheduler.cli.show import grid
from scheduler.clock import FastClock, SystemClock
from scheduler.core.article import decode
from scheduler.core.model import NewPost
from scheduler.core.state import State
from scheduler.dispatch import Until
from scheduler.intake import Timing, read
from scheduler.queueing import Queued, Wishes, queue_article
from scheduler.store import dispatching, posts
from scheduler.store.log import Filter, following

WIDTH = 108


def demo(
    site: Annotated[Path, typer.Argument(help="A folder with a tambour.yaml and articles.")],
    folder: Annotated[Path, typer.Argument(help="Where to work; emptied first.")] = Path("build/demo"),
    picture: Annotated[Path | None, typer.Option(help="Save what was shown as an SVG file.")] = None,
) -> None:
    """Show the whole job on a sample site, with no account and no network."""
    console = Console(width=WIDTH if picture else None, record=picture is not None, highlight=False)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site, folder)
    clock = FastClock(SystemClock().now())
    tambour = Tambour(settings.load(folder.absolute() / "tambour.yaml", platforms=PLATFORMS), os.environ, clock)
    try:
        _plan(tambour, console)
        _publish(tambour, clock, console)
        _review(tambour, console)
    finally:
        tambour.close()
    if picture is not None:
        console.save_svg(str(picture), title="make demo", code_format=PICTURE)


def _plan(tambour: Tambour, console: Console) -> None:
    _heading(console, "1. Each article becomes teasers, each with its time")
    for queued in _queue(tambour):
        console.print(Text.assemble(("\n" + queued.article.title, "bold"), f"  {queued.article.link}"))
        source = decode(Path(queued.article.path).read_bytes())
        for _, post in queued.posts:
            console.print(Padding(_teaser(post, source), (1, 0, 0, 2)))


def _queue(tambour: Tambour) -> Iterator[Queued]:
    site, now = tambour.settings.site, tambour.clock.now()
    accounts = tambour.settings.accounts.values()
    destinations = [tambour.destination(one) for one in accounts]
    for path in sorted(Path(site.content).rglob("*.md")):
        article = read(path, site)
        yield queue_article(
            tambour.store, article, destinations, tambour.rhythms(), tambour.house, Wishes(Timing(now)), now=now
        )


def _teaser(post: NewPost, source: str) -> Text:
    drawn = " … ".join(" ".join(source[start:end].split()) for start, end in post.source)
    shown = Text()
    shown.append(f"{post.publish_at:%a %d %b %Y, %H:%M}", style="cyan")
    shown.append(f"  {post.account} ({post.platform}), {post.kind}\n", style="dim")
    shown.append(post.content.text)
    shown.append(f"\nfrom: {drawn}", style="dim italic")
    return shown


def _publish(tambour: Tambour, clock: FastClock, console: Console) -> None:
    _heading(console, "2. The scheduler publishes each once, at its time (the clock runs fast)")
    dispatcher = service.dispatcher(tambour)
    with tambour.store.read() as tx:
        total = sum(dispatching.queued(tx).values())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("publishing", total=total)
        while (due := _next(tambour)) is not None:
            clock.jump(due)
            progress.update(task, description=f"{due.astimezone(tambour.settings.site.zone):%a %d %b %Y, %H:%M}")
            dispatcher.run(Event(), until=Until.IDLE)
            progress.update(task, completed=total - _left(tambour))


def _next(tambour: Tambour) -> datetime | None:
    with tambour.store.read() as tx:
        return dispatching.next_due(tx, tambour.settings.accounts, now=tambour.clock.now())


def _left(tambour: Tambour) -> int:
    with tambour.store.read() as tx:
        return sum(dispatching.queued(tx).values())


def _review(tambour: Tambour, console: Console) -> None:
    _heading(console, "3. The log says what happened")
    rows = []
    with tambour.store.read() as tx:
        for _, event in following(tx, Filter(state=State.PUBLISHED)):
            assert event.post is not None
            at = event.at.astimezone(tambour.settings.site.zone)
            said = posts.get(tx, event.post).content.text
            rows.append((f"{at:%Y-%m-%d %H:%M}", str(event.post), event.account or "", event.event, said))
    console.print(grid(("at", "post", "account", "event", "text"), rows, width=console.width))
    console.print("What was published:")
    for path in _made(tambour):
        console.print(f"  {os.path.relpath(path)}", soft_wrap=True)


def _made(tambour: Tambour) -> Sequence[Path]:
    folders = [Path(str(account.options["folder"])) for account in tambour.settings.accounts.values()]
    return sorted(path for folder in folders for path in folder.glob("[!.]*") if path.is_file())


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Rule(text, align="left", style="cyan"))


PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" class="rich-terminal" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; line-height: {line_height}px }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""
"""How the picture is drawn: with the fonts of whoever looks at it, so that it loads nothing from elsewhere."""

if __name__ == "__main__":
    typer.run(demo)
