"""Of which year the data are, and whether a municipality recognises itself in the simulated baseline, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sim.model.town.recognition import FIGURES, LABELS, SHARES, Compared, Figure, Outcome, Recognition
from sim.model.town.scenario import Scenario
from sim.model.words.written import figure_text
from sim.text.pairs import marked
from sim.text.texts import Texts

OUTCOMES: dict[Outcome, str] = {
    "recognised": marked("Recognised: the simulated figures are near the municipality's own."),
    "not_recognised": marked("Not recognisable, calibrate first."),
    "untested": marked("Not tested: the municipality gave no figures to recognise itself by."),
}


def data_line(say: Texts, scenarios: Sequence[Scenario]) -> str:
    """Of which year the data are: "Data of 2019.", or of which years; empty where no file says so."""
    years = sorted({scenario.year_of_data for scenario in scenarios if scenario.year_of_data})
    if not years:
        return ""
    return say("Data of {years}.", years=say.listed(years))


def marks(say: Texts, scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """A warning per baseline that is not recognised, or not tested, with the figures that are too far off; each once."""
    told = [_mark(say, scenario.recognition) for scenario in scenarios if scenario.recognition is not None]
    return tuple(dict.fromkeys(filter(None, told)))


def _mark(say: Texts, recognition: Recognition) -> str:
    if recognition.outcome == "recognised":
        return ""
    head = say(OUTCOMES[recognition.outcome])
    told = [
        say(
            "{figure}: own {own}, simulated {simulated} ({difference})",
            figure=say(LABELS[figure]),
            own=figure_text(figure, pair.own, say.lang),
            simulated=figure_text(figure, pair.simulated, say.lang),
            difference=difference_text(say, figure, pair),
        )
        for figure, pair in recognition.outside.items()
    ]
    return f"{head} {'; '.join(told)}." if told else head


def rows(say: Texts, recognition: Recognition) -> Iterable[tuple[str, str, str, str, str]]:
    """Figure, own, simulated, difference and whether that is near enough, per figure that the municipality gave."""
    for figure in FIGURES:
        pair = recognition.figures.get(figure)
        if pair is not None:
            own, simulated = (figure_text(figure, value, say.lang) for value in (pair.own, pair.simulated))
            verdict = say("near enough") if pair.within(figure) else say("too far apart")
            yield say(LABELS[figure]), own, simulated, difference_text(say, figure, pair), verdict


def difference_text(say: Texts, figure: Figure, pair: Compared) -> str:
    """``+3%`` of the own figure; for shares percentage points."""
    if figure in SHARES:
        return say.number(100 * pair.points, 1, signed=True) + " " + say("% points")
    return say.number(100 * pair.difference, 1, signed=True) + "%" if math.isfinite(pair.difference) else "–"
