"""How a site is laid out: which language and which address a file has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from scheduler.core.model.plans import Site


@dataclass(frozen=True, slots=True)
class Page:
    """All that the address of an article may depend on."""

    path: PurePath
    """Absolute."""
    fields: Mapping[str, Any]
    """Its front matter; names in lower case and without `_` and `-`."""
    date: datetime | None

    def text(self, *names: str) -> str:
        """Return the first of some fields that holds a text, without white space around it."""
        texts = (value.strip() for name in names if isinstance(value := self.fields.get(name), str))
        return next(filter(None, texts), "")


class Layout(Protocol):
    """The rules by which a site's generator makes pages of files."""

    def folders(self, site: Site) -> tuple[str, ...]:
        """Return where the articles lie, as absolute paths."""
        ...

    def language(self, path: PurePath, site: Site) -> str:
        """Return the language that a file's place says; empty where it says none."""
        ...

    def publishes(self, page: Page, site: Site) -> bool:
        """Tell whether the generator makes a page of a file, unless its author calls it a draft."""
        ...

    def address(self, page: Page, site: Site) -> str | None:
        """Return the whole address of a page; `None` where it has none, or none that can be told."""
        ...
