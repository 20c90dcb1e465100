"""What the number at a path of a scenario may be: a share lies between 0 and 1, a duration is not below 0.

Whoever sets a number, in a tipping point, on a dial or in a search, asks here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sim.model.town.scenario import Design, Scenario
from sim.model.values.distributions import Distribution
from sim.model.values.keys import forms_of
from sim.model.values.units import DAY, LARGEST_NUMBER, LONGEST_TIME
from sim.model.values.values import Form, FormName, Frozen, Range, Rate, Term


@dataclass(frozen=True)
class Domain:
    """From ``low`` to ``high``, both included; ``above``: without ``low`` itself."""

    low: float
    high: float
    above: bool = False

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high and not (self.above and value == self.low)

    def clipped(self, value: float) -> float:
        """The nearest number that may be; of an open end the first beyond it."""
        least = math.nextafter(self.low, math.inf) if self.above else self.low
        return min(max(value, least), self.high)


OF_FORM: dict[FormName, Domain] = {
    "number": Domain(-LARGEST_NUMBER, LARGEST_NUMBER),
    "count": Domain(0.0, LARGEST_NUMBER),
    "share": Domain(0.0, 1.0),
    "duration": Domain(0.0, LONGEST_TIME),
    "signed_duration": Domain(-LONGEST_TIME, LONGEST_TIME),
}


def domain_of(forms: Sequence[Form]) -> Domain:
    """What a number that is written in these forms may be."""
    whole = OF_FORM[forms[0].name] if forms else OF_FORM["number"]
    limits = [(form.least, form.above) for form in forms if form.least is not None]
    return Domain(max(limits)[0], whole.high, max(limits)[1]) if limits else whole


def domain_at(scenarios: Sequence[Scenario], path: str) -> Domain:
    """What the number at ``path`` may be in every design of these scenarios that has it.

    Raises ``ValueError`` when no design has a number there.
    """
    parts = path.split(".")
    found = [domain for one in scenarios for root in _roots(one, parts[0]) for domain in _below(root, parts, ())]
    if not found:
        raise ValueError(f"{path!r} is not the path of a number in this scenario")
    low = max(found, key=lambda domain: (domain.low, domain.above))
    return Domain(low.low, min(domain.high for domain in found), low.above)


def _roots(scenario: Scenario, section: str) -> Sequence[Frozen]:
    return scenario.designs if section in Design.model_fields else (scenario,)


def _below(value: Any, parts: Sequence[str], forms: Sequence[Form]) -> Iterator[Domain]:
    """The domain of the number at the end of ``parts``; none where there is no number."""
    if not parts:
        yield from _of_number(value, forms)
        return
    first, rest = parts[0], parts[1:]
    if isinstance(value, dict) and first in value:
        yield from _below(value[first], rest, forms)
    elif isinstance(value, Distribution):
        yield from _of_distribution(value, first, rest)
    elif isinstance(value, Frozen) and not isinstance(value, Range | Rate | Term) and first in type(value).model_fields:
        yield from _below(getattr(value, first), rest, forms_of(type(value).model_fields[first]))


def _of_number(value: Any, forms: Sequence[Form]) -> Iterator[Domain]:
    match value:
        case Range():
            yield domain_of(forms)
        case Rate():
            yield OF_FORM["count"]
        case Distribution():
            yield OF_FORM["duration"]
        case Term():
            yield Domain(0.0, LONGEST_TIME / DAY) if value.working_days else OF_FORM["duration"]


def _of_distribution(value: Distribution, first: str, rest: Sequence[str]) -> Iterator[Domain]:
    if not rest and first in (value.kind, "mean"):
        yield OF_FORM["duration"]
    elif not rest and first == "cv":
        yield OF_FORM["count"]
