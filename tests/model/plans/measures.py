"""Measures of a test's own, beside a town that the tests know."""

from __future__ import annotations

from pathlib import Path

from sim.model.files.errors import ScenarioError
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario

TOWN = Path(__file__).parents[2] / "data" / "town.yaml"
HEAD = """
schema: 1
measure: {name}
label: {{nl: eigen, en: own}}
why: {{nl: "Een maatregel van onszelf.", en: "A measure of our own."}}
group: people
"""
PEOPLE = "people: {label: {nl: mensen, en: people}, type: number, levels: [0, 1, 2], default: 1, neutral: 0}"
OF = "of: {label: {nl: voor, en: for}, type: services, default: all}"


def write_measure(folder: Path, *, parameters: str, set_: str, name: str = "own", more: str = "") -> Path:
    """A measure file with these lines under `parameters` and `set`."""
    inside = [HEAD.format(name=name), "parameters:", *_indented(parameters), "set:", *_indented(set_), more]
    file = folder / f"{name}.yaml"
    file.write_text("\n".join(inside).lstrip() + "\n", encoding="utf-8")
    return file


def use(folder: Path, said: str, more: str = "", town: Path = TOWN) -> Scenario:
    """The town with what a file in the folder says under `use`."""
    file = folder / "plan.yaml"
    file.write_text(f"schema: 1\nextends: {town}\nlabel: {{nl: plan, en: plan}}\nuse: {said}\n{more}\n", encoding="utf-8")
    return load(file)


def codes(error: ScenarioError) -> list[str]:
    return [problem.code for problem in error.problems]


def _indented(lines: str) -> list[str]:
    return [f"  {line}" for line in lines.strip("\n").split("\n")]
