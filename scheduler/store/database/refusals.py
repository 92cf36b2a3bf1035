"""What a PostgreSQL server's refusals mean, as sentences."""

from __future__ import annotations

import psycopg

GONE = "the server went away; what was under way was undone; it goes on when the server is back"
AWAY = "the server does not answer; start it, or correct the address in the settings"

BY_CODE = {
    "25006": "the server takes no changes, as a replica does; name the main server in the settings",
    "25P03": "the transaction was undone, because this program was stopped for too long in the middle of it; try again",
    "40P01": "two programs waited for each other, and this one gave way; try again",
    "42501": "its user may not do that; grant it the right to make and change tables in its schema",
    "53100": "the server's disk is full; nothing was written; free some space there",
    "53300": "the server has too many connections; close some, or raise its max_connections",
    "55P03": "another program holds it; try again when that one is done",
    "57P01": GONE,
    "57P02": GONE,
    "57P03": "the server is starting or stopping; try again in a moment",
}
"""By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

BY_SIGN = {
    "password authentication failed": "its password is wrong; correct it where the settings say it is kept",
    "no password supplied": "it asks for a password; say in the settings where it is kept, or set PGPASSWORD",
    "does not exist": "there is no such database or user on the server; have both made (docs/postgresql.md)",
    "pg_hba.conf": "the server lets this user in from nowhere near here; add a line to its pg_hba.conf",
    "starting up": BY_CODE["57P03"],
    "shutting down": BY_CODE["57P03"],
    "too many": BY_CODE["53300"],
    "reserved for": BY_CODE["53300"],
    "SSL": "no protected connection came about; look at sslmode in the address, and at the server's certificate",
    "resolve host": "no server has that name; correct the address in the settings",
    "translate host": "no server has that name; correct the address in the settings",
    "refused": AWAY,
    "No such file": AWAY,
    "timeout": AWAY,
    "timed out": AWAY,
    "closed": GONE,
    "lost": GONE,
    "reset by peer": GONE,
}
"""By words, where no connection came about or one broke: then there is no code."""


def advice(error: BaseException | None) -> str:
    """Say what an error of the driver means and what to do."""
    code = error.sqlstate if isinstance(error, psycopg.Error) else None
    if code in BY_CODE:
        return BY_CODE[code]
    message = str(error)
    if code is None:
        for sign, what in BY_SIGN.items():
            if sign in message:
                return what
    return next(iter(message.splitlines()), type(error).__name__)
