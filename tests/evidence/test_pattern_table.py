"""The table of patterns: it is current, judges what it says, and tells in words what cannot be asked. None asks for agreement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import sim
from sim.evidence.patterns import words
from sim.evidence.patterns.bands import BANDS, Pattern, bands_hash, patterns, roles
from sim.evidence.patterns.page import page
from sim.evidence.patterns.stored import (
    decoded,
    encoded,
    is_current,
    keep_as_before,
    store_table,
    stored_table,
    tables_before,
)
from sim.evidence.patterns.table import EvidenceTable, NothingToAskError, Row, evidence_table
from sim.evidence.patterns.trials import DECLARATIONS, own_trials, shipped_trials, steered
from sim.evidence.patterns.turning import Setting, Turning, turning_of, turning_trials
from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder
from sim.text.pairs import Text
from sim.text.texts import Texts

ROOT = Path(__file__).resolve().parents[2]
NL, EN = Texts("nl"), Texts("en")
MOST_SET_BY_PATTERNS = 5
BY_ID = {one.id: one for one in patterns()}


def row(pattern: str, low: float, high: float, replications: int = 10) -> Row:
    return Row(BY_ID[pattern], (low + high) / 2, low, high, replications)


def test_the_stored_table_was_made_with_the_bands_as_they_are_and_has_every_row() -> None:
    assert is_current(stored_table())
    assert all(one.replications > 1 for one in stored_table().rows)


def test_the_page_tells_the_stored_table() -> None:
    told = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    assert told == page(stored_table(), tables_before()), "make answers"
    assert bands_hash() in told


def test_a_change_of_the_bands_makes_the_table_out_of_date(tmp_path: Path) -> None:
    other = tmp_path / "patterns.yaml"
    other.write_bytes(BANDS.read_bytes() + b"\n")
    assert bands_hash(other) != bands_hash()
    assert not is_current(replace(stored_table(), bands=bands_hash(other)))
    assert not is_current(replace(stored_table(), rows=stored_table().rows[1:]))


def test_every_pattern_says_what_to_measure_and_few_set_something() -> None:
    assert set(words.TO_MEASURE) == set(BY_ID)
    by_patterns = [one for one in roles().settings if not all(name.startswith("V1-") for name in one.set_by)]
    assert len(by_patterns) <= MOST_SET_BY_PATTERNS


def test_the_founding_story_was_seen_and_sets_nothing() -> None:
    assert {roles().of("M1a"), roles().of("M1b")} == {"seen"}
    assert not {"M1a", "M1b"} & {name for one in roles().settings for name in one.set_by}


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.30, 0.60, "agrees"),
        (0.40, 0.41, "agrees"),
        (0.10, 0.29, "disagrees"),
        (0.61, 0.70, "disagrees"),
        (0.29, 0.40, "undecided"),
        (0.50, 0.61, "undecided"),
        (0.10, 0.90, "undecided"),
        (math.nan, math.nan, "undecided"),
        (-math.inf, math.inf, "undecided"),
    ],
)
def test_a_verdict_is_what_the_interval_says_of_the_band(low: float, high: float, verdict: str) -> None:
    assert row("K2a", low, high).verdict == verdict


def test_one_repeat_decides_nothing() -> None:
    assert row("K2a", 0.4, 0.4, replications=1).verdict == "undecided"


def test_of_few_worlds_no_share_is_told() -> None:
    assert Row(BY_ID["K2a"], inside=3, worlds=9).share_inside is None
    found = Row(BY_ID["K2a"], inside=3, worlds=12).share_inside
    assert found is not None
    assert found.share == 0.25


@pytest.mark.parametrize("say", [NL, EN], ids=["nl", "en"])
def test_what_does_not_agree_says_what_not_to_ask(say: Texts) -> None:
    wrong = row("M1a", -0.4, -0.3)
    assert say(BY_ID["M1a"].without) in words.warning(say, wrong)
    assert say(BY_ID["M1a"].without) in words.warning(say, row("M1a", -0.1, 0.3)), "more or fewer is open"
    along = words.warning(say, row("M1a", 0.1, 0.3))
    assert along
    assert say(BY_ID["M1a"].without) not in along, "more is not open, only how much more"
    assert words.warning(say, row("M1a", 0.3, 0.4)) == ""
    assert words.line(say, wrong).startswith("✗")


def test_figures_are_written_in_their_unit() -> None:
    assert (words.simulated(EN, row("M1a", -0.36, -0.26)), words.band(EN, row("M1a", 0, 0))) == ("−31.0%", "+20% to +150%")
    assert (words.simulated(EN, row("K1a", 1.3, 1.5)), words.band(EN, row("K1a", 0, 0))) == ("×1.40", "×2 to ×3")
    assert words.band(NL, row("D", 0, 0)) == "0,4 tot 0,9"
    assert words.simulated(EN, Row(BY_ID["D"])) == "–"


def test_a_table_reads_back_as_it_was_written() -> None:
    table = EvidenceTable(
        (row("K3", 0.2, 0.3), Row(BY_ID["S3"], missing=Text("none", "geen")), Row(BY_ID["V1-desk"], 0.1, -math.inf, math.inf, 1)),
        bands_hash(), (("engine", "abc"),), 1, 10, 40, Text("Here", "Hier"), Text("before", "ervoor"),
    )  # fmt: skip
    again = decoded(encoded(table))
    assert encoded(again) == encoded(table)
    assert again.rows[0] == table.rows[0]
    assert math.isnan(again.rows[1].value)
    assert again.rows[2].verdict == "undecided"
    assert (again.town, again.label, again.versions) == (table.town, table.label, table.versions)


def turned(*values: float) -> Turning:
    return Turning(tuple(Setting(n / 2, value, value - 0.01, value + 0.01) for n, value in enumerate(values)), (0.25, 0.75, 1.5))


@pytest.mark.parametrize(
    ("values", "point", "told"),
    [
        ((-0.2, -0.1, 0.1), 0.75, "turns at 0.75 questions"),
        ((0.005, 0.1, 0.2), None, "chance hides whether fully digital brings more calls and e-mails than today (M1)"),
        ((0.1, 0.2, 0.3), None, "brings more calls and e-mails (M1) even where"),
        ((-0.3, -0.2, -0.1), None, "saves calls and e-mails (M1) even where couples begin with 1.00 questions"),
    ],
)
def test_the_founding_story_turns_where_its_change_is_nothing(values: Sequence[float], point: float | None, told: str) -> None:
    table = EvidenceTable((), bands_hash(), (), 1, 10, 40, turning=turned(*values))
    assert (table.turning and table.turning.point) == (point if point is None else pytest.approx(point))
    assert told in words.turning(EN, table)
    assert "0.75 (0.25 to 1.50)" in words.turning(EN, table)
    assert decoded(encoded(table)).turning == table.turning
    assert told in page(table, ())


def test_the_trials_of_the_turn_are_couples_alone_at_rising_numbers_of_questions() -> None:
    trials = turning_trials(scenarios_folder())
    values = [float(trial.name) for trial in trials]
    assert values == sorted(values)
    assert values[0] == 0
    for trial, value in zip(trials, values, strict=True):
        assert all(scenario.behaviour.questions.per_case.value == value for scenario in trial.scenarios)
        designs = trial.scenarios[1].designs
        demand = {name: one.demand.rate.amount.value for name, one in designs[-1].services.items()}
        assert [name for name, rate in demand.items() if rate > 0] == ["huwelijksaangifte"]
    services = trials[-1].scenarios[1].designs[-1].services
    found = turning_of(scenarios_folder(), [(trial, [0.1, 0.2]) for trial in trials])
    assert found is not None
    assert found.settings[-1].questions == pytest.approx(values[-1] * services["huwelijksaangifte"].complexity.value * 2)
    assert turning_of(scenarios_folder(), [(trial, [0.1]) for trial in trials]) is None


def test_the_table_before_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    old = EvidenceTable((row("K3", 0.2, 0.3),), bands_hash(), (), 1, 10, 40)
    store_table(old, tmp_path)
    keep_as_before(Text("before it", "ervoor"), tmp_path)
    store_table(replace(old, rows=(row("K3", 0.4, 0.5),)), tmp_path)
    assert stored_table(tmp_path).rows[0].value == pytest.approx(0.45)
    (kept,) = tables_before(tmp_path)
    assert (kept.rows, kept.label) == (old.rows, Text("before it", "ervoor"))
    assert "### Before it" in page(stored_table(tmp_path), [kept])


def test_the_three_declarations_have_the_same_steps_channels_and_settings_of_the_town() -> None:
    """What is in one design only would be put in, not found."""
    trial = next(one for one in shipped_trials(scenarios_folder()) if one.name == "declaration")
    services = [scenario.designs[-1].services[DECLARATIONS] for scenario in trial.scenarios]
    shapes = [{name: tuple(step.options) for name, step in service.steps.items()} for service in services]
    assert shapes[0] == shapes[1] == shapes[2]
    town = load(scenarios_folder() / "municipalities" / "voorbeeldstad.yaml").baseline.services["bijzonderebijstandsuitkering"]
    assert services[0].reassurance == town.reassurance
    assert services[0].inquiry == town.inquiry
    married = load(scenarios_folder() / "huwelijk" / "verbeterd-digitaal.yaml").designs[-1].services["huwelijksaangifte"]
    assert services[2].questions is not None
    assert married.questions is not None
    assert services[2].questions.page == married.questions.page
    assert services[2].reassurance.receipt == married.reassurance.receipt
    assert services[2].reassurance.status_visible == married.reassurance.status_visible
    assert services[2].steps["decide"].explains == married.steps["check"].explains


def test_steering_is_raised_at_self_service_only() -> None:
    town = load(ROOT / "tests" / "data" / "town.yaml")
    before, after = (one.baseline.services["huwelijksaangifte"].steps["notice"].options for one in (town, steered(town, 3.0)))
    assert after["web"].steering.value == before["web"].steering.value + 3
    assert after["desk"] == before["desk"]


def test_of_a_town_only_what_can_be_asked_is_told() -> None:
    town = load(ROOT / "tests" / "data" / "town.yaml", overrides={"period.weeks": 2})
    table = sim.evidence_table(town, replications=2, worlds=1, jobs=1)
    assert [one.pattern.id for one in table.rows] == ["K2a", "K2b", "K3", "S3", "S3-share", "D", "R5"]
    births = table.row("S3")
    assert births.missing is not None
    assert "geboorteaangifte" in words.line(NL, births)
    assert words.warning(NL, births) == ""
    assert 0 <= table.row("K3").value <= 1
    assert table.row("D").worlds == 1
    assert table.town == town.label


def test_a_town_with_nothing_to_ask_is_told_so() -> None:
    town = load(scenarios_folder() / "verification" / "erlang-c.yaml")
    assert set(own_trials(town, scenarios_folder())[0].figures) == {"K3"}
    desk = load(ROOT / "tests" / "data" / "town.yaml")
    silent = desk.model_copy(
        update={
            "designs": tuple(
                design.model_copy(
                    update={"channels": {key: one for key, one in design.channels.items() if key not in {"web", "phone"}}}
                )
                for design in desk.designs
            )
        }
    )
    with pytest.raises(NothingToAskError, match="telephone"):
        evidence_table(silent)


@pytest.mark.parametrize(("replications", "worlds"), [(0, 1), (1, -1)])
def test_fewer_than_nothing_is_refused(replications: int, worlds: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        evidence_table(replications=replications, worlds=worlds)


def test_a_world_or_a_store_is_refused() -> None:
    with pytest.raises(ValueError, match="world"):
        evidence_table(world=3)


def test_the_figures_of_a_trial_are_the_same_however_many_work_on_it() -> None:
    town = load(ROOT / "tests" / "data" / "town.yaml", overrides={"period.weeks": 1})
    one, two = (sim.evidence_table(town, replications=2, worlds=2, jobs=jobs) for jobs in (1, 2))
    assert encoded(one) == encoded(two)


def test_when_it_is_stopped_what_is_finished_counts() -> None:
    town = load(ROOT / "tests" / "data" / "town.yaml", overrides={"period.weeks": 1})
    told: list[int] = []
    table = sim.evidence_table(
        town, replications=5, worlds=0, jobs=1, on_progress=lambda done, _: told.append(done), stop=lambda: len(told) >= 2
    )
    assert 2 <= table.row("K3").replications < 5


def pattern_of(unit: str) -> Pattern:
    return next(one for one in patterns() if one.unit == unit)


@pytest.mark.parametrize("unit", words.UNITS)
def test_every_unit_is_written_with_its_interval(unit: str) -> None:
    found = Row(pattern_of(unit), 0.5, 0.4, 0.6, 10)
    assert words.simulated(EN, found)
    assert " to " in words.ends(EN, found)
