"""A real cluster for tests: a scheduler and workers as processes of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Machines:
    """A scheduler at ``address`` (HOST:PORT), and workers to which more may be added."""

    address: str
    store: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self, program: Path = ROOT) -> subprocess.Popen[bytes]:
        """One more worker, which runs the program in this folder."""
        options = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        started = _started(("distributed.cli.dask_worker", f"tcp://{self.address}", *options), self.store, program)
        self.workers.append(started)
        return started


@contextmanager
def machines(store: Path, workers: int = 2) -> Iterator[Machines]:
    """A cluster that is gone afterwards; ``store`` is the store and the working folder of its workers."""
    port = free_port()
    options = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--dashboard-address", "127.0.0.1:0", "--no-show")
    scheduler = _started(("distributed.cli.dask_scheduler", *options), store)
    found = Machines(f"127.0.0.1:{port}", store, scheduler)
    try:
        for _ in range(workers):
            found.add_worker()
        _wait_for(found, workers)
        yield found
    finally:
        for process in (*found.workers, scheduler):
            process.kill()
            process.wait()


def _wait_for(found: Machines, workers: int, seconds: float = 120.0) -> None:
    """A busy machine starts them slowly, and what is tested waits for seconds only."""
    distributed = import_module("distributed")
    until = time.monotonic() + seconds
    while not _listens(found.address) and time.monotonic() < until:
        time.sleep(0.1)
    if workers:
        with distributed.Client(f"tcp://{found.address}", timeout=seconds, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=seconds)


def _listens(address: str) -> bool:
    host, port = address.split(":")
    with socket.socket() as trial:
        return trial.connect_ex((host, int(port))) == 0


def _started(arguments: Sequence[str], store: Path, program: Path = ROOT) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(program), "SWEETSPOT_STORE": str(store)}
    return subprocess.Popen(  # noqa: S603 (our own)
        [sys.executable, "-m", *arguments], cwd=store, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
