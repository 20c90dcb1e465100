import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import grimp
import numba
import pytest

import sim
from sim.engine.compiler import jit, plain

ROOT = Path(sim.__file__).parents[1]

DRAW_EVERYTHING = """
import hashlib, struct
import numpy as np
from sim.engine.luck import arithmetic
from sim.engine.luck import distributions
from sim.engine.luck import draws
from sim.model.values.distributions import Distribution
digest = hashlib.blake2s()
texts = [{"lognormal": "4 min", "cv": 0.8}, {"exponential": "4 min"}, {"triangular": ["1 min", "2 min", "9 min"]}]
texts += [{"empirical": ["1 min", "2 min", "9 min"]}]
points = []
rows = [distributions.compile_distribution(Distribution.model_validate(text), points) for text in texts]
records, points = np.array(rows, dtype=distributions.DISTRIBUTION), np.array(points)
for number in range(500):
    child = draws.child_entity(draws.case_entity(5, 20000, 40, number), 17, 1)
    u, v = draws.uniform(1, 2, child, 3, number), draws.uniform_second(1, 2, child, 3, number)
    numbers = [u, v, draws.gumbel(u), draws.normal(v)]
    numbers += [arithmetic.exp(1400.0 * u - 720.0), arithmetic.log(v * 2.0 ** (number - 700))]
    counts = [child, draws.poisson(1, 2, child, 3, 50.0 * v)] + [distributions.sample(record, points, u) for record in records]
    digest.update(struct.pack("<6d6q", *numbers, *counts))
print(digest.hexdigest())
"""
REPORT = """
import json, numba
from sim.engine.compiler import jit, plain
from sim.engine.luck.arithmetic import exp, log
before = jit.is_kept(log)
log(2.0)
warm = [before, jit.is_kept(log), jit.is_kept(exp)]
print(json.dumps([str(jit.cache_folder()), jit.fingerprint(), warm, numba.config.CACHE_DIR]))
"""


RUN_A_TOWN = """
import hashlib
from sim.engine.simulate import compile_scenario, simulate
from sim.model.files.loading import load
tables = simulate(compile_scenario(load("tests/data/town.yaml")), seed=1, replication=0, engine="compiled")
digest = hashlib.blake2s()
for name in ("cases", "contacts", "legs", "duty", "slots", "expectation", "integrals"):
    digest.update(getattr(tables, name).tobytes())
print(len(tables.contacts), digest.hexdigest())
"""


def run(program: str, folder: Path = ROOT, **settings: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], env=environment | settings, cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_same_bits_without_the_compiler_on_a_plain_processor_and_the_plain_way() -> None:
    """A generic processor has no fused multiply-add, and Python does as is written."""
    compiled = run(DRAW_EVERYTHING)
    assert run(DRAW_EVERYTHING, NUMBA_DISABLE_JIT="1") == compiled
    assert run(DRAW_EVERYTHING, NUMBA_CPU_NAME="generic") == compiled
    assert run(DRAW_EVERYTHING, SWEETSPOT_PLAIN_NUMBA="1") == compiled


@pytest.mark.slow
def test_a_town_has_the_same_tables_the_plain_way() -> None:
    """Without anything that is private to Numba; four minutes of compiling, with less optimising than usual."""
    assert run(RUN_A_TOWN, SWEETSPOT_PLAIN_NUMBA="1", NUMBA_OPT="1") == run(RUN_A_TOWN)


def test_machine_code_is_kept_in_the_cache_folder_of_the_user(tmp_path: Path) -> None:
    folder, fingerprint, warm, numbas = json.loads(run(REPORT, XDG_CACHE_HOME=str(tmp_path)))
    assert Path(folder) == tmp_path / "sweetspot" / fingerprint
    assert warm == [False, True, False]
    assert numbas == ""  # the setting of other packages is untouched
    again = json.loads(run(REPORT, XDG_CACHE_HOME=str(tmp_path)))
    assert again == [folder, fingerprint, [True, True, False], ""]


DAY = 86_400.0


