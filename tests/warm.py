"""The program as a process of its own, forked from a warm parent.

A process that is forked from one that has imported everything starts in milliseconds instead of a second.
Its signals, sockets, locks and death are as real as any. Only tests of how the program is installed start it cold.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import TextIO

FORKSERVER = get_context("forkserver")
FORKSERVER.set_forkserver_preload(["tests.imports"])


class Program:
    """A process that runs, with what it says on standard output and standard error."""

    def __init__(self, run: Callable[[], None], *, folder: Path, environ: Mapping[str, str]) -> None:
        out, told = FORKSERVER.Pipe(duplex=False)
        err, complained = FORKSERVER.Pipe(duplex=False)
        self._process = FORKSERVER.Process(
            target=_become, args=(run, str(folder), dict(environ), told, complained), daemon=True
        )
        self._process.start()
        told.close()
        complained.close()
        self.stdout, self.stderr = _reading(out), _reading(err)

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Return how it ended; `None`: it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal; none once it has ended."""
        if self._process.is_alive():
            os.kill(self.pid, number)

    def await_standstill(self) -> None:
        """Wait until a SIGSTOP has stopped it."""
        command = ["ps", "-o", "state=", "-p", str(self.pid)]
        while not subprocess.run(command, capture_output=True, text=True, check=True).stdout.startswith("T"):
            os.sched_yield()

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it by SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def wait(self, patience: float | None = None) -> int:
        """Wait for its end, and return its exit code.

        Raises TimeoutExpired.
        """
        self._process.join(patience)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("tambour", patience or 0)
        return self._process.exitcode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for its end, and return all that it still said.

        Raises TimeoutExpired.
        """
        said: dict[TextIO, str] = {}

        def drain(stream: TextIO) -> None:
            said[stream] = stream.read()

        drains = [Thread(target=drain, args=(stream,), daemon=True) for stream in (self.stdout, self.stderr)]
        for one in drains:
            one.start()
        self.wait(timeout)
        for one in drains:
            one.join()
        return said[self.stdout], said[self.stderr]

    def finish(self, patience: float = 60) -> subprocess.CompletedProcess[str]:
        """Wait for its end, and return what it said and how it ended.

        Raises TimeoutExpired; either way it is over.
        """
        try:
            out, err = self.communicate(patience)
            return subprocess.CompletedProcess([], self.wait(), out, err)
        finally:
            self.close()

    def close(self) -> None:
        """Kill it if it still runs, and forget what it said."""
        self.kill()
        self._process.join()
        self.stdout.close()
        self.stderr.close()


class Words:
    """The command line as the target of a process."""

    def __init__(self, words: Sequence[str | Path]) -> None:
        self._words = [str(word) for word in words]

    def __call__(self) -> None:
        from scheduler.cli import main  # noqa: PLC0415  the tests' own process need not import it

        sys.argv = ["tambour", *self._words]
        main()


def tambour(*words: str | Path, folder: Path, environ: Mapping[str, str]) -> Program:
    """Start the command line program."""
    return Program(Words(words), folder=folder, environ=environ)


def run(*words: str | Path, folder: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command line program to its end."""
    return tambour(*words, folder=folder, environ=environ).finish()


def _reading(pipe: Connection) -> TextIO:
    stream = os.fdopen(os.dup(pipe.fileno()), encoding="utf-8", errors="replace")
    pipe.close()
    return stream


def _written(pipe: Connection, number: int) -> TextIO:
    """Let a stream of the process lead into a pipe."""
    os.dup2(pipe.fileno(), number)
    pipe.close()
    return os.fdopen(number, "w", buffering=1, encoding="utf-8", closefd=False)


def _become(run: Callable[[], None], folder: str, environ: dict[str, str], out: Connection, err: Connection) -> None:
    """Be the program: in its folder, with its environment and its streams."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.stdout, sys.stderr = _written(out, 1), _written(err, 2)
    try:
        run()
    finally:
        logging.shutdown()  # as at the end of a program; a child that is forked ends without it
