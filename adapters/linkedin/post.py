"""Content -> the bodies of LinkedIn's posts and comments; pure.

Source: learn.microsoft.com, Posts API, 2026; the exact bodies are those of public clients.
"""

from __future__ import annotations

from adapters.base import Content, Json, Media, Unsupported
from adapters.littletext import escape
from adapters.texts import makes_card, tells_link

Body = dict[str, Json]


def pictures(content: Content) -> tuple[Media, ...]:
    """Return what is uploaded: the post's images, or the picture of its link's card.

    Raises Unsupported where a link would be lost, since a post has no room for both.
    """
    if content.media and not tells_link(content):
        raise Unsupported("LinkedIn shows images or a link card, not both: put the link into the text")
    image = content.card.image if content.card and makes_card(content) else None
    return (image,) if image else content.media


def post(author: str, visibility: str, content: Content, images: list[str]) -> Body:
    """Return the body of a post; `images` are what `pictures(content)` became when they were uploaded."""
    found: Body = {
        "author": author,
        "commentary": escape(content.text, content.tags),
        "visibility": visibility,
        "distribution": {
            "feedDistribution": "MAIN_FEED",
            "targetEntities": [],
            "thirdPartyDistributionChannels": [],
        },
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }
    shown = _images(content.media, images) if content.media else _article(content, images)
    return {**found, "content": shown} if shown else found


def comment(author: str, post: str, text: str) -> Body:
    """Return the body of a comment, which is plain text."""
    return {"actor": author, "object": post, "message": {"text": text}}


def _images(media: tuple[Media, ...], images: list[str]) -> Body:
    found: list[Json] = [{"id": name, "altText": image.alt} for name, image in zip(images, media, strict=True)]
    return {"media": found[0]} if len(found) == 1 else {"multiImage": {"images": found}}


def _article(content: Content, images: list[str]) -> Body | None:
    """Return the card of a link: LinkedIn does not read the page by itself."""
    if content.link is None or not makes_card(content):
        return None
    title = content.card.title if content.card else content.link
    article: Body = {"source": content.link, "title": title}
    if content.card and content.card.description:
        article["description"] = content.card.description
    if images:
        article["thumbnail"] = images[0]
    return {"article": article}
