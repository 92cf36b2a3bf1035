"""Articles in the database: which file, which link, which version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.core.model import Article
from scheduler.errors import ArticleError
from scheduler.store import Store, articles
from tests.shell.fakes import START
from tests.shell.sites import Garden

pytestmark = pytest.mark.both


@pytest.fixture
def article(tmp_path: Path) -> Article:
    return Garden(tmp_path).article(more="canonical_url: https://garden.example/thyme/")


def keep(store: Store, article: Article) -> int:
    with store.write() as tx:
        return articles.keep(tx, article, now=START)


def find(store: Store, article: Article) -> articles.Known | None:
    with store.read() as tx:
        return articles.find(tx, article)


def test_an_article_that_was_never_queued_is_not_known(store: Store, article: Article) -> None:
    """It is new."""
    assert find(store, article) is None


def test_an_article_is_known_by_its_file(store: Store, article: Article) -> None:
    """Whatever has become of its title, its link and its text."""
    number = keep(store, article)
    changed = replace(article, title="Sage", link="https://garden.example/sage/", digest="0" * 64)

    assert find(store, changed) == articles.Known(number, article.digest)


def test_an_article_without_a_link_is_known_by_its_file(store: Store, article: Article) -> None:
    """A site need not be on the web; two of them are two."""
    bare = replace(article, link=None)
    number = keep(store, bare)

    assert find(store, bare) == articles.Known(number, article.digest)
    assert find(store, replace(bare, path="/other.md")) is None


def test_a_newer_version_replaces_the_older(store: Store, article: Article) -> None:
    """It keeps its number, and with it its posts."""
    first = keep(store, article)
    second = keep(store, replace(article, digest="0" * 64, date=START + timedelta(days=1)))

    assert first == second
    assert find(store, article) == articles.Known(first, "0" * 64)


def test_a_link_belongs_to_one_file(store: Store, article: Article) -> None:
    """One page would be announced twice."""
    keep(store, article)

    with pytest.raises(ArticleError, match="give one of them another slug, url or canonical_url"):
        keep(store, replace(article, path="/copy.md"))
