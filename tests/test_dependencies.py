"""What pyproject.toml asks of other packages, and what requirements.lock has of them, agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
INSIDES = {"numba": "0.69", "streamlit": "1.68"}
"""Packages of which more is used than they promise, and the first version that nobody has tried."""


def required() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    texts = [*project["project"]["dependencies"]]
    for group in (project["project"]["optional-dependencies"], project["dependency-groups"]):
        texts += [text for texts in group.values() for text in texts if isinstance(text, str)]
    return [Requirement(text) for text in texts]


def test_the_lock_has_what_is_asked() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {
        canonicalize_name(name): version for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock, re.MULTILINE)
    }
    wrong = [str(asked) for asked in required() if locked[canonicalize_name(asked.name)] not in asked.specifier]
    assert wrong == []


def test_packages_whose_insides_are_used_have_an_upper_bound() -> None:
    bounds = {asked.name: asked.specifier for asked in required() if asked.name in INSIDES}
    assert bounds.keys() == INSIDES.keys()
    assert [name for name, untried in INSIDES.items() if untried in bounds[name]] == []


def engine_needs() -> set[str]:
    """What the Makefile installs first, so that the engine is compiled while the rest is installed."""
    words = re.search(r"^ENGINE_NEEDS := ((?:.*\\\n)*.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert words
    return set(words[1].replace("\\\n", " ").split())


def test_what_is_installed_first_needs_nothing_that_comes_later() -> None:
    names = engine_needs()
    needed = [Requirement(text) for name in names for text in metadata.requires(name) or []]
    now = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    assert {canonicalize_name(one.name) for one in now} - names == set()


def test_the_engine_is_compiled_with_what_is_installed_first_alone() -> None:
    """It imports what compiling imports where every other package is as if it were not there."""
    program = f"""
import sys
from importlib import metadata
first, homes = {sorted(engine_needs())!r}, metadata.packages_distributions()
class Absent:
    def find_spec(self, name, path=None, target=None):
        owners = [owner.lower().replace("_", "-").replace(".", "-") for owner in homes.get(name.partition(".")[0], [])]
        if owners and not set(owners) & set(first + ["sweetspot"]):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
import sim.experiment.running.warming, sim.measure.warm, sim.engine.compiled.days, sim.engine.process.days
import sim
sim.load({str(ROOT / "scenarios" / "huwelijk" / "hybride.yaml")!r})
"""
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert ran.returncode == 0, ran.stderr
