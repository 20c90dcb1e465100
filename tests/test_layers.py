"""Imports point one way (docs/decisions/0005): the contracts of pyproject.toml hold, and each of them can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

PROJECT = Path(__file__).resolve().parents[1]

# Contract, the module that breaks it, and the line that does.
BREACHES = [
    ("layers", "sim/model/breach.py", "import sim.engine"),
    ("layers", "sim/engine/breach.py", "import sim.measure"),
    ("layers", "sim/measure/breach.py", "import sim.experiment"),
    ("layers", "sim/experiment/breach.py", "import sim.report"),
    ("layers", "sim/report/breach.py", "import sim.cli"),
    ("layers", "sim/undeclared.py", ""),
    ("model", "sim/model/values/breach.py", "import sim.model.files.loading"),
    ("experiment", "sim/experiment/found/breach.py", "import sim.experiment.running.store"),
    ("report", "sim/report/words/breach.py", "import sim.report.files.page"),
    ("text", "sim/text/pairs.py", "import sim.text.units"),
    ("engine", "sim/engine/luck/breach.py", "import sim.engine.rules.case"),
    ("engine", "sim/engine/undeclared.py", ""),
    ("twins", "sim/engine/process/days.py", "import sim.engine.compiled.days"),
    ("simpy", "sim/engine/breach.py", "import simpy"),
    ("numba", "sim/measure/breach.py", "from numba import njit"),
    ("compiling", "sim/report/breach.py", "import sim.engine.compiler.jit"),
    ("streamlit", "sim/report/breach.py", "def page():\n    import streamlit"),
]


def lint_imports(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the contracts in a process of their own, so that they read this copy of `sim` and not the imported one."""
    command = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(  # noqa: S603 (our own interpreter and arguments)
        [sys.executable, "-c", command, "--no-cache", "--no-logo", *arguments],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def copied_project(tmp_path: Path) -> Path:
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    shutil.copytree(PROJECT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_import_rule_is_kept() -> None:
    result = lint_imports(PROJECT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("engine", "twin"), [("process", "compiled"), ("compiled", "process")])
def test_no_module_of_an_engine_reaches_its_twin(engine: str, twin: str) -> None:
    graph = grimp.build_graph("sim", cache_dir=None)
    ours, theirs = ({module for module in graph.modules if module.startswith(f"sim.engine.{name}")} for name in (engine, twin))
    assert ours
    assert theirs
    for module in ours:
        assert not graph.find_upstream_modules(module) & theirs, f"{module} uses {twin}"


def test_no_files_import_each_other_in_a_circle() -> None:
    """But for annotations: everybody in the SimPy engine is told of the town, which is made of all of them."""
    graph = grimp.build_graph("sim", cache_dir=None, exclude_type_checking_imports=True)
    for module in graph.modules:
        imported = graph.find_modules_directly_imported_by(module)
        assert not any(module in graph.find_upstream_modules(other) for other in imported), f"{module} imports itself in the end"


@pytest.mark.parametrize(("contract", "module", "line"), BREACHES)
def test_a_breach_of_an_import_rule_is_seen(copied_project: Path, contract: str, module: str, line: str) -> None:
    with (copied_project / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = lint_imports(copied_project, "--contract", contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout or "not listed as a layer" in result.stdout, result.stdout + result.stderr
