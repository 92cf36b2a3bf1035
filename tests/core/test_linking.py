"""Rules of addresses that a post may point to."""

from __future__ import annotations

import pytest

from scheduler.core.linking import check_address
from scheduler.errors import ArticleError


@pytest.mark.parametrize("address", [None, "https://tisane.example/thym/?page=2#recette", "http://tisane.example:8080"])
def test_a_whole_address_is_taken(address: str | None) -> None:
    """And no address at all is one: a post needs none."""
    check_address(address)


@pytest.mark.parametrize(
    "address",
    ["/thym/", "tisane.example/thym", "ftp://tisane.example", "https://", "https://a b", "https://[::1", "https://a\n"],
)
def test_what_leads_nowhere_is_refused(address: str) -> None:
    """A reader who clicks finds nothing, and a platform may refuse the post."""
    with pytest.raises(ArticleError, match="is no web address"):
        check_address(address)
