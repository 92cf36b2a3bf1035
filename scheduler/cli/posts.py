"""Posts that exist: list them, look at them, decide about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show as showing
from scheduler.cli.options import (
    LARGEST,
    AtOption,
    ConfigOption,
    IdArgument,
    IdsArgument,
    JsonOption,
    asked_about,
    opened,
    understood,
)
from scheduler.core.state import State

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.core.lifecycle import Move


def list_(
    state: Annotated[
        list[State] | None, typer.Option("--state", "-s", help="Only posts in this state; may be repeated.")
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", "-a", help="Only this account, or those of this group.")
    ] = None,
    page: Annotated[int, typer.Option("--page", min=1, help="Which page of 50.")] = 1,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """List the posts that are neither published, retracted nor cancelled, by the time they are planned for."""
    from scheduler.store import accounts, posts

    with opened(config) as tambour:
        wanted = posts.Filter(tuple(state or ()), asked_about(tambour, account), page)
        with tambour.unwritten() as store, store.read() as tx:
            found, stopped = posts.listing(tx, wanted), accounts.stopped(tx) is not None
    if stopped:
        typer.echo("everything is stopped; `tambour resume --all` lets it go on", err=True)
    if as_json:
        showing.document([showing.summary_json(one) for one in found])
        return
    home = tambour.settings.site.zone
    rows = [
        (str(one.id), showing.wall(one.publish_at, home), one.account, showing.state(one), one.text) for one in found
    ]
    if rows or page > 1:
        showing.table(("id", "when", "account", "state", "text"), rows)
    else:
        typer.echo("nothing waits; `tambour queue ARTICLE` makes posts, `tambour log` tells of those before", err=True)
    if len(found) == posts.PAGE:
        typer.echo(f"there may be more: --page {page + 1}", err=True)


def show(number: IdArgument, as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Show one post, whole."""
    from scheduler.core.when import describe
    from scheduler.store import posts

    with opened(config) as tambour, tambour.unwritten() as store, store.read() as tx:
        post, summary = posts.get(tx, number), posts.summary(tx, number)
    facts = showing.post_json(post)
    if as_json:
        showing.document(facts)
        return
    typer.echo(f"post {post.id} on {post.account} ({post.platform}), {showing.state(summary)}")
    typer.echo(f"planned for {describe(post.publish_at)}")
    for name in ("article", "section", "link", "language", "url", "reason"):
        if facts[name]:
            showing.say(f"{name}: {facts[name]}")
    for image in facts["images"]:
        showing.say(f"image: {image['type']}, {image['width']}x{image['height']}, alt: {image['alt'] or 'none'}")
    showing.say(f"\n{post.content.text}")
    showing.following(post.content)


def move(
    number: IdArgument,
    when: Annotated[str, typer.Argument(help='An ISO time, or words such as "demain 9h".', metavar="WHEN")],
    config: ConfigOption = None,
) -> None:
    """Give a post another time."""
    from scheduler.store import posts

    with opened(config) as tambour:
        with tambour.store.read() as tx:
            posts.check_editable(tx, number)
            zone = str(posts.get(tx, number).publish_at.tzinfo)
        at = understood(tambour, when, zone)
        with tambour.store.write() as tx:
            posts.reschedule(tx, number, at, now=tambour.clock.now(), rules=tambour.settings.approval)
            after = posts.get(tx, number)
    typer.echo(f"post {number} goes out {showing.wall(at, tambour.settings.site.zone)}")
    if after.state is State.DRAFT and after.reason:
        typer.echo(f"post {number} is a draft: {after.reason}", err=True)


