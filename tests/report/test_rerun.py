from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pyarrow as pa
import pytest

from sim.report.answers.plain import plain
from sim.report.files.folder import manifest_text
from sim.report.files.rerun import PARTS, altered, differing, versions_differing
from sim.report.told.digest import table_digest
from sim.report.told.findings import Findings
from sim.report.told.recipe import Recipe, read_recipe

BEFORE: dict[str, Any] = {
    "seed": 1,
    "versions": {"sweetspot": "0.1.0", "numpy": "2.4.6"},
    "tables": {"kpis": "abc"},
    "outcome": {"verdict": {"x": "better"}, "findings": {"rows": [1.0], "making": {"seconds": 3}}},
    "seconds": 4.0,
    "hash": "x",
}


def test_times_hashes_and_versions_are_no_results() -> None:
    now = BEFORE | {"versions": {"sweetspot": "0.2.0"}, "seconds": 9.0, "hash": "y"}
    assert differing(BEFORE, now) == []
    assert versions_differing(BEFORE, now) == [("sweetspot", "0.1.0", "0.2.0"), ("numpy", "2.4.6", "")]


def test_what_differs_is_named() -> None:
    now = BEFORE | {"tables": {"kpis": "abd"}, "outcome": {"verdict": {"x": "worse"}, "findings": {"rows": [1.0]}}}
    assert differing(BEFORE, now) == [PARTS["tables"], PARTS["verdict"]]
    assert differing(BEFORE, {}) != []
    assert differing(BEFORE, BEFORE | {"new": 1}) == ["new"]


def test_every_part_of_the_findings_has_a_name() -> None:
    assert {field.name for field in fields(Findings)} - {"stories", "making"} <= set(PARTS)


def test_a_recipe_comes_back_as_it_was() -> None:
    recipe = Recipe(
        20, 3, overrides={"period.weeks": 2}, until_decided=True, tipping=("a.b",), pair="2:1", sensitivity=3, worlds=9
    )
    assert read_recipe(plain(recipe)) == recipe


@pytest.mark.parametrize("wrong", [{"replications": 0}, {"seed": -1}, {"engine": "other"}, {"more": 1}, {"tipping": "a"}, None])
def test_a_recipe_that_is_none_is_refused(wrong: dict[str, Any] | None) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong)) if wrong else "valid"):
        read_recipe(None if wrong is None else plain(Recipe(2)) | wrong)


def test_a_digest_sees_every_bit_and_not_how_a_table_is_stored() -> None:
    table = pa.table({"kpi": ["a", "b"], "value": [1.0, 0.1 + 0.2]})
    again = pa.concat_tables([table.slice(0, 1), table.slice(1)])
    assert table_digest(table) == table_digest(again)
    assert table_digest(table) != table_digest(pa.table({"kpi": ["a", "b"], "value": [1.0, 0.3]}))
    assert table_digest(table) != table_digest(table.rename_columns(["kpi", "mean"]))


def test_words_count_where_the_version_that_told_them_is_the_same() -> None:
    before = BEFORE | {"outcome": BEFORE["outcome"] | {"certainty": ["sure"]}}
    now = before | {"outcome": before["outcome"] | {"certainty": ["lies"]}}
    assert differing(before, now) == [PARTS["words"]]
    assert differing(before, now | {"versions": {"sweetspot": "0.2.0"}}) == []


@pytest.mark.parametrize(
    "change",
    [
        {"hash": "x"},
        {"schema_version": 0},
        {"asked": {"sensitivity": 5}},
        {"asked": {"sensitivity": 0, "tipping": ["a.b"]}},
        {"outcome": {"certainty": ["lies"]}},
        {"versions": {}},
    ],
)
def test_a_manifest_that_was_changed_does_not_fit_its_hash(change: dict[str, Any]) -> None:
    written = json.loads(manifest_text(BEFORE | {"asked": {"sensitivity": 0}}))
    assert altered(written, {"kpis": "abc"}) == []
    assert altered(written, {}) == []
    assert altered(written | {"seconds": 9.0}, {}) == [], "equal runs take different times"
    assert altered(written | change, {"kpis": "abc"}) == ["manifest.json"]
    assert altered({name: value for name, value in written.items() if name != "hash"}, {}) == ["manifest.json"]


def test_tables_of_another_run_are_seen() -> None:
    written = json.loads(manifest_text(BEFORE))
    assert altered(written, {"kpis": "abd", "more": "abc"}) == ["kpis.parquet", "more.parquet"]
