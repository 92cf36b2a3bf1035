"""LinkedIn's mark-up."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.littletext import escape, read


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
    """Nothing that means something to LinkedIn gets into a post, and nothing gets lost."""
    assert read(escape(text, hashtags)) == text


def test_a_hashtag_that_linkedin_has_made_a_template_reads_as_written() -> None:
    """A post that is not recognised would be sent again."""
    assert read(r"Le {hashtag|\#|thym} et {hashtag|\#|thym\_citron} \(frais\)") == "Le #thym et #thym_citron (frais)"