def approve(
    numbers: Annotated[
        list[int] | None, typer.Argument(help="The posts' numbers.", metavar="ID", min=1, max=LARGEST)
    ] = None,
    person: Annotated[
        str | None, typer.Option("--as", help="Who approves: a name of the settings.", metavar="PERSON")
    ] = None,
    plan: Annotated[
        int | None, typer.Option("--plan", help="All drafts of this plan.", metavar="NUMBER", min=1, max=LARGEST)
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Let drafts go out at their time, as they are: what is changed afterwards needs another approval."""
    from scheduler.store import approving, planned

    if bool(numbers) == (plan is not None):
        raise typer.BadParameter("name posts, or a plan with --plan")
    with opened(config) as tambour, tambour.store.write() as tx:
        rules, now = tambour.settings.approval, tambour.clock.now()
        who = tambour.person(person)
        chosen = numbers if plan is None else planned.drafts_of(tx, plan)
        done = [(number, *approving.approve(tx, number, rules, who, now=now)) for number in chosen or ()]
    for number, state, waits in done:
        typer.echo(f"post {number} is {state}" + (f", {waits}" if waits else ""))
    if not done:
        typer.echo(f"plan {plan} has no drafts", err=True)


def cancel(numbers: IdsArgument, config: ConfigOption = None) -> None:
    """Cancel posts for good."""
    from scheduler.core.lifecycle import Move

    _change(numbers, Move.CANCEL, config)


def requeue(numbers: IdsArgument, at: AtOption = None, config: ConfigOption = None) -> None:
    """Try failed or missed posts again, at once or at another time."""
    from scheduler.core.lifecycle import Move
    from scheduler.store import posts

    with opened(config) as tambour:
        when = None if at is None else understood(tambour, at)
        with tambour.store.write() as tx:
            for number in numbers:
                state = posts.change(tx, number, Move.REQUEUE, now=tambour.clock.now())
                if when is not None:
                    posts.reschedule(tx, number, when, now=tambour.clock.now(), rules=tambour.settings.approval)
    for number in numbers:
        typer.echo(f"post {number} is {state}")


def confirm(
    number: IdArgument,
    url: Annotated[str | None, typer.Argument(help="Where it is, if it has an address.", metavar="URL")] = None,
    config: ConfigOption = None,
) -> None:
    """Say that an uncertain post is public, mostly one that you posted by hand."""
    from scheduler.core.lifecycle import Move
    from scheduler.core.linking import check_address
    from scheduler.errors import WrongState
    from scheduler.store import posts

    check_address(url)
    with opened(config) as tambour, tambour.unwritten() as store, store.read() as tx:
        state = posts.get(tx, number).state
    if state is not State.UNCERTAIN:
        raise WrongState(f"post {number} is {state}; only one that is uncertain has to be confirmed")
    _change([number], Move.FIND, config, reason="said by hand", url=url)


def resolve(
    number: IdArgument,
    published: Annotated[str | None, typer.Option("--published", help="It is public, here.", metavar="URL")] = None,
    not_published: Annotated[bool, typer.Option("--not-published", help="It is not public; send it.")] = False,
    give_up: Annotated[bool, typer.Option("--give-up", help="Leave it alone, as failed.")] = False,
    config: ConfigOption = None,
) -> None:
    """Say what became of an uncertain post, after looking at the account."""
    from scheduler.core.lifecycle import Move

    if sum((published is not None, not_published, give_up)) != 1:
        raise typer.BadParameter("choose one of --published URL, --not-published and --give-up")
    how = Move.FIND if published else Move.RULE_OUT if not_published else Move.GIVE_UP
    _change([number], how, config, reason="said by hand", url=published)


def _change(
    numbers: list[int], how: Move, config: Path | None, *, reason: str | None = None, url: str | None = None
) -> None:
    """Make one move with several posts: all of them, or none where one cannot."""
    from scheduler.store import posts

    with opened(config) as tambour, tambour.store.write() as tx:
        now = tambour.clock.now()
        states = [posts.change(tx, number, how, now=now, reason=reason, url=url) for number in numbers]
    for number, state in zip(numbers, states, strict=True):
        typer.echo(f"post {number} is {state}")
