"""Pictures: nothing of their maker left in them, and small enough."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import shake_128
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from adapters.base import Counting, Limits, Media
from scheduler.errors import MediaError
from scheduler.media import SMALLEST, load

LIMITS = Limits(Counting.CODE_POINTS, text=None, images=1)
JPEG_ONLY = Limits(Counting.CODE_POINTS, text=None, images=1, image_types=("image/jpeg",))
PNG_ONLY = Limits(Counting.CODE_POINTS, text=None, images=1, image_types=("image/png",))
WEBP_TOO = Limits(Counting.CODE_POINTS, text=None, images=1, image_types=("image/jpeg", "image/webp"))

ORIENTATION = 0x0112
MAKER = 0x010F
GPS = 0x8825

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def save_picture(picture: Image.Image, name: str, **how: Any) -> Path:
        picture.save(tmp_path / name, **how)
        return tmp_path / name

    return save_picture


def fitted(path: Path, limits: Limits = LIMITS, max_bytes: int | None = None) -> Media:
    return load(path, alt="tasse", limits=limits, max_bytes=max_bytes)


def seen(media: Media) -> Image.Image:
    return Image.open(BytesIO(media.data))


def near(pixel: Any, expected: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 8 for one, other in zip(pixel, expected, strict=True))


def noise(width: int, height: int) -> Image.Image:
    """Return a picture that no format can compress."""
    return Image.frombytes("RGB", (width, height), shake_128(b"noise").digest(3 * width * height))


def private() -> Image.Exif:
    exif = Image.Exif()
    exif[MAKER] = "secret camera"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (48.0, 51.0, 24.0)
    return exif


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_nothing_of_the_maker_is_left(save: Save, name: str) -> None:
    """A photo taken at home says where that is."""
    path = save(Image.new("RGB", (40, 40), "green"), name, exif=private(), xmp=b"<x:xmpmeta>secret place</x:xmpmeta>")

    found = fitted(path, WEBP_TOO if name.endswith("webp") else LIMITS)

    assert b"secret" not in found.data
    assert dict(seen(found).getexif()) == {}


def test_no_comment_is_left(save: Save) -> None:
    """Cameras and programs sign their work there."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "secret name")
    paths = [
        save(Image.new("RGB", (40, 40)), "a.jpg", comment=b"secret name"),
        save(Image.new("RGB", (40, 40)), "a.png", pnginfo=notes),
    ]

    assert [b"secret" in fitted(path).data for path in paths] == [False, False]


def test_a_picture_is_upright(save: Save) -> None:
    """The turn is written in what is taken away."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be turned a quarter clockwise
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("red", (0, 0, 30, 40))

    found = fitted(save(picture, "a.jpg", exif=exif))

    assert (found.width, found.height) == (40, 60)
    assert near(seen(found).getpixel((20, 5)), (254, 0, 0))


def test_a_picture_that_fits_keeps_its_format_and_size(save: Save) -> None:
    """The author chose them."""
    found = [fitted(save(noise(50, 30), name), WEBP_TOO) for name in ("a.jpg", "a.webp")]
    found.append(fitted(save(noise(50, 30), "a.png")))

    assert [(one.mime, one.width, one.height) for one in found] == [
        ("image/jpeg", 50, 30),
        ("image/webp", 50, 30),
        ("image/png", 50, 30),
    ]


def test_what_is_said_of_a_picture_is_true_of_its_bytes(save: Save) -> None:
    """Platforms check."""
    found = fitted(save(noise(50, 30), "a.png"), JPEG_ONLY)

    assert (seen(found).format, seen(found).size) == ("JPEG", (found.width, found.height))
    assert (found.mime, found.alt) == ("image/jpeg", "tasse")


def test_what_is_clear_becomes_white(save: Save) -> None:
    """JPEG knows no transparency, and black would hide a drawing's lines."""
    found = fitted(save(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "a.png"), JPEG_ONLY)

    assert near(seen(found).getpixel((20, 20)), (255, 255, 255))


def test_what_is_clear_stays_clear_where_it_can(save: Save) -> None:
    """A logo on a dark page."""
    found = fitted(save(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "a.webp", lossless=True), PNG_ONLY)

    assert (found.mime, seen(found).convert("RGBA").getpixel((20, 20))[3]) == ("image/png", 0)  # type: ignore[index]


