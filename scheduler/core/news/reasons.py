"""The causes in the log, for a French reader: our own sentences translated, those of others cited."""

from __future__ import annotations

import re

from scheduler.core.news.kinds import Tongue

LOOK = r"; look at (?:the account )?(?P<page>\S+), then run `tambour resolve \d+`"

FRENCH = (
    (r"(?P<n>\d+) requests in an hour is its ceiling", "son plafond est de {n} envois par heure"),
    (r"(?P<n>\d+) requests in a day is its ceiling", "son plafond est de {n} envois par jour"),
    # what to do stands in the notice already
    (r"(?P<rest>.*); look at its posts, then run `tambour resume \S+`", "{rest}"),
    (
        r"the platform cannot tell whether it was published" + LOOK,
        "la plateforme ne peut pas dire si elle a été publiée ; voyez {page}",
    ),
    (r"after (?P<n>\d+) attempts it is still not there" + LOOK, "absente après {n} tentatives ; voyez {page}"),
    (
        r"post it on (?P<where>.+?)(?: from (?P<place>\S+))?, then run `tambour confirm \d+ URL`",
        "à publier sur {where} ; elle est prête dans {place}",
    ),
    (r"gave up after (?P<n>\d+) attempts: (?P<rest>.*)", "abandon après {n} tentatives : {rest}"),
    (r"the platform already has this text(?: as \S+)?: (?P<rest>.*)", "la plateforme a déjà ce texte : {rest}"),
    (
        r"the adapter failed with (?P<kind>\w+); the daemon's log says where",
        "erreur imprévue {kind} ; le journal du service dit où",
    ),
    (
        r"it costs \$(?P<cost>\S+), and of the \$(?P<most>\S+) for (?P<month>\S+), \$(?P<spent>\S+) are spent",
        "elle coûte {cost} $, et des {most} $ de {month}, {spent} $ sont dépensés",
    ),
    (r"its time had passed when it could be sent", "son heure était passée quand elle a pu partir"),
    (
        r"late posts have taken every slot until (?P<day>\S+), and more wait behind them",
        "tous les créneaux sont pris jusqu’au {day}, et d’autres attendent derrière",
    ),
    (r"its page answers with (?P<status>\d+): (?P<page>\S+)", "sa page répond {status} : {page}"),
    (r"its page cannot be reached: (?P<kind>\w+): (?P<page>\S+)", "sa page est injoignable : {page}"),
    (r"still not known, and still asked: (?P<rest>.*)" + LOOK, "on ne sait toujours pas : {rest}"),
    (r"posts wait \((?P<n>\d+)\), and the settings do not name it", "publications en attente : {n}"),
    (r"they end on (?P<day>\S+)", "ils prennent fin le {day}"),
    (r"account '[^']*', (?P<option>\w+): (?P<rest>.*)", "{option} : {rest}"),
    (
        r"the environment variable (?P<name>\S+) is empty or not set; put the secret there",
        "la variable {name} est vide ou absente ; mettez-y le secret",
    ),
    (r"the file (?P<name>.+) is empty or not set; put the secret there", "le fichier {name} est vide"),
    (r"cannot read the secret in (?P<name>.+): (?P<rest>[^:]*)", "le secret ne se lit pas dans {name} : {rest}"),
)
"""Whole sentences, and what they are in French; `rest` is another sentence."""


def reason_in(reason: str, tongue: Tongue) -> str:
    """Return a cause in the reader's language; what a platform said stays in its own words, between quotes."""
    if tongue is Tongue.EN:
        return reason
    for pattern, french in FRENCH:
        found = re.fullmatch(pattern, reason, re.DOTALL)
        if found:
            facts = {
                name: reason_in(said, tongue) if name == "rest" else said for name, said in found.groupdict().items()
            }
            return french.format(**facts)
    return f"« {reason} »"
