"""An article without its prose: what a plan of two thousand of them reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.core.article import outline
from scheduler.errors import ArticleError
from tests.core.article import PATH, SITE, read

TEXT = """\
---
title: Le thym
tags: [Jardin]
date: 2026-01-10
---

## Semer

Le thym lève en trois semaines dans une terre tiède et bien drainée.
"""


def test_an_outline_is_the_article_without_its_prose() -> None:
    """What it says of itself must be the same, or a plan would be made for another article."""
    whole = read(TEXT)

    short = outline(TEXT, PATH, SITE, digest="0" * 64)

    assert short == replace(whole, text="", sections=(), own=(), heads=())


def test_an_outline_of_what_is_no_article_names_the_file() -> None:
    """As reading all of it does."""
    with pytest.raises(ArticleError, match=f"{PATH}, line 3"):
        outline("---\ntitle: [\n---\n", PATH, SITE, digest="")
