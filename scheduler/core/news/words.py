"""What notices and digests say, in English and French: sentences as data, spaces set afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.core.news.kinds import News, Tongue


@dataclass(frozen=True, slots=True)
class Heading:
    """What is said of one, and of several; `{n}` is how many."""

    one: str
    many: str
    none: str = ""
    advice: str = ""
    """What to do."""

    def said(self, count: int, **facts: str) -> str:
        """Return the heading for so many."""
        chosen = self.one if count == 1 else self.many if count else self.none
        return chosen.format(n=count, **facts)


@dataclass(frozen=True, slots=True)
class Words:
    """A language."""

    days: tuple[str, ...]
    """Monday first."""
    months: tuple[str, ...]
    date: str
    short_date: str
    post: str
    quote: str
    handed_over: str
    """The title of a post that a person is to post."""
    more: Heading
    also: str
    news: Mapping[News, Heading]
    holds: Mapping[str, str]
    """Why an account is held, by the name of the hold."""
    held: Heading
    stopped: str
    healing: Heading
    drafts: Heading
    asks: Heading
    sent: Heading
    due: Heading


ENGLISH = Words(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    date="{day} {date} {month}",
    short_date="{date}, {time}",
    post="post {number} on {account}, {when}, {text}",
    quote="“{text}”",
    handed_over="tambour – post {number} for {account}: post it, then tambour confirm {number} URL",
    more=Heading("and one more", "and {n} more"),
    also="and more",
    news={
        News.UNCERTAIN: Heading(
            "One post may be public, and only a person can tell",
            "{n} posts may be public, and only a person can tell",
            advice="Look at the account, then say which it is: tambour resolve NUMBER --published URL, --not-published "
            "or --give-up.",
        ),
        News.HANDED: Heading(
            "One post is yours to post by hand",
            "{n} posts are yours to post by hand",
            advice="Post it, then say where it is: tambour confirm NUMBER URL. "
            "If you will not: tambour resolve NUMBER --give-up.",
        ),
        News.FUSE: Heading(
            "The fuse of an account has blown",
            "The fuses of {n} accounts have blown",
            advice="Nothing more is sent there. Find out why so much was tried, with tambour log --account ACCOUNT; "
            "then tambour resume ACCOUNT.",
        ),
        News.CREDENTIALS: Heading(
            "The credentials of an account need renewing",
            "The credentials of {n} accounts need renewing",
            advice="Its posts wait. Renew them where the settings say that they are; tambour looks again by itself.",
        ),
        News.BUDGET: Heading(
            "One post waits, since it would go beyond its account's budget",
            "{n} posts wait, since they would go beyond their accounts' budgets",
            advice="They go on by themselves next month, or once the budget in tambour.yaml is raised.",
        ),
        News.PAGE: Heading(
            "One post waits for the page that it points to",
            "{n} posts wait for the pages that they point to",
            advice="They go out by themselves once their pages are there. Is the site built and uploaded?",
        ),
        News.FAILED: Heading(
            "One post has failed",
            "{n} posts have failed",
            advice="Put it right with tambour edit NUMBER, then tambour requeue NUMBER; or tambour cancel NUMBER.",
        ),
        News.MISSED: Heading(
            "One post has missed its time",
            "{n} posts have missed their time",
            advice="To send one all the same: tambour requeue NUMBER.",
        ),
        News.BACKLOG: Heading(
            "An account has more late posts than slots",
            "{n} accounts have more late posts than slots",
            advice="They wait in line. Give its rhythm more times, or cancel what nobody needs any more: "
            "tambour list --account ACCOUNT.",
        ),
        News.ACCOUNTS: Heading(
            "Posts wait for an account that the settings do not name",
            "Posts wait for {n} accounts that the settings do not name",
            advice="Name it again in tambour.yaml, or cancel its posts.",
        ),
    },
    holds={
        "paused": "paused by a person",
        "credentials": "its credentials were refused",
        "fuse": "its fuse has blown",
        "settings": "the settings do not name it",
    },
    held=Heading("{account}: {why}; one post waits", "{account}: {why}; {n} posts wait", "{account}: {why}"),
    stopped="Everything is stopped by a person; tambour resume --all lets it go on",
    healing=Heading(
        "One post is in doubt, and its platform is being asked", "{n} posts are in doubt, and their platforms are asked"
    ),
    drafts=Heading("One draft waits to be approved", "{n} drafts wait to be approved"),
    asks=Heading("One thing waits for you", "{n} things wait for you", "Nothing waits for you"),
    sent=Heading("One post sent since yesterday", "{n} posts sent since yesterday", "No post sent since yesterday"),
    due=Heading("One post due until tomorrow", "{n} posts due until tomorrow", "No post due until tomorrow"),
)

FRENCH = Words(
    days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    date="{day} {date} {month}",
    short_date="{date} à {time}",
    post="publication {number} sur {account}, {when}, {text}",
    quote="« {text} »",
    handed_over="tambour – publication {number} pour {account} : à mettre en ligne, puis tambour confirm {number} URL",
    more=Heading("et une autre", "et {n} autres"),
    also="et d’autres nouvelles",
    news={
        News.UNCERTAIN: Heading(
            "Une publication est peut-être en ligne, et seule une personne peut le dire",
            "{n} publications sont peut-être en ligne, et seule une personne peut le dire",
            advice="Regardez le compte, puis dites ce qu’il en est : tambour resolve NUMÉRO --published URL, "
            "--not-published ou --give-up.",
        ),
        News.HANDED: Heading(
            "Une publication est à mettre en ligne à la main",
            "{n} publications sont à mettre en ligne à la main",
            advice="Mettez-la en ligne, puis dites où elle est : tambour confirm NUMÉRO URL. "
            "Si vous y renoncez : tambour resolve NUMÉRO --give-up.",
        ),
        News.FUSE: Heading(
            "Le fusible d’un compte a sauté",
            "Les fusibles de {n} comptes ont sauté",
            advice="Plus rien n’y est envoyé. Cherchez pourquoi tant d’envois ont été tentés, avec tambour log "
            "--account COMPTE ; puis tambour resume COMPTE.",
        ),
        News.CREDENTIALS: Heading(
            "Les identifiants d’un compte sont à renouveler",
            "Les identifiants de {n} comptes sont à renouveler",
            advice="Ses publications attendent. Renouvelez-les là où les réglages disent qu’ils sont ; tambour "
            "réessaie de lui-même.",
        ),
        News.BUDGET: Heading(
            "Une publication attend : elle dépasserait le budget de son compte",
            "{n} publications attendent : elles dépasseraient le budget de leur compte",
            advice="Elles repartent d’elles-mêmes le mois prochain, ou dès que le budget de tambour.yaml est relevé.",
        ),
        News.PAGE: Heading(
            "Une publication attend la page vers laquelle elle mène",
            "{n} publications attendent les pages vers lesquelles elles mènent",
            advice="Elles partent d’elles-mêmes dès que leurs pages sont en ligne. Le site est-il en ligne ?",
        ),
        News.FAILED: Heading(
            "Une publication a échoué",
            "{n} publications ont échoué",
            advice="Corrigez-la avec tambour edit NUMÉRO, puis tambour requeue NUMÉRO ; ou bien tambour cancel NUMÉRO.",
        ),
        News.MISSED: Heading(
            "Une publication a manqué son heure",
            "{n} publications ont manqué leur heure",
            advice="Pour en envoyer une quand même : tambour requeue NUMÉRO.",
        ),
        News.BACKLOG: Heading(
            "Un compte a plus de publications en retard que de créneaux",
            "{n} comptes ont plus de publications en retard que de créneaux",
            advice="Elles attendent leur tour. Donnez plus d’heures à son rythme, ou annulez ce qui ne sert plus : "
            "tambour list --account COMPTE.",
        ),
        News.ACCOUNTS: Heading(
            "Des publications attendent pour un compte que les réglages ne nomment pas",
            "Des publications attendent pour {n} comptes que les réglages ne nomment pas",
            advice="Remettez-le dans tambour.yaml, ou annulez ses publications.",
        ),
    },
    holds={
        "paused": "mis en pause par une personne",
        "credentials": "ses identifiants ont été refusés",
        "fuse": "son fusible a sauté",
        "settings": "les réglages ne le nomment pas",
    },
    held=Heading(
        "{account} : {why} ; une publication attend",
        "{account} : {why} ; {n} publications attendent",
        "{account} : {why}",
    ),
    stopped="Tout est arrêté par une personne ; tambour resume --all fait repartir",
    healing=Heading(
        "Une publication est incertaine, et sa plateforme est interrogée",
        "{n} publications sont incertaines, et leurs plateformes sont interrogées",
    ),
    drafts=Heading("Un brouillon attend d’être approuvé", "{n} brouillons attendent d’être approuvés"),
    asks=Heading("Une chose vous attend", "{n} choses vous attendent", "Rien ne vous attend"),
    sent=Heading(
        "Une publication envoyée depuis hier",
        "{n} publications envoyées depuis hier",
        "Aucune publication envoyée depuis hier",
    ),
    due=Heading(
        "Une publication prévue d’ici demain",
        "{n} publications prévues d’ici demain",
        "Aucune publication prévue d’ici demain",
    ),
)

WORDS = {Tongue.EN: ENGLISH, Tongue.FR: FRENCH}
