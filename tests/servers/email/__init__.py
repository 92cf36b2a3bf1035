"""A mail server of others: aiosmtpd, which answers as the checks ask it to."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.fake_mail import serving
from tests.servers.server import Server

SERVER = Server("email", lambda: None, serving, (str(Path(__file__).parent / "checks.py"),))
