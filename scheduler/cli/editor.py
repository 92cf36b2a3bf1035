"""A person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.errors import TambourError


def edited(text: str) -> str:
    """Let the user change a text in the program that VISUAL or EDITOR names.

    Raises TambourError where it cannot be started, or says that it failed.
    """
    program = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "post.txt"
        file.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(program), str(file)], check=True)  # noqa: S603  the user's own editor
        except (OSError, subprocess.CalledProcessError) as error:
            raise TambourError(f"the editor {program!r} failed; set EDITOR, or give the text with --text") from error
        return file.read_text(encoding="utf-8")
