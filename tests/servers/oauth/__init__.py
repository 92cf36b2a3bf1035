"""An OpenID provider of others: oidc-provider-mock, which rotates no refresh token and looks at no verifier."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.servers.server import Server, cache, free_ports, run, started, tell

HERE = Path(__file__).parent


def _missing() -> str | None:
    return None if find_spec("ensurepip") else "needs Python's ensurepip (Debian: python3-venv)"


@contextmanager
def _running() -> Iterator[str]:
    """Yield where it is."""
    folder = _installed()
    (port,) = free_ports(1)
    with started([str(folder / "venv" / "bin" / "python"), str(HERE / "provider.py"), str(port)], folder, {}):
        yield f"http://127.0.0.1:{port}"


def _installed() -> Path:
    """Install the packages that the lock names, unless they are there from an earlier run."""
    lock = HERE / "requirements.lock"
    folder = cache("oauth", lock.read_bytes(), sys.version.encode())
    ready = folder / "ready"
    if not ready.exists():
        tell("oauth: installing oidc-provider-mock")
        run("oauth: making its environment", [sys.executable, "-m", "venv", "venv"], folder, {})
        pip = [str(folder / "venv" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
        run("oauth: installing", [*pip, str(lock)], folder, {})
        ready.touch()
    return folder


SERVER = Server("oauth", _missing, _running, (str(HERE / "checks.py"),))
