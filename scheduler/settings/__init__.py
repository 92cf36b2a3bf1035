"""`tambour.yaml` as frozen values: found, validated and reported on as a whole."""

from scheduler.settings.credentials import SecretRef, resolve
from scheduler.settings.database import DatabaseServer
from scheduler.settings.find import find
from scheduler.settings.load import AccountSettings, Settings, json_schema, load, misplaced_holidays
from scheduler.settings.siting import local_zone

__all__ = [
    "AccountSettings",
    "DatabaseServer",
    "SecretRef",
    "Settings",
    "find",
    "json_schema",
    "load",
    "local_zone",
    "misplaced_holidays",
    "resolve",
]
