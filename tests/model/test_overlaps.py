"""What is set twice is said, and not refused."""

from __future__ import annotations

from pathlib import Path

from sim.model.checks.overlaps import overlap_warnings
from sim.model.files.loading import load

TOWN = Path(__file__).parents[2] / "scenarios" / "municipalities" / "voorbeeldstad.yaml"
LINES = "channels.phone.lines"


def town(tmp_path: Path, first: str = "", second: str = LINES) -> Path:
    file = tmp_path / "plan.yaml"
    file.write_text(
        f"schema: 1\nextends: {TOWN}\nlabel: plan\nmeasures:\n"
        f"  a: {{label: more lines, start: 0 weeks, {first} set: {{{LINES}: 40}}}}\n"
        f"  b: {{label: other lines, start: 4 weeks, set: {{{second}: 50}}}}\n"
    )
    return file


def test_two_measures_that_set_one_thing(tmp_path: Path) -> None:
    (found,) = overlap_warnings(load(town(tmp_path)))
    assert (found.code, found.path) == ("measure.overlap", f"measures.b.set.{LINES}")
    assert found.text("en") == "'more lines' and 'other lines' both set this; while both are in force that of 'other lines' holds"


def test_a_measure_that_is_gone_by_then_is_in_nobodys_way(tmp_path: Path) -> None:
    assert overlap_warnings(load(town(tmp_path, first="until: 4 weeks,"))) == ()
    assert len(overlap_warnings(load(town(tmp_path, first="until: 5 weeks,")))) == 1


def test_other_things_do_not_overlap(tmp_path: Path) -> None:
    assert overlap_warnings(load(town(tmp_path, second="teams.contact_centre.shifts.early.people"))) == ()


def test_what_is_set_for_every_file_and_by_a_measure(tmp_path: Path) -> None:
    found = overlap_warnings(load(town(tmp_path, first="until: 4 weeks,")), {LINES: 10})
    assert [one.code for one in found] == ["measure.overrules", "measure.overrules"]
