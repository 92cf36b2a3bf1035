"""Images: read from disk, freed of their metadata, and made to fit."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from adapters.base import Limits, Media
from scheduler.errors import MediaError

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
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
    try:
        with Image.open(path) as file:
            return ImageOps.exif_transpose(file).copy(), Image.MIME.get(file.format or "", "")
    except FileNotFoundError as error:
        raise MediaError(f"there is no image at {path}; correct the path") from error
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise MediaError(f"{path} cannot be read as an image; use a JPEG or PNG file") from error


def _mime(picture: Image.Image, own: str, limits: Limits) -> str:
    fallback = "image/png" if picture.has_transparency_data else "image/jpeg"
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
    elif picture.mode not in {"RGB", "RGBA", "L", "LA"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.save(out, FORMATS[mime], quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    page = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(page, picture.convert("RGBA")).convert("RGB")
