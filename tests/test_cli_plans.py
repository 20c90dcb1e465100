"""``sweetspot plans``, and its plans on the towns that come with the program."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.model.files.errors import ScenarioError
from sim.model.files.extends import source_files
from sim.model.files.library import plans
from sim.model.files.loading import left_out, load_files
from sim.model.files.plans.compose import plan_names, with_plan
from sim.model.files.shipped import scenarios_folder
from sim.model.files.sources import SourceFile
from sim.report.answers.stories import stored
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts

PLANS = plans()
MADE = ("voorbeelddorp", "voorbeeldplaats", "voorbeeldgrootstad")
TOWNS = ("voorbeeldstad", *MADE)
NOWHERE = {
    "belastingbrieven-gespreid": "spread-letters",
    "gedeeld-klantcontactcentrum": "neighbour_centre",
    "wijkbalie-dicht": "branch_team",
}
"""Plans of something that none of these towns has, and a word of what they lack."""
OF_MORE_SERVICES = {
    "alles-persoonlijk": "afvalcontainer",
    "formulier-bewaren": "gehandicaptenparkeerkaart",
    "gesprekken-worden-langer": "afvalcontainer",
    "sorteren-op-complexiteit": "bijzonderebijstandsuitkering",
}
"""Plans that name services which a town made by `new` does not have."""
LACKS = {(town, plan): word for town in TOWNS for plan, word in NOWHERE.items()}
LACKS |= {(town, plan): word for town in MADE for plan, word in OF_MORE_SERVICES.items()}
NOTHING_LEFT = {*((town, "belastingbrieven-gespreid") for town in TOWNS), *((town, "formulier-bewaren") for town in MADE)}


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert (stopped.value.code or 0) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_plan_is_listed_by_its_name_with_its_question_and_what_was_found(
    capsys: pytest.CaptureFixture[str], lang: Language
) -> None:
    said, say = told(capsys, "plans", "--lang", lang), Texts(lang)
    for plan in PLANS:
        assert f"{plan.file.stem}: {say(plan.question).strip()}" in said
        found = stored().of(plan.name)
        assert found is not None
        (verdict,) = (level.verdict for level in found.levels[lang] if level.level == "mid")
        assert verdict in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_one_plan_its_measures_are_told_and_what_was_found_at_each_level(
    capsys: pytest.CaptureFixture[str], lang: Language
) -> None:
    said, say = told(capsys, "plans", "wijkbalie-dicht", "--lang", lang), Texts(lang)
    (plan,) = (plan for plan in PLANS if plan.file.stem == "wijkbalie-dicht")
    for text in (plan.label, plan.question, plan.about, plan.look_at):
        assert say(text).strip() in said
    assert "[walk-in-closed:desk=branch]" in said
    assert "[more-people:team=civil_affairs,people=2]" in said
    assert "4 weeks" in said
    found = stored().of(plan.name)
    assert found is not None
    assert all(level.verdict in said for level in found.levels[lang])


def test_what_is_told_of_a_plan_can_be_typed_as_measures(capsys: pytest.CaptureFixture[str]) -> None:
    (plan,) = json.loads(told(capsys, "plans", "alles-digitaal", "--json"))
    assert [part["measure"] for part in plan["measures"]] == ["apply-online", "book-online", "online-first", "conversation"]
    assert plan["measures"][0]["said"] == {"strength": 6}


def test_the_command_speaks_to_machines(capsys: pytest.CaptureFixture[str]) -> None:
    all_of_them: list[dict[str, Any]] = json.loads(told(capsys, "plans", "--json", "--lang", "en"))
    assert [item["question"] for item in all_of_them] == [plan.question.en.strip() for plan in PLANS]
    assert sum(item["story"] for item in all_of_them) == 8
    assert all([level["level"] for level in item["found"]] == ["low", "mid", "high"] for item in all_of_them)
    written = [part for item in all_of_them for part in item["measures"] if part["measure"] is None]
    assert all(part["label"] and not part["said"] for part in written)


def test_a_name_of_no_plan_is_refused_with_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "plans", "alles-digtaal", "--lang", "en", code=1)
    assert "Did you mean 'alles-digitaal'" in said


@cache
def town(name: str) -> tuple[SourceFile, ...]:
    return source_files(scenarios_folder() / "municipalities" / f"{name}.yaml")


@pytest.mark.parametrize("name", plan_names())
@pytest.mark.parametrize("of", TOWNS)
def test_a_plan_fits_a_town_or_what_that_lacks_is_named_and_the_rest_can_be_done(of: str, name: str) -> None:
    if (of, name) not in LACKS:
        found = load_files(with_plan(town(of), name))
        assert found.design != found.baseline
        return
    with pytest.raises(ScenarioError) as caught:
        load_files(with_plan(town(of), name))
    assert LACKS[of, name] in str(caught.value)
    if (of, name) in NOTHING_LEFT:
        with pytest.raises(ScenarioError) as caught:
            load_files(with_plan(town(of), name, where_possible=True))
        assert [problem.code for problem in caught.value.problems] == ["scenario.nothing_possible"]
    else:
        assert load_files(with_plan(town(of), name, where_possible=True)).measures
        assert left_out(with_plan(town(of), name, where_possible=True))


def test_a_plan_that_goes_further_than_another_brings_that_along() -> None:
    first, both = (load_files(with_plan(town("voorbeelddorp"), name)) for name in ("volledig-digitaal", "verbeterd-digitaal"))
    assert [measure.name for measure in both.measures] == [*(measure.name for measure in first.measures), "mended"]
    assert both.population == first.population == load_files(town("voorbeelddorp")).population


def test_a_mistake_in_a_plan_is_told_at_its_line_whatever_town_it_is_put_on(tmp_path: Path) -> None:
    deciding = "deciding:\n  what: {nl: a, en: a}\n  paths: [behaviour.choice.travel]\n  of: baseline\n"
    plan = tmp_path / "plan.yaml"
    plan.write_text(f"schema: 1\nlabel: {{nl: p, en: p}}\n{deciding}use: {{call-back: {{above: 1 pint}}}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_files(with_plan(town("voorbeelddorp"), str(plan)))
    assert [problem.line for problem in caught.value.problems] == [7]
