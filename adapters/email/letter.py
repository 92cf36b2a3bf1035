"""A post as a mail: text first, then the same with its images (RFC 2046, 2387, 2392); pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from html import escape
from urllib.parse import quote

from adapters.base import Content, Json
from adapters.email.readers import parsed
from adapters.enclosed import disclose, enclose
from adapters.texts import tells_link

POLICY = SMTP.clone(cte_type="7bit")
"""Lines of at most 76 characters, all ASCII, whatever the text: every server takes them."""
WHOLE = POLICY.clone(max_line_length=990)
"""Headers on a line each: an address that is folded is one no more."""
SUBJECT = 78
"""Characters of a line that stand in for a title."""
HERE = "{unsubscribe}"
ADDRESS = "{address}"

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]»’'…]")


def sender(setting: str) -> Address | None:
    """Return who a newsletter is from, as `Name <address>` or an address alone says; `None` where it is neither."""
    name, address = parseaddr(setting)
    found = parsed(address)
    if found is None or not setting.isprintable():
        return None
    return Address(name, addr_spec=found)


def message_id(key: str, domain: str) -> str:
    """Return the name of a post's mail, the same on every attempt and in every copy: receivers may know it again."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def frozen(content: Content) -> dict[str, Json]:
    """Return all that a mail says, as an intent keeps it."""
    title = content.card.title if content.card and content.card.title != content.link else None
    outside = None if tells_link(content) else content.link
    images: list[Json] = [
        {"file": enclose(image, f"image-{n}"), "alt": image.alt} for n, image in enumerate(content.media, 1)
    ]
    return {
        "subject": _one_line(title) if title else _opening(content.text),
        "text": content.text,
        "link": outside,
        "title": title,
        "language": content.language,
        "images": images,
    }


def _opening(text: str) -> str:
    """Return how a text begins, for a mail without a title; the whole stands in the mail."""
    line = _one_line(text.lstrip().split("\n")[0])
    return line if len(line) <= SUBJECT else f"{line[:SUBJECT].rpartition(' ')[0] or line[:SUBJECT]}…"


def _one_line(words: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is not the post's own: who writes, how to leave, and what stands below every mail."""

    sender: Address
    unsubscribe: str
    """An address on the web, or of a mailbox; `{address}` in it is the reader's."""
    footer: str
    listed: str
    """The list's name (RFC 2919)."""

    def way_out(self, reader: str) -> str:
        """Return where a reader leaves the list."""
        if self.unsubscribe.startswith("https://"):
            return self.unsubscribe.replace(ADDRESS, quote(reader, safe=""))
        return f"mailto:{self.unsubscribe}?subject=unsubscribe"


def copy(letter: Mapping[str, Json], envelope: Envelope, reader: str, *, key: str, at: datetime) -> bytes:
    """Return a reader's copy, as it travels; the same arguments give the same bytes.

    Raises ValueError where the letter is not one that `frozen` made.
    """
    images = letter["images"]
    if not isinstance(images, list):
        raise ValueError("the images of the intent cannot be read")  # noqa: TRY004  it is what the caller expects
    domain, mail = envelope.sender.domain, EmailMessage(POLICY)
    way_out = envelope.way_out(reader)
    mail["From"] = envelope.sender
    mail["To"] = reader
    mail["Subject"] = str(letter["subject"])
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id(key, domain)
    mail["List-Id"] = f"<{envelope.listed}.{domain}>"
    mail["List-Unsubscribe"] = f"<{way_out}>"
    if way_out.startswith("https://"):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    names = [f"image-{number}.{message_id(key, domain)[1:-1]}" for number in range(1, len(images) + 1)]
    footer = envelope.footer.replace(HERE, way_out)
    mail.set_content(_plain(letter, footer), cte="quoted-printable")
    mail.add_alternative(_html(letter, footer, images, names), subtype="html", cte="quoted-printable")
    _illustrate(mail, images, names)
    if letter["language"]:  # only now: what says something of the content goes along with its parts
        mail["Content-Language"] = str(letter["language"])
    for number, part in enumerate(each for each in mail.walk() if each.is_multipart()):
        part.set_boundary(f"=_{sha256(key.encode()).hexdigest()[:24]}_{number}")
    return mail.as_bytes(policy=WHOLE)


def _plain(letter: Mapping[str, Json], footer: str) -> str:
    parts = [str(letter["text"]), str(letter["link"] or ""), f"-- \n{footer}" if footer else ""]
    return "\n\n".join(part for part in parts if part)


def _illustrate(mail: EmailMessage, images: Sequence[Json], names: Sequence[str]) -> None:
    if not images:
        return
    page = mail.get_payload(1)
    assert isinstance(page, EmailMessage)
    for image, name in zip(images, names, strict=True):
        file, alt = _image(image)
        called, data, mime = disclose(file)
        kind, _, subtype = mime.partition("/")
        page.add_related(data, kind, subtype, cid=f"<{name}>", filename=called, disposition="inline")
        if alt:
            list(page.iter_parts())[-1]["Content-Description"] = _one_line(alt)


def _image(image: Json) -> tuple[Json, str]:
    match image:
        case {"file": file, "alt": str(alt)}:
            return file, alt
        case _:
            raise ValueError("an image of the intent cannot be read")


def _html(letter: Mapping[str, Json], footer: str, images: Sequence[Json], names: Sequence[str]) -> str:
    language = f' lang="{escape(str(letter["language"]))}"' if letter["language"] else ""
    shown = [
        f'<p><img src="cid:{name}" alt="{escape(_image(image)[1])}" style="max-width: 100%"></p>'
        for image, name in zip(images, names, strict=True)
    ]
    link = (
        letter["link"]
        and f'<p><a href="{escape(str(letter["link"]))}">{escape(str(letter["title"] or letter["link"]))}</a></p>'
    )
    body = [*_paragraphs(str(letter["text"])), *([link] if link else []), *shown]
    below = ["<hr>", *_paragraphs(footer)] if footer else []
    head = f'<head><meta charset="utf-8"><title>{escape(str(letter["subject"]))}</title></head>'
    return "\n".join([f"<!doctype html>\n<html{language}>{head}<body dir='auto'>", *body, *below, "</body></html>"])


def _paragraphs(text: str) -> list[str]:
    return [f"<p>{_linked(part)}</p>" for part in re.split(r"\n\s*\n", text.strip()) if part]


def _linked(words: str) -> str:
    """Return words as HTML, with the addresses in them made links."""
    found, last = [], 0
    for url in _URL.finditer(words):
        address = escape(url[0])
        found += [escape(words[last : url.start()]), f'<a href="{address}">{address}</a>']
        last = url.end()
    return "".join([*found, escape(words[last:])]).replace("\n", "<br>\n")
