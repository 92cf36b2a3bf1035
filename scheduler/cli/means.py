"""What posts ask of an account before they are queued: the money, and the room that its platform has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.cli import show

if TYPE_CHECKING:
    from scheduler.app import Tambour
    from scheduler.core.model import NewPost
    from scheduler.settings import AccountSettings


def tell(tambour: Tambour, posts: Sequence[NewPost]) -> None:
    """Say for each account what its posts cost, what is left of its budget, and how many its platform still takes."""
    for name in dict.fromkeys(post.account for post in posts):
        account, own = tambour.account(name), [post for post in posts if post.account == name]
        for words in (*_money(tambour, account, own), *_room(tambour, account)):
            show.say(f"{name}: {words}", err=True)


def _money(tambour: Tambour, account: AccountSettings, posts: Sequence[NewPost]) -> Iterator[str]:
    from adapters.prices import cost
    from scheduler.core.budget import dollars
    from scheduler.store import spending

    asked = sum((cost(post.platform, post.content) for post in posts), start=Decimal(0))
    if not asked:
        return
    many = show.many(len(posts), "post costs", "posts cost")
    told, now, budget = f"{many} ${dollars(asked)}", tambour.clock.now(), account.budget
    if budget is not None:
        with tambour.unwritten() as store, store.read() as tx:
            spent = spending.paid(tx, {account.name: budget}, now=now)[account.name]
        told += f"; of the ${dollars(budget.most)} for {budget.month(now):%Y-%m}, ${dollars(spent)} are spent"
    yield told


def _room(tambour: Tambour, account: AccountSettings) -> Iterator[str]:
    """Ask where a platform tells; a preview is none the worse for a platform that does not answer."""
    from adapters.base import AdapterError, Rations
    from adapters.registry import load
    from scheduler.errors import CredentialError

    if not issubclass(load(account.platform), Rations):  # type: ignore[arg-type]  # a class, as the registry has it
        return
    try:
        adapter = tambour.adapter(account)
        assert isinstance(adapter, Rations)
        quota = adapter.quota()
    except (AdapterError, CredentialError) as error:
        yield f"how many posts its platform still takes is not known: {error}"
    else:
        hours = int(quota.within.total_seconds() // 3600)
        yield f"its platform takes {quota.left} more posts of {quota.most} within {hours} hours"
