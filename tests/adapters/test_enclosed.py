from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Json, Media
from adapters.enclosed import disclose, enclose


@given(st.binary())
def test_an_image_that_was_enclosed_is_disclosed_as_it_was(data: bytes) -> None:
    """It waits in a database that knows text alone."""
    assert disclose(enclose(Media(data, "image/png", 2, 2), "one")) == ("one.png", data, "image/png")


def test_a_type_without_an_ending_has_none() -> None:
    """Some platforms go by the name of a file."""
    assert disclose(enclose(Media(b"x", "image/x-unheard-of", 2, 2), "one"))[0] == "one"


@pytest.mark.parametrize("broken", [None, {}, {"name": "a", "mime": "b"}, {"name": "a", "mime": "b", "data": "?"}])
def test_what_is_no_image_is_not_sent(broken: Json) -> None:
    """A database that somebody has edited is no reason to post half a thing."""
    with pytest.raises(ValueError):
        disclose(broken)
