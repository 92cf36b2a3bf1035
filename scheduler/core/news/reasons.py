"""The causes in the log, for a French reader: our own sentences translated, those of others cited."""

from __future__ import annotations

import re

from scheduler.core.news.kinds import Tongue

FRENCH = (
    (r"(\d+) requests in an hour is its ceiling", r"son plafond est de \1 envois par heure"),
    (r"(\d+) requests in a day is its ceiling", r"son plafond est de \1 envois par jour"),
    (r"the daemon ended while it was being published", "le service s’est arrêté pendant l’envoi"),
    (r"the daemon stopped before the platform answered", "le service s’est arrêté avant la réponse de la plateforme"),
    (r"the settings do not name it any more", "les réglages ne le nomment plus"),
    (
        r"the environment variable (\S+) is empty or not set; put the secret there",
        r"la variable \1 est vide ou absente",
    ),
    (r"gave up after (\d+) attempts: (.*)", r"abandon après \1 tentatives : \2"),
)
"""Patterns of whole sentences; in the last groups another sentence may stand."""


def reason_in(reason: str, tongue: Tongue) -> str:
    """Return a cause in the reader's language; what a platform said stays in its own words, between quotes."""
    if tongue is Tongue.EN:
        return reason
    for pattern, french in FRENCH:
        found = re.fullmatch(pattern, reason, re.DOTALL)
        if found and " : " in french:
            return found.expand(french.replace(r"\2", "")) + reason_in(found[2], tongue)
        if found:
            return found.expand(french)
    return f"« {reason} »"
