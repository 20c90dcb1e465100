"""What the documentation shows can be done as it stands there: doctests, the Python of README.md, and every command."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from contextlib import chdir
from importlib import import_module
from pathlib import Path

import pytest
import typer

from sim.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = sorted([README, *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
SHOWN = sorted(file for file in ROOT.glob("sim/**/*.py") if re.search(r"^ *>>> ", file.read_text(encoding="utf-8"), re.MULTILINE))
PLACEHOLDER = re.compile(r"^[A-Z]+\b|^\.\.\.$")


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def fenced(page: Path, language: str) -> list[str]:
    """The blocks of code of a page in this language, which may be none."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[str]:
    """Each ``sweetspot ...`` of a page: a line of a block (after its prompt, if any), or a span that begins with it."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"`(sweetspot [^`\n]+)`", text)
    for block in (*fenced(page, r"\w*"), *re.findall(r"^ {4}(.+)$", text, re.MULTILINE)):
        prompt = r"\$ " if re.search(r"^\$ ", block, re.MULTILINE) else ""
        found += re.findall(rf"^{prompt}(sweetspot .+)$", block, re.MULTILINE)
    return [re.sub(r" {2,}#.*|[\[\]]", "", command) for command in found]


@pytest.mark.parametrize("file", SHOWN, ids=module_of)
def test_doctests_come_true(file: Path) -> None:
    with chdir(ROOT):
        found = doctest.testmod(import_module(module_of(file)))
    assert found.attempted > 0
    assert found.failed == 0


def test_the_python_of_the_readme_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    blocks = fenced(README, "python")
    assert blocks
    for block in blocks:
        with chdir(tmp_path):
            exec(compile(block, str(README), "exec"), {})  # noqa: S102 - our own page
    assert "work_in_fte" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_command_line_takes_every_command_of_a_page(page: Path) -> None:
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for command in commands(page):
        _, name, *arguments = shlex.split(command)
        if arguments:  # without any it names a command, and is none
            known[name].make_context(name, arguments)
        files = [argument for argument in arguments if argument.endswith(".yaml") and not PLACEHOLDER.match(Path(argument).stem)]
        assert [file for file in files if not (ROOT / file).exists()] == [], command
