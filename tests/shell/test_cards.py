"""Rules of quote cards."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from scheduler.cards import MARGIN, SQUARE, WIDE, draw
from scheduler.core.model import CardStyle
from scheduler.errors import MediaError

STYLE = CardStyle("#1f4d3a", "#f6efe0")
WORDS = "Le thym demande du soleil, peu d’eau et une taille par an."
LATIN = "aàâäbcçdeéèêëfghiîïjklmnñoôöœpqrsßtuùûüvwxyÿzæÀÉÈÇŒÆ0123456789.,;:!?…'’«»“”„()[]–—-€%°&/•¿¡×²"


def drawn(words: str, style: CardStyle = STYLE, *, square: bool = False, footer: str = "tisane.example") -> Image.Image:
    return Image.open(BytesIO(draw(words, style, footer=footer, square=square))).convert("RGB")


def inked(card: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around all that is drawn."""
    box = ImageChops.difference(card, Image.new("RGB", card.size, STYLE.background)).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize(("square", "size"), [(False, WIDE), (True, SQUARE)])
def test_a_card_has_the_size_that_is_asked_for(square: bool, size: tuple[int, int]) -> None:
    """Platforms cut what has another shape."""
    assert drawn(WORDS, square=square).size == size


def test_a_card_has_the_colours_of_the_brand() -> None:
    """Readers know them."""
    card = drawn(WORDS)

    assert card.getpixel((5, 5)) == (0x1F, 0x4D, 0x3A)
    assert card.getpixel((MARGIN + 2, MARGIN + 2)) == (0xF6, 0xEF, 0xE0)


def test_the_same_words_give_the_same_bytes() -> None:
    """A second preview shows what the first showed, and what is stored once is found again."""
    assert draw(WORDS, STYLE, footer="a", square=False) == draw(WORDS, STYLE, footer="a", square=False)


def test_other_words_give_another_card() -> None:
    """Else nothing would be drawn."""
    assert draw(WORDS, STYLE, footer="a", square=False) != draw(WORDS[:-1], STYLE, footer="a", square=False)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(LATIN, min_size=1, max_size=25), min_size=1, max_size=60).map(" ".join), st.booleans())
def test_the_words_fit_or_are_refused(words: str, square: bool) -> None:
    """Whatever their length, nothing is cut and nothing stands in the margin."""
    try:
        card = drawn(words, square=square)
    except MediaError as error:
        assert "too many to be read on a card" in str(error)  # noqa: PT017  most draws are no error
        return
    left, top, right, bottom = inked(card)
    slack = 12  # letters may lean out of their box a little

    assert left >= MARGIN - slack
    assert top >= MARGIN
    assert right <= card.width - MARGIN + slack
    assert bottom <= card.height - MARGIN + slack


def test_a_long_text_is_refused_by_its_length() -> None:
    """Letters that nobody can read are no picture."""
    with pytest.raises(MediaError, match="characters are too many"):
        drawn("une tasse " * 60)


def test_a_long_word_is_set_in_smaller_letters() -> None:
    """No word is ever cut."""
    assert inked(drawn("Anticonstitutionnellementissime"))[2] <= WIDE[0] - MARGIN + 12


def test_a_word_too_long_for_any_size_is_refused() -> None:
    """An address, mostly."""
    with pytest.raises(MediaError, match="too many"):
        drawn("a" * 200)


def test_no_break_spaces_are_drawn_as_spaces() -> None:
    """Many fonts have no narrow one, and would show a box."""
    narrow = draw("dix\N{NARROW NO-BREAK SPACE}ans\N{NO-BREAK SPACE}!", STYLE, footer="", square=False)

    assert narrow == draw("dix ans !", STYLE, footer="", square=False)


def test_the_lines_of_a_list_stand_one_under_the_other() -> None:
    """Run together, they would not be read as a list."""
    list_height = inked(drawn("Trois gestes :\n• tailler\n• arroser\n• cueillir"))[3]

    assert list_height >= inked(drawn("Trois gestes : tailler", footer=""))[3]


@pytest.mark.parametrize("words", ["Le thé 日本", "مرحبا", "thym 🌿"])
def test_a_letter_that_the_font_lacks_is_named(words: str) -> None:
    """A row of boxes is worse than no picture."""
    with pytest.raises(MediaError, match="the font Manrope lacks"):
        drawn(words)


def test_the_font_that_comes_along_has_the_letters_of_our_languages() -> None:
    """French first."""
    assert drawn(" ".join(LATIN)).size == WIDE


def test_a_long_host_is_set_in_smaller_letters() -> None:
    """It must not run into the margin."""
    assert inked(drawn(WORDS, footer="la-tres-vieille-maison-de-tisane." * 4 + "example"))[2] <= WIDE[0] - MARGIN + 2


def logo(folder: Path, mode: str) -> str:
    path = folder / "logo.png"
    Image.new(mode, (400, 100), (255, 0, 0) if mode == "RGB" else (255, 0, 0, 128)).save(path)
    return str(path)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_logo_stands_at_the_foot(mode: str, tmp_path: Path) -> None:
    """Small enough to leave the words alone."""
    card = drawn(WORDS, CardStyle(STYLE.background, STYLE.ink, logo=logo(tmp_path, mode)))

    pixel = card.getpixel((WIDE[0] - MARGIN - 10, WIDE[1] - MARGIN - 10))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 120


def test_a_font_of_ones_own_is_used(tmp_path: Path) -> None:
    """Brands have one."""
    from importlib.resources import files  # noqa: PLC0415  only here

    own = tmp_path / "own.ttf"
    own.write_bytes((files("font_manrope") / "files" / "Manrope-Light.ttf").read_bytes())
    style = CardStyle(STYLE.background, STYLE.ink, font=str(own))

    assert draw(WORDS, style, footer="", square=False) != draw(WORDS, STYLE, footer="", square=False)


@pytest.mark.parametrize(
    ("field", "said"), [("font", "cannot be read as a font"), ("logo", "cannot be read as an image")]
)
def test_a_file_of_the_wrong_kind_is_named(field: str, said: str, tmp_path: Path) -> None:
    """The settings can be corrected."""
    path = tmp_path / "wrong"
    path.write_text("nothing of the sort")

    with pytest.raises(MediaError, match=said):
        drawn(WORDS, CardStyle(STYLE.background, STYLE.ink, **{field: str(path)}))
