"""A post as Discord takes it, and what Discord answers; pure but for building requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx

from adapters import http
from adapters.base import AdapterError, Heard, Json, Media, Receipt, Refused, Unauthorized
from adapters.enclosed import disclose, enclose
from adapters.reading import number, word

API = "https://discord.com/api/v10"
SUPPRESS_EMBEDS = 4
"""The flag of a message whose links show no card."""

_UNKNOWN_MESSAGE, _UNKNOWN_WEBHOOK = 10008, 10015


class Gone(Refused):
    """There is no such message any more."""


def request(
    client: httpx.Client, method: str, path: str, headers: Mapping[str, str] | None = None, **rest: Any
) -> httpx.Request:
    """Build a request; Discord turns away whoever does not name itself in its way."""
    agent = f"DiscordBot (tambour, {http.own_version()})"
    return client.build_request(method, f"{API}{path}", headers={**(headers or {}), "User-Agent": agent}, **rest)


def flags(preview: str | None) -> dict[str, Json]:
    """Return how links are shown: Discord makes cards of them unless it is told not to.

    Raises Refused where the account's choice is none.
    """
    match preview:
        case None:
            return {}
        case "none":
            return {"flags": SUPPRESS_EMBEDS}
        case _:
            raise Refused(f"preview: {preview!r} is not none; write that, or leave it out of the account's settings")


def freeze(guild: str, text: str, media: tuple[Media, ...], preview: str | None, **more: Json) -> dict[str, Json]:
    """Return a message and its images as JSON; nobody is notified by what looks like a mention."""
    payload: dict[str, Json] = {"content": text, "allowed_mentions": {"parse": []}, **flags(preview), **more}
    files: list[Json] = [enclose(image, f"image{place}") for place, image in enumerate(media)]
    if media:
        payload["attachments"] = [_attachment(place, image) for place, image in enumerate(media)]
    return {"guild": guild, "payload": payload, "files": files}


def body(frozen: Any) -> dict[str, Any]:
    """Return what httpx needs to send a frozen message."""
    if not frozen["files"]:
        return {"json": frozen["payload"]}
    files = {f"files[{place}]": disclose(image) for place, image in enumerate(frozen["files"])}
    return {"data": {"payload_json": json.dumps(frozen["payload"])}, "files": files}


def _attachment(place: int, image: Media) -> Json:
    return {"id": str(place), **({"description": image.alt} if image.alt else {})}


def receipt(message: Mapping[str, Any], guild: str) -> Receipt:
    """Name a message by its channel and its id."""
    place = f"{word(message['channel_id'])}/{word(message['id'])}"
    return Receipt(place, f"https://discord.com/channels/{guild}/{place}")


def answers(message: Mapping[str, Any], sent: str) -> bool:
    """Return whether a message answers that one."""
    reference = message.get("message_reference")
    return isinstance(reference, dict) and reference.get("message_id") == sent


def heard(message: Mapping[str, Any], guild: str) -> Heard:
    """Return a message as an answer."""
    author = message["author"].get("global_name") or word(message["author"]["username"])
    return Heard(receipt(message, guild), author, message["content"], at(message))


def guild_of(found: Mapping[str, Any]) -> str:
    """Return the server of a channel or a webhook, as addresses name it; a conversation has none."""
    guild = found.get("guild_id")
    return word(guild) if guild else "@me"


def at(message: Mapping[str, Any]) -> datetime:
    """Return when a message was sent."""
    found = datetime.fromisoformat(message["timestamp"])
    if found.tzinfo is None:
        raise ValueError("a time without a zone")
    return found


def counts(message: Mapping[str, Any]) -> dict[str, int]:
    """Return how often people reacted to a message."""
    return {"reactions": sum(number(reaction["count"]) for reaction in message.get("reactions", ()))}


def exceptions(answer: http.Answer) -> AdapterError | None:
    """Go by Discord's own code where the status says less."""
    match answer.status, answer.told().get("code"):
        case 404, code if code == _UNKNOWN_MESSAGE:
            return Gone(f"{answer.host}: {answer.said()}")
        case 404, code if code == _UNKNOWN_WEBHOOK:
            return Unauthorized(f"{answer.host}: {answer.said()}; make a webhook anew in the channel's settings")
        case _:
            return None
