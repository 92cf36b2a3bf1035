"""What we know of the Bot API's calls that the adapter makes, for machines without the official description.

Written by hand after core.telegram.org/bots/api; in the shape of the official description, and far smaller.
"""

from __future__ import annotations

from typing import Any


def _fields(*required: dict[str, Any], **optional: str) -> list[dict[str, Any]]:
    """Return fields: those that a call must have, and the types of those that it may have."""
    more = [_field(name, kind, required=False) for name, kind in optional.items()]
    return [*required, *more]


def _field(name: str, *types: str, told: str = "", required: bool = True) -> dict[str, Any]:
    return {"name": name, "types": list(types), "description": told, "required": required}


_CHAT = _field("chat_id", "Integer", "String")
_CAPTION = _field("caption", "String", told="0-1024 characters", required=False)

NOTES: dict[str, Any] = {
    "methods": {
        "getMe": {"fields": [], "returns": ["User"]},
        "getChatMember": {"fields": _fields(_CHAT, _field("user_id", "Integer")), "returns": ["Member"]},
        "sendMessage": {
            "fields": _fields(
                _CHAT,
                _field("text", "String", told="1-4096 characters"),
                link_preview_options="Preview",
                reply_parameters="Reply",
            ),
            "returns": ["Message"],
        },
        "sendPhoto": {
            "fields": _fields(_CHAT, _field("photo", "InputFile", "String"), _CAPTION, reply_parameters="Reply"),
            "returns": ["Message"],
        },
        "sendMediaGroup": {
            "fields": _fields(
                _CHAT, _field("media", "Array of Photo", told="must include 2-10 items"), reply_parameters="Reply"
            ),
            "returns": ["Array of Message"],
        },
        "deleteMessage": {"fields": _fields(_CHAT, _field("message_id", "Integer")), "returns": ["Boolean"]},
    },
    "types": {
        "Preview": {
            "fields": _fields(
                is_disabled="Boolean",
                url="String",
                prefer_small_media="Boolean",
                prefer_large_media="Boolean",
                show_above_text="Boolean",
            )
        },
        "Reply": {"fields": _fields(_field("message_id", "Integer"))},
        "Photo": {"fields": _fields(_field("type", "String"), _field("media", "String"), _CAPTION)},
    },
}