def folders(parent: Path, ages: dict[str, float]) -> Path:
    """Cache folders with machine code in them, last used so many days ago; the first is one's own."""
    for name, age in ages.items():
        (parent / name / "engine").mkdir(parents=True)
        (parent / name / "engine" / "code.nbi").write_text("code")
        used = time.time() - age * DAY
        os.utime(parent / name, (used, used))
    return parent / next(iter(ages))


MINE, A, B, C, D = (digit * 16 for digit in "0abcd")


@pytest.mark.parametrize(
    ("ages", "going"),
    [
        ({MINE: 0, A: 1.5, B: 29}, set()),  # three in all
        ({MINE: 0, A: 1.5, B: 29, C: 29.5}, {C}),  # there are three newer ones
        ({MINE: 0, A: 31}, {A}),  # a month old
        ({MINE: 0, A: 0.1, B: 0.2, C: 0.3, D: 2}, {D}),  # what was used today may be in use
        ({MINE: 40, A: 0.1}, set()),  # one's own never
        ({MINE: 0, f"{A}.old-7": 31, f"{B}.old-7": 0.1}, {f"{A}.old-7"}),  # killed while it removed one
    ],
)
def test_machine_code_of_old_versions_is_removed(ages: dict[str, float], going: set[str], tmp_path: Path) -> None:
    mine = folders(tmp_path, ages)
    (tmp_path / "notes").mkdir()
    (tmp_path / ("e" * 15)).mkdir()
    assert {folder.name for folder in jit.remove_old_folders(tmp_path, mine)} == going
    left = {folder.name for folder in tmp_path.iterdir()}
    assert left == (ages.keys() - going) | {"notes", "e" * 15}


def test_a_link_and_what_cannot_be_renamed_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = folders(tmp_path / "elsewhere", {A: 99})
    mine = folders(tmp_path / "cache", {MINE: 0, B: 99})
    (tmp_path / "cache" / C).symlink_to(elsewhere)
    monkeypatch.setattr(Path, "rename", _refuse)
    assert jit.remove_old_folders(tmp_path / "cache", mine) == []
    assert jit.remove_old_folders(tmp_path / "nowhere", mine) == []
    assert {folder.name for folder in (tmp_path / "cache").iterdir()} == {MINE, B, C}
    assert (elsewhere / "engine" / "code.nbi").exists()


def _refuse(_self: Path, _target: Path) -> None:
    raise PermissionError


def test_a_new_version_removes_an_old_one_when_it_makes_its_folder(tmp_path: Path) -> None:
    folders(tmp_path / "sweetspot", {A: 99, B: 0})
    folder = Path(json.loads(run(REPORT, XDG_CACHE_HOME=str(tmp_path)))[0])
    assert {other.name for other in folder.parent.iterdir()} == {folder.name, B}
    os.utime(folder, (0, 0))
    folders(tmp_path / "sweetspot", {C: 99})
    run(REPORT, XDG_CACHE_HOME=str(tmp_path))
    assert {other.name for other in folder.parent.iterdir()} == {folder.name, B, C}, "only then"
    assert time.time() - folder.stat().st_mtime < DAY, "its day of last use is noted"


def test_copies_of_equal_sources_share_machine_code_and_one_with_another_byte_does_not(tmp_path: Path) -> None:
    reports = []
    for name in ("one", "two", "edited"):
        shutil.copytree(ROOT / "sim", tmp_path / name / "sim", ignore=shutil.ignore_patterns("__pycache__"))
        if name == "edited":
            deepest = max((tmp_path / name / "sim" / "engine").rglob("*.py"), key=lambda source: len(source.parts))
            deepest.write_bytes(deepest.read_bytes() + b"\n")
        reports.append(json.loads(run(REPORT, tmp_path / name, XDG_CACHE_HOME=str(tmp_path))))
    one, two, edited = reports
    assert one[2] == [False, True, False]
    assert two == [*one[:2], [True, True, False], one[3]]
    assert edited[0] != one[0]
    assert edited[2] == [False, True, False]


