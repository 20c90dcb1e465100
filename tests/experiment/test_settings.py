"""Where tipping points are looked for: within the range of a number, beyond it, and never where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.found.headlines import focus_of
from sim.experiment.numbers.dials import dials_of
from sim.experiment.numbers.settings import settings_beyond, settings_within
from sim.experiment.numbers.uncertain import uncertain_numbers
from sim.experiment.numbers.vary import range_at, with_value
from sim.experiment.numbers.world import resolved_in_world
from sim.measure.rows import Focus
from sim.model.files.domains import domain_at
from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import at_end
from sim.model.values.units import MINUTE
from sim.report.gather.more_dials import more_dials
from sim.report.words.dials import dial_values
from sim.report.words.sources import numbers

TOWN = Path(__file__).parent.parent / "data" / "town.yaml"
PHONE = "services.paspoort.steps.question.options.phone"
RETRY = "behaviour.reactions.unresolved.retry"


def town(**overrides: object) -> Scenario:
    return load(TOWN, overrides={path.replace("__", "."): value for path, value in overrides.items()})


def with_range(path: str, low: object, mid: object, high: object, **more: object) -> Scenario:
    return load(TOWN, overrides={path: {"low": low, "mid": mid, "high": high, "source": "x"}} | more)


def test_a_share_ends_at_all() -> None:
    scenario = with_range(f"{PHONE}.resolves", 0.5, 0.6, 0.9)
    assert settings_within([scenario, scenario], 1, f"{PHONE}.resolves") == (0.5, 0.6, 0.7, 0.8, 0.9)
    assert settings_beyond([scenario, scenario], 1, f"{PHONE}.resolves") == (0.0, 0.25, 1.0)
    small = with_range(f"{PHONE}.resolves", 0.05, 0.1, 0.2)
    assert settings_beyond([small], 0, f"{PHONE}.resolves") == (0.0, 0.025, 0.4, 0.8, 1.0)
    whole = with_range(f"{PHONE}.resolves", 0.5, 0.6, 1.0)
    assert settings_beyond([whole], 0, f"{PHONE}.resolves") == (0.0, 0.25)


@pytest.mark.parametrize("value", [0.2, 0.7, 0.9, 1.0])
def test_the_other_parts_of_one_make_room(value: float) -> None:
    scenario = town(behaviour__reactions__unresolved={"retry": 0.5, "switch": 0.3})
    found = with_value(scenario, RETRY, value).behaviour.reactions.unresolved
    assert found.retry.value == value
    assert found.switch.value == pytest.approx(min(0.3, 1.0 - value))


def test_times_and_counts_have_multiples_down_to_0_and_what_is_below_0_has_none() -> None:
    scenario = with_range(f"{PHONE}.wrap_up", "1 min", "2 min", "3 min")
    assert settings_beyond([scenario], 0, f"{PHONE}.wrap_up") == (0, MINUTE / 2, 6 * MINUTE, 12 * MINUTE, 24 * MINUTE)
    below = with_range("behaviour.choice.wait", -2, -1, -0.5)
    assert settings_beyond([below], 0, "behaviour.choice.wait") == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{PHONE}.resolves", 1.01),
        (f"{PHONE}.resolves", -0.01),
        (f"{PHONE}.handling", -1.0),
        ("services.paspoort.demand.rate", -1.0),
    ],
)
def test_nobody_can_set_what_cannot_be(path: str, value: float) -> None:
    with pytest.raises(ValueError, match="it lies between 0 and"):
        with_value(town(), path, value)


def test_the_other_groups_make_room_for_one() -> None:
    scenario = town()
    names = list(scenario.population.segments)
    changed = with_value(scenario, f"population.segments.{names[0]}.share", 0.5)
    shares = {name: segment.share.value for name, segment in changed.population.segments.items()}
    assert shares[names[0]] == 0.5
    assert sum(shares.values()) == pytest.approx(1.0)


def outside(scenario: Scenario) -> list[str]:
    """The numbers that cannot be; those in lists have no path that can be set."""
    paths = [(path, found) for path, found, _ in numbers(scenario) if not any(part.isdecimal() for part in path.split("."))]
    return [path for path, found in paths if not domain_at([scenario], path).holds(found.value)]


def test_dials_ends_and_worlds_leave_every_number_in_its_domain() -> None:
    folder = scenarios_folder() / "huwelijk"
    pair = [load(folder / "vandaag.yaml"), load(folder / "volledig-digitaal.yaml")]
    focus = focus_of(pair)
    assert outside(pair[1]) == []
    dials = dials_of(pair[1], focus)
    for dial in (*dials, *(one.dial for one in more_dials(pair, focus, dials)[:12])):
        stops = dial_values(dial)
        assert dial.low <= stops[0] <= stops[-1] <= dial.high
        for end in (stops[0], stops[-1]):
            assert outside(dial.turned(pair[1], end)) == [], dial.name
    for world in (1, 2, 3):
        assert outside(resolved_in_world(pair[1], world)) == []
    for number in uncertain_numbers(pair, Focus())[:10]:
        assert outside(at_end(pair[1], number.key, "high")) == []


def test_a_range_of_patience_never_adds_up_to_more_than_all() -> None:
    """Worlds draw both shares; together they are at most 1."""
    wide = {"low": 0.1, "mid": 0.4, "high": 0.9, "source": "x"}
    scenario = town(channels__phone__patience__at_once=wide, channels__phone__patience__at_announcement=wide)
    for world in range(1, 30):
        patience = resolved_in_world(scenario, world).baseline.channels["phone"].patience
        assert patience is not None
        assert patience.at_once.value + patience.at_announcement.value <= 1.0 + 1e-9
        assert range_at(scenario, "channels.phone.patience.at_once").value == 0.4
