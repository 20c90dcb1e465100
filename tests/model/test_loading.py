from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.model.files.errors import ScenarioError
from sim.model.files.loading import load
from sim.model.values.distributions import Distribution
from sim.model.values.units import DAY, MINUTE, WEEK

DATA = Path(__file__).parent.parent / "data"
TOWN = DATA / "town.yaml"
DIGITAL = DATA / "town_digital.yaml"
PHONE = "services.call.steps.call.options.phone"


def write(folder: Path, text: str, name: str = "file.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def mm2(folder: Path, text: str) -> Path:
    """A file that extends the plain M/M/2 model."""
    return write(folder, f"schema: 1\nextends: {DATA / 'mm2.yaml'}\n{text}")


def handling(path: Path, **overrides: object) -> Distribution:
    design = load(path, overrides=overrides).baseline
    return design.services["call"].steps["call"].options["phone"].handling


def test_the_shortest_model_has_sensible_defaults() -> None:
    scenario = load(DATA / "mm2.yaml")
    assert scenario.name == "mm2"
    assert scenario.label.nl == "M/M/2"
    assert scenario.baseline.channels["phone"].open.always
    assert scenario.baseline.queues["calls"].teams == {"agents": 1}
    assert scenario.baseline.teams["agents"].shifts["all"].people == 2
    assert scenario.baseline.services["call"].demand.rate.amount.value == 24 * 24 * 365.25
    assert scenario.designs == (scenario.baseline,)
    assert scenario.measures == ()


def test_the_cases_of_a_service_may_have_a_word_of_their_own(tmp_path: Path) -> None:
    services = load(TOWN).baseline.services
    word = services["huwelijksaangifte"].cases_label
    assert word is not None
    assert (word.nl, word.en) == ("paren", "couples")
    assert services["paspoort"].cases_label is None
    both = load(mm2(tmp_path, "services: {call: {cases_label: calls}}")).baseline.services["call"].cases_label
    assert both is not None
    assert (both.nl, both.en) == ("calls", "calls")


def test_the_public_function_loads_too() -> None:
    assert sim.load(TOWN) == load(TOWN)


def test_a_named_profile_takes_the_place_of_its_name() -> None:
    scenario = load(TOWN)
    assert scenario.baseline.services["paspoort"].demand.profile == scenario.profiles["office"]


def test_a_default_reaction_fills_those_not_given() -> None:
    reactions = load(TOWN).behaviour.reactions
    assert reactions.closed.retry.value == 0.4
    assert reactions.closed == reactions.promise_broken
    assert reactions.no_show.retry.value == 0.0
    assert reactions.no_show.switch.value == 0.5


def test_the_year_of_the_data_may_be_a_number() -> None:
    assert load(TOWN).year_of_data == "2019"


def test_mappings_merge_and_null_removes() -> None:
    town, digital = load(TOWN), load(DIGITAL)
    assert town.baseline.channels["phone"].lines == 12
    assert digital.baseline.channels["phone"].lines is None
    assert digital.baseline.channels["phone"].patience == town.baseline.channels["phone"].patience
    assert digital.baseline.channels["desk"] == town.baseline.channels["desk"]
    assert digital.label.en == "Marrying online"
    assert digital.about == town.about


def test_set_changes_the_baseline_itself() -> None:
    digital = load(DIGITAL)
    assert digital.baseline.teams["front"].shifts["day"].people == 5
    assert digital.baseline.services["huwelijksaangifte"].demand.busyness.value == 0.1
    assert load(TOWN).baseline.teams["front"].shifts["day"].people == 4


def test_lists_replace(tmp_path: Path) -> None:
    file = write(tmp_path, f"schema: 1\nextends: {TOWN}\nprofiles: {{office: {{week: [1, 1, 1, 1, 1, 1, 1]}}}}\n")
    assert load(file).profiles["office"].week == (1.0,) * 7
    assert load(file).profiles["office"].when_closed == 0.2


def test_a_distribution_replaces_one_of_another_kind(tmp_path: Path) -> None:
    file = mm2(tmp_path, "services: {call: {steps: {call: {options: {phone: {handling: {lognormal: 5 min, cv: 0.5}}}}}}}\n")
    assert handling(file).kind == "lognormal"
    assert handling(file).mean.value == 5 * MINUTE


def test_a_range_replaces_a_range(tmp_path: Path) -> None:
    first = mm2(tmp_path, "costs: {direct: {low: 30, mid: 40, high: 50, source: G5}}\n")
    second = write(tmp_path, f"schema: 1\nextends: {first}\ncosts: {{direct: {{mid: 60}}}}\n", "second.yaml")
    assert load(first).costs.direct.source == "G5"
    assert (load(second).costs.direct.low, load(second).costs.direct.source) == (60.0, "")


def test_a_constant_of_an_option_is_no_distribution(tmp_path: Path) -> None:
    file = mm2(tmp_path, "services: {call: {steps: {call: {options: {phone: {constant: 0.3}}}}}}\n")
    option = load(file).baseline.services["call"].steps["call"].options["phone"]
    assert option.constant.value == 0.3
    assert option.handling.mean.value == 4 * MINUTE


def test_extends_is_relative_to_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "stories").mkdir()
    write(tmp_path / "base", f"schema: 1\nextends: {DATA / 'mm2.yaml'}\nlabel: base\n", "base.yaml")
    middle = write(tmp_path / "stories", "schema: 1\nextends: ../base/base.yaml\nname: middle\n", "story.yaml")
    assert load(middle).label.en == "base"
    assert load(middle).name == "middle"


