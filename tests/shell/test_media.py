"""Rules of the images that go out."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from adapters.base import Counting, Limits, Media
from adapters.limits import LIMITS
from scheduler import media
from scheduler.errors import MediaError
from scheduler.media import fitted, load, opened

ANY = Limits(Counting.CODE_POINTS, text=None, images=4)
EVERY_MODE = [
    ("1", "PNG"),
    ("L", "JPEG"),
    ("LA", "PNG"),
    ("P", "GIF"),
    ("RGB", "BMP"),
    ("RGBA", "WEBP"),
    ("CMYK", "JPEG"),
    ("YCbCr", "TIFF"),
    ("I", "TIFF"),
    ("I;16", "PNG"),
    ("F", "TIFF"),
]


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture that hardly compresses."""
    return Image.effect_noise((width, height), 100).convert(mode)


def made(data: bytes, limits: Limits = ANY, *, max_bytes: int | None = None, alt: str = "") -> Media:
    return fitted(data, named="tasse.jpg", alt=alt, limits=limits, max_bytes=max_bytes)


def shown(picture: Media) -> Image.Image:
    return Image.open(BytesIO(picture.data))


@pytest.mark.parametrize(("mode", "kind"), EVERY_MODE)
@pytest.mark.parametrize("mime", ["image/jpeg", "image/png", "image/webp"])
def test_a_picture_of_every_mode_goes_out(mode: str, kind: str, mime: str) -> None:
    """People have scans, drawings, photographs for print and pictures of sixteen bits."""
    limits = Limits(Counting.CODE_POINTS, text=None, images=1, image_types=(mime,))
    done = made(encoded(Image.new(mode, (20, 10)), kind), limits)

    assert (shown(done).size, done.mime) == ((20, 10), mime)


def test_a_picture_of_sixteen_bits_keeps_its_greys() -> None:
    """Read as eight bits, it would be white."""
    grey = Image.new("I;16", (4, 4), 32768)
    grey.putpixel((0, 0), 65535)

    picture, _ = opened(encoded(grey), "grey")

    assert picture.getpixel((2, 2)) in {127, 128}


def test_a_picture_has_its_type_its_size_and_its_alt_text() -> None:
    """The adapter tells them to the platform."""
    done = made(encoded(noise(40, 30), "JPEG"), alt="Une tasse")

    assert (done.mime, done.width, done.height, done.alt) == ("image/jpeg", 40, 30, "Une tasse")


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x010F] = "camera"
    found.get_ifd(0x8825)[1] = "camera of the north"
    return found


def _with_text() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "camera of Jeanne")
    return info


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    "data",
    [
        encoded(noise(30, 30), "JPEG", exif=exif(), icc_profile=SRGB, comment=b"camera", xmp=b"<x>camera</x>"),
        encoded(noise(30, 30), "PNG", exif=exif(), icc_profile=SRGB, pnginfo=_with_text()),
        encoded(noise(30, 30), "WEBP", exif=exif(), icc_profile=SRGB, xmp=b"<x>camera</x>"),
        encoded(noise(30, 30, "P"), "GIF", comment=b"camera"),
        encoded(noise(30, 30), "TIFF", exif=exif()),
    ],
    ids=["JPEG", "PNG", "WEBP", "GIF", "TIFF"],
)
@pytest.mark.parametrize("mime", ["image/jpeg", "image/png", "image/webp"])
def test_nothing_but_the_picture_goes_out(data: bytes, mime: str) -> None:
    """A photograph tells where its author lives."""
    done = made(data, Limits(Counting.CODE_POINTS, text=None, images=1, image_types=(mime,)))
    read = shown(done)

    assert b"camera" not in done.data
    assert dict(read.getexif()) == {}
    assert set(read.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "duration"}


def test_a_picture_taken_sideways_stands_upright() -> None:
    """What told the camera's position is gone with the metadata."""
    turned = Image.Exif()
    turned[0x0112] = 6

    done = made(encoded(noise(40, 20), "JPEG", exif=turned))

    assert (done.width, done.height) == (20, 40)


