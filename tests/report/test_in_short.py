"""The answer in a few lines: calls and e-mails, what comes back of what is saved, and hours with the conversation apart."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from sim.experiment.found.intervals import Difference, Estimate
from sim.report.answers.plain import as_json
from sim.report.files.page import render
from sim.report.files.workbook import workbook
from sim.report.told.findings import Findings, Row
from sim.report.words.conversation import conversation
from sim.report.words.rebound import ALL, PARTS, rebound
from sim.report.words.short import in_short, whose
from sim.report.words.verdict import points
from sim.text.texts import Texts
from sim.text.units import Unit
from tests.report.examples import findings, row, tipping_point
from tests.report.test_workbook import Read

NL, EN = Texts("nl"), Texts("en")
STEPS, QUESTIONS, TO_BE_SURE, WRONG = (kpi for kpi, _ in PARTS)


def of_case(kpi: str, name: str, unit: Unit, first: float, second: float, *, half: float = 2.0) -> Row:
    """A KPI per 100 cases of two stories, with intervals that go as far on either side of each figure and of the difference."""
    made = row("cases", name, unit, (first, second), ("changed",), per="per 100 cases")
    change = second - first
    return replace(
        made,
        kpi=kpi,
        estimates=tuple(Estimate(value, value - half, value + half) for value in (first, second)),
        differences=(None, Difference(change, change - half, change + half, "changed")),
    )


def found(*rows: Row) -> Findings:
    whole = findings()
    return replace(whole, stories=whole.stories[:2], rows=rows, tipping=(), balance=(), curves=(), lost=(), gains=())


def calls(parts: dict[str, tuple[float, float]], *, half: float = 2.0) -> Findings:
    """The calls and e-mails by what they were made for, in the first story and in the second, and all of them together."""
    rows = [of_case(kpi, kpi, "contacts", *values, half=half) for kpi, values in parts.items()]
    first, second = (math.fsum(values[place] for values in parts.values()) for place in (0, 1))
    return found(of_case(ALL, "calls and e-mails (in opening hours)", "contacts", first, second, half=half), *rows)


def test_the_rebound_tells_how_many_of_those_saved_come_back_and_why() -> None:
    told = calls({STEPS: (150, 60), QUESTIONS: (10, 62), TO_BE_SURE: (5, 23), WRONG: (40, 20)})
    assert rebound(EN, told, 1) == (
        "Of the 110 calls and e-mails per 100 cases that Volledig digitaal saves, 70 come back: with a question 52, "
        "to be sure 18."
    )
    assert rebound(NL, told, 1).startswith(
        "Van de 110 telefoontjes en e-mails per 100 klantvragen die Volledig digitaal bespaart"
    )


def test_where_more_come_back_than_are_saved_it_says_so() -> None:
    told = calls({STEPS: (100, 60), QUESTIONS: (10, 100), TO_BE_SURE: (5, 5), WRONG: (20, 20)})
    assert rebound(EN, told, 1) == (
        "Volledig digitaal saves 40 calls and e-mails per 100 cases, but more than that come back, 90: with a question."
    )


def test_which_is_more_is_only_said_where_it_is_decided() -> None:
    told = calls({STEPS: (100, 60), QUESTIONS: (10, 51), TO_BE_SURE: (5, 5), WRONG: (20, 20)})
    assert rebound(EN, told, 1).endswith("41 come back: with a question. Which is more is not decided.")


def test_what_is_not_decided_is_named_so_that_nobody_adds_up_the_rest() -> None:
    told = calls({STEPS: (100, 60), QUESTIONS: (10, 51), TO_BE_SURE: (5, 5), WRONG: (20, 18.5)})
    assert rebound(EN, told, 1).endswith("Not counted, because more or fewer is not decided: because something went wrong.")
    assert rebound(NL, told, 1).endswith("Niet meegeteld, want meer of minder is niet beslist: doordat er iets misging.")


@pytest.mark.parametrize(
    ("steps", "questions", "expected"),
    [
        ((100, 60), (10, 10), "Volledig digitaal saves 40 calls and e-mails per 100 cases; that any come back was not shown."),
        (
            (100, 100),
            (10, 50),
            (
                "Volledig digitaal brings 40 more calls and e-mails per 100 cases than Vandaag: with a question. That it saves "
                "any was not shown."
            ),
        ),
        ((100, 99), (10, 11), ""),
    ],
)
def test_what_is_not_shown_is_not_told(steps: tuple[float, float], questions: tuple[float, float], expected: str) -> None:
    assert rebound(EN, calls({STEPS: steps, QUESTIONS: questions}), 1) == expected


def test_one_repeat_or_an_answer_from_before_these_figures_tells_no_rebound() -> None:
    assert rebound(EN, calls({STEPS: (150, 60), QUESTIONS: (10, 62)}, half=math.nan), 1) == ""
    assert rebound(EN, findings(), 1) == ""


def hours(staff: tuple[float, float], wanted: tuple[float, float]) -> Findings:
    other = (staff[0] - wanted[0], staff[1] - wanted[1])
    return found(
        of_case("staff_time_per_root_case", "staff time", "hours", *staff),
        of_case("wanted_time_per_root_case", "of which wanted conversation", "hours", *wanted),
        of_case("other_time_per_root_case", "of which all other work", "hours", *other),
    )


def test_hours_that_are_mostly_conversation_are_not_told_as_waste() -> None:
    told = hours((200, 230), (0, 45))
    sentence = (
        "Of this difference in staff time per 100 cases, +45.0 h (+43.0 to +47.0) is conversation that is wanted and no waste; "
        "all other work makes −15.0 h (−17.0 to −13.0)."
    )
    assert conversation(EN, told, 1) == sentence
    assert sentence in points(EN, told, 1)
    assert in_short(EN, told)[1] == (
        "Staff time per 100 cases: Vandaag 200.0 h, of which wanted conversation 0.0 h; Volledig digitaal 230.0 h, of which "
        "wanted conversation 45.0 h."
    )


def test_where_work_is_left_over_no_hours_are_told() -> None:
    told = hours((200, 230), (0, 45))
    rows = [
        replace(one, differences=(None, replace(one.differences[1], judgement="unbalanced")))
        for one in told.rows
        if one.differences[1] is not None
    ]
    told = replace(told, rows=tuple(rows))
    assert conversation(EN, told, 1) == ""
    assert len(in_short(EN, told)) == 1, "the verdict alone"


@pytest.mark.parametrize("wanted", [(45, 45), (40, 50)])
def test_of_hours_that_are_mostly_other_work_no_conversation_is_told(wanted: tuple[float, float]) -> None:
    assert conversation(EN, hours((200, 230), wanted), 1) == ""


def test_without_a_wanted_conversation_the_hours_are_told_alone() -> None:
    assert "conversation" not in in_short(EN, hours((200, 230), (0, 0)))[1]


def whole() -> Findings:
    told = calls({STEPS: (150, 60), QUESTIONS: (10, 62)})
    point = replace(tipping_point(), kpi=f"{ALL} (focus)", name="calls and e-mails (in opening hours)", unit="contacts")
    return replace(told, rows=(*told.rows, *hours((200, 230), (0, 45)).rows), tipping=(tipping_point(), point))


def test_five_lines_the_verdict_first_and_where_it_turns_last() -> None:
    lines = in_short(EN, whole())
    assert len(lines) == 5
    assert lines[1].startswith(
        "Calls and e-mails (in opening hours) per 100 cases, with the difference from Vandaag: Vandaag 160.0; "
        "Volledig digitaal 122.0 (−38.0;"
    )
    assert lines[2].startswith("Of the 90 calls and e-mails")
    assert lines[4].startswith(
        "From 0.62 bevestigingscontacten per klantvraag on, Volledig digitaal takes more calls and e-mails"
    )


def test_page_workbook_and_json_tell_the_same_lines() -> None:
    told = whole()
    page, lines = render(told, EN), in_short(EN, told)
    sheet = [cell for cells in Read(workbook(told, EN)).sheets["Read me"] for cell in cells]
    assert as_json(told, EN)["in_short"] == lines
    assert json.dumps(lines)
    for line in lines:
        assert line in page
        assert line in sheet


def test_of_one_scenario_alone_there_is_no_answer_in_short() -> None:
    told = findings()
    assert in_short(EN, replace(told, stories=told.stories[:1])) == []


def test_of_which_services_the_cases_are_is_said_where_they_have_no_word_of_their_own() -> None:
    told = replace(calls({STEPS: (100, 60)}), service="paspoort")
    assert whose(EN, told) == " Cases are those of paspoort."
    assert whose(NL, told) == " Klantvragen zijn hier die van paspoort."
    many = replace(told, service=", ".join(["paspoort"] * 20))
    assert whose(EN, many) == " Cases are those of the services that a design changes."
    assert whose(EN, replace(told, cases="couples")) == ""
    assert whose(EN, replace(told, service="")) == ""
