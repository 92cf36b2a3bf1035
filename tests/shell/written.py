"""Settings as a person would write them."""

from __future__ import annotations

from pathlib import Path

from adapters.platforms import PLATFORMS
from scheduler.settings import Settings, load

MASTODON = """
accounts:
  main:
    platform: mastodon
    url: {url}
    token: {token}
"""


def mastodon(**values: str) -> str:
    """Return settings with one account, `main`."""
    return MASTODON.format(**{"url": "https://social.example", "token": "{env: TOKEN}", **values})


def load_text(folder: Path, text: str) -> Settings:
    """Write a settings file and read it."""
    path = folder / "tambour.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, platforms=PLATFORMS)
