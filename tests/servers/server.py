"""What a real server is to the program that runs it, and the means that several of them share."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import IO

import httpx

START_WAIT = 60.0
"""Seconds that a server may take to say that it is ready."""
STOP_WAIT = 20.0
"""Seconds that a server may take to stop when asked."""
KNOCK = 0.2
"""Seconds between two looks whether a server answers."""
PROGRESS = 10.0
"""Seconds between two signs of life of a long step."""


class Failed(Exception):
    """A server could not be installed or started."""


@dataclass(frozen=True, slots=True)
class Server:
    """A real server."""

    name: str
    missing: Callable[[], str | None]
    """Says what this machine lacks to install it."""
    running: Callable[[], AbstractContextManager[object]]
    """Installs and starts it, gives what its checks need, and stops it; raises Failed."""
    checks: tuple[str, ...]
    """Paths of its tests."""


def cache(name: str, *parts: bytes) -> Path:
    """Return the folder in which what was installed from these parts is kept between runs."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(root) / "tambour" / "servers" / f"{name}-{sha256(b''.join(parts)).hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def lacks(*programs: str) -> str | None:
    """Say which of the programs is not on the path."""
    return next((f"needs {program}" for program in programs if not shutil.which(program)), None)


def node(expression: str) -> str:
    """Return what node makes of an expression."""
    answer = subprocess.run(["node", "-p", f"JSON.stringify({expression})"], capture_output=True, check=True)
    return str(json.loads(answer.stdout))


def node_headers() -> dict[str, str]:
    """Name the folder of node's C headers where it has them beside it, so that none are fetched."""
    prefix = Path(node("process.execPath")).resolve().parent.parent
    return {"npm_config_nodedir": str(prefix)} if (prefix / "include" / "node" / "node.h").exists() else {}


def free_ports(count: int) -> list[int]:
    """Return ports of loopback on which nothing listens."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def tell(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def run(what: str, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
    """Run a long step of an installation, with signs of life.

    Raises Failed with the end of what it wrote.
    """
    log = folder / "install.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **env}, stdout=output, stderr=output)
        seconds = 0.0
        while (code := _ended(process, PROGRESS)) is None:
            seconds += PROGRESS
            tell(f"{what}: {seconds:.0f} s")
    if code:
        raise Failed(f"{what}: exit code {code}\n{_tail(log)}")


def environment(name: str, lock: Path) -> Path:
    """Return a Python with the packages that a lock names, and no others; installed unless they are there already.

    Raises Failed.
    """
    folder = cache(name, lock.read_bytes(), sys.version.encode())
    python, ready = folder / "venv" / "bin" / "python", folder / "ready"
    if not ready.exists():
        tell(f"{name}: installing what {lock.name} names")
        run(f"{name}: making an environment", [sys.executable, "-m", "venv", "venv"], folder, {})
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        run(f"{name}: installing", [*pip, "--requirement", str(lock)], folder, {})
        ready.touch()
    return python


@contextmanager
def started(
    command: Sequence[str],
    folder: Path,
    env: Mapping[str, str],
    answers: str | Callable[[], bool] | None = None,
    patience: float = START_WAIT,
) -> Iterator[None]:
    """Run a server, and stop it by its process id.

    It is ready when it says `ready`, or else when there is an answer at the address `answers`, or that says so.
    Raises Failed with the end of its log where it does not become so.
    """
    log = folder / "server.log"
    with log.open("wb") as output:
        spoken = output if answers else subprocess.PIPE
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **env}, stdout=spoken, stderr=output)
        try:
            if not (_answers(process, answers, patience) if answers else _says_ready(process.stdout)):
                raise Failed(f"{command[0]} did not start\n{_tail(log)}")
            yield
        finally:
            _stop(process)


def _ended(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def _answers(process: subprocess.Popen[bytes], answers: str | Callable[[], bool], patience: float) -> bool:
    until = monotonic() + patience
    while _ended(process, KNOCK) is None and monotonic() < until:
        if answers() if callable(answers) else _open(answers):
            return True
    return False


def _open(url: str) -> bool:
    try:
        httpx.get(url, timeout=5)
    except httpx.TransportError:
        return False
    return True


def _says_ready(output: IO[bytes] | None) -> bool:
    assert output
    heard, _, _ = select.select([output], [], [], START_WAIT)
    return bool(heard) and output.readline().strip() == b"ready"


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    if _ended(process, STOP_WAIT) is None:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-30:])
