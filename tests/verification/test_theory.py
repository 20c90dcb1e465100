"""The engine against queueing theory. A right engine fails one quantity in 10,000: all 39 together at most once in 250 runs.

The draws are keyed by a fixed seed, so a run always gives the same result: the false alarm can only come with a change of
the draws.
"""

from __future__ import annotations

import pytest

from tests.verification.models import SCENARIOS, Model, checks, models


@pytest.mark.parametrize("model", models(), ids=lambda model: model.name)
def test_engine_agrees_with_theory(model: Model) -> None:
    for check in checks(model):
        assert check.agrees, str(check)


def test_every_verification_scenario_has_its_theory() -> None:
    assert {path.stem for path in SCENARIOS.glob("*.yaml")} == {model.name for model in models()}
