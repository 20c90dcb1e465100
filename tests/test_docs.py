"""What the documentation names is there: files, commands and their options, packages, sources."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement

from sim.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
SOURCES = ROOT / "docs" / "sources.md"
ID = r"[A-Z]\d{1,2}"
MADE = frozenset(
    [
        ".venv/bin",
        "results/mine",
        "sim/dashboard",
        "sim/scenarios",
        "uv.lock",
        "src/",
        "ui/",
        "kpis.parquet",
        "staff.csv",
        "staff.xlsx",
    ]
)
"""Files that a command makes, that a wheel has, or that are named because they are not there."""
NAMES = frozenset({"*.yaml", "s-hertogenbosch-YEAR.yaml", "ruamel.yaml"})
FORMS = re.compile(r"(NAME|YEAR|FILE|DIR|TEAM)")


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project, without what tools leave there."""
    places = ("sim", "tests", "docs", "scenarios", "benchmarks", ".ci", ".streamlit")
    found = [file.relative_to(ROOT) for place in places for file in ROOT.glob(f"{place}/**/*") if "__pycache__" not in file.parts]
    return (*found, *(file.relative_to(ROOT) for file in ROOT.iterdir()))


def spans(page: Path) -> Iterator[str]:
    """What stands in backticks on one line."""
    for line in page.read_text(encoding="utf-8").splitlines():
        yield from (span.strip() for span in re.findall(r"`([^`]+)`", line))


def is_there(name: str) -> bool:
    plain = re.sub(r"^library/(\.\.\.)?", "scenarios/", name).rstrip("/")
    return any(file.match(plain) for file in tracked()) or (ROOT / plain).exists()


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = [
        span
        for span in spans(page)
        if re.fullmatch(r"[\w./*-]+", span) and ("/" in span or span.endswith((".py", ".md", ".yaml", ".toml", ".lock")))
    ]
    assert [name for name in named if name not in MADE | NAMES and not FORMS.search(name) and not is_there(name)] == []
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_command_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^    |^)make ([a-z]+)\b", text, re.MULTILINE)) <= targets
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    options = {name: {flag for option in command.params for flag in option.opts} for name, command in commands.items()}
    for command, rest in re.findall(r"(?:`|^\$? ?)sweetspot ([a-z]+)([^`\n]*)", text, re.MULTILINE):
        assert command in commands
        assert set(re.findall(r"(?<=\s)(--[a-z-]+)", rest)) <= options[command] | {"--help", "--lang"}


def test_every_package_and_why_it_is_there_stands_in_one_table() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(project["project"]["dependencies"])
    for group in (project["project"]["optional-dependencies"], project["dependency-groups"]):
        asked += [text for texts in group.values() for text in texts if isinstance(text, str)]
    page = (ROOT / "docs" / "decisions" / "0004-dependencies.md").read_text(encoding="utf-8")
    told = {name for cell in re.findall(r"^\| ([a-z][^|(]*)", page, re.MULTILINE) for name in re.split(r",\s*", cell.strip())}
    assert told - {"package"} == {Requirement(text).name for text in asked}


def test_every_source_that_a_number_has_stands_in_the_list() -> None:
    known = set(re.findall(rf"^- \*\*({ID})\*\*", SOURCES.read_text(encoding="utf-8"), re.MULTILINE))
    used: dict[str, str] = {}
    for file in ROOT.glob("scenarios/**/*.yaml"):
        for source in re.findall(r"source: ([^},\n]+)", file.read_text(encoding="utf-8")):
            used |= dict.fromkeys(re.findall(rf"\b{ID}\b", source), file.name)
    for file in (*PAGES, *ROOT.glob("scenarios/**/*.yaml"), *ROOT.glob("sim/**/*.py")):
        for source in re.findall(rf"\(((?:{ID}[,; ]*)+)\)|[;:] ((?:{ID} ?)+)\)", file.read_text(encoding="utf-8")):
            used |= dict.fromkeys(re.findall(ID, " ".join(source)), file.name)
    used.pop("A4", None)  # a size of paper
    assert len(used) > len(known) / 2, "the sources were not found"
    assert {name: file for name, file in used.items() if name not in known} == {}


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(file.name[:4]) for file in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("word", ["SEMANTICS", "DESIGN.md", "domain notes", "domain facts"])
def test_nothing_leans_on_a_page_that_is_not_in_the_project(word: str) -> None:
    places = [*PAGES, ROOT / "pyproject.toml", *ROOT.glob("sim/**/*.py"), *ROOT.glob("sim/**/*.html")]
    assert [str(file) for file in places if word in file.read_text(encoding="utf-8")] == []