def test_editing_any_source_in_any_room_changes_the_fingerprint(tmp_path: Path) -> None:
    for folder in jit.SOURCES:
        shutil.copytree(ROOT / "sim" / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert jit.fingerprint(tmp_path) == jit.fingerprint(), "wherever the sources lie"
    sources = sorted(tmp_path.rglob("*.py"))
    seen = {jit.fingerprint(tmp_path)}
    for source in sources:
        with source.open("a") as edited:
            edited.write("# edited\n")
        seen.add(jit.fingerprint(tmp_path))
    assert len(seen) == 1 + len(sources)
    sources[-1].rename(sources[-1].with_name("renamed.py"))
    assert jit.fingerprint(tmp_path) not in seen, "a module that moves is another module"


def test_all_that_the_engine_imports_is_in_the_fingerprint() -> None:
    """Constants of other modules are part of machine code. Texts are not, and what builds a program is run by Python."""
    graph = grimp.build_graph("sim", cache_dir=None)
    rooms = [f"sim.engine.{room}" for room in ("compiler", "luck", "program", "rules", "compiled")]
    imported = {module for room in rooms for module in graph.find_upstream_modules(room, as_package=True)}
    read = tuple("sim." + folder.replace("/", ".") for folder in jit.SOURCES)
    assert {module for module in imported if not module.startswith((*read, "sim.text"))} == set()
    measuring = graph.find_upstream_modules("sim.measure.counting", as_package=True)
    assert {module for module in measuring if not module.startswith((*read, "sim.text"))} == set()


@pytest.mark.parametrize("way", [{}, {"SWEETSPOT_PLAIN_NUMBA": "1"}])
def test_a_function_elsewhere_is_compiled_again_when_a_source_of_its_room_changed(way: dict[str, str], tmp_path: Path) -> None:
    """What measures is compiled too, and its sources are no part of the fingerprint."""
    program = f"import sys; sys.path.append({str(ROOT)!r}); from outside import two; from sim.engine.compiler.jit import is_kept"
    inner = "from sim.engine.compiler.jit import internal\n\n@internal\ndef inner():\n    return {}\n"
    outer = "from sim.engine.compiler.jit import compiled\nfrom inside import inner\n\n@compiled\ndef two():\n    return {}\n"
    for sources, kept in (
        (("2", "inner()"), False),
        (("2", "inner()"), True),
        (("1 + 1", "inner()"), False),
        (("2", "2"), False),
    ):
        (tmp_path / "inside.py").write_text(inner.format(sources[0]))
        (tmp_path / "outside.py").write_text(outer.format(sources[1]))
        assert run(f"{program}; print(is_kept(two), two())", tmp_path, XDG_CACHE_HOME=str(tmp_path), **way) == f"{kept} 2"


def test_editing_any_source_of_what_measures_makes_its_machine_code_anew(tmp_path: Path) -> None:
    room = shutil.copytree(
        ROOT / "sim" / "measure" / "counting", tmp_path / "counting", ignore=shutil.ignore_patterns("__pycache__")
    )
    sources = sorted(room.rglob("*.py"))
    seen = {plain.stamp_of(room)}
    for source in sources:
        plain.stamp_of.cache_clear()
        with source.open("a") as edited:
            edited.write("# edited\n")
        seen.add(plain.stamp_of(room))
    assert len(seen) == 1 + len(sources) == 1 + len(list(room.glob("*.py"))), "they all lie in one folder"


def test_a_folder_chosen_for_numba_is_kept_to_and_other_processors_have_their_own(tmp_path: Path) -> None:
    folder, fingerprint, _, numbas = json.loads(run(REPORT, NUMBA_CACHE_DIR=str(tmp_path), NUMBA_CPU_NAME="generic"))
    assert Path(folder) == tmp_path / "sweetspot" / fingerprint
    assert fingerprint != jit.fingerprint() or numba.config.CPU_NAME == "generic"
    assert numbas == str(tmp_path)


def test_without_a_folder_that_can_be_written_a_temporary_one_serves(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    folder = Path(json.loads(run(REPORT, XDG_CACHE_HOME=str(blocked), TMPDIR=str(temporary)))[0])
    assert temporary in folder.parents


@pytest.mark.skipif(os.name == "nt", reason="permissions are kept differently on Windows")
def test_a_temporary_folder_that_others_can_write_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    folder = jit._temporary_folder()
    assert folder is not None
    folder.chmod(0o777)
    assert jit._temporary_folder() is None
