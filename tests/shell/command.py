"""Running a command as a user would, in this process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.cli import run as run_command
from tests.empty import write_empty_database

SETTINGS = """\
site:
  url: https://tisane.example
  timezone: Europe/Paris
  language: fr
accounts:
  journal:
    platform: feed
    folder: public/journal
    rhythm: {days: [mon, tue, wed, thu, fri], times: ["09:00", "17:30"], gap: 2h}
  carnet:
    platform: folder
    folder: public/carnet
    rhythm: {times: ["12:15"]}
"""

ARTICLE = """\
---
title: Le thym au jardin
date: 2026-01-10
description: Le thym demande du soleil, peu d'eau et une taille par an. Voici comment le garder dix ans.
tags: [Jardin, Plantes à tisane]
---

## Planter au bon endroit

Le thym du jardin pousse mieux au pied d'un mur exposé au sud, dans une terre pauvre et caillouteuse.
Un plant mis en terre en avril donne ses premières tiges à sécher dès le mois d'août.

Dans un pot, un lit de graviers de trois centimètres évite que les racines ne baignent dans l'eau.
Un arrosage par semaine suffit en été, aucun en hiver.

## Tailler sans abîmer

Une taille légère juste après la floraison garde le thym du jardin compact pendant une dizaine d'années.
Les sécateurs propres évitent de transmettre les maladies d'un pied à l'autre.

## Sécher et garder

Les tiges de thym cueillies au jardin le matin, une fois la rosée partie, gardent le plus de parfum pour la tisane.
Un bocal fermé, à l'abri de la lumière, conserve les feuilles séchées pendant une année entière.
"""


@dataclass(frozen=True)
class Result:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the one JSON document that was printed."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Return the JSON objects that were printed a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Home:
    """A folder with settings and an article."""

    path: Path

    @property
    def config(self) -> Path:
        """Return the settings file."""
        return self.path / "tambour.yaml"

    @property
    def article(self) -> Path:
        """Return the article."""
        return self.path / "content" / "thym.md"

    def __call__(self, *arguments: str | Path, stdin: str = "") -> Result:
        """Run a command with these settings."""
        return run(*arguments, "--config", self.config, stdin=stdin)

    def queue_one(self, *options: str) -> int:
        """Queue a post that is due tomorrow, and return its number."""
        self("post", "Bonjour", "--account", "carnet", "--at", "demain 9h", *options)
        return int(self("list", "--json").json[-1]["id"])


def make_home(folder: Path) -> Home:
    """Write settings, an article and an empty database into a folder."""
    home = make_new_home(folder)
    write_empty_database(folder / "tambour.db")
    return home


def make_new_home(folder: Path) -> Home:
    """Write settings and an article into a folder, where nothing has been done yet."""
    home = Home(folder)
    home.config.write_text(SETTINGS, encoding="utf-8")
    home.article.parent.mkdir()
    home.article.write_text(ARTICLE, encoding="utf-8")
    return home


def run(*arguments: str | Path, stdin: str = "") -> Result:
    """Run a command."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), _stdin(stdin):
        try:
            run_command([str(argument) for argument in arguments])
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Result(code, out.getvalue(), err.getvalue())


@contextmanager
def _stdin(text: str) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before
