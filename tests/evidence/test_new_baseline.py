"""A new baseline: what it sets and from where, that solving meets the figures, and that the file is what was tested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.engine.simulate import Stopped
from sim.evidence.baseline_file import NewBaseline, make_baseline, write_baseline
from sim.evidence.calibrate import corrected, first_window, next_people, window_of
from sim.evidence.front_office import FrontOffice
from sim.evidence.moved import Moved
from sim.evidence.new_baseline import (
    Frame,
    changes,
    desk_people,
    extra_closed_days,
    first_guess,
    frame_of,
    places,
    reachable_visitors,
    shipped_reference,
)
from sim.evidence.own_figures import parse_figures
from sim.evidence.recognition import own_values, recognise, updated_file
from sim.evidence.targets import targets_of
from sim.model.files.loading import load
from sim.model.town.recognition import Recognition
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import values

SMALL = {
    "name": "Voorbeelddorp",
    "year": "2024",
    "inhabitants": "4000",
    "calls": "5400",
    "talk_time": "4:20",
    "abandoned": "6%",
    "emails": "420",
    "appointments": "1350",
    "fte_contact_centre": "2,4",
    "phone_hours": "ma-vr 9-16",
}
"""Small, so that a year is simulated in a tenth of a second."""


@pytest.fixture(scope="module")
def reference() -> Scenario:
    return load(shipped_reference())


def frame(reference: Scenario, **typed: str) -> Frame:
    own = parse_figures({"name": "Stad", "year": "2024", "inhabitants": "50000"} | typed)
    return frame_of(own, targets_of(own, reference.norms.answered_share.value), reference)


def office(**figures: float) -> FrontOffice:
    nothing = dict.fromkeys(FrontOffice.__dataclass_fields__, 0.0)
    return FrontOffice(**(nothing | figures))


def test_what_is_not_known_scales_from_the_inhabitants(reference: Scenario) -> None:
    found = frame(reference).targets
    assert (found.calls.value, found.calls.low, found.calls.high) == (65_000, 40_000, 100_000)
    assert found.emails.value == pytest.approx(5_000)
    assert found.appointments.value + found.walk_ins.value == pytest.approx(25_000)
    assert found.weddings.value == pytest.approx(245)
    assert {found.calls.origin, found.emails.origin, found.weddings.origin} == {"scaled"}
    assert found.talk_time.origin == "default"
    assert found.answered_within_norm == 0.8, "the norm, because neither fte nor how calls are answered is known"


def test_the_fte_decide_where_nothing_is_known_of_how_calls_are_answered(reference: Scenario) -> None:
    known = frame(reference, fte_contact_centre="10")
    assert known.targets.answered_within_norm is None
    days = known.open_days(known.phone_hours)
    assert first_guess(known).people == pytest.approx(10 * 1363 / (days * 8.0))
    assert 250 < days < 256


def test_every_absolute_count_of_the_reference_is_set(reference: Scenario) -> None:
    """Counts such as 7,628 passports per year are those of the reference; all rates of a new file are per inhabitant."""
    small = frame(reference)
    scenario = load(shipped_reference(), overrides=changes(small, first_guess(small)))
    rates = {name: service.demand.rate for name, service in scenario.baseline.services.items()}
    assert [name for name, rate in rates.items() if not rate.per_inhabitant] == []


def test_places_and_desk_people_go_with_the_visitors(reference: Scenario) -> None:
    small, large = frame(reference, appointments="8000"), frame(reference, appointments="32000")
    assert places(small) < places(large)
    assert desk_people(small) < desk_people(large)
    assert reachable_visitors(large) == 32_000


def test_places_are_no_more_than_people(reference: Scenario) -> None:
    short = frame(reference, appointments="32000", fte_civil_affairs="2")
    assert places(short) == int(desk_people(short)) == 1
    assert reachable_visitors(short) < 8_000


def test_days_that_town_halls_close() -> None:
    assert extra_closed_days(2019) == (date(2019, 4, 19), date(2019, 5, 31))
    assert extra_closed_days(2024) == (date(2024, 3, 29), date(2024, 5, 10))


def test_the_window_is_a_year_or_weighted_to_one(reference: Scenario) -> None:
    small, large = window_of(frame(reference)), window_of(frame(reference, inhabitants="900000"))
    assert (small.weeks, small.replications, small.per_year) == (52, 2, 1.0)
    assert large.weeks < 13
    assert 0.95 < large.per_year < 1.0, "weeks without holidays have more open days than a mean week"


def test_the_first_try_takes_a_quarter_where_a_try_takes_a_year(reference: Scenario) -> None:
    small, large = frame(reference), frame(reference, inhabitants="900000")
    assert (first_window(small).weeks, window_of(small).weeks) == (13, 52)
    assert 0.95 < first_window(small).per_year < 1.0
    assert first_window(large) == window_of(large)


def test_a_step_moves_each_lever_by_what_its_part_lacks(reference: Scenario) -> None:
    known = frame(reference, calls="60000", talk_time="5:00", emails="5000", walk_ins="9000", appointments="15000")
    levers = first_guess(known)
    there = office(calls=60_000, talk_time=300.0, emails=5_000, desk_contacts=9_000, visitors=15_000)
    moved = Moved(there, calls=50_000, talk=0.9, emails=4_000, walk_ins=8_900, documents=12_000, kept=0.98)
    same = corrected(levers, moved, known)
    assert same == replace(levers, weddings=same.weddings), "nothing lacks, so nothing moves but the weddings"
    more = corrected(levers, replace(moved, office=replace(there, calls=55_000, visitors=13_000)), known)
    assert more.demand == pytest.approx(levers.demand * (1 + 0.8 * 5_000 / 50_000))
    assert more.documents == pytest.approx(levers.documents * (1 + 0.8 * 2_000 / 12_000))
    assert more.talk_time == levers.talk_time


def test_demand_does_not_run_away_where_a_figure_cannot_be_reached(reference: Scenario) -> None:
    known = frame(reference)
    levers = guess = first_guess(known)
    moved = Moved(office(), calls=10, talk=0.9, emails=1, walk_ins=1, documents=10, kept=1.0)
    for _ in range(8):
        levers = corrected(levers, moved, known)
    assert levers.demand <= 2.5 * guess.demand
    assert levers.documents <= 2.5 * guess.documents


def test_people_are_looked_for_outward_then_inward() -> None:
    assert next_people(6.0, (6.0, -0.1), None, 1.0) == 7.0
    assert next_people(6.0, None, (6.0, 0.1), 1.0) == 5.0
    assert next_people(7.0, (6.0, -0.1), (7.0, 0.1), 1.0) == 6.5
    assert next_people(6.25, (6.0, -0.1), (6.25, 0.1), 1.0) is None, "no quarter lies between"
    assert next_people(1.0, None, (1.0, 0.1), 1.0) is None, "one person is the least"


@pytest.fixture(scope="module")
def small() -> NewBaseline:
    return make_baseline(parse_figures(SMALL))


def test_the_own_figures_come_back(small: NewBaseline) -> None:
    """E-mails of twelve years have a standard deviation of 1.4%: outside 10% by chance in less than one of a million seeds."""
    assert small.recognition.outcome == "recognised"
    assert list(small.recognition.figures) == ["calls", "talk_time", "abandoned", "emails", "appointments"]
    assert small.recognition.figures["calls"].own == 5_400
    assert small.recognition.figures["calls"].difference == pytest.approx(0.0, abs=0.04)
    assert small.recognition.figures["talk_time"].difference == pytest.approx(0.0, abs=0.04)


def test_each_number_says_where_it_comes_from(small: NewBaseline) -> None:
    assert (small.count("own"), small.count("scaled"), small.count("default")) == (8, 3, 1)
    sources = {path: value.source for path, value in values(small.scenario) if value.source}
    assert sources["services.algemene-vraag.demand.rate"] == "own figures 2024, solved"
    assert sources["services.paspoort.demand.rate"] == "own figures 2024, solved"
    assert sources["services.huwelijksaangifte.demand.rate"] == "scaled from inhabitants V10, solved"
    assert sources["services.geboorteaangifte.demand.rate"] == "scaled from inhabitants V10"
    defaults, unsourced = small.defaults
    assert 0 < unsourced < defaults
    assert "2,4 fte" in small.notes[0].nl


def test_the_file_is_what_was_tested(small: NewBaseline, tmp_path: Path) -> None:
    path = tmp_path / "here" / "dorp.yaml"
    path.parent.mkdir()
    write_baseline(small, path)
    read = load(path)
    assert read.model_copy(update={"name": small.scenario.name}) == small.scenario
    assert read.year_of_data == "2024"
    assert read.label.nl == "Voorbeelddorp 2024"
    with pytest.raises(FileExistsError):
        write_baseline(small, path)
    write_baseline(small, path, force=True)
    assert [item.name for item in path.parent.iterdir()] == ["dorp.yaml"]


@pytest.mark.slow
def test_a_test_that_is_done_again_says_the_same_and_an_edit_shows(small: NewBaseline, tmp_path: Path) -> None:
    path = tmp_path / "dorp.yaml"
    write_baseline(small, path)
    own = own_values(small.own)
    assert recognise(load(path), own) == small.recognition
    path.write_text(path.read_text(encoding="utf-8").replace("people: 1", "people: 3"), encoding="utf-8")
    again = recognise(load(path), own)
    assert again != small.recognition
    updated_file(path, again)
    assert load(path).recognition == again
    assert path.read_text(encoding="utf-8").startswith("# Made by"), "comments stay"


def test_nothing_known_is_not_tested(small: NewBaseline) -> None:
    assert recognise(small.scenario, {}) == Recognition()


def test_it_stops_when_asked() -> None:
    with pytest.raises(Stopped):
        make_baseline(parse_figures(SMALL), stop=lambda: True)


@pytest.mark.slow
def test_progress_ends_at_the_end(reference: Scenario) -> None:
    own = parse_figures({"name": "Dorp", "year": "2024", "inhabitants": "600", "calls": "700", "fte_contact_centre": "2"})
    heard: list[tuple[int, int]] = []
    first = make_baseline(own, progress=lambda done, most: heard.append((done, most)))
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[-1][0] == heard[-1][1]
    assert make_baseline(own) == first, "the same figures give the same file"
    assert first.scenario.norms == reference.norms
