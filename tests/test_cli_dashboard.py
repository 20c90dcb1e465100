"""``sweetspot dashboard``: from a checkout and from a wheel the same script is run, with the same settings."""

from __future__ import annotations

import runpy
import socket
import sys
import zipfile
from importlib import util
from pathlib import Path

import pytest
from streamlit import config

from sim.cli import dashboard, main
from sim.experiment.running.warming import warming
from tests.wheel import ROOT, wheel


def code_of(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(["dashboard", *arguments])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_it_runs_the_script_that_came_with_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setattr(runpy, "run_module", lambda name, **_: called.append([name, *sys.argv]))
    monkeypatch.setattr(type(warming()), "begin", lambda _: called.append(["warming"]))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert code_of("--port", str(port), "--no-browser", "--lang", "en") == 0
    assert called[0] == ["warming"]
    assert called[1][:4] == ["streamlit", "streamlit", "run", str(ROOT / "dashboard.py")]
    assert {f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=True"} <= set(called[1])
    assert f"http://localhost:{port}" in capsys.readouterr().out


def test_every_setting_is_one_of_streamlit() -> None:
    names = [
        argument.removeprefix("--").partition("=")[0] for argument in dashboard.arguments("127.0.0.1", 8501, browser=True)[3:]
    ]
    assert set(names) <= config.get_config_options().keys()


@pytest.mark.parametrize(
    ("lang", "told"), [("nl", "Het dashboard heeft Streamlit nodig"), ("en", "The dashboard needs Streamlit")]
)
def test_without_streamlit_it_says_what_to_install(
    lang: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dashboard, "find_spec", lambda name: None if name == "streamlit" else util.find_spec(name))
    assert code_of("--lang", lang) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "pip install 'sweetspot[dashboard]'" in said


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert code_of("--port", str(port), "--lang", "nl") == 2
    assert f"http://localhost:{port} is bezet" in capsys.readouterr().err


def test_a_wheel_holds_the_script_with_its_settings_and_all_that_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel(tmp_path)) as archive:
        names = set(archive.namelist())
        for name in ("dashboard.py", ".streamlit/config.toml"):
            assert archive.read(f"sim/dashboard/{name}") == (ROOT / name).read_bytes()
    here = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "sim").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert here <= names
    assert {f"sim/{file.relative_to(ROOT).as_posix()}" for file in ROOT.glob("scenarios/**/*.yaml")} <= names
    assert not [name for name in names if not name.startswith(("sim/", "sweetspot-"))]
