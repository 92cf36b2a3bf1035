"""The values that the rest of tambour exchanges; the glossary of `docs/architecture.md` as code."""

from scheduler.core.model.articles import (
    OMITTED,
    Article,
    Block,
    Fitted,
    Kind,
    Override,
    Picture,
    Section,
    Sentence,
    Skipped,
    Span,
    Split,
    Teaser,
    Telling,
)
from scheduler.core.model.brand import Brand, CardStyle, Pictures
from scheduler.core.model.campaigns import CURVE, Campaign
from scheduler.core.model.evergreens import Evergreen, Season
from scheduler.core.model.layouts import Layout, Page
from scheduler.core.model.marks import Mark
from scheduler.core.model.plans import Choice, Rhythm, Site, Slot, Taste
from scheduler.core.model.posts import Attempt, Claim, Doubt, Event, NewPost, Post, PostSummary, Tried
from scheduler.core.model.voice import Voice

__all__ = [
    "CURVE",
    "OMITTED",
    "Article",
    "Attempt",
    "Block",
    "Brand",
    "Campaign",
    "CardStyle",
    "Choice",
    "Claim",
    "Doubt",
    "Event",
    "Evergreen",
    "Fitted",
    "Kind",
    "Layout",
    "Mark",
    "NewPost",
    "Override",
    "Page",
    "Picture",
    "Pictures",
    "Post",
    "PostSummary",
    "Rhythm",
    "Season",
    "Section",
    "Sentence",
    "Site",
    "Skipped",
    "Slot",
    "Span",
    "Split",
    "Taste",
    "Teaser",
    "Telling",
    "Tried",
    "Voice",
]
