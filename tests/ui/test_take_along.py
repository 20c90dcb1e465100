from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from sim.report.files.reading import read_manifest, sources_of
from sim.report.files.rerun import differing
from sim.report.told.recipe import read_recipe
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui.components.downloads import packed
from sim.ui.questions import MARRIAGE
from sim.ui.session import shipped_scenarios
from sim.ui.shipped_answers import stored_answer
from sim.ui.town import loaded


@pytest.fixture(scope="module", params=LANGUAGES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    lang: Language = request.param
    stored = stored_answer(MARRIAGE)
    content = packed(
        Texts(lang),
        stored.answers[lang].findings,
        shipped_scenarios(MARRIAGE),
        MARRIAGE.sources,
        stored.recipe,
        stored.digests,
    )
    path = tmp_path_factory.mktemp("archive") / "results.zip"
    path.write_bytes(content)
    return path


def test_the_archive_of_the_stored_answer_reads_as_one_that_can_be_run_again(archive: Path) -> None:
    manifest = read_manifest(archive)
    recipe = read_recipe(manifest["asked"])
    assert (recipe.replications, recipe.noise_floor, recipe.tipping) == (10, True, (MARRIAGE.hinge,))
    assert manifest["complete"] is True
    assert set(manifest["tables"]) == {"kpis", "differences"}
    assert not differing(manifest, manifest)
    assert [scenario["file"] for scenario in manifest["scenarios"]] == list(MARRIAGE.stories)
    again = loaded(sources_of(manifest, archive))
    assert [scenario.model_dump(mode="json") for scenario in again] == [one["resolved"] for one in manifest["scenarios"]]


def test_the_archive_holds_report_workbook_and_scenario_files(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        assert {"README.txt", "manifest.json", "report.html", "report.xlsx", "scenarios/huwelijk/vandaag.yaml"} <= names
        assert "http" not in opened.read("report.html").decode().split("<body", 1)[1].split("<a ", 1)[0][:2000]
        assert json.loads(opened.read("manifest.json"))["hash"]
        assert zipfile.is_zipfile(io.BytesIO(opened.read("report.xlsx")))