def wide_gamut() -> bytes:
    """Return a profile whose red and green are swapped, so that no eye could miss what it does."""
    data = bytearray(SRGB)
    count = struct.unpack(">I", data[128:132])[0]
    places = {data[at : at + 4].decode(): at for at in range(132, 132 + 12 * count, 12)}
    red, green = (bytes(data[places[name] + 4 : places[name] + 12]) for name in ("rXYZ", "gXYZ"))
    data[places["rXYZ"] + 4 : places["rXYZ"] + 12] = green
    data[places["gXYZ"] + 4 : places["gXYZ"] + 12] = red
    return bytes(data)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_are_brought_to_srgb(mode: str) -> None:
    """Without their profile, a camera's colours would look dull or wrong."""
    red = Image.new(mode, (9, 9), (255, 0, 0) if mode == "RGB" else (255, 0, 0, 120))

    colour = opened(encoded(red, "PNG", icc_profile=wide_gamut()), "red")[0].getpixel((4, 4))

    assert isinstance(colour, tuple)
    assert colour[1] > 240
    assert colour[0] < 40


def test_a_broken_profile_is_passed_over() -> None:
    """The picture without it is what every old browser shows."""
    data = encoded(noise(9, 9), "PNG", icc_profile=b"no profile at all")

    assert made(data).width == 9


def test_a_profile_of_another_kind_of_picture_is_passed_over() -> None:
    """Tools that turn grey pictures forget the profile of the colours."""
    assert made(encoded(noise(9, 9, "L"), "PNG", icc_profile=SRGB)).width == 9


def test_what_is_transparent_stays_so_where_it_can() -> None:
    """A logo has no white box around it."""
    read = shown(made(encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0)))))

    assert read.mode == "RGBA"


def test_what_is_transparent_is_white_in_a_jpeg() -> None:
    """Black ink on black paper cannot be read."""
    limits = Limits(Counting.CODE_POINTS, text=None, images=1, image_types=("image/jpeg",))
    read = shown(made(encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), limits))

    assert read.getpixel((4, 4)) == (255, 255, 255)


def test_a_picture_too_heavy_changes_its_type_before_its_size() -> None:
    """A photograph saved as PNG loses nothing that an eye would see."""
    data = encoded(Image.linear_gradient("L").resize((400, 400)).convert("RGB").effect_spread(4), "PNG")
    done = made(data, max_bytes=len(data) // 4)

    assert (done.mime, done.width) == ("image/jpeg", 400)


def test_a_picture_too_narrow_for_its_height_gets_margins() -> None:
    """Nothing of it is cut off."""
    limits = Limits(Counting.CODE_POINTS, text=None, images=1, image_ratio=(0.8, 1.91))
    done = made(encoded(Image.new("RGB", (400, 1000), "black")), limits)

    assert (done.width, done.height) == (800, 1000)
    assert shown(done).convert("L").getpixel((0, 500)) == 255
    assert shown(done).convert("L").getpixel((400, 500)) == 0


def test_a_picture_narrower_than_the_platform_takes_is_refused() -> None:
    """Enlarged, it would be a blur."""
    limits = Limits(Counting.CODE_POINTS, text=None, images=1, image_width=(320, 1440))

    with pytest.raises(MediaError, match="a width of 320 to 1440 pixels"):
        made(encoded(noise(200, 200)), limits)


def test_a_platform_whose_types_cannot_be_written_is_named() -> None:
    """A guess would be refused there, after hours in the queue."""
    limits = Limits(Counting.CODE_POINTS, text=None, images=1, image_types=("image/avif",))

    with pytest.raises(MediaError, match="would have to be image/avif"):
        made(encoded(noise(9, 9)), limits)


def test_an_alt_text_is_never_cut() -> None:
    """The end of it may be what matters; its author shortens it."""
    limits = Limits(Counting.CODE_POINTS, text=None, images=1, alt_text=10)

    with pytest.raises(MediaError, match="has 11 characters, 10 fit; shorten it"):
        made(encoded(noise(9, 9)), limits, alt="a" * 11)


def test_a_platform_without_alt_texts_takes_the_picture_alone() -> None:
    """That is all that it can show."""
    limits = Limits(Counting.CODE_POINTS, text=None, images=1, alt_text=0)

    assert made(encoded(noise(9, 9)), limits, alt="Une tasse").alt == ""


Bad = Callable[[Path], None]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "there is no image at"),
        (lambda path: path.mkdir(), "is no file"),
        (lambda path: path.write_text("<svg/>"), "cannot be read as an image"),
        (lambda path: path.write_bytes(encoded(noise(50, 50))[:900]), "cannot be read as an image"),
        (lambda path: path.write_bytes(b""), "cannot be read as an image"),
    ],
    ids=["missing", "folder", "drawing", "torn", "empty"],
)
def test_what_is_no_image_is_refused_by_name(make: Bad, said: str, tmp_path: Path) -> None:
    """The path is what its author can correct."""
    path = tmp_path / "tasse.png"
    make(path)

    with pytest.raises(MediaError, match=said) as caught:
        load(path, alt="", limits=ANY, max_bytes=None)
    assert str(path) in str(caught.value)


