"""An incoming webhook."""

from __future__ import annotations

import re
from datetime import datetime
from typing import ClassVar

import httpx

from adapters import http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Identity,
    Intent,
    Limits,
    Receipt,
    Refused,
    Unauthorized,
    Unsupported,
)
from adapters.limits import LIMITS
from adapters.slack import message

_ADDRESS = re.compile(
    r"(?:https://hooks\.slack(?:-gov)?\.com|http://(?:127\.0\.0\.1|localhost)(?::[0-9]+)?)"
    r"/services/(?P<team>[A-Z0-9]+)/[A-Z0-9]+/(?P<token>[A-Za-z0-9_-]+)"
)
_NOTHING_SAID = frozenset({"no_text", "invalid_payload", "missing_text_or_fallback_or_attachments"})
_REVOKED = frozenset({"no_service", "no_service_id", "invalid_token", "no_team", "team_disabled", "token_revoked"})
_TOLD = (
    _NOTHING_SAID
    | _REVOKED
    | {
        "action_prohibited",
        "channel_is_archived",
        "channel_not_found",
        "posting_to_general_channel_denied",
        "too_many_attachments",
        "user_not_found",
    }
)
"""What Slack says, in a word and without JSON."""


class _Alive(Refused):
    """The webhook is there, and was given nothing to say."""


class SlackWebhook:
    """One webhook of one channel."""

    platform: ClassVar[str] = "slack_webhook"
    limits: ClassVar[Limits] = LIMITS["slack_webhook"]
    idempotency: ClassVar[str] = "F"
    checked: ClassVar[str] = "server"

    def __init__(self, connection: Connection) -> None:
        self._client = connection.client
        self._address = connection.options["webhook"].strip()
        self._preview = connection.options.get("preview")

    def verify(self) -> Identity:
        """Find out whether the webhook is there by giving it nothing to say: it names nobody else."""
        message.body("", self._preview)
        team = self._parts()["team"]
        try:
            http.ask(self._client, self._request({}), _said_ok, _exceptions)
        except _Alive:
            return Identity(f"a webhook of the workspace {team}")
        raise Refused("the webhook takes a message without a text: that is no webhook of Slack's")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the message."""
        if content.media:
            raise Unsupported("a webhook of Slack's takes no images: leave them out, or post as a bot")
        return Intent(key, at, message.body(content.text, self._preview))

    def composes(self, content: Content) -> bool:  # noqa: ARG002  it has no images
        """Return whether there is nothing to ask: never is there."""
        return True

    def publish(self, intent: Intent) -> Receipt:
        """Post the message; Slack does not say what it has become, so the receipt is the key."""
        http.publish(self._client, self._request(dict(intent.request)), _said_ok, _exceptions)
        return Receipt(intent.key)

    def _request(self, body: object) -> httpx.Request:
        withheld = {http.WITHHELD: self._parts()["token"]}
        return self._client.build_request("POST", self._address, json=body, extensions=withheld)

    def _parts(self) -> dict[str, str]:
        found = _ADDRESS.fullmatch(self._address)
        if not found:
            raise Unauthorized("webhook: that is no address of a Slack webhook; copy it again from the app's page")
        return found.groupdict()


def _said_ok(answer: http.Answer) -> None:
    if answer.body.strip() != b"ok":
        raise ValueError("neither done nor refused")


def _exceptions(answer: http.Answer) -> AdapterError | None:
    """Read the word that Slack answers with."""
    word = answer.body[:100].decode("ascii", "replace").strip()
    told = f"{answer.host} answered {answer.status}: {word}"
    if httpx.codes.is_success(answer.status) or word not in _TOLD:
        return None
    if word in _REVOKED:
        return Unauthorized(f"{told}; make a webhook anew on the app's page")
    return _Alive(told) if word in _NOTHING_SAID else Refused(told)
