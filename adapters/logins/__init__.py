"""How each platform lets an account in, as data: the page where it begins, the least scopes, and the way from there.

Light on purpose, as `adapters.platforms` is. A platform's first way is the one that is taken unless another is asked
for. `{url}` in an address is the account's server, from its option of that name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from adapters.logins.table import LOGINS
from adapters.logins.ways import Longer, OAuth1, OAuth2, Paste, Way
from adapters.platforms import PLATFORMS

__all__ = ["LOGINS", "Longer", "OAuth1", "OAuth2", "Paste", "Way", "given", "gives", "missing", "needed"]


def gives(way: Way) -> tuple[str, ...]:
    """Return the options that a way gives, or asks for."""
    match way:
        case Paste():
            return way.options
        case OAuth2():
            kept = way.keeps_app and not way.register
            return (*(way.app if kept else ()), *((way.option,) if way.option else ()))
        case OAuth1():
            return (*way.app, *way.options)
        case _:  # pragma: no cover
            assert_never(way)


def given(platform: str) -> frozenset[str]:
    """Return the options of a platform that a login may give, so that the settings need not."""
    return frozenset(name for way in LOGINS.get(platform, ()) for name in gives(way))


def needed(platform: str) -> frozenset[str]:
    """Return those of them that an account of the platform cannot do without."""
    options = PLATFORMS[platform].options if platform in PLATFORMS else ()
    return frozenset(option.name for option in options if option.required) & given(platform)


def missing(platform: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes that a platform's login asks for and `allowed` lacks; none where nothing is known."""
    known = {*allowed}
    wanted = next((way.scopes for way in LOGINS.get(platform, ()) if way.scopes), ())
    # `write` allows of `write:media`, where scopes are so written
    return tuple(scope for scope in wanted if not known & {scope, scope.partition(":")[0]}) if known else ()
