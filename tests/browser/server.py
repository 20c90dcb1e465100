"""The dashboard, served from this environment on a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
READY_WITHIN = 60.0


@dataclass(frozen=True)
class Server:
    """``address`` has no slash at its end; ``process`` is the number of the process of the system."""

    address: str
    process: int


@contextmanager
def serving(folder: Path = ROOT) -> Iterator[Server]:
    """The dashboard of the package in this folder, ready to be visited.

    Raises ``RuntimeError`` with what the server said if it does not come up.
    """
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-c", "from sim.cli import main; main()", "dashboard", f"--port={port}", "--no-browser"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603
    try:
        _wait(port, process)
        yield Server(f"http://{HOST}:{port}", process.pid)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=20)  # a replication ends first
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _wait(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        if _healthy(port):
            return
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"The dashboard does not come up: {process.communicate()[1]}")


def _healthy(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
