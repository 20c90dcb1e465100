from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.compare import compare
from sim.experiment.found.comparison import Comparison
from sim.experiment.found.result import Result
from sim.measure.rows import FOCUS, FOCUS_TEAM, Focus, Key
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.report.files.page import render
from sim.report.gather.outcome import gather_comparison, gather_result
from sim.report.gather.selection import chosen, level_of, scaled
from sim.report.told.findings import Findings
from sim.report.words.levels import level_title
from sim.report.words.names import labels_of
from sim.report.words.sources import numbers, sourced_numbers
from sim.report.words.verdict import table_name
from sim.text.pairs import Text
from sim.text.texts import Texts

PLAIN = Path(__file__).with_name("two_agents.yaml")
EN = Texts("en")
WEDDING = Focus(("wedding",), ("registrars",))


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    path = tmp_path_factory.mktemp("gather") / "faster.yaml"
    path.write_text(
        f"extends: {PLAIN}\nschema: 1\nlabel: {{nl: sneller, en: faster}}\nmeasures:\n  quick:\n    label: quick\n    set:\n"
        "      services.call.steps.call.options.phone.handling: "
        "{exponential: {low: 2 min, mid: 3 min, high: 4 min, source: ASSUMPTION}}\n"
    )
    overrides = {"period.weeks": 1}
    return [load(PLAIN, overrides=overrides), load(path, overrides=overrides)]


@pytest.fixture(scope="module")
def comparison(scenarios: list[Scenario]) -> Comparison:
    return compare(scenarios, replications=3, jobs=1)


@pytest.fixture(scope="module")
def findings(comparison: Comparison) -> Findings:
    return gather_comparison(comparison, ["a.yaml", "b.yaml"], EN)


def test_every_headline_is_told_once_and_first(comparison: Comparison, findings: Findings) -> None:
    told = [row.key for row in findings.rows if any(d is not None and d.headline for d in row.differences)]
    assert sorted(told) == sorted(str(key) for key in comparison.headlines)
    assert len({row.key for row in findings.rows}) == len(findings.rows)


def test_contacts_are_told_per_100_cases_with_the_margin_scaled_alike(findings: Findings) -> None:
    row = next(row for row in findings.rows if row.kpi == "remote_contacts_per_root_case" and row.level == "cases")
    assert row.estimates[0].value == pytest.approx(100.0)
    assert row.differences[1] is not None
    assert row.differences[1].margin == pytest.approx(10.0)
    assert row.differences[0] is None


def test_cases_with_a_word_of_their_own_are_told_by_it(comparison: Comparison) -> None:
    couples = replace(comparison, results=tuple(_named(result) for result in comparison.results))
    assert couples.focus.services == ("call",)
    told = gather_comparison(couples, ["a.yaml", "b.yaml"], Texts("nl"))
    assert level_title(Texts("nl"), told, "cases") == "Per 100 paren: a call"
    row = next(row for row in told.rows if row.kpi == "remote_contacts_per_root_case" and row.level == "cases")
    assert row.per == "per 100 paren"
    assert table_name(Texts("nl"), told, row) == "telefoontjes en e-mails (in openingstijd)"
    count = next(row for row in told.rows if row.kpi == "root_cases" and row.level == "cases")
    assert count.name == "paren"
    page = render(told, Texts("nl"))
    assert "telefoontjes en e-mails (in openingstijd) per 100 paren" in page
    assert "Paren, naar wel of niet opgelost" in page
    assert "per 100 klantvragen" not in page


def test_cases_of_several_services_are_just_cases(scenarios: list[Scenario]) -> None:
    labels = labels_of([_couples(scenarios[0])], EN)
    assert labels.cases_of(Focus(("call",))) == "couples"
    assert labels.cases_of(Focus(("call", "other"))) == ""
    assert labels.cases_of(Focus()) == ""


def _named(result: Result) -> Result:
    return replace(result, scenario=_couples(result.scenario))


def _couples(scenario: Scenario) -> Scenario:
    """The same, with a word for the cases of its one service."""
    designs = []
    for design in scenario.designs:
        call = design.services["call"].model_copy(update={"cases_label": Text("couples", "paren")})
        designs.append(design.model_copy(update={"services": {"call": call}}))
    return scenario.model_copy(update={"designs": tuple(designs)})


def test_staff_time_per_case_becomes_hours_per_100_cases(comparison: Comparison, findings: Findings) -> None:
    row = next(row for row in findings.rows if row.kpi == "staff_time_per_root_case" and row.level == "cases")
    minutes = comparison.results[0].estimates(comparison.focus)[Key("staff_time_per_root_case", FOCUS, FOCUS)].mean
    assert row.unit == "hours"
    assert row.estimates[0].value == pytest.approx(minutes * 100 / 60)


