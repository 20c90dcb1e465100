"""What we write is read as what it is."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sim.evidence.scenario_writer import scenario_writer
from sim.model.values.units import two_readings


@given(st.one_of(st.floats(-1e6, 1e6), st.integers(1001, 99_999).map(lambda n: n / 1000)))
def test_no_number_that_is_written_has_two_readings(value: float) -> None:
    stream = io.StringIO()
    scenario_writer().dump({"number": value}, stream)
    text = stream.getvalue().removeprefix("number: ").strip()
    assert two_readings(text) is None
    assert YAML(typ="safe").load(text) == value


def test_the_rest_of_a_file_stays_as_it_is() -> None:
    text = "# first\nlabel: '48.000'\nshares: [0.125, 1.5]  # last\n"
    stream = io.StringIO()
    scenario_writer().dump(scenario_writer().load(text), stream)
    assert stream.getvalue() == text
