"""The dashboard, served from this computer: Streamlit runs the script that came with the program."""

from __future__ import annotations

import os
import runpy
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

import typer

from sim.cli.exits import DONE
from sim.cli.failures import fail, usage
from sim.experiment.running.warming import warming
from sim.text.texts import Texts, language_of

PACKAGE = Path(__file__).resolve().parents[1]
PORTS = range(8501, 8601)
"""Where nobody names a port, the first of these that is free."""


def dashboard_command(host: str, port: int | None, lang: str | None, *, browser: bool) -> int:
    """Serves until it is stopped, the engine being compiled beside it; returns the exit code where it cannot begin."""
    say = Texts(language_of(lang))
    if find_spec("streamlit") is None:
        command = "pip install 'sweetspot[dashboard]'"
        return fail(usage(say("The dashboard needs Streamlit, which is not installed. Install it: {command}", command=command)))
    tried = PORTS if port is None else [port]
    free = next((one for one in tried if _is_free(host, one)), None)
    if free is None:
        address = _address(host, tried[0])
        return fail(usage(say("{address} is taken or not of this computer; choose another --port or --host.", address=address)))
    typer.echo(say("The dashboard is at {address}; Ctrl-C stops it.", address=_address(host, free)))
    warming().begin()
    sys.argv = arguments(host, free, browser=browser and _has_screen())
    runpy.run_module("streamlit", run_name="__main__")
    return DONE


def arguments(host: str, port: int, *, browser: bool) -> list[str]:
    """What Streamlit is called with. Its other settings are in ``.streamlit``, which it looks for beside the script."""
    settings = {
        "server.address": host,
        "server.port": port,
        "server.headless": not browser,
        "server.showEmailPrompt": False,
        "logger.hideWelcomeMessage": True,  # it asks a server elsewhere how this computer is called there
    }
    return ["streamlit", "run", str(script()), *(f"--{name}={value}" for name, value in settings.items())]


def script() -> Path:
    """The script that Streamlit runs: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / "dashboard"
    return (inside if inside.is_dir() else PACKAGE.parent) / "dashboard.py"


def _is_free(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError:
        return False
    return True


def _address(host: str, port: int) -> str:
    name = {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104 - only said
    return f"http://{name}:{port}"


def _has_screen() -> bool:
    """Without one, Linux may open a browser that takes over the terminal."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
