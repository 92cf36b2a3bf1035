"""Images: read from disk, freed of their metadata, and made to fit."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from adapters.base import Limits, Media
from scheduler.errors import MediaError

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
READABLE = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""Pillow's other decoders start programs, or are for no picture of an article."""
QUALITY = 88
SMALLEST = 320
"""Pixels: a picture that must become narrower than this to fit is of no use."""


def load(path: Path, *, alt: str, limits: Limits, max_bytes: int | None) -> Media:
    """Read an image and encode it anew within `limits` and `max_bytes`, without metadata.

    Raises MediaError.
    """
    picture, own = _open(path)
    mime = _mime(picture, own, limits)
    if limits.image_pixels is not None and picture.width * picture.height > limits.image_pixels:
        shrink = (limits.image_pixels / (picture.width * picture.height)) ** 0.5
        picture = _scaled(picture, shrink)
    data = _encode(picture, mime)
    while max_bytes is not None and len(data) > max_bytes:
        if picture.width < SMALLEST:
            raise MediaError(f"{path} cannot be made to fit into {max_bytes:,} bytes; use another picture")
        picture, mime = _scaled(picture, 0.8), _smallest(limits)
        data = _encode(picture, mime)
    return Media(data, mime, picture.width, picture.height, alt)


def _open(path: Path) -> tuple[Image.Image, str]:
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise MediaError(f"{path} is no file; name a JPEG or PNG file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=READABLE) as file:
                return _plain(ImageOps.exif_transpose(file)), Image.MIME.get(file.format or "", "")
    except FileNotFoundError as error:
        raise MediaError(f"there is no image at {path}; correct the path") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaError(f"{path} has more than {Image.MAX_IMAGE_PIXELS:,} pixels; make it smaller") from error
    except Exception as error:  # Pillow's decoders raise what they stumble over, and say nowhere what that may be
        raise MediaError(f"{path} cannot be read as an image; use a JPEG or PNG file") from error


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, in a mode that every format takes and that scales smoothly."""
    if picture.mode.startswith("I;16"):  # Pillow would cut such values off instead of scaling them
        picture = picture.convert("I").point(lambda value: value / 257, "L")
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.info.clear()
    return picture


def _mime(picture: Image.Image, own: str, limits: Limits) -> str:
    fallback = "image/png" if picture.mode == "RGBA" else "image/jpeg"
    for mime in (own, fallback, "image/png"):
        if mime in FORMATS and mime in limits.image_types:
            return mime
    return "image/jpeg"


def _smallest(limits: Limits) -> str:
    return "image/jpeg" if "image/jpeg" in limits.image_types else "image/png"


def _scaled(picture: Image.Image, factor: float) -> Image.Image:
    size = (max(1, int(picture.width * factor)), max(1, int(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _encode(picture: Image.Image, mime: str) -> bytes:
    out = BytesIO()
    if mime == "image/jpeg":
        picture = _on_white(picture)
    picture.save(out, FORMATS[mime], quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    page = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(page, picture).convert("RGB")
