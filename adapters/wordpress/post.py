"""A post as WordPress keeps it: blocks of HTML, written so that no filter of WordPress changes a letter; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.base import Content, Json, Media
from adapters.markup import escaped, link, paragraphs
from adapters.naming import title

NOTES = frozenset({"aside", "status"})
"""The formats of posts that have no title."""
FORMATS = frozenset({"standard", "link", "image", *NOTES})

_NUMBERED = re.compile(r"[!-/:-@\[-`{-~]|(?<=\d)x(?=\d)|(?<=Word)p(?=ress)")


@dataclass(frozen=True, slots=True)
class Upload:
    """An image in the site's library."""

    id: int
    url: str


def literal(text: str) -> str:
    """Return a text as HTML in which WordPress finds nothing to set otherwise.

    It makes dashes of hyphens, faces of colons, programs of brackets, and corrects its own name; what is written as a
    number it leaves alone.
    """
    return _NUMBERED.sub(lambda found: f"&#{ord(found.group())};", text)


def fields(content: Content, uploads: Sequence[Upload], form: str) -> dict[str, Json]:
    """Return what a post says: its first image is the featured one, the others stand below the text."""
    card = content.card
    told: dict[str, Json] = {
        "title": "" if form in NOTES else escaped(title(content)),
        "content": _body(content, uploads),
        "excerpt": escaped(card.description) if card else "",
        "format": form,
        "featured_media": uploads[0].id if uploads else 0,
    }
    return told


def comment(text: str) -> str:
    """Return a comment."""
    return "\n\n".join(paragraphs(text, literal))


def _body(content: Content, uploads: Sequence[Upload]) -> str:
    blocks = [_block("paragraph", f"<p>{each}</p>") for each in paragraphs(content.text, literal)]
    blocks += [_image(image, upload) for image, upload in list(zip(content.media, uploads, strict=True))[1:]]
    if content.card and content.link:
        blocks.append(_block("paragraph", f"<p>{link(content.link, content.card.title, literal)}</p>"))
    return "\n\n".join(blocks)


def _image(image: Media, upload: Upload) -> str:
    shown = f'<img src="{escaped(upload.url)}" alt="{literal(image.alt)}" class="wp-image-{upload.id}"/>'
    return _block("image", f'<figure class="wp-block-image">{shown}</figure>', f' {{"id":{upload.id}}}')


def _block(kind: str, markup: str, more: str = "") -> str:
    return f"<!-- wp:{kind}{more} -->\n{markup}\n<!-- /wp:{kind} -->"
