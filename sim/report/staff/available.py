"""What so many fte can do, in sentences."""

from __future__ import annotations

from sim.experiment.staffing.available import Available, Name
from sim.experiment.staffing.requirements import Judged
from sim.report.staff.words import SYMBOLS, fte_text, hours_text, share_text, weeks_text
from sim.report.words.certainty import available_chance, plan_leaning
from sim.report.words.names import labels_of
from sim.text.pairs import marked
from sim.text.texts import Texts

DIVISIONS: dict[Name, str] = {
    "today": marked("as today's roster"),
    "even": marked("evenly over the hours"),
    "work": marked("as the work comes"),
    "shorter": marked("as the work comes, open an hour less a day"),
    "later": marked("as the work comes, open and closed half an hour later"),
}


def available_title(say: Texts, found: Available) -> str:
    return say("What {fte} rostered fte can do: {scenario}", fte=fte_text(say, found.fte), scenario=say(found.scenario.label))


def available_answer(say: Texts, found: Available) -> list[str]:
    """Which norms hold as today's roster divides the hours, and what would be better."""
    labels = labels_of([found.scenario], say)
    today, best = found.divisions[0], found.best
    teams = say.listed([labels.teams.get(team, team) for team in found.teams])
    told = [
        say(
            "With {fte} rostered fte in {teams} (today {now}), divided as today, {met} of {count} norms are met, {missed} are "
            "not met and {unsure} are undecided. On top of that come {overtime} hours of overtime a week.",
            fte=fte_text(say, found.fte),
            now=fte_text(say, found.fte_today),
            teams=teams,
            met=today.met,
            count=len(today.norms),
            missed=today.missed,
            unsure=len(today.norms) - today.met - today.missed,
            overtime=hours_text(say, today.overtime_hours),
        )
    ]
    if (best.met, -best.missed) > (today.met, -today.missed):
        told.append(
            say(
                "Better with the same hours: {way}; then {met} are met and {missed} are not.",
                way=say(DIVISIONS[best.name]),
                met=best.met,
                missed=best.missed,
            )
        )
    else:
        told.append(say("None of the other divisions and opening hours that were tried meets more norms."))
    return told


def available_basis(say: Texts, found: Available) -> list[str]:
    """How sure it is, what it leans on, and what was simulated."""
    return [
        available_chance(say, found.replications),
        plan_leaning(say, found.scenario),
        say(
            "Simulated: {weeks}. Opening hours change for all live channels and desks of these teams; whoever finds it closed "
            "tries again, as in the scenario.",
            weeks=weeks_text(say, found.weeks),
        ),
    ]


def judged_cell(say: Texts, judged: Judged) -> str:
    return f"{SYMBOLS[judged.verdict]} {share_text(say, judged.value)}"
