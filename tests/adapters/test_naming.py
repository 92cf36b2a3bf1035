from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Card, Content
from adapters.naming import LONGEST_SLUG, slug, title

LINK = "https://ex.org/semer"


def test_a_post_is_called_as_the_page_behind_its_link() -> None:
    """Its author found that name already."""
    assert title(Content("Un texte", LINK, Card("Semer l'été"))) == "Semer l'été"


def test_an_address_is_no_title() -> None:
    """A link that was given by hand has no other name."""
    assert title(Content("\nUn texte\nqui continue", LINK, Card(LINK))) == "Un texte"


def test_a_long_title_ends_after_a_word() -> None:
    """The text below it is whole."""
    assert title(Content("Semer l'été, récolter l'automne"), longest=14) == "Semer l'été…"
    assert title(Content("x" * 30), longest=10) == f"{'x' * 9}…"


@given(st.text(max_size=120), st.integers(2, 60))
def test_a_title_keeps_its_bound_and_its_line(text: str, longest: int) -> None:
    """A site refuses one that is longer."""
    found = title(Content(text), longest)

    assert len(found) <= longest
    assert len(found.splitlines()) <= 1


@given(st.text(max_size=120), st.text(max_size=20))
def test_a_slug_is_an_address_that_every_site_takes(text: str, key: str) -> None:
    """A site that has to change it would no longer be found by it."""
    found = slug(Content(text), key)

    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(found) <= LONGEST_SLUG + 13
    assert not found.startswith("-")


def test_a_slug_reads_as_the_title_and_is_the_keys_own() -> None:
    """Two posts of one title do not meet."""
    first, second = (slug(Content("Semer l'Été : 3 < 4"), key) for key in ("k1", "k2"))

    assert first.startswith("semer-l-ete-3-4-")
    assert first != second