def test_a_clear_colour_of_a_palette_stays_clear(save: Save) -> None:
    """That is how small drawings are saved."""
    picture = Image.new("P", (40, 40), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.paste(1, (0, 0, 20, 40))

    found = seen(fitted(save(picture, "a.png", transparency=0))).convert("RGBA")

    assert (found.getpixel((5, 5)), found.getpixel((30, 30))[3]) == ((0, 0, 255, 255), 0)  # type: ignore[index]


def test_print_colours_become_screen_colours(save: Save) -> None:
    """Browsers show a CMYK file in odd colours, if at all."""
    found = fitted(save(Image.new("CMYK", (40, 40), (0, 255, 255, 0)), "a.jpg"))

    assert seen(found).mode == "RGB"
    assert near(seen(found).getpixel((20, 20)), (254, 0, 0))


def test_sixteen_bits_become_eight(save: Save) -> None:
    """Scanners write them; cut off instead of scaled, they are all white."""
    found = fitted(save(Image.new("I;16", (40, 40), 0x8000), "a.png"), JPEG_ONLY)

    assert near(seen(found).convert("RGB").getpixel((20, 20)), (128, 128, 128))


def test_a_film_becomes_its_first_picture(save: Save) -> None:
    """An animation is no picture of an article, its beginning is."""
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    found = fitted(save(frames[0], "a.gif", save_all=True, append_images=frames[1:]))

    assert (found.mime, getattr(seen(found), "n_frames", 1)) == ("image/jpeg", 1)
    assert near(seen(found).getpixel((20, 20)), (254, 0, 0))


def test_a_picture_is_shrunk_until_it_fits(save: Save) -> None:
    """A card's picture may have a few hundred kilobytes only."""
    found = fitted(save(noise(800, 600), "a.png"), max_bytes=150_000)

    assert len(found.data) <= 150_000
    assert found.mime == "image/jpeg"
    assert found.width >= SMALLEST


def test_a_picture_that_jpeg_may_not_carry_is_shrunk_as_it_is(save: Save) -> None:
    """The platform says what it takes."""
    found = fitted(save(noise(800, 600), "a.png"), PNG_ONLY, max_bytes=900_000)

    assert (found.mime, len(found.data) <= 900_000) == ("image/png", True)


def test_a_picture_that_cannot_fit_is_refused(save: Save) -> None:
    """A stamp of it would be of no use."""
    with pytest.raises(MediaError, match=r"a\.png cannot be made to fit 2,000 bytes; use another picture"):
        fitted(save(noise(800, 600), "a.png"), max_bytes=2_000)


def test_a_picture_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A typing error in the front matter."""
    with pytest.raises(MediaError, match=r"there is no image at .*a\.png; correct the path"):
        fitted(tmp_path / "a.png")


@pytest.mark.parametrize("content", [b"", b"Not a picture.", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"])
def test_what_is_no_picture_is_refused_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    """PostScript would even be run."""
    (tmp_path / "a.png").write_bytes(content)

    with pytest.raises(MediaError, match=r"a\.png cannot be read as an image; use a JPEG or PNG file"):
        fitted(tmp_path / "a.png")


@pytest.mark.parametrize("side", [9_500, 14_000])
def test_a_bomb_is_refused(save: Save, side: int) -> None:
    """A few bytes that unfold into gigabytes."""
    path = save(Image.new("1", (side, side)), "a.png")

    with pytest.raises(MediaError, match=r"has more than [\d,]+ pixels; make it smaller"):
        fitted(path)


def encoded(kind: str) -> bytes:
    out = BytesIO()
    noise(24, 24).save(out, kind, exif=private())
    return out.getvalue()


ENCODED = {kind: encoded(kind) for kind in ("jpeg", "png", "webp", "gif", "tiff", "bmp")}


@given(
    kind=st.sampled_from(sorted(ENCODED)),
    at=st.integers(0, 10_000),
    junk=st.binary(max_size=12),
    length=st.none() | st.integers(0, 3_000),
)
def test_a_damaged_picture_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, kind: str, at: int, junk: bytes, length: int | None
) -> None:
    """Decoders stumble in many ways; the command must not."""
    whole = ENCODED[kind]
    place = at % len(whole)
    path = tmp_path_factory.getbasetemp() / f"a.{kind}"
    path.write_bytes((whole[:place] + junk + whole[place + len(junk) :])[:length])

    try:
        told = fitted(path).mime
    except MediaError as error:
        told = str(error)

    assert told.startswith(("image/", str(path)))
