from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from markupsafe import escape

import sim
from sim.experiment.staffing.outcome import Link, StaffPlan
from sim.report.staff import answer as staff_answer
from sim.report.staff.chain import chain_rows
from sim.report.staff.chart import colours, staff_chart, staff_drawn
from sim.report.staff.page import render_plan
from sim.report.staff.tables import as_csv, half_hour_rows, plan_workbook
from sim.report.staff.told import StoredPlans, plans_told
from sim.report.staff.words import fte_text, needed_and_today
from sim.text.pairs import Language, Text
from sim.text.texts import LANGUAGES, Texts
from tests.report.test_workbook import Read

SMALL = Path(__file__).resolve().parents[1] / "data" / "three_half_hours.yaml"


@pytest.fixture(scope="module")
def plan() -> StaffPlan:
    return sim.staff(sim.load(SMALL), replications=2, jobs=1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_says_what_the_plan_says(plan: StaffPlan, lang: Language) -> None:
    say = Texts(lang)
    read = Read(plan_workbook(plan, say))
    assert not read.formulas
    assert not read.links
    assert {"Norms", "Chain", "HalfHours", "Team1"} <= set(read.tables)
    grid = next(rows for name, rows in read.sheets.items() if name == "agents")
    needed = [[row[1] for row in grid if row[0] == clock] for clock in ("09:00", "09:30", "10:00")]
    assert needed == [[float(people)] for people in plan.required["agents"][0, 18:21]]
    assert plan_workbook(plan, say) == plan_workbook(plan, say)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_in_the_workbook_has_its_unit_in_its_head(plan: StaffPlan, lang: Language) -> None:
    say = Texts(lang)
    read = Read(plan_workbook(plan, say))
    assert "%" not in read.number_formats, "a share is stored as it is shown"
    unit = re.compile(rf"\((%|{say('people')})\)|fte|€|\buur\b|\buren\b|\bhours\b")
    for name, (heads, *rows) in list(read.sheets.items())[1:]:
        numbers = {head for row in rows for head, cell in zip(heads, row, strict=False) if isinstance(cell, float)}
        assert [head for head in numbers if not unit.search(str(head))] == [], name
    norm = next(rows for name, rows in read.sheets.items() if name in ("Normen", "Norms"))[1]
    assert norm[3] == pytest.approx(100 * plan.norms[0].value)


def test_a_label_that_begins_like_a_formula_stays_text(plan: StaffPlan) -> None:
    design = plan.scenario.design
    team = design.teams["agents"].model_copy(update={"label": Text("=2+3", "=2+3")})
    evil = plan.scenario.model_copy(update={"designs": (design.model_copy(update={"teams": {"agents": team}}),)})
    bad = replace(plan, scenario=evil)
    rows = list(csv.reader(io.StringIO(as_csv(bad, Texts("en")))))
    assert rows[1][1] == "'=2+3"
    assert not Read(plan_workbook(bad, Texts("en"))).formulas


def test_differences_add_up(plan: StaffPlan) -> None:
    rows = half_hour_rows(plan, Texts("en"))
    assert sum(float(row[6] or 0) - float(row[5] or 0) - float(row[7] or 0) for row in rows) == pytest.approx(0)
    chain = plan.chain["agents"]
    assert chain.surplus_hours - chain.shortage_hours == pytest.approx(-chain.people_hours.change)


def test_work_in_fte_rostered_fte_and_formation_have_three_names_and_add_up(plan: StaffPlan) -> None:
    rows = {name: cells[0] for name, cells in chain_rows(Texts("en"), [plan.chain["agents"]])}
    in_fte = [name for name in rows if "fte" in name]
    assert in_fte[:4] == ["work in fte", "rostered fte", "overtime in fte", "formation, fte"]
    needed = {name: float(rows[name].split(" (")[0]) for name in in_fte[:4]}
    assert needed["formation, fte"] == pytest.approx(needed["rostered fte"] + needed["overtime in fte"], abs=0.011)
    assert needed["formation, fte"] >= needed["work in fte"]
    told = staff_answer.per_team(Texts("en"), plan)[0]
    assert all(word in told for word in ("formation", "rostered fte", "fte of overtime", "work in fte"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_answer_norms_and_every_half_hour(plan: StaffPlan, lang: Language) -> None:
    say = Texts(lang)
    page = render_plan(plan, say)
    assert staff_answer.answer(say, plan) in page
    assert all(f"<p>{sentence}</p>" in page for sentence in staff_answer.sureness(say, plan))
    for name, cells in chain_rows(say, [plan.chain["agents"]]):
        assert str(escape(name)) in page
        assert cells[0] in page
    for half_hour in (18, 19, 20):
        assert needed_and_today(say, float(plan.required["agents"][0, half_hour]), 5.0) in page


def test_fte_have_two_decimals_below_three() -> None:
    say = Texts("nl")
    assert fte_text(say, 2.346) == "2,35"
    assert fte_text(say, 12.34) == "12,3"


def test_shortage_and_surplus_differ_by_more_than_colour() -> None:
    needed, present = np.zeros((7, 48)), np.zeros((7, 48))
    needed[0, 18:20], present[0, 18:20] = 3, (1, 5)
    chart = str(staff_chart(Texts("en"), staff_drawn(Texts("en"), needed, present, "desk")))
    assert "1.0 hours a week short, 1.0 hours a week more than needed." in chart
    assert colours(-2)[0] != colours(2)[0]
    assert "+2" in chart


def test_a_worse_result_with_more_people_is_said(plan: StaffPlan) -> None:
    met = plan.centre_met
    assert all(met)
    strange = replace(
        plan, neighbours=tuple(replace(one, met=tuple(not ok for ok in met)) if one.by > 0 else one for one in plan.neighbours)
    )
    assert plan.monotone
    assert not strange.monotone
    assert "more people gave a worse figure" in " ".join(staff_answer.warnings(Texts("en"), strange))


def test_plans_come_back_as_they_were_stored(plan: StaffPlan) -> None:
    stored = StoredPlans("of these", 2, plans_told([plan]))
    assert StoredPlans.decoded(stored.encoded()) == stored
    told = stored.plans["en"][0]
    assert told.teams[0].needed[0][18:21] == tuple(plan.required["agents"][0, 18:21])
    assert told.answer == staff_answer.answer(Texts("en"), plan)
    assert told.norms[0][0] != stored.plans["nl"][0].norms[0][0]


def test_a_team_that_is_mostly_idle_is_told_of(plan: StaffPlan) -> None:
    idle = replace(
        plan,
        chain={
            team: replace(chain, work_hours=Link(1.0, 1.0), overtime_hours=Link(0.0, 0.0)) for team, chain in plan.chain.items()
        },
    )
    assert "agents is at work on 13.3% of its time" in " ".join(staff_answer.warnings(Texts("en"), idle))
    busy = replace(plan, chain={team: replace(chain, work_hours=Link(6.0, 6.0)) for team, chain in plan.chain.items()})
    assert not staff_answer.idle_teams(Texts("en"), busy)
