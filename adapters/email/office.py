"""The account's mail server: a session with it, and what its answers mean (RFC 5321, 3207, 4954).

Only one moment is in doubt: from the first byte of a mail's content to the answer to its end.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPResponseException, SMTPServerDisconnected, quotedata

from adapters.base import AdapterError, Refused, Unauthorized, Unavailable
from adapters.guard import is_this_machine

TLS_FROM_THE_START = 465
SUBMISSION = 587
CONNECT, COMMAND, END = 30.0, 30.0, 80.0
"""Seconds for a connection, for an answer to a command, and for the answer to a mail: a lease outlasts them."""
LONGEST_WORDS = 200

OK, GO_ON = 250, 354
CLOSING = 421
TOO_LARGE = 552
NEEDS_LOGIN = 530
LOGIN_LATER = 454
BAD_LOGIN = frozenset({530, 534, 535, 538})


class Lost(Exception):
    """A mail's content left, and its answer was lost."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said of one copy."""

    code: int
    words: str
    of_reader: bool
    """Whether it was said of the reader's address, before the mail itself was seen."""

    @property
    def taken(self) -> bool:
        """Tell whether the server has taken the copy on itself."""
        return self.code // 100 == 2  # noqa: PLR2004  RFC 5321, 4.2.1: 2yz, and nothing else

    @property
    def lasting(self) -> bool:
        """Tell whether asking again would change nothing."""
        return self.code // 100 == 5  # noqa: PLR2004  likewise

    def __str__(self) -> str:
        """Return it as the server put it."""
        return f"{self.code} {self.words}".strip()