def test_names_start_with_a_capital_and_carry_their_file(findings: Findings) -> None:
    assert [story.label for story in findings.stories] == ["M/M/2", "Faster"]
    assert [story.file for story in findings.stories] == ["a.yaml", "b.yaml"]


def test_gains_and_losses_add_up_to_the_cases_compared(findings: Findings) -> None:
    gain = findings.gains[0]
    cases = gain.resolved_in_both + gain.only_in_reference + gain.only_in_story + gain.resolved_in_neither
    assert cases == pytest.approx(sum(group.people for group in gain.groups))
    assert gain.story == 1
    assert gain.better_off == pytest.approx(sum(group.gains for group in gain.groups))
    assert gain.worse_off == pytest.approx(sum(group.losses for group in gain.groups))
    assert gain.changed >= max(gain.better_off, gain.worse_off)
    assert gain.floor is None


def test_the_assumption_of_a_measure_is_counted(findings: Findings) -> None:
    assert findings.unsourced == 1
    assert [(item.low, item.mid, item.high) for item in findings.assumptions] == [("2 min", "3 min", "4 min")]


def test_waiting_by_time_of_day_covers_the_open_hours(findings: Findings) -> None:
    curve = findings.curves[0]
    assert curve.hours == tuple(half_hour / 2 for half_hour in range(48))
    assert len(curve.series) == 2
    assert sum(curve.series[1]) < sum(curve.series[0]), "faster handling, shorter waits"


def test_one_repeat_has_no_intervals(comparison: Comparison) -> None:
    first = comparison.results[0]
    single = replace(first, measurements={0: first.measurements[0]}, asked=1)
    told = gather_result(single, "a.yaml", EN)
    assert all(math.isnan(row.estimates[0].high) or row.unit == "share" for row in told.rows)
    assert told.making.complete


def test_intervals_stay_within_what_is_possible(findings: Findings) -> None:
    for row in findings.rows:
        for estimate in row.estimates:
            assert not estimate.low < 0
            assert not (row.unit == "share" and estimate.high > 1)


def test_levels() -> None:
    assert level_of(Key("remote_contacts_per_root_case", FOCUS, FOCUS), WEDDING) == "cases"
    assert level_of(Key("work_in_fte", FOCUS_TEAM, FOCUS_TEAM), WEDDING) == "team"
    assert level_of(Key("work_in_fte"), WEDDING) == "office"
    assert level_of(Key("remote_contacts_per_root_case"), WEDDING) == "office"
    assert level_of(Key("remote_contacts_per_root_case"), Focus()) == "cases"


def test_mail_is_not_told_a_wait_in_seconds() -> None:
    keys = [
        Key("wait_p90", "channel", "email"),
        Key("wait_p90", "channel", "phone"),
        Key("average_speed_of_answer", "channel", "phone"),
    ]
    told = {key for _, key in chosen(keys, WEDDING, ())}
    assert told == set(keys[1:])


def test_scaling_outside_the_cases_leaves_numbers_alone() -> None:
    assert scaled(Key("remote_contacts_per_root_case"), "office").factor == 1.0
    assert scaled(Key("citizen_effort"), "office").per == "per case"


def test_sourced_numbers_are_those_with_a_range_or_a_source(scenarios: list[Scenario]) -> None:
    assert sourced_numbers(scenarios[0], EN) == ()
    forms = {path: form for path, _, form in numbers(scenarios[0])}
    assert forms["services.call.demand.rate"] == "rate"
    assert forms["population.segments.everyone.share"] == "share"
    assert forms["services.call.steps.call.options.phone.handling.exponential"] == "duration"
    assert forms["norms.answer_within"] == "duration"


def test_stories_of_one_label_are_told_apart_by_their_files(scenarios: list[Scenario]) -> None:
    twin = scenarios[1].model_copy(update={"label": scenarios[0].label})
    compared = compare([scenarios[0], twin, scenarios[1]], replications=2, jobs=1)
    found = gather_comparison(compared, ["a.yaml", "b.yaml", "c.yaml"], EN)
    assert [story.label for story in found.stories] == ["M/M/2 (a.yaml)", "M/M/2 (b.yaml)", "Faster"]
    assert found.title == "M/M/2 (a.yaml), M/M/2 (b.yaml) and Faster compared"
    same = gather_comparison(compared, ["a.yaml", "a.yaml", "a.yaml"], EN)
    assert [story.label for story in same.stories] == ["M/M/2 (a.yaml, 1)", "M/M/2 (a.yaml, 2)", "Faster"]
