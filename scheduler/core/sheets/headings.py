"""Which column holds what, by its name: as tambour and other tools call them, in English and French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column may hold."""

    ACCOUNT = "account"
    PLATFORM = "platform"
    SWITCH = "switch"
    """Whether a post goes to the platform that the column is called."""
    DATE = "date"
    TIME = "time"
    ZONE = "timezone"
    TEXT = "text"
    LINK = "link"
    IMAGE = "image"
    ALT = "alt"
    HASHTAGS = "hashtags"
    LABELS = "labels"
    CAMPAIGN = "campaign"
    STATE = "state"
    DRAFT = "draft"
    LANGUAGE = "language"
    FOLLOWS = "follows"
    VIDEO = "video"
    TOLD = "told"
    """Of our own layout; says what others say already."""


NAMES: dict[Field, str] = {
    Field.ACCOUNT: "account compte accounts comptes profile profil profiles channel chaine accountname profilename"
    " page",
    Field.PLATFORM: "platform plateforme platforms network reseau networks socialnetwork reseausocial reseaux",
    Field.DATE: "publishat date datetime dateandtime dateheure dateetheure postingtime scheduledat scheduledate"
    " scheduleddate scheduledtime scheduled publishdate publicationdate datedepublication postatspecifictime posttime"
    " publishtime when quand day jour",
    Field.TIME: "time heure time24hr hour horaire timeofday heuredepublication",
    Field.ZONE: "timezone fuseau fuseauhoraire",
    Field.TEXT: "text texte message messagetext posttext caption legende content contenu post postcontent copy tweet"
    " captions body corps postdescription description",
    Field.LINK: "link lien links liens url linkurl urldulien lienurl ogmetaurl websiteurl",
    Field.IMAGE: "image images imageurl imageurls mediaurl mediaurls media medias picture pictures pictureurl photo"
    " photos visuel visuels urlimage urldelimage",
    Field.ALT: "alt alttext alttexts alttextpicture textealternatif imagealt imagealttext",
    Field.HASHTAGS: "hashtags hashtag motsdiese",
    Field.LABELS: "tags tag labels label etiquettes etiquette",
    Field.CAMPAIGN: "campaign campagne",
    Field.STATE: "state status statut etat",
    Field.DRAFT: "draft brouillon",
    Field.LANGUAGE: "language langue",
    Field.FOLLOWS: "follows comment comments firstcomment firstcommenttext followupcomment premiercommentaire",
    Field.VIDEO: "video videos videourl videourls gifurl gifurls",
    Field.TOLD: "number id utc kind article address",
}
SWITCHES = {
    "facebook": "facebook",
    "twitter": "x",
    "twitterx": "x",
    "x": "x",
    "linkedin": "linkedin",
    "gbp": "google_business",
    "gmb": "google_business",
    "googlebusiness": "google_business",
    "googlebusinessprofile": "google_business",
    "instagram": "instagram",
    "pinterest": "pinterest",
    "threads": "threads",
    "bluesky": "bluesky",
    "mastodon": "mastodon",
    "telegram": "telegram",
    "tiktok": "tiktok",
    "youtube": "youtube",
}
"""What other tools call platforms."""
_KNOWN = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names.split())}
_MANY = frozenset({Field.IMAGE, Field.ALT, Field.SWITCH, Field.FOLLOWS, Field.VIDEO, Field.TOLD})
"""What several columns may hold."""
_AFTERWARDS = re.compile(r"\s[-–—:]\s|\(|\[")
"""What begins an explanation behind a name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is known."""

    field: Field
    place: int
    heading: str
    number: int | None = None
    """Which image it is about."""
    platform: str = ""
    """Of a switch."""


def columns(headings: Sequence[str]) -> list[Column]:
    """Return the columns that are known; of several that hold the same, the one that is called so most plainly."""
    found = [(column, rank) for place, heading in enumerate(headings) for column, rank in _read(place, heading)]
    chosen: dict[Field, tuple[Column, int]] = {}
    for column, rank in found:
        if column.field not in chosen or rank < chosen[column.field][1]:
            chosen[column.field] = column, rank
    return [column for column, _ in found if column.field in _MANY or chosen[column.field][0] is column]


def plain(name: str) -> str:
    """Return a name without its case, accents, signs and explanations."""
    bare = _AFTERWARDS.split(name.strip())[0]
    letters = unicodedata.normalize("NFKD", bare.casefold())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def _read(place: int, heading: str) -> list[tuple[Column, int]]:
    name = plain(heading)
    if name in _KNOWN:
        field, rank = _KNOWN[name]
        return [(Column(field, place, heading), rank)]
    if name in SWITCHES:
        return [(Column(Field.SWITCH, place, heading, platform=SWITCHES[name]), 0)]
    bare = name.rstrip("0123456789")
    field, rank = _KNOWN.get(bare, (Field.TOLD, 0))
    if field in {Field.IMAGE, Field.ALT}:
        return [(Column(field, place, heading, number=int(name[len(bare) :])), rank)]
    return []
