"""Several files written as one, for platforms that are a folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from mimetypes import guess_extension
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from adapters.base import Media, Unavailable

LOCK_WAIT = 30.0
"""Seconds; writing takes milliseconds."""


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their names inside `folder`, each whole or not at all, in order: the last one proves the others.

    Everything is on the disk before the first file takes its name, so that a full disk changes nothing.

    Raises Unavailable where the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".writing-", dir=folder) as scratch:
            drafts = [_draft(Path(scratch, str(index)), data) for index, data in enumerate(files.values())]
            for draft, name in zip(drafts, files, strict=True):
                _place(draft, folder / name)
    except OSError as error:
        raise unusable(folder, error) from error


@contextmanager
def alone(folder: Path, wait: float = LOCK_WAIT) -> Iterator[None]:
    """Keep other processes from writing into `folder`, waiting some seconds for one that does.

    Raises Unavailable where one of them does not finish.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=wait).acquire()
    except Timeout as error:
        raise Unavailable(f"{folder} is being written by another process: try again when it is done") from error
    except OSError as error:
        raise unusable(folder, error) from error
    with lock:
        yield


def names(folder: Path) -> list[str]:
    """Return the names in `folder`, sorted; none where it does not exist.

    Raises Unavailable where it cannot be read.
    """
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unusable(folder, error) from error


def keep_only(folder: Path, kept: Collection[str]) -> None:
    """Remove the files of `folder` that are not among `kept`.

    Raises Unavailable where the disk refuses.
    """
    try:
        for path in folder.iterdir():
            if path.is_file() and path.name not in kept:
                path.unlink()
    except OSError as error:
        raise unusable(folder, error) from error


def probe(folder: Path) -> None:
    """Find out whether `folder` takes a file, leaving none.

    Raises Unavailable where it does not.
    """
    write(folder, {})


def stem(key: str, at: datetime) -> str:
    """Return how the files of a post are called: they sort as posts do, and two of one minute do not meet."""
    return f"{at:%Y-%m-%d-%H%M}-{sha256(key.encode()).hexdigest()[:12]}"


def beside(folder: Path, stem: str, media: Sequence[Media]) -> dict[str, Media]:
    """Write the images of a post beside where it will be; return them by their names.

    Raises Unavailable where the disk refuses.
    """
    images = {f"{stem}-{number}{suffix(image.mime)}": image for number, image in enumerate(media, 1)}
    write(folder, {name: image.data for name, image in images.items()})
    return images


def unusable(folder: Path, error: OSError) -> Unavailable:
    """Name the folder, the cause and what to do."""
    cause = error.strerror or type(error).__name__
    return Unavailable(f"{folder} cannot be used ({cause}): make room or allow it, or name another folder")


def suffix(mime: str) -> str:
    """Return how the name of a file of that type ends, such as `.jpg`."""
    return guess_extension(mime) or ".bin"


def _draft(path: Path, data: bytes) -> Path:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def _place(draft: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(target)
    if hasattr(os, "O_DIRECTORY"):  # elsewhere a folder cannot be opened, nor need it be
        folder = os.open(target.parent, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
