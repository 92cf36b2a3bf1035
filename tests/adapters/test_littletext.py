"""LinkedIn's mark-up."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.littletext import escape


def test_every_character_that_means_something_is_escaped() -> None:
    """A bracket that is not cuts the post short in silence."""
    assert escape("Le (thym) #été a_b *c* <d> @e {f} [g] h|i ~j \\") == (
        r"Le \(thym\) \#été a\_b \*c\* \<d\> \@e \{f\} \[g\] h\|i \~j \\"
    )


def test_a_hashtag_of_the_post_stays_a_link() -> None:
    """Within its word, what means something is escaped all the same."""
    assert escape("Le #thym et #thym_citron, pas #thymol", {"thym", "thym_citron"}) == (
        r"Le #thym et #thym\_citron, pas \#thymol"
    )


@given(st.text(max_size=60), st.sets(st.sampled_from(["thym", "été", "a_b"])))
def test_what_is_escaped_reads_as_written(text: str, hashtags: set[str]) -> None:
    """Taking every other backslash away gives the text back."""
    read = iter(escape(text, hashtags))

    assert "".join(next(read) if char == "\\" else char for char in read) == text
