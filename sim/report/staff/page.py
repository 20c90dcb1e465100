"""The staff plan as one HTML page: the answer, a heat map per team with the same in numbers, the norms."""

from __future__ import annotations

from sim.experiment.staffing.outcome import StaffPlan
from sim.report.files.page import environment
from sim.report.staff.answer import title
from sim.report.staff.chain import chain_rows
from sim.report.staff.chart import staff_chart, staff_drawn
from sim.report.staff.told import plan_told
from sim.report.staff.words import WEEKDAYS
from sim.text.texts import Texts


def render_plan(plan: StaffPlan, say: Texts) -> str:
    """The page as text. It asks nothing of the network."""
    told = plan_told(plan, say)
    weeks = [
        staff_drawn(say, plan.required[team], plan.present[team], one.name)
        for team, one in zip(plan.teams, told.teams, strict=True)
    ]
    return (
        environment()
        .get_template("staff.html")
        .render(
            say=say,
            title=title(say, plan),
            plan=told,
            weekdays=WEEKDAYS,
            chain=list(chain_rows(say, [plan.chain[team] for team in plan.teams])),
            charts=[
                (one.name, staff_chart(say, week, number), week)
                for number, (one, week) in enumerate(zip(told.teams, weeks, strict=True))
            ],
        )
    )