def test_a_file_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    """It would fill the memory."""
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(media.LARGEST_FILE * 3)

    with pytest.raises(MediaError, match="is larger than"):
        load(path, alt="", limits=ANY, max_bytes=None)


def bomb(width: int, height: int) -> bytes:
    """Return a small file that claims to be an enormous picture."""
    small = encoded(Image.new("L", (1, 1)))
    head = struct.pack(">II", width, height)
    changed = small[:16] + head + small[24:]
    check = struct.pack(">I", PngImagePlugin._crc32(changed[12:29]))
    return changed[:29] + check + changed[33:]


@pytest.mark.parametrize("side", [10_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_refused(side: int) -> None:
    """A few bytes may unpack to gigabytes."""
    with pytest.raises(MediaError, match="pixels; make it smaller"):
        made(bomb(side, side))


@pytest.mark.parametrize("platform", LIMITS)
@pytest.mark.parametrize("size", [(1400, 600), (700, 1400)])
def test_a_usual_picture_fits_on_every_platform(platform: str, size: tuple[int, int]) -> None:
    """A photograph from a telephone, upright or not, is what people have."""
    limits = LIMITS[platform]
    done = made(encoded(Image.new("RGB", size), "JPEG"), limits, max_bytes=limits.image_bytes, alt="Une tasse")

    assert done.mime in limits.image_types


ANY_LIMITS = st.builds(
    Limits,
    counting=st.just(Counting.CODE_POINTS),
    text=st.none(),
    image_pixels=st.none() | st.integers(1000, 200_000),
    image_width=st.none() | st.tuples(st.integers(1, 320), st.integers(330, 900)),
    image_ratio=st.none() | st.tuples(st.floats(0.1, 1), st.floats(1, 5)),
    image_types=st.sampled_from([("image/jpeg",), ("image/png",), ("image/webp", "image/png"), ("image/gif",)]),
)


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 500),
    st.integers(1, 500),
    st.sampled_from(["L", "RGB", "RGBA", "P"]),
    ANY_LIMITS,
    st.none() | st.integers(100, 60_000),
)
def test_what_goes_out_is_within_the_limits(
    width: int, height: int, mode: str, limits: Limits, max_bytes: int | None
) -> None:
    """Whatever the picture; one that cannot be made to fit is refused here, not by the platform."""
    try:
        done = made(encoded(noise(width, height, mode)), limits, max_bytes=max_bytes)
    except MediaError:
        return
    least, most = limits.image_width or (0, 10_000)
    low, high = limits.image_ratio or (0.0, 10_000.0)

    assert shown(done).size == (done.width, done.height)
    assert done.mime in limits.image_types
    assert max_bytes is None or len(done.data) <= max_bytes
    assert limits.image_pixels is None or done.width * done.height <= limits.image_pixels
    assert least <= done.width <= most
    assert low * done.height <= done.width <= high * done.height + 1e-6
