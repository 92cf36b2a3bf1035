"""Quote cards: a teaser's words as a picture, in the brand's colours and font."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageColor, ImageDraw, ImageFont

from scheduler.core.layout import Measure, fewest, lines
from scheduler.core.model import CardStyle
from scheduler.errors import MediaError
from scheduler.media import opened, read

WIDE, SQUARE = (1200, 630), (1080, 1080)
"""Pixels."""
MARGIN = 84
SIZES = range(92, 38, -2)
"""Pixels: sizes of the letters, the largest that fits is taken; smaller ones cannot be read on a telephone."""
MOST_LINES = 9
LEADING, PARTING = 1.26, 0.4
"""Distance from line to line, and what parts two paragraphs besides, in sizes of the letters."""
RULE = (76, 10)
"""Pixels: width and height of the bar above the words."""
FOOT = range(30, 8, -2)
"""Pixels: sizes of the footer's letters, likewise."""
FAINT = 0.75
"""Share of ink in the footer's colour."""
LOGO = (260, 68)
"""Pixels: the most that the logo may take."""
AIR = 46
"""Pixels at least between the words and what is above and below them."""
SPACES = str.maketrans("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "  ")
"""The spaces that hold words together are drawn as the one that every font has, once the lines are broken."""

BULLET = "• "

Colour: TypeAlias = tuple[int, ...]
Room: TypeAlias = tuple[float, float]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Words as they will stand: their font, and their lines, paragraph by paragraph, each after its bullet if any."""

    font: ImageFont.FreeTypeFont
    paragraphs: tuple[tuple[str, tuple[str, ...]], ...]


def draw(words: str, style: CardStyle, *, footer: str, square: bool) -> bytes:
    """Draw words as a PNG file: the same one whenever the words, the style and Pillow are the same.

    Raises MediaError where the words do not fit, or the font lacks one of their letters.
    """
    size = SQUARE if square else WIDE
    heavy, light = _fonts(style.font)
    _refuse_unknown(words + footer, heavy, style.font)
    top, foot = MARGIN + RULE[1] + AIR, size[1] - MARGIN - max(FOOT[0], LOGO[1] if style.logo else 0) - AIR
    setting = _set(words, heavy, (size[0] - 2 * MARGIN, foot - top))
    height = _height(setting.font.size, [len(broken) for _, broken in setting.paragraphs])
    page = Image.new("RGB", size, style.background)
    _draw_rule(page, style)
    _draw_words(page, setting, top + (foot - top - height) / 2, style)
    _draw_foot(page, footer, light, style)
    return _written(page)


def _fonts(named: str | None) -> tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]:
    """Return the fonts of the words and of the footer."""
    if named is not None:
        font = _font(read(Path(named)), named)
        return font, font
    folder = files("font_manrope") / "files"
    heavy, light = ((folder / f"Manrope-{weight}.ttf").read_bytes() for weight in ("SemiBold", "Medium"))
    return _font(heavy, "Manrope"), _font(light, "Manrope")


def _font(data: bytes, named: str) -> ImageFont.FreeTypeFont:
    try:
        # the basic layout is in Pillow itself: the other depends on what the machine has installed
        return ImageFont.truetype(BytesIO(data), size=SIZES[-1], layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise MediaError(f"{named} cannot be read as a font; use a TrueType or OpenType file") from error


def _refuse_unknown(text: str, font: ImageFont.FreeTypeFont, named: str | None) -> None:
    absent = _ink(font, "\uffff")  # stands for no character, in any font
    drawn = sorted(set(text.translate(SPACES)) - {"\n", " "})
    missing = [char for char in drawn if _ink(font, char) == absent]
    if missing:
        raise MediaError(f"the font {named or 'Manrope'} lacks {' '.join(missing)}; name one that has it, under font")


def _ink(font: ImageFont.FreeTypeFont, char: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(char)
    return mask.size, bytes(mask)


def _set(words: str, font: ImageFont.FreeTypeFont, room: Room) -> Setting:
    """Break the words, in the largest letters in which they fit into the room, into lines that look alike."""
    parts = [_bulleted(part) for part in words.split("\n")]
    for size in SIZES:
        sized = font.font_variant(size=size)
        counts = [fewest(part, width=_width(room, bullet, sized), measure=_measure(sized)) for bullet, part in parts]
        if _fits(size, counts, room):
            broken = [lines(part, width=_width(room, bullet, sized), measure=_measure(sized)) for bullet, part in parts]
            return Setting(sized, tuple((bullet, one or ()) for (bullet, _), one in zip(parts, broken, strict=True)))
    raise MediaError(f"its {len(words)} characters are too many to be read on a card")


def _bulleted(part: str) -> tuple[str, str]:
    return (BULLET, part.removeprefix(BULLET)) if part.startswith(BULLET) else ("", part)


def _fits(size: int, counts: Sequence[int | None], room: Room) -> bool:
    known = [count for count in counts if count is not None]
    return len(known) == len(counts) and sum(known) <= MOST_LINES and _height(size, known) <= room[1]


def _measure(font: ImageFont.FreeTypeFont) -> Measure:
    return lambda text: font.getlength(text.translate(SPACES))


def _width(room: Room, bullet: str, font: ImageFont.FreeTypeFont) -> float:
    return room[0] - font.getlength(bullet)


def _height(size: float, counts: Sequence[int]) -> float:
    """Return the height in pixels of paragraphs of so many lines, from the top of the first line to the last's foot."""
    return size * ((sum(counts) - 1) * LEADING + (len(counts) - 1) * PARTING + 1)


def _draw_rule(page: Image.Image, style: CardStyle) -> None:
    box = (MARGIN, MARGIN, MARGIN + RULE[0] - 1, MARGIN + RULE[1] - 1)
    ImageDraw.Draw(page).rectangle(box, fill=style.ink)


def _draw_words(page: Image.Image, setting: Setting, top: float, style: CardStyle) -> None:
    pen, font = ImageDraw.Draw(page), setting.font
    baseline = top + font.size * 0.8  # the height of most letters; a whole ascent would push the words down
    for bullet, broken in setting.paragraphs:
        left = MARGIN + font.getlength(bullet)
        pen.text((MARGIN, round(baseline)), bullet, font=font, fill=style.ink, anchor="ls")
        for line in broken:
            pen.text((round(left), round(baseline)), line.translate(SPACES), font=font, fill=style.ink, anchor="ls")
            baseline += font.size * LEADING
        baseline += font.size * PARTING


def _draw_foot(page: Image.Image, footer: str, font: ImageFont.FreeTypeFont, style: CardStyle) -> None:
    foot, room = page.height - MARGIN, page.width - 2 * MARGIN - (LOGO[0] + AIR if style.logo else 0)
    sizes = (font.font_variant(size=size) for size in FOOT)
    sized = next((one for one in sizes if one.getlength(footer) <= room), font.font_variant(size=FOOT[-1]))
    ImageDraw.Draw(page).text((MARGIN, foot), footer, font=sized, fill=_faint(style), anchor="ls")
    if style.logo:
        logo, _ = opened(read(Path(style.logo)), style.logo)
        logo.thumbnail(LOGO, Image.Resampling.LANCZOS)
        place = page.width - MARGIN - logo.width, foot - logo.height
        page.paste(logo, place, logo if logo.mode == "RGBA" else None)


def _faint(style: CardStyle) -> Colour:
    pairs = zip(ImageColor.getrgb(style.ink), ImageColor.getrgb(style.background), strict=True)
    return tuple(round(ink * FAINT + ground * (1 - FAINT)) for ink, ground in pairs)


def _written(page: Image.Image) -> bytes:
    out = BytesIO()
    page.save(out, "PNG", optimize=True)
    return out.getvalue()
