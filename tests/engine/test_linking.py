import ast
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numba.core.caching import NullCache

import sim.engine
from sim.engine.compiler.jit import compiled, internal, view
from sim.engine.program.program import Array
from tests.engine.test_jit import run

CALLS = """
import ast
import json
from sim.engine.compiled import tables as compiled_tables
from sim.engine.luck import draws
from sim.engine.compiler import jit
uniform = draws.uniform(1, 2, 3, 4, 5)
files = sorted(path.name.split("-")[0] for path in jit.cache_folder().rglob("*.nbc"))
print(json.dumps([files, len(draws.philox.overloads), len(draws.philox.inside.overloads)]))
"""


COMPILED = {"internal", "compiled", "inlined"}


class Shelf(NamedTuple):
    books: Array


@internal
def doubled(number: int) -> int:
    return 2 * number


@compiled
def four_and(number: int) -> int:
    return doubled(2) + doubled(number)


@compiled
def book_at(shelf: Shelf, place: int) -> int:
    return int(shelf.books[place])


@compiled
def cell_at(shelf: Shelf, row: int, column: int) -> int:
    return int(shelf.books[row, column])


@compiled
def put_at(shelf: Shelf, place: int, book: int) -> None:
    shelf.books[place] = book


def test_only_what_python_calls_has_machine_code(tmp_path: Path) -> None:
    """The machine code of uniform contains philox, which no other code can call."""
    files, from_python, from_within = json.loads(run(CALLS, XDG_CACHE_HOME=str(tmp_path)))
    assert files == ["sim.engine.luck.draws.uniform"]
    assert (from_python, from_within) == (0, 1)


def test_python_runs_an_internal_function_as_it_is_written() -> None:
    assert doubled(21) == 42
    assert doubled(2**70) == 2**71, "no machine code, which would wrap around"


def test_a_constant_and_a_narrow_number_need_no_version_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(four_and, "_cache", NullCache())  # another copy of this test may have kept its machine code
    assert four_and(5) == 14
    assert len(doubled.overloads) == 1  # type: ignore[attr-defined]


def test_an_index_of_a_view_counts_from_the_front() -> None:
    """-1 is the place before the first, and not the last: compiled code must never ask for it."""
    books = np.arange(10, 20)
    seen = view(Shelf(books[1:]))
    assert [book_at(seen, place) for place in (-1, 0, 8)] == [10, 11, 19]
    put_at(seen, -1, 99)
    assert books[0] == 99
    rows = np.arange(12).reshape(4, 3)
    assert [cell_at(view(Shelf(rows[1:])), -1, column) for column in range(3)] == [0, 1, 2]


def test_no_compiled_functions_call_each_other_in_a_circle() -> None:
    """Machine code of a circle works in the process that made it, and jumps to nowhere in one that loads it."""
    calls: dict[str, set[str]] = {}
    for path in (Path(sim.engine.__file__).parent / part for part in ("compiled", "rules", "luck")):
        for source in path.glob("*.py"):
            functions = [node for node in ast.parse(source.read_text()).body if isinstance(node, ast.FunctionDef)]
            for function in (one for one in functions if {ast.unparse(mark) for mark in one.decorator_list} & COMPILED):
                called = {call.func for call in ast.walk(function) if isinstance(call, ast.Call)}
                calls.setdefault(function.name, set()).update(name.id for name in called if isinstance(name, ast.Name))
    assert len(calls) > 200
    left = {name: called & calls.keys() for name, called in calls.items()}
    while ends := [name for name, called in left.items() if not called & left.keys()]:
        for name in ends:
            del left[name]
    circles = {name: called & left.keys() for name, called in left.items()}
    assert not circles, circles
