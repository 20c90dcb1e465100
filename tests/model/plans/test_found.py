"""Where a measure is looked for, and what is said where it is not, or is there twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model.files.errors import ScenarioError
from sim.model.files.extends import read_chain, source_files
from sim.model.files.loading import load_sent
from sim.model.files.plans.found import measure_names, shipped_measure
from sim.model.files.sources import SourceFile, is_measure
from tests.model.plans.measures import PEOPLE, TOWN, codes, use, write_measure

LINES = "teams.front.shifts.day.people: {plus: $people}"


def test_the_library_is_found_by_name_and_a_file_of_ones_own_by_its_path(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_=LINES)
    found = use(tmp_path, "{announce-wait: {}, own: {measure: own.yaml}}")
    assert [measure.name for measure in found.measures] == ["announce-wait", "own"]


def test_a_file_of_a_name_of_the_library_is_another_measure_than_that(tmp_path: Path) -> None:
    write_measure(tmp_path, name="call-back", parameters=PEOPLE, set_=LINES)
    assert [*use(tmp_path, "./call-back.yaml").measures[0].set] == ["teams.front.shifts.day.people"]
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{call-back: {}, mine: {measure: ./call-back.yaml}}")
    assert codes(caught.value) == ["scenario.measure_of_two_files"]


def test_a_name_that_is_nowhere_is_refused_with_those_that_are_near(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "cal-back")
    (problem,) = caught.value.problems
    assert (problem.code, problem.near[0]) == ("scenario.unknown_measure", "call-back")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("other", None, "measure_name"),
        ("own", "schema: 1\nlabel: a\n", "no_measure"),
        ("own", "nothing: of that\n", "no_measure"),
        ("own", "schema: 1\nmeasure: own\n", "missing"),
    ],
)
def test_a_file_that_is_no_measure_or_is_called_otherwise_is_refused(
    tmp_path: Path, name: str, content: str | None, code: str
) -> None:
    file = write_measure(tmp_path, name=name, parameters=PEOPLE, set_=LINES).rename(tmp_path / "own.yaml")
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "./own.yaml")
    assert f"scenario.{code}" in codes(caught.value)


def test_a_file_that_is_not_there_is_refused_with_what_is(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_=LINES)
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "./owm.yaml")
    (problem,) = caught.value.problems
    assert problem.code == "scenario.measure_missing"
    assert "own.yaml" in problem.near[0]


def test_from_elsewhere_only_what_was_sent_along_is_read(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=PEOPLE, set_=LINES)
    use(tmp_path, "./own.yaml")
    files = source_files(tmp_path / "plan.yaml")
    assert [Path(file.file).name for file in files if is_measure(file)] == ["own.yaml"]
    assert len(load_sent(files).measures) == 1
    with pytest.raises(ScenarioError) as caught:
        load_sent([file for file in files if not is_measure(file)])
    assert codes(caught.value) == ["scenario.measure_not_sent"]


def test_every_name_of_the_library_is_a_measure_of_that_name() -> None:
    assert len(measure_names()) >= 30
    for name in measure_names():
        assert is_measure(shipped_measure(name))
    assert read_chain(source_files(TOWN), []) is not None
    assert not is_measure(SourceFile("a.yaml", "schema: 1\nlabel: a\n"))