@dataclass(frozen=True, slots=True)
class Office:
    """Where the account's mails are handed in."""

    host: str
    port: int
    domain: str
    """The sender's, by which we greet."""
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session that is ready to take mails.

        Raises Unavailable, or Unauthorized where the server refuses the account.
        """
        with self._telling("cannot be reached"):
            smtp = self._dialled()
        try:
            with self._telling("broke off"):
                self._protect(smtp)
                self._log_in(smtp)
            yield Session(smtp, self)
            with suppress(SMTPException, OSError):
                smtp.quit()
        finally:
            smtp.close()

    def _dialled(self) -> SMTP:
        if self.port == TLS_FROM_THE_START:
            return SMTP_SSL(self.host, self.port, local_hostname=self.domain, timeout=CONNECT, context=_tls())
        return SMTP(self.host, self.port, local_hostname=self.domain, timeout=CONNECT)

    def _protect(self, smtp: SMTP) -> None:
        _wait(smtp, COMMAND)
        smtp.ehlo_or_helo_if_needed()
        if self.port == TLS_FROM_THE_START or is_this_machine(self.host):
            return
        if not smtp.has_extn("starttls"):
            raise Unavailable(f"{self} offers no TLS on this port: nothing is sent unprotected; try port 465")
        smtp.starttls(context=_tls())
        smtp.ehlo()

    def _log_in(self, smtp: SMTP) -> None:
        if self.user is None or self.password is None:
            return
        if not smtp.has_extn("auth"):
            raise Unauthorized(f"{self} knows no log-in: take user and password out, or name another port")
        try:
            smtp.login(self.user, self.password)
        except SMTPResponseException as error:
            raise self._refusal(error) from None
        except UnicodeError:
            raise Unauthorized("user and password can hold ASCII characters only") from None
        except SMTPServerDisconnected:
            raise
        except SMTPException:
            raise Unauthorized(f"{self} takes no log-in that is known here (PLAIN, LOGIN, CRAM-MD5)") from None

    def _refusal(self, error: SMTPResponseException) -> AdapterError:
        told = f"{self} answered {error.smtp_code} {self.said(error.smtp_error)}"
        lasting = error.smtp_code in BAD_LOGIN or error.smtp_code // 100 == 5  # noqa: PLR2004  5yz
        return Unauthorized(told) if lasting else Unavailable(told)

    @contextmanager
    def _telling(self, what: str) -> Iterator[None]:
        try:
            yield
        except SMTPResponseException as error:
            raise Unavailable(f"{self} answered {error.smtp_code} {self.said(error.smtp_error)}") from error
        except (SMTPException, OSError) as error:
            cause = self.said(str(error)) or type(error).__name__
            raise Unavailable(f"{self} {what} ({cause}): look at the address and the connection") from error

    def said(self, words: str | bytes) -> str:
        """Return what the server said in a form that can be shown: short, printable, without the password."""
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        text = text.replace(self.password, "***") if self.password else text
        line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
        return line if len(line) <= LONGEST_WORDS else f"{line[:LONGEST_WORDS]}…"

    def __str__(self) -> str:
        """Return it as people know it."""
        return f"{self.host}:{self.port}"


def office(options: Mapping[str, str], domain: str) -> Office:
    """Return the server that an account's options name.

    Raises Unauthorized where they name none.
    """
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?", options["server"])
    port = int(found[2] or SUBMISSION) if found else 0
    if found is None or not 0 < port < 65536:  # noqa: PLR2004  ports are 16 bits
        raise Unauthorized("`server` names no mail server: write it as smtp.example.org, or smtp.example.org:465")
    return Office(found[1].strip("[]"), port, domain, options.get("user"), options.get("password"))


@dataclass(frozen=True, slots=True)
class Session:
    """A server that listens."""

    smtp: SMTP
    office: Office

    def hand_in(self, sender: str, reader: str, mail: bytes, leaves: Callable[[], None]) -> Answer:
        """Hand in one copy; `leaves` is called when its content leaves next, and may still stop it.

        Raises Lost where it may have been taken, Unavailable where the session is over and it was not, Refused where
        the server has no room for such a mail, Unauthorized where it does not take mails from the sender.
        """
        self._fits(mail)
        try:
            return self._announced(sender, reader) or self._sent(mail, leaves)
        except (SMTPException, OSError) as error:
            self.smtp.close()
            raise Unavailable(f"{self.office} broke off before the mail to {reader}") from error
        except (AdapterError, Lost):
            self.smtp.close()  # it may be in the middle of a mail, where no command is heard
            raise

    def _fits(self, mail: bytes) -> None:
        room = self.smtp.esmtp_features.get("size", "")
        if room.isdigit() and 0 < int(room) < len(mail):
            raise Refused(
                f"{self.office} takes mails of {int(room):,} bytes, and this has {len(mail):,}: leave an image out"
            )

    def _announced(self, sender: str, reader: str) -> Answer | None:
        """Say who writes to whom; return the server's no, or nothing where it waits for the mail."""
        from_us = self._said(self.smtp.mail(sender))
        if from_us[0] != OK:
            raise self._no_to_sender(*from_us)
        code, words = self._said(self.smtp.rcpt(reader))
        if code // 100 == 2:  # noqa: PLR2004  2yz
            code, words = self._said(self.smtp.docmd("DATA"))
            if code == GO_ON:
                return None
        if code // 100 in {2, 3}:
            raise SMTPServerDisconnected("it answered out of turn")
        self._said(self.smtp.rset())
        return Answer(code, words, of_reader=True)

    def _no_to_sender(self, code: int, words: str) -> AdapterError:
        told = f"{self.office} answered {code} {words}"
        if code // 100 != 5:  # noqa: PLR2004  5yz
            return Unavailable(told)
        return Refused(told) if code == TOO_LARGE else Unauthorized(told)

    def _said(self, answer: tuple[int, bytes]) -> tuple[int, str]:
        code, words = answer
        if code == CLOSING or code // 100 not in {2, 3, 4, 5}:
            raise SMTPServerDisconnected(f"{code}")
        return code, self.office.said(words)

    def _in_step(self) -> None:
        """Make sure that no answer is left over: it would be taken for the answer to the mail."""
        sock, file = self.smtp.sock, self.smtp.file
        assert sock is not None
        assert file is not None
        sock.settimeout(0)
        try:
            left_over = file.peek(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            left_over = b""
        finally:
            sock.settimeout(COMMAND)
        if left_over:
            raise SMTPServerDisconnected("it answered out of turn")

    def _sent(self, mail: bytes, leaves: Callable[[], None]) -> Answer:
        self._in_step()
        leaves()
        try:
            content = str(quotedata(mail.decode("ascii")))
            self.smtp.send(content.removesuffix("\r\n") + "\r\n.\r\n")
            _wait(self.smtp, END)
            code, words = self.smtp.getreply()
            _wait(self.smtp, COMMAND)
        except (SMTPException, OSError) as error:
            raise Lost(type(error).__name__) from error
        if code // 100 not in {2, 4, 5}:
            raise Lost(f"it answered {code}")
        return Answer(code, self.office.said(words), of_reader=False)


def _wait(smtp: SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


@cache
def _tls() -> ssl.SSLContext:
    """Trust whom the other adapters trust; a context of its own, for theirs speak HTTP."""
    import httpx  # noqa: PLC0415  slow to import

    return httpx.create_ssl_context()
