"""The recognition test: a simulated year of today beside a municipality's own figures."""

from __future__ import annotations

import io
from collections.abc import Mapping
from math import ceil
from pathlib import Path

import numpy as np
from ruamel.yaml.comments import CommentedMap

from sim.engine.simulate import compile_scenario, simulate
from sim.evidence.calibrate import Progress, Stop
from sim.evidence.front_office import FrontOffice, front_office, years_of
from sim.evidence.moved import ceremonies, whole_year
from sim.evidence.own_figures import OwnFigures
from sim.evidence.scenario_writer import scenario_writer
from sim.evidence.side_by_side import side_by_side
from sim.evidence.whole_file import write_whole
from sim.model.town.recognition import FIGURES, Compared, Figure, Recognition
from sim.model.town.scenario import Scenario

SEED = 1
SIZE = 150_000
"""Inhabitants times years that are simulated at least, so that chance is small beside 10 percent of most figures."""
MOST_REPLICATIONS = 12
DECIMALS: dict[Figure, int] = {"answered_within_norm": 4, "abandoned": 4, "talk_time": 1}
"""How a simulated figure is rounded for the file; counts are whole."""


def own_values(own: OwnFigures) -> dict[Figure, float]:
    """The figures that can be tested, as far as they are known."""
    return {figure: float(value) for figure in FIGURES if (value := getattr(own, figure)) is not None}


def recognise(
    scenario: Scenario,
    own: Mapping[Figure, float],
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Recognition:
    """Simulates the baseline of ``scenario`` over the whole year of its period and compares what is known of it.

    The year is simulated more than once for small municipalities; figures are means. Counts are per calendar year, so a year
    of 52 weeks is scaled.

    Raises ``Stopped`` when ``stop`` says True.
    """
    if not own:
        return Recognition()
    found = simulated_today(scenario, progress=progress, stop=stop)
    rounded = {figure: round(found[figure], DECIMALS.get(figure, 0)) for figure in found}
    return Recognition(
        figures={figure: Compared(own=own[figure], simulated=rounded[figure]) for figure in FIGURES if figure in own}
    )


def simulated_today(scenario: Scenario, *, progress: Progress | None = None, stop: Stop | None = None) -> dict[Figure, float]:
    """Every figure of the test from simulated years of the baseline, means over replications."""
    compiled = compile_scenario(whole_year(scenario))
    inhabitants, years = scenario.population.inhabitants, years_of(compiled)
    replications = replications_of(inhabitants)

    def simulated(replication: int) -> dict[Figure, float]:
        tables = simulate(compiled, seed=SEED, replication=replication, on_day=lambda _day, _days: stop is None or not stop())
        return _figures(front_office(tables, compiled), ceremonies(tables, compiled) / years)

    found: list[dict[Figure, float]] = []
    for figures in side_by_side(simulated, replications, inhabitants):
        found.append(figures)
        if progress is not None:
            progress(len(found), replications)
    return {figure: float(np.mean([one[figure] for one in found])) for figure in FIGURES}


def replications_of(inhabitants: int) -> int:
    return min(MOST_REPLICATIONS, max(2, ceil(SIZE / inhabitants)))


def _figures(office: FrontOffice, weddings: float) -> dict[Figure, float]:
    return {
        "calls": office.calls,
        "talk_time": office.talk_time,
        "answered_within_norm": office.within_of_offered,
        "abandoned": office.abandoned,
        "emails": office.emails,
        "appointments": office.visitors,
        "walk_ins": office.desk_contacts,
        "weddings": weddings,
    }


def updated_file(file: Path, found: Recognition) -> None:
    """Puts the outcome of a test in a scenario file; what else stands there, comments included, stays.

    The file was loaded before, so it can be read. Raises ``OSError`` when it cannot be written.
    """
    editor = scenario_writer()
    root = editor.load(file.read_text(encoding="utf-8-sig"))
    root["recognition"] = written(found)
    stream = io.StringIO()
    editor.dump(root, stream)
    write_whole(file, stream.getvalue(), force=True)


def written(found: Recognition) -> CommentedMap:
    """The section of a scenario file, a figure per line."""
    figures = CommentedMap()
    for name, pair in found.figures.items():
        figures[name] = CommentedMap(own=_plain(pair.own), simulated=_plain(pair.simulated))
        figures[name].fa.set_flow_style()
    return CommentedMap(figures=figures)


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