def test_overrides_are_in_the_form_of_the_file() -> None:
    file = DATA / "mm2.yaml"
    assert handling(file, **{f"{PHONE}.handling.exponential": "5 min"}).mean.value == 5 * MINUTE
    assert handling(file, **{f"{PHONE}.handling": {"uniform": ["1 min", "3 min"]}}).points == (MINUTE, 3 * MINUTE)
    assert load(file, overrides={"teams.agents.shifts.all.people": 3}).baseline.teams["agents"].shifts["all"].people == 3
    assert load(file, overrides={"norms.desk_wait": "1 day"}).norms.desk_wait.value == DAY


def test_an_override_reaches_a_default_that_is_not_written() -> None:
    scenario = load(DATA / "mm2.yaml", overrides={"services.call.reassurance.silence": "3 days", "behaviour.choice.wait": 0.1})
    assert scenario.baseline.services["call"].reassurance.silence.value == 3 * DAY
    assert scenario.behaviour.choice.wait.value == 0.1


def test_an_override_reaches_what_a_measure_sets() -> None:
    path = "measures.digital.set.services.huwelijksaangifte.steps.notice.options.web.steering"
    scenario = load(DIGITAL, overrides={path: 3, "measures.talk.start": "1 week"})
    notice = scenario.designs[1].services["huwelijksaangifte"].steps["notice"]
    assert notice.options["web"].steering.value == 3
    assert scenario.measures[1].start.value == WEEK


@pytest.mark.parametrize("path", ["channels.phone.patience.exponential", "channels.phone.patience.time.exponential"])
def test_patience_may_be_written_with_or_without_its_time(path: str) -> None:
    patience = load(TOWN, overrides={path: "9 min"}).baseline.channels["phone"].patience
    assert patience is not None
    assert patience.time.mean.value == 9 * MINUTE


def test_an_override_that_leads_nowhere_names_its_path() -> None:
    with pytest.raises(ScenarioError) as caught:
        load(DATA / "mm2.yaml", overrides={"channels.phone.lnes": 3})
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.path) == ("overrides", 0, "channels.phone.lnes")
    assert problem.near[0] == "lines"


def test_aliases_and_merge_keys_are_read(tmp_path: Path) -> None:
    file = mm2(
        tmp_path,
        "profiles:\n  a: &a {week: [1, 1, 1, 1, 1, 0, 0], when_closed: 0.5}\n  b: {<<: *a, when_closed: 0}\n  c: *a\n",
    )
    profiles = load(file).profiles
    assert profiles["b"].week == profiles["a"].week
    assert profiles["b"].when_closed == 0
    assert profiles["c"] == profiles["a"]


def test_keys_are_names_as_they_are_written(tmp_path: Path) -> None:
    file = mm2(tmp_path, "teams:\n  12: {label: twelve}\n  no: {label: 'no'}\n  2024-01-01: {label: date}\n")
    assert list(load(file).baseline.teams) == ["agents", "12", "no", "2024-01-01"]


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + (DATA / "mm2.yaml").read_bytes())
    assert load(file).label.en == "M/M/2"


def test_a_back_office_team_may_work_outside_opening_hours(tmp_path: Path) -> None:
    text = (DATA / "town.yaml").read_text().replace("hours: 08:00-17:00, people: 2", "hours: 20:00-23:00, people: 2")
    assert load(write(tmp_path, text)).baseline.teams["registry"].shifts["day"].hours.opens == 80


def test_a_team_for_mail_may_work_outside_opening_hours(tmp_path: Path) -> None:
    file = mm2(
        tmp_path,
        "channels: {phone: {open: 09:00-17:00}, email: {label: e-mail, kind: deferred, nest: written, open: always}}\n"
        "queues: {mail: {channel: email, teams: agents}}\n"
        "teams: {agents: {shifts: {night: {days: mon-sun, hours: 20:00-23:00, people: 1}}}}\n",
    )
    assert set(load(file).baseline.teams["agents"].shifts) == {"all", "night"}
