"""What a KPI is called. Findings hold its English name, as stored answers do; here it is said in a language."""

from __future__ import annotations

import math
from typing import Protocol

from sim.experiment.found.intervals import Difference
from sim.measure.definitions import BY_NAME, DEFINITIONS
from sim.text.texts import Texts
from sim.text.units import Unit, estimated, unit_name, written_interval

IN_BOTH = {definition.said.en: definition.said for definition in DEFINITIONS}


class Named(Protocol):
    """What is told of a KPI, per 100 cases or the like."""

    @property
    def name(self) -> str: ...
    @property
    def per(self) -> str: ...


class Compared(Named, Protocol):
    """A difference of a KPI between two stories."""

    @property
    def story(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def unit(self) -> Unit: ...


def kpi_text(key: str) -> str:
    """The English name, as findings hold it."""
    return BY_NAME[key].said.en


def kpi_said(say: Texts, name: str) -> str:
    """What findings hold, in a language: the name of a KPI, or a word for cases of its own."""
    return say(IN_BOTH.get(name, name))


def kpi_words(say: Texts, found: Named) -> str:
    """The KPI, and per what: ``klantcontacten per 100 paren``."""
    return kpi_said(say, found.name) + (" " + say(found.per) if found.per else "")


def change(say: Texts, difference: Difference, unit: Unit) -> str:
    """``+45,2 (38,0 tot 52,1)``; without an interval the difference alone."""
    amount = estimated(say, difference, unit, signed=True, points=True)
    if math.isnan(difference.low):
        return amount
    return f"{amount} ({written_interval(say, difference.low, difference.high, unit, signed=True)})"


def minus(say: Texts, found: Compared) -> str:
    """Over a chart of differences: ``werktijd per 100 paren: Hybride min Vandaag, in uren``."""
    return say(
        "{kpi}: {story} minus {reference}, in {unit}",
        kpi=kpi_words(say, found),
        story=found.story,
        reference=found.reference,
        unit=unit_name(say, found.unit, points=True),
    )
