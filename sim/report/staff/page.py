"""The staff plan as one HTML page: the answer, a heat map per team with the same in numbers, the norms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.experiment.staffing.outcome import StaffPlan
from sim.report.staff import answer as staff_answer
from sim.report.staff import words
from sim.report.staff.chain import chain_rows
from sim.report.staff.chart import staff_chart, staff_drawn
from sim.report.words.names import labels_of
from sim.text.texts import Texts

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def render_plan(plan: StaffPlan, say: Texts) -> str:
    """The page as text. It asks nothing of the network."""
    labels = labels_of([plan.scenario], say)
    names = [labels.teams.get(team, team) for team in plan.teams]
    weeks = [
        staff_drawn(say, plan.required[team], plan.present[team], name) for team, name in zip(plan.teams, names, strict=True)
    ]
    return (
        _environment()
        .get_template("staff.html")
        .render(
            say=say,
            style=Markup((TEMPLATES / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - our own
            title=staff_answer.title(say, plan),
            answer=staff_answer.answer(say, plan),
            teams=staff_answer.per_team(say, plan),
            warnings=staff_answer.warnings(say, plan),
            measured=staff_answer.measured(say, plan),
            norms=[words.norm_row(say, norm, labels) for norm in plan.norms],
            team_names=names,
            weekdays=words.WEEKDAYS,
            chain=list(chain_rows(say, [plan.chain[team] for team in plan.teams])),
            charts=[
                (name, staff_chart(say, week, number), week) for number, (name, week) in enumerate(zip(names, weeks, strict=True))
            ],
            neighbours=staff_answer.neighbours_text(say, plan),
            formulas=staff_answer.erlang_text(say, plan),
            sureness=staff_answer.sureness(say, plan),
            basis=staff_answer.basis(say, plan),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
