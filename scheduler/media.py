"""Images: read, brought to sRGB, freed of their metadata, and made to fit."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from math import ceil, inf
from pathlib import Path
from typing import cast

from PIL import Image, ImageCms, ImageOps

from adapters.base import Limits, Media
from scheduler.errors import MediaError

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
READABLE = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""Pillow's other decoders start programs, or are for no picture of an article."""
QUALITY = 88
SMALLEST = 320
"""Pixels: a picture that must become narrower than this to fit is of no use."""
LONGEST_SIDE = 16_383
"""Pixels: what every format that is written can hold."""
LARGEST_FILE = 50_000_000
"""Bytes that are read of a picture."""
PAPER = "white"
"""Stands behind what is transparent, and beside what is too narrow or too low for the platform."""


def load(path: Path, *, alt: str, limits: Limits, max_bytes: int | None) -> Media:
    """Read an image and encode it anew within `limits` and `max_bytes`, without metadata.

    Raises MediaError.
    """
    return fitted(read(path), named=str(path), alt=alt, limits=limits, max_bytes=max_bytes)


def read(path: Path) -> bytes:
    """Return the bytes of an image file.

    Raises MediaError.
    """
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise MediaError(f"{path} is no file; name a JPEG or PNG file")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise MediaError(f"there is no image at {path}; correct the path") from error
    except OSError as error:
        raise MediaError(f"{path} cannot be read ({error.strerror}); make it a file that tambour may read") from error
    if len(data) > LARGEST_FILE:
        raise MediaError(f"{path} is larger than {LARGEST_FILE:,} bytes; use a smaller picture")
    return data


def fitted(data: bytes, *, named: str, alt: str, limits: Limits, max_bytes: int | None) -> Media:
    """Encode an image anew within `limits` and `max_bytes`, without metadata.

    Nothing is cut off and no picture is enlarged: one too narrow for its height, or too low for its width, gets
    margins. Raises MediaError, which calls the image `named`.
    """
    if limits.alt_text and len(alt) > limits.alt_text:
        raise MediaError(f"the alt text of {named} has {len(alt)} characters, {limits.alt_text} fit; shorten it")
    picture, own = opened(data, named)
    for smaller in _smaller(picture, limits):
        for mime in _mimes(smaller, own, limits, named):
            encoded = _encode(smaller, mime)
            if max_bytes is None or len(encoded) <= max_bytes:
                return Media(encoded, mime, smaller.width, smaller.height, "" if limits.alt_text == 0 else alt)
    raise MediaError(f"{named} cannot be made to fit {_told(limits, max_bytes)}; use another picture")


def opened(data: bytes, named: str) -> tuple[Image.Image, str]:
    """Return an image upright, in sRGB, as `L`, `RGB` or `RGBA`, with its type.

    Raises MediaError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=READABLE) as file:
                picture = _plain(ImageOps.exif_transpose(file))
                return picture, Image.MIME.get(file.format or "", "")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaError(f"{named} has more than {Image.MAX_IMAGE_PIXELS:,} pixels; make it smaller") from error
    except Exception as error:  # Pillow's decoders raise what they stumble over, and say nowhere what that may be
        raise MediaError(f"{named} cannot be read as an image; use a JPEG or PNG file") from error


def _plain(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    alpha = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
    plain = _in_srgb(_eight_bits(picture), profile)
    if alpha is not None and alpha.getextrema() != (255, 255):
        plain = plain.convert("RGB")
        plain.putalpha(alpha)
    plain.info = {}
    return plain


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return the picture without transparency, in a mode of eight bits a channel."""
    match picture.mode:
        case "L" | "RGB" | "CMYK":
            return picture
        case "1" | "LA" | "La":
            return picture.convert("L")
        case "I" | "F" | "I;16" | "I;16B" | "I;16L" | "I;16N":
            grey = picture.convert("F")
            _, highest = cast("tuple[float, float]", grey.getextrema())
            depth = 255 if highest <= 255 else 65535  # noqa: PLR2004  what eight bits hold
            return grey.point(lambda value: value * (255 / depth)).convert("L")
        case _:
            return picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a profile that is broken, or of another kind of picture
            converted = None
        if converted is not None:
            return converted
    return picture if picture.mode == "L" else picture.convert("RGB")


def _smaller(picture: Image.Image, limits: Limits) -> Iterator[Image.Image]:
    """Yield the picture in every size that its platform takes, the largest first."""
    least, most = limits.image_width or (1, LONGEST_SIDE)
    pixels = inf if limits.image_pixels is None else limits.image_pixels
    factor = 1.0
    while True:
        size = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
        frame = _frame(size, limits)
        if frame[0] < least or (factor < 1 and frame[0] < SMALLEST):
            return
        if max(frame) <= LONGEST_SIDE and frame[0] <= most and frame[0] * frame[1] <= pixels:
            yield _framed(picture.resize(size, Image.Resampling.LANCZOS) if factor < 1 else picture, frame)
            factor *= 0.8
        else:
            factor *= 0.98


def _frame(size: tuple[int, int], limits: Limits) -> tuple[int, int]:
    """Return the size with margins that bring it to a ratio that the platform takes."""
    width, height = size
    least, most = limits.image_ratio or (0.0, inf)
    if width < height * least:
        return ceil(height * least), height
    if width > height * most:
        return width, ceil(width / most)
    return size


def _framed(picture: Image.Image, frame: tuple[int, int]) -> Image.Image:
    if picture.size == frame:
        return picture
    page = Image.new("RGB", frame, PAPER)
    page.paste(_on_paper(picture), ((frame[0] - picture.width) // 2, (frame[1] - picture.height) // 2))
    return page


def _mimes(picture: Image.Image, own: str, limits: Limits, named: str) -> list[str]:
    """Return what to encode a picture as, in the order to try."""
    usual = "image/png" if picture.mode == "RGBA" else "image/jpeg"
    known = [mime for mime in FORMATS if mime in limits.image_types]
    if not known:
        raise MediaError(f"{named} would have to be {' or '.join(limits.image_types)}, which cannot be written")
    wanted = [own, usual, "image/jpeg"]
    return list(dict.fromkeys(mime for mime in [*wanted, *known] if mime in known))


def _encode(picture: Image.Image, mime: str) -> bytes:
    out = BytesIO()
    flat = _on_paper(picture) if mime == "image/jpeg" else picture
    flat.save(out, FORMATS[mime], quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_paper(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    page = Image.new("RGBA", picture.size, PAPER)
    return Image.alpha_composite(page, picture).convert("RGB")


def _told(limits: Limits, max_bytes: int | None) -> str:
    size = None if max_bytes is None else f"{max_bytes:,} bytes"
    pixels = None if limits.image_pixels is None else f"{limits.image_pixels:,} pixels"
    width = limits.image_width and f"a width of {limits.image_width[0]} to {limits.image_width[1]} pixels"
    return ", ".join(told for told in (size, pixels, width) if told)
