"""A mail server of others: aiosmtpd, which answers as the checks ask it to."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.fake_mail import serving
from tests.servers.server import Server, lacks

SERVER = Server("email", lambda: lacks("openssl"), serving, (str(Path(__file__).parent / "checks.py"),))
