"""What pyproject.toml asks of other packages, and what requirements.lock has of them, agree."""

from __future__ import annotations

import re
import tomllib
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
