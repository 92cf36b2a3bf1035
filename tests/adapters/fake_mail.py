"""A mail server on loopback, aiosmtpd's own, that keeps books and fails as it is told."""

from __future__ import annotations

from asyncio import Server, Transport
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from adapters.testing import Seen

CUT = "cut"
"""In place of an answer: the line breaks."""


class MailServer:
    """What the server took, and what it is to answer instead."""

    password = "a-mailbox-password"

    def __init__(self) -> None:
        self.port = 0
        self.reset()

    def reset(self, answers: Mapping[tuple[str, str], str] | None = None) -> None:
        """Forget everything; `answers` are given by command and reader, each once where it begins with `once `."""
        self.taken: list[tuple[str, bytes]] = []
        self.answers = dict(answers or {})

    def mails(self, reader: str) -> list[EmailMessage]:
        """Return what lies in a reader's mailbox, oldest first."""
        return [parsed(data) for to, data in self.taken if to == reader]

    def _answer(self, server: SMTP, command: str, reader: str) -> str | None:
        answer = self.answers.get((command, reader)) or self.answers.get((command, "*"))
        if answer and answer.startswith("once "):
            answer = answer.removeprefix("once ")
            self.answers.pop((command, reader), None) or self.answers.pop((command, "*"))
        if answer == CUT:
            assert isinstance(server.transport, Transport)
            server.transport.abort()
        return answer

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._answer(server, "MAIL", address):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._answer(server, "RCPT", address):
            return answer
        envelope.rcpt_tos.append(address)
        return self.answers.get(("after RCPT", address), "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (reader,) = envelope.rcpt_tos
        answer = self._answer(server, "DATA", reader)
        if answer is None or answer == CUT:
            assert isinstance(envelope.content, bytes)
            self.taken.append((reader, envelope.content))
        return answer or "250 OK, taken"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let the one mailbox in."""
        good = isinstance(data, LoginPassword) and data.password == self.password.encode()
        return AuthResult(success=good, handled=good)


class _AnyPort(Controller):
    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def serving(tls: SSLContext | None = None) -> Iterator[MailServer]:
    """Run a server, which offers STARTTLS where it has the means."""
    books = MailServer()
    controller = _AnyPort(
        books,
        hostname="127.0.0.1",
        port=0,
        auth_require_tls=False,
        data_size_limit=200_000,
        tls_context=tls,
        authenticator=books.authenticate,
    )
    controller.start()
    books.port = controller.port
    try:
        yield books
    finally:
        controller.stop()


def parsed(data: bytes) -> EmailMessage:
    """Return a mail as a reader's program takes it apart."""
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def text(mail: EmailMessage) -> str:
    """Return what a mail says in plain text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n").removesuffix("\n")


def page(mail: EmailMessage) -> str:
    """Return what a mail says in HTML."""
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def seen(mail: EmailMessage) -> Seen:
    """Return a mail as its reader sees it."""
    return Seen(text(mail), tuple(_Alts(page(mail)).found))


class _Alts(HTMLParser):
    def __init__(self, document: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attrs)["alt"] or "")
