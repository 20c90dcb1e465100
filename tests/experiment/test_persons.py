from __future__ import annotations

import pytest

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.experiment.found.persons import TALLIES, GainsAndLosses, compare_persons
from sim.measure.layout import Compiled
from sim.measure.measuring import root_cases
from tests.measure.by_hand import DAY, HUWELIJK, MINUTE, NINE, SECOND, answered, case, compiled, contact, tables

KNOWN = compiled()
LOST = {"end": codes.CASE_GAVE_UP}


def gains_and_losses(first: Tables, second: Tables, compiled_first: Compiled, compiled_second: Compiled) -> GainsAndLosses:
    """What the root cases in the window gain or lose when the first scenario makes way for the second (one replication)."""
    roots = [root_cases(log, compiled) for log, compiled in ((first, compiled_first), (second, compiled_second))]
    return compare_persons(roots[0], roots[1], compiled_first, compiled_second)


def noise_floor(baseline: Tables, with_neutral_case: Tables, compiled: Compiled, compiled_neutral: Compiled) -> int:
    """How many root cases change when nothing but one neutral case is added: what chance encounters alone do."""
    found = gains_and_losses(baseline, with_neutral_case, compiled, compiled_neutral)
    return int(found.tallies[TALLIES.index("changed")].sum())


def test_the_two_by_two_of_resolved_comes_first() -> None:
    before = tables(cases=[case(1), case(2), case(3, **LOST), case(4, **LOST), case(5)])
    after = tables(cases=[case(1), case(2, **LOST), case(3), case(4, **LOST), case(6, service=HUWELIJK)])
    found = gains_and_losses(before, after, KNOWN, KNOWN)
    tallies = ("compared", "resolved_in_both", "only_in_first", "only_in_second", "resolved_in_neither")
    assert [found.per_replication(name) for name in tallies] == [4, 1, 1, 1, 1]
    assert (found.per_replication("missing_in_second"), found.per_replication("missing_in_first")) == (1, 1)
    assert found.per_replication("missing_in_first", service="huwelijk") == 1
    assert (found.per_replication("gains"), found.per_replication("losses"), found.per_replication("changed")) == (1, 1, 2)


def test_waits_are_compared_only_of_those_who_waited_in_both() -> None:
    def log(waits: list[int]) -> object:
        calls = [answered(n, wait=wait) if wait >= 0 else contact(n) for n, wait in enumerate(waits)]
        return tables(cases=[case(n, segment=n % 2) for n in range(len(waits))], contacts=calls)

    before, after = log([MINUTE, MINUTE, 5 * MINUTE, MINUTE, -1]), log([2 * MINUTE, 90 * SECOND, MINUTE, -1, 9 * MINUTE])
    found = gains_and_losses(before, after, KNOWN, KNOWN)  # type: ignore[arg-type]
    assert found.per_replication("waited_in_both") == 3
    assert found.per_replication("wait_longer") == 1  # half a minute more is no relevant change
    assert found.per_replication("wait_shorter") == 1
    assert found.per_replication("wait_difference") == -150 * SECOND
    assert found.per_replication("wait_longer", segment="young") == 1
    assert found.per_replication("wait_longer", segment="old") == 0


def test_effort_and_lead_time_are_compared_of_those_resolved_in_both() -> None:
    before = tables(cases=[case(1, citizen_time=10 * MINUTE), case(2, **LOST), case(3, ended=NINE + 3 * DAY)])
    after = tables(cases=[case(1, citizen_time=20 * MINUTE), case(2, citizen_time=DAY, **LOST), case(3, ended=NINE + DAY)])
    found = gains_and_losses(before, after, KNOWN, KNOWN)
    assert (found.per_replication("effort_more"), found.per_replication("effort_difference")) == (1, 10 * MINUTE)
    assert (found.per_replication("sooner"), found.per_replication("lead_time_difference")) == (1, -2 * DAY)
    assert (found.per_replication("losses"), found.per_replication("gains")) == (1, 0)


def test_the_noise_floor_counts_everybody_touched_by_a_neutral_case() -> None:
    before = tables(cases=[case(1), case(2)], contacts=[answered(1, wait=MINUTE), answered(2, wait=MINUTE)])
    after = tables(cases=[case(1), case(2), case(3)], contacts=[answered(1, wait=MINUTE), answered(2, wait=6 * MINUTE)])
    assert noise_floor(before, after, KNOWN, KNOWN) == 1
    assert noise_floor(before, before, KNOWN, KNOWN) == 0


def test_replications_add_up() -> None:
    before, after = tables(cases=[case(1), case(2)]), tables(cases=[case(1, **LOST), case(2)])
    one = gains_and_losses(before, after, KNOWN, KNOWN)
    none = gains_and_losses(before, before, KNOWN, KNOWN)
    assert one.merge(none).per_replication("losses") == 0.5
    other = gains_and_losses(before, after, *[compiled(margins={"wait": "2 min"})] * 2)
    with pytest.raises(ValueError, match="different populations or margins"):
        one.merge(other)


def test_services_are_matched_by_name() -> None:
    swapped = compiled()
    names = swapped.names.__class__(**{**swapped.names.__dict__, "services": ("nieuw", "huwelijk")})
    other = type(swapped)(swapped.scenario, names, swapped.clock)
    found = gains_and_losses(tables(cases=[case(1)]), tables(cases=[case(2, service=HUWELIJK), case(3)]), KNOWN, other)
    assert found.services == ("paspoort", "huwelijk", "nieuw")
    assert found.per_replication("missing_in_first", service="nieuw") == 1
    assert found.per_replication("missing_in_first", service="huwelijk") == 1
    assert found.per_replication("missing_in_second", service="paspoort") == 1
